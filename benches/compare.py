#!/usr/bin/env python3
"""Compares the speed of afterword with that of its peers, and prints the ratios as a Markdown table.

    python3 benches/compare.py [--quick] [ROW...]

Builds afterword and the peers first, all of it below target/: minijinja-cli and jinja2-cli as they are published, and
the small programs of benches/peer. That the peers draw the same page, byte for byte, is checked before anything is
timed. Pages go to a tmpfs where there is one, but for the rows about the disk.

Machines are noisy and two runs of one program may differ by half. So the two sides of a ratio always take turns, and
the ratio is the median over all turns. CPU is user and system time of the whole process.
"""

import argparse
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "target/peers"
AFTERWORD = ROOT / "target/release/afterword"
PROGRAMS = PEERS / "build/release"
MINIJINJA = PEERS / "bin/minijinja-cli"
JINJA2 = PEERS / "venv/bin/jinja2"
TEMPLATE = ROOT / "benches/peer/page.md.jinja"

DISK = ROOT / "target/compare"
MEMORY = Path("/dev/shm/afterword-compare") if Path("/dev/shm").is_dir() else DISK / "memory"

Command = list[str | Path]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--quick", action="store_true", help="fewer turns, smaller batches: to try it out")
    arguments.add_argument("rows", nargs="*", metavar="ROW", help=f"only these: {', '.join(ROWS)}")
    chosen = arguments.parse_args()
    unknown = set(chosen.rows) - set(ROWS)
    if unknown:
        arguments.error(f"unknown row {', '.join(sorted(unknown))}")

    build()
    for folder in (DISK, MEMORY):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        check_pages()
        print("| what | afterword | beside | ratio | goal |\n|---|---|---|---|---|")
        for name, row in ROWS.items():
            if not chosen.rows or name in chosen.rows:
                row(Scale(quick=chosen.quick))
    finally:
        shutil.rmtree(DISK)
        shutil.rmtree(MEMORY, ignore_errors=True)


