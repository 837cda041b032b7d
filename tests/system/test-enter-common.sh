# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# What the tests of build-aux/enter share. Each function case_* is a case: it runs in a subshell with a cache, an os-release and
# programs of its own, without a network and without a real root. The real thing is proven by prove-enter.sh.

# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2317  # bodies of fake programs; each case is a subshell; what the parts read and call
set -u -o pipefail
shopt -s extglob nullglob

TOP=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
unset STILLWATCH_ENTERED STILLWATCH_YES STILLWATCH_PRIVATE_ROOT STILLWATCH_TALLY CI

# fake NAME BODY: a program of that name, first in PATH.
fake() {
  printf '#!/bin/bash\n%s\n' "$2" >"$BIN/$1"
  chmod +x "$BIN/$1"
}

# A host of its own for one case; what the host really has is out of reach of package managers and pkg-config.
stage() {
  local program part
  CASE=$(mktemp -d -p "$WORK")
  BIN=$CASE/bin
  PACKAGES=$CASE/packages.txt
  OS_RELEASE=$CASE/os-release
  MOUNTINFO=$CASE/mountinfo
  export XDG_CACHE_HOME=$CASE/cache
  mkdir -p "$BIN" "$XDG_CACHE_HOME"
  printf '# list\ngcc gcc\n\nlibgtk-4-dev  gtk4-devel # toolkit\ngir1.2-peas-2 -\n- libasan\n' >"$PACKAGES"
  printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' >"$OS_RELEASE"
  : >"$MOUNTINFO"
  for program in pkg-config meson dpkg-query apt-cache apt-get rpm; do fake "$program" 'exit 1'; done
  PATH=$BIN:$PATH
  for part in common packages host tools filter recipe root locale compose; do
    # shellcheck source=/dev/null
    . "$TOP/build-aux/lib/$part.sh"
  done
  make_cache
  ROOT=$CACHE/root-$(root_hash)
  TOOLS=$CACHE/tools
}

# A host on which everything is at its floor.
fake_new_libraries() {
  fake pkg-config 'case $2 in glib-2.0) echo 2.84.0;; gtk4) echo 4.18.1;; libadwaita-1) echo 1.7.0;; libpeas-2) echo 2.0.5;; esac'
  fake meson 'echo 1.7.0'
}

is() { [[ $1 == "$2" ]] || { printf '# got:      %q\n# expected: %q\n' "$1" "$2"; return 1; }; }

run_cases() {
  local -a cases
  local name number=0 failed=0 output line
  mapfile -t cases < <(declare -F | awk '$3 ~ /^case_/ { print $3 }')
  echo "1..${#cases[@]}"
  for name in "${cases[@]}"; do
    (( number += 1 ))
    if output=$(stage && "$name" 2>&1); then echo "ok $number ${name#case_}"
    else
      (( failed += 1 ))
      echo "not ok $number ${name#case_}"
      while read -r line; do echo "# ${line#\# }"; done <<<"$output"
    fi
  done
  (( failed == 0 ))
}
