#!/usr/bin/env python3
"""Compares `afterword commit` with `git add` and `git commit` of the same two files, as a Markdown table.

    python3 benches/commit.py [FILES...] [--turns N]

Each row is a repository of so many files, in folders of a hundred or, with `flat`, all in one: on the disk, where fsync
costs, and on a tmpfs, where it does not. Both sides write and commit the same event and page, in turns, in repositories
of their own; git is given the page as it was drawn, so that writing it is on afterword's side only. No hooks, no
signatures, no automatic maintenance.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AFTERWORD = ROOT / "target/release/afterword"
EXAMPLE = ROOT / "templates/hackathon/example.yaml"
PLACES = {"disk": ROOT / "target/compare-commit", "tmpfs": Path("/dev/shm/afterword-compare-commit")}
ROWS = ["10", "1000", "20000", "20000 flat"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--turns", type=int, default=30)
    arguments.add_argument("rows", nargs="*", metavar="FILES", help=f"only these, of: {', '.join(ROWS)}")
    chosen = arguments.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    print("| files | where | afterword | git add + git commit | ratio |\n|---|---|---|---|---|")
    for row in chosen.rows or ROWS:
        for where, folder in PLACES.items():
            if folder.parent.is_dir():
                ours, theirs = measure(row, folder, chosen.turns)
                print(f"| {row} | {where} | {ours * 1000:.2f} ms | {theirs * 1000:.2f} ms | {ours / theirs:.2f}x |", flush=True)


def measure(row: str, folder: Path, turns: int) -> tuple[float, float]:
    """The median seconds of both sides."""
    shutil.rmtree(folder, ignore_errors=True)
    home = folder / "home"
    home.mkdir(parents=True)
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Ada\n\temail = ada@example.org\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}

    def run(*command: str | Path, cwd: Path) -> None:
        subprocess.run(command, cwd=cwd, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    count, _, shape = row.partition(" ")
    sides = [folder / "ours", folder / "theirs"]
    for side in sides:
        side.mkdir()
        run("git", "init", "--quiet", cwd=side)
        for number in range(int(count)):
            inside = side if shape else side / f"d{number // 100}"
            inside.mkdir(exist_ok=True)
            (inside / f"f{number}.txt").write_text(f"{number}\n")
        shutil.copy(EXAMPLE, side / "2026-05.yaml")
        run(AFTERWORD, "render", "2026-05.yaml", cwd=side)
        run("git", "add", "--all", cwd=side)
        run("git", "commit", "--quiet", "--message=all", cwd=side)
        run("git", "repack", "-a", "-d", "--quiet", cwd=side)

    event = EXAMPLE.read_text()
    seconds: list[list[float]] = [[], []]
    for turn in range(turns):
        for side in sides:
            (side / "2026-05.yaml").write_text(event.replace("Kettle Days", f"Kettle Days {turn}"))
        run(AFTERWORD, "render", "2026-05.yaml", cwd=sides[1])
        for at in (0, 1) if turn % 2 else (1, 0):
            begun = time.perf_counter()
            if at == 0:
                run(AFTERWORD, "commit", "2026-05.yaml", "--message=x", cwd=sides[0])
            else:
                run("git", "add", "2026-05.yaml", "2026-05.md", cwd=sides[1])
                run("git", "commit", "--quiet", "--message=x", cwd=sides[1])
            seconds[at].append(time.perf_counter() - begun)
    trees = [subprocess.run(["git", "rev-parse", "HEAD:"], cwd=side, env=environment, capture_output=True).stdout for side in sides]
    assert trees[0] == trees[1], "the two sides committed different trees"
    shutil.rmtree(folder)
    ours, theirs = (statistics.median(of_side[2:]) for of_side in seconds)
    return ours, theirs


if __name__ == "__main__":
    main()
