# Installs what ./dev needs, each thing once; ./dev sources this. A second call finds everything
# in place and takes no time. Large things go to the cache folder, so that the next checkout
# finds them too; each appears there under its name only when it is complete.
# shellcheck shell=bash

cache=${XDG_CACHE_HOME:-$HOME/.cache}/chatql
export CHATQL_IMGUI_DIR=$cache/imgui-1.92.2b
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
IMGUI_PACKAGE=imgui=1.92.2b+ds-1
IMGUI_SHA256=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48

fail() {
  echo "$1" >&2
  exit 1
}

# with_progress TITLE COMMAND...: runs it silently; says now and then that it still does, and
# shows the end of its output when it fails.
with_progress() {
  local title=$1 log status started=$SECONDS
  shift
  log=build/logs/setup-${title%%[ :]*}.log
  echo "  $title ..." >&2
  (while sleep 20; do echo "  $title: still at it ($((SECONDS - started)) s)" >&2; done) &
  ticker=$!
  trap 'kill "$ticker"' EXIT
  set +e  # Here, and not in a condition, so that it holds inside.
  (set -euo pipefail; flock 9; "$@") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  trap - EXIT
  kill "$ticker"
  wait "$ticker" 2>/dev/null || true
  if ((status != 0)); then
    tail -n 30 "$log" >&2
    fail "$title failed; the whole output is in $log."
  fi
}

# --- Debian packages -------------------------------------------------------------------------

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -q &&
    as_root apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# need_packages NAME...: installs those that are missing.
need_packages() {
  command -v dpkg-query >/dev/null ||
    fail "./dev installs its tools with apt, so it needs Debian 12 or 13 (or a relative of it)."
  local package missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      missing+=("$package")
  done
  ((${#missing[@]} == 0)) && return
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail "Packages are missing. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  # sudo may ask for a password; it must do so before its output goes to a log.
  ((EUID == 0)) || sudo true
  with_progress "apt packages: ${missing[*]}" apt_install "${missing[@]}"
}

# The archive that this machine installs from, without its security part.
debian_mirror() {
  local mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -v security | head -n 1)
  [[ -n $mirror ]] || fail "apt knows no Debian archive; run apt-get update and try again."
  echo "$mirror"
}

# --- Dear ImGui: Debian's source package, verified by apt and by the tarball's hash -------------

fetch_imgui() {
  [[ -f $CHATQL_IMGUI_DIR/imgui.cpp ]] && return  # Another ./dev was faster.
  local work=$1 apt
  mkdir -p "$work"/{lists/partial,cache/archives/partial,source}
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
    "$(debian_mirror) forky main" >"$work/sources.list"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
  cd "$work/source"
  "${apt[@]}" update
  if "${apt[@]}" source --download-only "$IMGUI_PACKAGE"; then
    echo "$IMGUI_SHA256  $(echo imgui_*.orig.tar.xz)" | sha256sum --check
  else
    "${apt[@]}" source --download-only imgui
    echo "The archive no longer has $IMGUI_PACKAGE; this is $(echo imgui_*.orig.tar.xz)."
  fi
  mkdir "$work/tree"
  tar -xJf imgui_*.orig.tar.xz -C "$work/tree" --strip-components=1
  mv -T "$work/tree" "$CHATQL_IMGUI_DIR"
}

need_imgui() {
  [[ -f $CHATQL_IMGUI_DIR/imgui.cpp ]] && return
  need_packages xz-utils debian-archive-keyring
  local work
  work=$(mktemp -d "$cache/imgui.XXXXXX")
  with_progress "Dear ImGui 1.92.2b" fetch_imgui "$work"
  rm -rf "$work"
}

# --- Emscripten: see tools/emscripten.sh for where it is looked for ------------------------------

make_emscripten_root() {
  local work=$1 root=$2
  [[ -d $root ]] && return  # Another ./dev was faster.
  local packages=emscripten,cmake,ninja-build,nlohmann-json3-dev,ccache
  as_root mmdebstrap --variant=apt --include="$packages" trixie "$work" "$(debian_mirror)"
  ((EUID == 0)) || as_root chown -R "$EUID" "$work"
  chmod 755 "$work"
  mv -T "$work" "$root"
}

need_emscripten() {
  local version where work
  version=$(<emsdk-version.txt)
  where=$(tools/emscripten.sh --where)
  if [[ $where == installed ]]; then
    return
  elif [[ $where == root ]]; then
    need_packages bubblewrap
  elif apt-cache policy emscripten | grep -q "Candidate: $version"; then
    need_packages emscripten
  else
    need_packages mmdebstrap bubblewrap debian-archive-keyring
    work=$(mktemp -d "$cache/emscripten.XXXXXX")
    with_progress "Emscripten $version, once: about 2 minutes and 2.5 GB in $cache" \
      make_emscripten_root "$work" "$cache/emscripten-$version"
    rm -rf "$work"
  fi
}

# --- npm packages ------------------------------------------------------------------------------

need_node_modules() {
  [[ -L node_modules ]] && return  # Another checkout's.
  command -v npm >/dev/null || fail "npm is missing; ./dev needs Node 20 or later with npm."
  local lock
  lock=$(sha256sum package.json package-lock.json)
  [[ -f node_modules/.complete && $(<node_modules/.complete) == "$lock" ]] && return
  with_progress "npm packages" npm ci --ignore-scripts
  echo "$lock" >node_modules/.complete
}

need_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
  ((major >= 20)) || fail "./dev needs Node 20 or later in PATH."
}

# --- What each command needs -------------------------------------------------------------------

need_native() {
  need_packages g++ cmake ninja-build ccache nlohmann-json3-dev googletest
  need_imgui
}

need_site() {
  need_emscripten
  # An Emscripten outside the root of ours uses the system's tools.
  [[ $(tools/emscripten.sh --where) == root ]] ||
    need_packages cmake ninja-build ccache nlohmann-json3-dev
  need_imgui
}

need_browser() {
  need_packages chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
}

# What the people of `--demo` have said to each other, in their languages.
need_demo() {
  need_packages fortunes fortunes-{min,br,cs,de,es,it,pl,ru,zh}
}

# The server by which several nodes of the backend tell each other.
need_nats() {
  need_packages nats-server
}

# libFuzzer. Clang knows enough of C++23 from 16 on; Debian 12 has 16 beside its default 14.
need_fuzzer() {
  local version=19
  apt-cache show clang-19 >/dev/null 2>&1 || version=16
  need_packages "clang-$version" "libclang-rt-$version-dev"
  export CHATQL_CLANG=clang++-$version
}

mkdir -p "$cache" build/logs
exec 9>"$cache/setup.lock"  # Two ./dev may start at once.
