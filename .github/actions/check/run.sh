#!/usr/bin/env bash
# What the action does: downloads the released program, checks wrap-ups with it, mends what it is asked to mend.
#
# Everything comes by environment variables; action.yml beside this file says what each is. None of them is ever run or
# made part of a command by its text. Besides those, AFTERWORD_ACTION_DOWNLOADS, a folder or an https: or file: address,
# stands for the page that releases are downloaded from.
set -euo pipefail

# Functions that can end the action leave what they find in variables: a subshell would swallow what they say.
die() {
  tell error "$1"
  exit 2
}
tell() { # KIND TEXT
  local text=${2//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::%s title=afterword::%s\n' "$1" "${text//$'\n'/%0A}"
}
# Prints a file in which nothing is a command to the runner, whoever wrote it.
quote() {
  local pause
  pause=afterword-$(sha256 "$1")
  printf '::stop-commands::%s\n' "$pause"
  cat "$1"
  printf '::%s::\n' "$pause"
}
output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"; }
# Arguments that a file named like a flag cannot change: `-x.md` is `./-x.md`.
as_path() { case $1 in -*) printf './%s' "$1" ;; *) printf '%s' "$1" ;; esac }

need() { command -v "$1" >/dev/null 2>&1 || die "the runner has no \`$1\`, which this action needs"; }

# --- the program ------------------------------------------------------------------------------------------------------

find_version() {
  version=${AFTERWORD_VERSION:-}
  # The action is downloaded with the whole repository: its version is that of the program beside it.
  if [ -z "$version" ]; then
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$AFTERWORD_ACTION/../../../Cargo.toml" | head -n 1) || true
  fi
  version=${version#v}
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || die "\`$version\` is no version such as 0.1.0"
}

find_target() {
  local system=${RUNNER_OS:-$(uname -s)} machine=${RUNNER_ARCH:-$(uname -m)}
  case $system/$machine in
    Linux/X64 | Linux/x86_64) target=x86_64-unknown-linux-musl ;;
    Linux/ARM64 | Linux/aarch64) target=aarch64-unknown-linux-musl ;;
    macOS/X64 | Darwin/x86_64) target=x86_64-apple-darwin ;;
    macOS/ARM64 | Darwin/arm64) target=aarch64-apple-darwin ;;
    Windows/X64 | Windows/ARM64) target=x86_64-pc-windows-msvc ;;
    *) die "afterword is not released for $system on $machine; \`cargo install\` builds it where Rust is" ;;
  esac
}

download() { # NAME FILE
  case $downloads in
    *://*)
      curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' --retry 3 \
        --output "$2" "$downloads/$1" || die "$1 could not be downloaded from $downloads"
      ;;
    *) cp "$downloads/$1" "$2" || die "there is no $1 in $downloads" ;;
  esac
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Downloads the archive and unpacks the program from it, or ends the action: nothing is run that has not the checksum.
fetch_program() {
  local version target name expected found
  find_version
  find_target
  name=afterword-$version-$target
  local repository=${AFTERWORD_ACTION_REPOSITORY:-${GITHUB_REPOSITORY:-}}
  downloads=${AFTERWORD_ACTION_DOWNLOADS:-${GITHUB_SERVER_URL:-https://github.com}/$repository/releases/download/v$version}
  case $downloads in *://*) need curl ;; esac
  need tar

  download "$name.tar.gz" "$scratch/archive"
  expected=${AFTERWORD_SHA256:-}
  if [ -z "$expected" ]; then
    download "$name.tar.gz.sha256" "$scratch/checksum"
    expected=$(head -n 1 "$scratch/checksum" | cut -d ' ' -f 1)
  fi
  [[ $expected =~ ^[0-9a-f]{64}$ ]] || die "the checksum of $name.tar.gz is no SHA-256: nothing was run"
  found=$(sha256 "$scratch/archive")
  [ "$found" = "$expected" ] ||
    die "$name.tar.gz has the checksum $found, and should have $expected: nothing was run"

  program=afterword
  if [[ $target = *windows* ]]; then program=afterword.exe; fi
  mkdir "$scratch/unpacked"
  tar -xzf "$scratch/archive" -C "$scratch/unpacked" "$name/$program" || die "there is no $program in $name.tar.gz"
  program=$scratch/unpacked/$name/$program
  printf 'afterword %s for %s, checksum %s\n' "$version" "$target" "$found"
}

# --- what to look at --------------------------------------------------------------------------------------------------

# The commit to compare with, in `since`; empty for none. What a shallow checkout left out is fetched: the commit, and
# the history that tells where the branch left it.
find_since() {
  since=${AFTERWORD_SINCE:-auto}
  case $since in
    none) since= ;;
    auto) since=${AFTERWORD_BASE:-} ;;
  esac
  [ -n "$since" ] || return 0
  need git
  [[ $since != -* ]] || die "\`$since\` is no commit"
  if ! git rev-parse --quiet --verify "$since^{commit}" >/dev/null; then
    authorized git fetch --quiet --no-tags --depth=1 origin "$since" || cannot_fetch "the commit $since is not there"
    since=$(git rev-parse FETCH_HEAD)
  fi
  if ! git merge-base "$since" HEAD >/dev/null && [ "$(git rev-parse --is-shallow-repository)" = true ]; then
    authorized git fetch --quiet --no-tags --unshallow origin "$since" "$(git rev-parse HEAD)" ||
      cannot_fetch "where the branch left $since is not there"
  fi
}