@dataclass
class Scale:
    quick: bool

    def turns(self, usual: int) -> int:
        return max(3, usual // 10) if self.quick else usual

    def events(self) -> int:
        return 500 if self.quick else 10_000

    def topics(self) -> int:
        return 1_000 if self.quick else 10_000


# ---------------------------------------------------------------- programs


def build() -> None:
    peer = ["--manifest-path", ROOT / "benches/peer/Cargo.toml", "--target-dir", PEERS / "build"]
    run("cargo", "build", "--release", "--quiet", "--locked", cwd=ROOT)
    run("cargo", "build", "--release", "--quiet", "--locked", *peer, cwd=ROOT)
    if not MINIJINJA.exists():
        run("cargo", "install", "minijinja-cli", "--locked", "--quiet", "--root", PEERS)
    if not JINJA2.exists():
        run(sys.executable, "-m", "venv", PEERS / "venv")
        run(PEERS / "venv/bin/pip", "install", "--quiet", "jinja2-cli[yaml]")


def run(*command: str | Path, cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=cwd, stdout=sys.stderr)


def render(*arguments: str | Path) -> Command:
    return [AFTERWORD, "--quiet", "render", *arguments]


def events(*arguments: str | Path) -> None:
    run(PROGRAMS / "events", *arguments)


def check_pages() -> None:
    event, folder = MEMORY / "event.yaml", MEMORY / "pages"
    folder.mkdir()
    events(event, "1", "15")
    run(*render(event, "-o", folder / "afterword"))
    run(MINIJINJA, TEMPLATE, event, "-o", folder / "minijinja-cli")
    run(JINJA2, TEMPLATE, event, "-o", folder / "jinja2-cli")
    run(PROGRAMS / "plain", TEMPLATE, folder, event)
    pages = {path.read_bytes() for path in folder.iterdir()}
    if len(pages) != 1:
        sys.exit(f"the pages in {folder} differ")
    print(f"\nOne event: {event.stat().st_size:,} bytes of YAML, 15 topics, {len(pages.pop()):,} bytes of page.\n")


# ---------------------------------------------------------------- measuring


@dataclass
class Taken:
    wall: float
    cpu: float


def take(command: Command, state: Path = MEMORY) -> Taken:
    words = [str(word) for word in command]
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    environment = os.environ | {"XDG_STATE_HOME": str(state / "state")}
    start = time.perf_counter()
    process = os.posix_spawnp(words[0], words, environment, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"failed: {' '.join(words)}")
    return Taken(wall, usage.ru_utime + usage.ru_stime)


def nothing() -> None:
    pass


@dataclass
class Pair:
    """Two commands that took turns."""

    ours: list[Taken]
    other: list[Taken]

    def ratio(self, of: Callable[[Taken], float]) -> float:
        return statistics.median(of(a) / of(b) for a, b in zip(self.ours, self.other, strict=True))

    def row(self, what: str, of: str, beside: str, goal: str, unit: float = 1e3, name: str = "ms") -> None:
        value = lambda taken: getattr(taken, of)
        ours, other = (statistics.median(map(value, side)) * unit for side in (self.ours, self.other))
        report(what, f"{ours:.2f} {name} {of}", f"{other:.2f} {name}, {beside}", f"{self.ratio(value):.3g}x", goal)


def in_turns(ours: Command, other: Command, turns: int, before: Callable[[], None] = nothing) -> Pair:
    pair = Pair([], [])
    for turn in range(turns + 2):
        # Who goes first changes, too.
        for side, command in sorted([(0, ours), (1, other)], reverse=turn % 2 == 1):
            before()
            taken = take(command)
            if turn >= 2:
                (pair.ours, pair.other)[side].append(taken)
    return pair


def peak(command: Command) -> float:
    """The most memory that a command takes, in MiB, as /usr/bin/time tells it."""
    timed = ["/usr/bin/time", "-v", *map(str, command)]
    environment = os.environ | {"XDG_STATE_HOME": str(MEMORY / "state")}
    told = subprocess.run(timed, check=True, capture_output=True, text=True, env=environment).stderr
    found = re.search(r"Maximum resident set size \(kbytes\): (\d+)", told)
    return int(found[1]) / 1024 if found else float("nan")


def report(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


# ---------------------------------------------------------------- rows


def start(scale: Scale) -> None:
    pair = in_turns([AFTERWORD, "--version"], [PROGRAMS / "empty"], scale.turns(400))
    pair.row("`--version`", "wall", "an empty Rust `main`", "1.5x")


def one(scale: Scale) -> None:
    event, page = MEMORY / "event.yaml", MEMORY / "page.md"
    # What a first run does: no page, nothing remembered.
    anew = lambda: remove(page, MEMORY / "state")
    ours = render(event, "-o", page)
    pair = in_turns(ours, [MINIJINJA, TEMPLATE, event, "-o", page], scale.turns(400), anew)
    pair.row("one event, new page", "wall", "minijinja-cli", "0.75x")
    pair.row("one event, new page", "cpu", "minijinja-cli", "")
    pair = in_turns(ours, [JINJA2, TEMPLATE, event, "-o", page], scale.turns(30), anew)
    pair.row("one event, new page", "cpu", "jinja2-cli", "0.0167x")


def repository(scale: Scale) -> None:
    folder = MEMORY / "repository"
    folder.mkdir()
    run("git", "init", "--quiet", folder)
    event, page = folder / "event.yaml", folder / "page.md"
    shutil.copy(MEMORY / "event.yaml", event)
    other = [MINIJINJA, TEMPLATE, event, "-o", page]
    anew = lambda: remove(page, folder / ".git/afterword")
    pair = in_turns(render(event, "-o", page), other, scale.turns(200), anew)
    pair.row("the same in a git repository", "wall", "minijinja-cli", "")


def batch(scale: Scale) -> None:
    folder, out, count = MEMORY / "events", MEMORY / "out", scale.events()
    out.mkdir()
    events(folder, str(count))
    files = sorted(folder.iterdir())
    ours, plain = render("-o", out, *files), [PROGRAMS / "plain", TEMPLATE, out, *files]
    anew = lambda: (remove(out, MEMORY / "state"), out.mkdir())
    beside = "serde_yaml and minijinja in a loop"

    pair = in_turns(["taskset", "1", *ours], plain, max(3, scale.turns(50) // 10), anew)
    pair.row(f"{count:,} events, one thread", "cpu", beside, "0.8x", 1, "s")
    pair = in_turns(ours, plain, max(3, scale.turns(50) // 10), anew)
    pair.row(f"{count:,} events, {os.cpu_count()} threads", "wall", beside, "", 1, "s")

    few = count // 10
    peaks = []
    for some in (few, count):
        anew()
        peaks.append(peak(render("-o", out, *files[:some])))
    what = f"peak memory, {count:,} events"
    report(what, f"{peaks[1]:.1f} MiB", f"{peaks[0]:.1f} MiB, {few:,} events", f"{peaks[1] / peaks[0]:.2f}x", "flat")
    remove(folder, out)


def topics(scale: Scale) -> None:
    count = scale.topics()
    tenth, whole, page = MEMORY / "tenth.yaml", MEMORY / "whole.yaml", MEMORY / "page.md"
    events(tenth, "1", str(count // 10))
    events(whole, "1", str(count))
    anew = lambda: remove(page, MEMORY / "state")
    other = [MINIJINJA, TEMPLATE, whole, "-o", page]
    what = f"one event of {count:,} topics"
    in_turns(render(whole, "-o", page), other, scale.turns(80) // 8, anew).row(what, "cpu", "minijinja-cli", "1.0x")
    anew()
    ours = peak(render(whole, "-o", page))
    beside = peak(other)
    report(what, f"{ours:.1f} MiB peak", f"{beside:.1f} MiB, minijinja-cli", f"{ours / beside:.3g}x", "1.0x")
    pair = in_turns(render(whole, "-o", page), render(tenth, "-o", page), scale.turns(80) // 8, anew)
    pair.row(what, "cpu", "a tenth of the topics", "linear")


def changing() -> Iterator[Path]:
    """Two event files on the disk by turns, so that a page is another one each time."""
    files = [DISK / "one.yaml", DISK / "two.yaml"]
    for seed, file in enumerate(files):
        events(file, str(seed), "15")
    return itertools.cycle(files)


def again(scale: Scale) -> None:
    page, changes = DISK / "page.md", changing()
    pair = Pair([], [])
    for _ in range(scale.turns(200)):
        changed = render(next(changes), "-o", page)
        pair.other.append(take(changed, DISK))
        pair.ours.append(take(changed, DISK))
    pair.row("again without change, on disk", "wall", "a changed one", "0.6x")


def fsync(scale: Scale) -> None:
    if not shutil.which("strace"):
        return
    page, changes = DISK / "page.md", changing()
    # Both sides run under strace, which costs the same for each; on one side the system never sees the calls.
    traced = ["strace", "--seccomp-bpf", "-f", "-o", os.devnull, "-e", "trace=fsync"]
    for what, before in (("replaced", nothing), ("new", lambda: remove(page))):
        pair = Pair([], [])
        for _ in range(scale.turns(200)):
            for side, inject in ((pair.ours, []), (pair.other, ["-e", "inject=fsync:retval=0"])):
                before()
                side.append(take([*traced, *inject, *render(next(changes), "-o", page)], DISK))
        pair.row(f"a {what} page on disk, with strace", "wall", "without fsync", "")


ROWS = {
    "start": start,
    "one": one,
    "repository": repository,
    "batch": batch,
    "topics": topics,
    "again": again,
    "fsync": fsync,
}

if __name__ == "__main__":
    main()
