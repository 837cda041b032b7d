#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# Proves build-aux/enter from nothing, on machines without a single tool: Debian 12 (root and ordinary user) and
# Debian 13. Not in the suite: it needs root, mmdebstrap, bubblewrap, a network, 8 GB in FOLDER and about 45 minutes.
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

# The whole suite twice, as the first thing that a machine ever does with the checkout.
tests_first() {
  local output
  new_machine bookworm
  output=$(on_machine "$1" build-aux/test 2>&1)
  tail -n 3 <<<"$output"
  [[ $(tail -n 1 <<<"$output") =~ ^[1-9][0-9]*\ passed,\ 0\ failed,\ [0-9]+\ skipped$ ]] && unchanged
}

passes_arguments() {
  new_machine bookworm
  on_machine "$1" build-aux/run -- --version | grep -x 'Stillwatch [0-9.]*' \
    && on_machine "$1" build-aux/run -- --page plugins && [[ -s $MACHINE$CHECKOUT/build/screenshot.png ]]
}

# What a desktop session has: a display, a session bus, a sound server, a home; each answers inside.
# shellcheck disable=SC2016  # expanded on the machine
readonly SESSION='
  export XDG_RUNTIME_DIR=/run/user/$(id -u) DISPLAY=:7 WAYLAND_DISPLAY=wayland-0
  export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
  echo mine >"$HOME/notes"
  build-aux/enter true || exit
  listen() { build-aux/enter python3 -c "
import socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
while True:
    listener.accept()[0].sendall(b\"$1\")" "$2" & }
  mkdir -p /tmp/.X11-unix "$XDG_RUNTIME_DIR/pulse"
  listen display /tmp/.X11-unix/X7
  listen wayland "$XDG_RUNTIME_DIR/wayland-0"
  listen bus "$XDG_RUNTIME_DIR/bus"
  listen sound "$XDG_RUNTIME_DIR/pulse/native"
  build-aux/enter python3 -c "
import os, socket, time
def ask(path):
    end = time.monotonic() + 30
    while True:
        try:
            asked = socket.socket(socket.AF_UNIX)
            asked.connect(path)
            return asked.recv(64).decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
run = os.environ[\"XDG_RUNTIME_DIR\"]
assert ask(\"/tmp/.X11-unix/X\" + os.environ[\"DISPLAY\"][1:]) == \"display\"
assert ask(os.path.join(run, os.environ[\"WAYLAND_DISPLAY\"])) == \"wayland\"
assert ask(os.environ[\"DBUS_SESSION_BUS_ADDRESS\"].partition(\"=\")[2]) == \"bus\"
assert ask(os.path.join(run, \"pulse/native\")) == \"sound\"
assert open(os.path.expanduser(\"~/notes\")).read() == \"mine\\n\"
open(os.path.expanduser(\"~/answer\"), \"w\").write(\"inside\")
" && [[ $(<"$HOME/answer") == inside ]]'

reaches_the_session() {
  new_machine bookworm
  mkdir -p "$MACHINE/run/user/0" "$MACHINE/run/user/$USER_ID"
  chown "$USER_ID:$USER_ID" "$MACHINE/run/user/$USER_ID"
  chmod 0700 "$MACHINE"/run/user/*
  on_machine "$1" bash -c "$SESSION"
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
  (( $# )) || set -- 'first_command root' 'first_command user' 'tests_first user' 'passes_arguments root' \
    'reaches_the_session root' 'reaches_the_session user' 'killed root' 'killed user' two_at_once new_enough
  local case
  for case in "$@"; do
    # shellcheck disable=SC2086  # a case and its arguments
    prove $case
  done
  (( ${#FAILURES[@]} == 0 ))
}

main "$@"
