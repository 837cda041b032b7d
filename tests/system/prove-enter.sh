#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# Proves build-aux/enter from nothing, on machines without a single tool: Debian 12 (root and ordinary user) and
# Debian 13. Not in the suite: it needs root, mmdebstrap, bubblewrap, a network, 8 GB in FOLDER and about 12 minutes.
#
#   tests/system/prove-enter.sh FOLDER [CASE…]
#
# FOLDER keeps the pristine machines for another time; each case works on a copy, which it removes.

set -u -o pipefail
TOP=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly USER_ID=1234
readonly CHECKOUT='/src/still watch'
# What minbase has beyond a container image of the same release.
readonly NOT_BARE='usrmerge libfile-find-rule-perl libnumber-compare-perl libtext-glob-perl perl perl-modules-5.36 libperl5.36'

say() { printf '== %s\n' "$*"; }

make_pristine() {
  local machine=$FOLDER/pristine-$1
  [[ -e $machine/ready ]] && return
  rm -rf --one-file-system "$machine"
  mmdebstrap --quiet --variant=minbase --include=usr-is-merged "$1" "$machine" || exit
  # shellcheck disable=SC2086  # a list
  [[ $1 != bookworm ]] || chroot "$machine" dpkg --purge $NOT_BARE >/dev/null 2>&1
  rm -rf "$machine"/var/lib/apt/lists/*
  mkdir -p "$machine$CHECKOUT" "$machine/home/u"
  : >"$machine/etc/resolv.conf"
  echo "u:x:$USER_ID:$USER_ID::/home/u:/bin/bash" >>"$machine/etc/passwd"
  echo "u:x:$USER_ID:" >>"$machine/etc/group"
  chown $USER_ID:$USER_ID "$machine/home/u"
  touch "$machine/ready"
}

new_machine() {
  make_pristine "$1"
  MACHINE=$FOLDER/machine
  rm -rf --one-file-system "$MACHINE"
  cp -a "$FOLDER/pristine-$1" "$MACHINE"
  cp -a "$TOP/." "$MACHINE$CHECKOUT"
  rm -rf "$MACHINE$CHECKOUT"/build{,-test,-asan}
  chown -R $USER_ID:$USER_ID "$MACHINE$CHECKOUT"
  touch "$MACHINE/ready"
}

# on_machine root|user CMD…: a boot of the machine; whatever runs in it ends with CMD.
on_machine() {
  local -a who=()
  [[ $1 == root ]] || who=(setpriv --reuid "$USER_ID" --regid "$USER_ID" --clear-groups env HOME=/home/u USER=u)
  shift
  bwrap --unshare-pid --die-with-parent --bind "$MACHINE" / --dev /dev --proc /proc --ro-bind /sys /sys \
    --perms 1777 --tmpfs /tmp --ro-bind /etc/resolv.conf /etc/resolv.conf --clearenv \
    --setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root \
    --chdir "$CHECKOUT" -- "${who[@]}" "$@" </dev/null
}

# Files outside the cache and the checkout that are newer than the machine; a desktop program has settings, too.
changes() {
  find "$MACHINE" -xdev -newer "$MACHINE/ready" ! -type d ! -path '*/.cache/*' ! -path '*/.config/*' ! -path "$MACHINE$CHECKOUT/*"
}

unchanged() {
  local found
  found=$(changes)
  [[ -z $found ]] || { printf 'changed: %s\n' "$found"; return 1; }
}

opens() { on_machine "$1" build-aux/run && [[ -s $MACHINE$CHECKOUT/build/screenshot.png ]]; }

works() { on_machine "$1" build-aux/enter pkg-config --atleast-version=4.18 gtk4; }

first_command() {
  new_machine bookworm
  opens "$1" && unchanged
}

# kill_after SECONDS: runs on the machine. Kills the set-up alone, as an out-of-memory killer does, and waits for
# what it had started to be gone; only a download of the tools may go on for a while.
kill_after() {
  local victim tries=300 found
  build-aux/enter true 2>/dev/null &
  victim=$!
  sleep "$1"
  kill -KILL "$victim" || { echo "over before $1 s"; return 1; }
  wait "$victim" 2>/dev/null
  # Process 1 is the machine itself.
  while found=$(grep -lE '^(apt|bwrap|mmdebstrap|dpkg|perl|http|store|gpgv)' /proc/[0-9]*/comm 2>/dev/null | grep -v '^/proc/1/'); [[ -n $found ]]; do
    (( tries-- )) || { echo "still running: $found"; return 1; }
    sleep 0.1
  done
  ! grep -q 'making-' /proc/self/mountinfo
}

killed() {
  local moment
  new_machine bookworm
  for moment in 0.3 2 4 8 15 30 45 55; do
    say "killing after $moment s"
    on_machine "$1" bash -c "$(declare -f kill_after); kill_after $moment" || return
  done
  works "$1" && unchanged && [[ -z $(find "$MACHINE"/{root,home/u}/.cache/stillwatch -maxdepth 1 -name '*making*' 2>/dev/null) ]]
}

# shellcheck disable=SC2016  # expanded on the machine
two_at_once() {
  local output
  new_machine bookworm
  output=$(on_machine user bash -c 'build-aux/enter true & build-aux/enter true; a=$?; wait $! && exit $a' 2>&1) || return
  printf '%s\n' "$output"
  [[ $(grep -c 'making a private' <<<"$output") == 1 && $output == *'waiting for it'* ]]
}

new_enough() {
  local status=0
  new_machine trixie
  on_machine root build-aux/enter true || status=$?
  (( status == 3 )) && unchanged || return
  on_machine root build-aux/enter --yes pkg-config --atleast-version=4.18 gtk4 && opens user \
    && [[ ! -e $MACHINE/root/.cache/stillwatch && ! -e $MACHINE/home/u/.cache/stillwatch ]]
}

prove() {
  local began=$SECONDS
  say "$*"
  if "$@"; then say "$*: holds ($(( SECONDS - began )) s)"
  else say "$*: FAILS"; FAILURES+=("$*"); fi
  rm -rf --one-file-system "$FOLDER/machine"
}

main() {
  (( $# )) || { sed -n '5,11p' "${BASH_SOURCE[0]}"; exit 2; }
  FOLDER=$(mkdir -p "$1" && cd -P "$1" && pwd) || exit
  shift
  FAILURES=()
  (( $# )) || set -- 'first_command root' 'first_command user' 'killed root' 'killed user' two_at_once new_enough
  local case
  for case in "$@"; do
    # shellcheck disable=SC2086  # a case and its arguments
    prove $case
  done
  (( ${#FAILURES[@]} == 0 ))
}

main "$@"
