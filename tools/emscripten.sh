#!/usr/bin/env bash
# Runs a command with the pinned Emscripten: tools/emscripten.sh cmake --preset wasm-release
# It is looked for in $EMSDK, in PATH, and in the root that tools/setup.sh makes in the cache
# folder; the last is entered with bubblewrap, with the checkout at its own path.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/chatql
version=$(<"$checkout/emsdk-version.txt")
root=$cache/emscripten-$version

is_pinned() {  # is_pinned EMCC
  [[ -x $1 ]] && [[ $("$1" --version 2>/dev/null | head -1) =~ \ ${version//./\\.}(-|\ |$) ]]
}

# Prints the folder of the pinned emcc outside the root of ours; empty when there is none.
find_installed() {
  local emcc
  for emcc in "${EMSDK:-}/upstream/emscripten/emcc" "$(command -v emcc || true)"; do
    if is_pinned "$emcc"; then
      emcc=$(readlink -f "$emcc")
      dirname "${emcc%.py}"
      return
    fi
  done
}

export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$checkout CCACHE_NOHASHDIR=1
export CCACHE_COMPILERTYPE=clang

installed=$(find_installed)
if [[ ${1:-} == --where ]]; then  # For setup.sh.
  if [[ -n $installed ]]; then
    echo installed
  elif [[ -x $root/usr/share/emscripten/emcc ]]; then
    echo root
  fi
  exit
fi
if [[ -n $installed ]]; then
  EMSCRIPTEN_ROOT=$installed PATH=$installed:$PATH exec "$@"
fi
if [[ ! -x $root/usr/share/emscripten/emcc ]]; then
  echo "Emscripten $version is not installed. ./dev build installs it." >&2
  exit 1
fi
mkdir -p "$CCACHE_DIR"
exec bwrap --bind "$root" / --dev /dev --proc /proc --tmpfs /tmp \
  --bind "$cache" "$cache" --bind "$checkout" "$checkout" --chdir "$checkout" \
  --setenv EMSCRIPTEN_ROOT /usr/share/emscripten --setenv PATH /usr/bin:/bin \
  --unsetenv EMSDK --unsetenv NODE_EXTRA_CA_CERTS --unsetenv NODE_OPTIONS --die-with-parent -- "$@"