cannot_fetch() { die "$1 and cannot be fetched; check out with \`fetch-depth: 0\`"; }

# Event files whose page, and pages whose event file, changed since the base: what `sync` is to bring together.
find_events() {
  events=()
  if [ ${#paths[@]} -gt 0 ] || [ -z "$since" ]; then
    events=(${paths[@]+"${paths[@]}"})
    return 0
  fi
  local changed stem seen=$'\n' base
  base=$(git merge-base "$since" HEAD || printf '%s' "$since")
  while IFS= read -r -d '' changed; do
    case $changed in
      */event.yaml | */event.yml) stem=${changed%/*} ;;
      *.md | *.yaml | *.yml) stem=${changed%.*} ;;
      *) continue ;;
    esac
    if [ ! -f "$stem.md" ] || [[ $seen = *$'\n'"$stem"$'\n'* ]]; then continue; fi
    for changed in "$stem.yaml" "$stem.yml" "$stem/event.yaml" "$stem/event.yml"; do
      if [ -f "$changed" ]; then
        events+=("$(as_path "$changed")")
        seen+=$stem$'\n'
        break
      fi
    done
  done < <(git diff --name-only --relative --diff-filter=d -z "$base" --)
}

# --- mending ----------------------------------------------------------------------------------------------------------

mend() {
  need git
  git rev-parse --quiet --verify HEAD >/dev/null || die "this is no git checkout that could be mended"
  # What others left changed is not ours to commit.
  git diff --quiet HEAD -- || die "files in the checkout were changed before this action: they would be committed with it"
  local code=0
  if [ "$1" = fix ]; then
    "$program" check --fix "${check[@]}" >"$scratch/mended" 2>&1 || code=$?
  else
    find_events
    # Nothing of this pull request has two sides to bring together.
    if [ ${#events[@]} -eq 0 ] && [ -n "$since" ]; then return 0; fi
    "$program" sync --no-input ${events[@]+"${events[@]}"} >"$scratch/mended" 2>&1 || code=$?
  fi
  # What the check is left with it tells itself, below and in place; what a sync leaves is a conflict.
  if [ $code -gt 1 ] || [ "$1" = sync ]; then quote "$scratch/mended"; fi
  [ $code -le 1 ] || exit $code
  if [ "$1" = sync ]; then left=$code; fi
  git diff --binary HEAD -- >"$scratch/afterword.patch"
  [ -s "$scratch/afterword.patch" ] || return 0
  if why=$(why_not_to_push); then
    tell warning "$why; what would be committed is printed below and kept as a patch"
    keep_patch
  else
    push_patch "$1"
  fi
}

# Succeeds, with the reason, where nothing may be pushed.
why_not_to_push() {
  if [ -z "${AFTERWORD_HEAD_BRANCH:-}" ]; then
    printf 'this is no pull request'
  elif [ "${AFTERWORD_HEAD_REPOSITORY:-}" != "${GITHUB_REPOSITORY:-}" ]; then
    printf 'the pull request comes from a fork'
  elif [ "$(git rev-parse HEAD)" != "${AFTERWORD_HEAD:-}" ]; then
    # shellcheck disable=SC2016  # an expression for the reader's workflow
    printf '%s' 'the branch itself is not checked out; give actions/checkout `ref: ${{ github.event.pull_request.head.sha }}`'
  else
    return 1
  fi
}

keep_patch() {
  local kept=${RUNNER_TEMP:-$PWD}/afterword.patch
  cp "$scratch/afterword.patch" "$kept"
  output patch "$kept"
  quote "$kept"
  # The branch stays as it is, and so does what is to be mended there.
  left=1
}

push_patch() {
  local message='docs: Mend wrap-ups'
  if [ "$1" = sync ]; then message='docs: Bring wrap-ups and their event files together'; fi
  local author='github-actions[bot]' email='41898282+github-actions[bot]@users.noreply.github.com'
  GIT_AUTHOR_NAME=$author GIT_AUTHOR_EMAIL=$email GIT_COMMITTER_NAME=$author GIT_COMMITTER_EMAIL=$email \
    git -c core.hooksPath=/dev/null -c commit.gpgSign=false commit --quiet --all --message="$message"
  if authorized git -c core.hooksPath=/dev/null push --quiet origin "HEAD:refs/heads/$AFTERWORD_HEAD_BRANCH"; then
    output pushed "$(git rev-parse HEAD)"
    tell notice "pushed $(git rev-parse --short HEAD) to $AFTERWORD_HEAD_BRANCH"
  else
    tell warning "the commit could not be pushed to $AFTERWORD_HEAD_BRANCH; it is printed below and kept as a patch"
    keep_patch
  fi
}

# Runs git with the token, which no argument and no file shows, in place of the credential that the checkout kept.
authorized() {
  if [ -z "${AFTERWORD_TOKEN:-}" ]; then
    "$@"
    return
  fi
  local header=http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader
  # An empty value takes back those before it.
  GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=$header GIT_CONFIG_VALUE_0='' GIT_CONFIG_KEY_1=$header \
    GIT_CONFIG_VALUE_1="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$AFTERWORD_TOKEN" | base64 | tr -d '\n')" \
    "$@"
}

# --- telling ----------------------------------------------------------------------------------------------------------

# Copies what the program says; files that it names from the folder it works in are named from the workspace, since only
# there GitHub finds them.
place_annotations() {
  local folder=${AFTERWORD_FOLDER:-.} line
  while [[ $folder = ./* ]]; do folder=${folder#./}; done
  folder=${folder%/}
  case $folder in
    . | '' | /* | [A-Za-z]:*) folder= ;;
    *)
      folder=${folder//'%'/%25}
      folder=${folder//:/%3A}
      folder=${folder//,/%2C}/
      ;;
  esac
  while IFS= read -r line; do
    if [[ $line =~ ^::(error|warning|notice)\ file= ]]; then
      line=${BASH_REMATCH[0]}$folder${line#"${BASH_REMATCH[0]}"}
    fi
    printf '%s\n' "$line"
  done
}

# --- the action -------------------------------------------------------------------------------------------------------

case ${AFTERWORD_PATCH:-none} in
  none | fix | sync) ;;
  *) die "\`patch\` is \`none\`, \`fix\` or \`sync\`, not \`$AFTERWORD_PATCH\`" ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fetch_program

paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  if [ -n "$path" ]; then paths+=("$(as_path "$path")"); fi
done <<<"${AFTERWORD_PATH:-}"
read -r -d '' -a arguments <<<"${AFTERWORD_ARGS:-}" || true
find_since

check=(--format github ${arguments[@]+"${arguments[@]}"})
if [ -n "$since" ]; then check+=(--since "$since"); fi
check+=(${paths[@]+"${paths[@]}"})

# What mending left to be done: 1 where the branch stays in need of it.
left=0
if [ "${AFTERWORD_PATCH:-none}" != none ]; then mend "$AFTERWORD_PATCH"; fi
code=0
"$program" check "${check[@]}" | place_annotations || code=$?
output exit-code "$code"
if [ "$code" -eq 0 ]; then code=$left; fi
exit "$code"
