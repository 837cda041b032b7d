#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# What build-aux/enter keeps in its cache: whole roots, left-overs, the lock, and the way a root is composed, in TAP.

# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2317  # bodies of fake programs; each case is a subshell; what the parts read and call
# shellcheck source=tests/system/test-enter-common.sh
. "$(dirname "${BASH_SOURCE[0]}")/test-enter-common.sh"

fake_whole_root() {
  mkdir -p "$1/etc"
  echo "${1##*/}" >"$1/$ROOT_MARKER"
}

case_only_a_marked_root_is_whole() {
  mkdir -p "$ROOT/etc" "$ROOT/usr"
  root_is_whole "$ROOT" && return 1
  : >"$ROOT/$ROOT_MARKER"
  root_is_whole "$ROOT" && return 1
  # Copied from another list's root
  echo root-0123456789abcdef >"$ROOT/$ROOT_MARKER"
  root_is_whole "$ROOT" && return 1
  fake_whole_root "$ROOT"
  root_is_whole "$ROOT"
}

case_leftovers_are_removed() {
  mkdir -p "$CACHE/making-0123/root/usr" "$CACHE/tools-debian-12.making" "$ROOT/usr" "$CACHE/root-mine" "$CACHE/ccache"
  chmod 0500 "$CACHE/making-0123/root"
  remove_leftovers 2>/dev/null
  is "$(find "$CACHE" -mindepth 1 -printf '%f\n' | sort | paste -sd' ')" 'ccache root-mine'
}

case_old_roots_go_when_they_are_unused() {
  local unused=$CACHE/root-00000000000000aa recent=$CACHE/root-00000000000000bb
  fake_whole_root "$ROOT"
  fake_whole_root "$unused"
  fake_whole_root "$recent"
  touch -d '20 days ago' "$unused.used"
  touch "$recent.used"
  remove_leftovers 2>/dev/null
  [[ -d $ROOT && -d $recent && ! -e $unused && ! -e $unused.used ]]
}

case_nothing_outside_the_cache_is_removed() {
  mkdir -p "$CASE/home/.cache" "$CACHE"
  (remove_tree "$CASE/home") 2>/dev/null && return 1
  (remove_tree "$CACHE") 2>/dev/null && return 1
  (remove_tree "$CACHE/../../home") 2>/dev/null && return 1
  (CACHE='' && remove_tree "$CASE/home") 2>/dev/null && return 1
  [[ -d $CASE/home && -d $CACHE ]]
}

case_a_mount_stops_a_removal() {
  mkdir -p "$CACHE/making-0123/root/proc"
  echo "99 1 0:5 / ${CACHE// /\\040}/making-0123/root/proc rw - proc proc rw" >"$MOUNTINFO"
  (remove_tree "$CACHE/making-0123") 2>/dev/null && return 1
  [[ -d $CACHE/making-0123/root/proc ]]
}

# until_true CMD…: at most ten seconds
until_true() {
  local tries=200
  until "$@"; do
    (( tries-- )) || return
    sleep 0.05
  done
}

# A set-up that takes its time, in the place of the real one.
slow_set_up() {
  ensure_tools() { :; }
  check_namespaces() { :; }
  find_bwrap() { echo true; }
  make_root() {
    echo made >>"$CASE/log"
    mkdir -p "$CACHE/making-x"
    read -r -t 10 _ <"$CASE/gate"
    fake_whole_root "$ROOT"
    rm -rf "$CACHE/making-x"
  }
  mkfifo "$CASE/gate"
}

case_concurrent_calls_wait_for_one_set_up() {
  slow_set_up
  ensure_root 2>/dev/null &
  local first=$!
  exec 6>"$CASE/gate"
  ensure_root 2>"$CASE/second" &
  local second=$!
  until_true grep -q waiting "$CASE/second" || return
  echo go >&6
  wait "$first" && wait "$second" && is "$(<"$CASE/log")" made
}

case_a_killed_set_up_lets_the_next_one_in() {
  slow_set_up
  ensure_root 2>/dev/null &
  local first=$!
  exec 6>"$CASE/gate"
  kill -KILL "$first"
  wait "$first" 2>/dev/null
  [[ -d $CACHE/making-x ]] || return
  root_is_whole "$ROOT" && return 1
  make_root() { fake_whole_root "$ROOT"; }
  ensure_root 2>/dev/null && root_is_whole "$ROOT" && [[ ! -e $CACHE/making-x ]]
}

case_the_lock_is_not_kept() {
  fake_whole_root "$ROOT"
  find_bwrap() { [[ -e $CASE/fetched ]] && echo true; }
  ensure_tools() { touch "$CASE/fetched"; }
  ensure_root && flock -n "$CACHE/lock" true
}

case_the_filter_ends_in_both_answers() {
  local machine size
  for machine in x86_64 aarch64 riscv64; do
    for owners in 0 1; do
      size=$(make_filter "$machine" $owners | wc -c)
      (( size % 8 == 0 && size > 64 )) || return
      is "$(make_filter "$machine" $owners | tail -c 16 | od -An -tx1 | tr -d ' \n')" 060000000000ff7f0600000000000500 || return
    done
  done
  ! make_filter pdp11 0
}

case_odd_places_are_made_way_for() {
  local -A LAID=()
  BOX=()
  mkdir -p "$ROOT/usr/bin" "$ROOT/usr/lib/gcc"
  ln -s lib "$ROOT/usr/lib64"
  show /usr
  show /usr/bin
  is "${BOX[*]}" '' || return
  make_way '/usr/src/a b'
  is "${BOX[*]}" "--tmpfs /usr --ro-bind $ROOT/usr/bin /usr/bin --ro-bind $ROOT/usr/lib /usr/lib --symlink lib /usr/lib64 --tmpfs /usr/src"
}

# inside PATH: what of the host stands at that place in BOX; the last that is laid over it counts.
inside() {
  local place=$1 found='' at from
  set -- "${BOX[@]}"
  while (( $# )); do
    at='' from=''
    case $1 in
      --bind|--dev-bind|--ro-bind|--symlink|--ro-bind-data) from=$2 at=$3; shift 3 ;;
      --bind-try|--ro-bind-try|--dev-bind-try) [[ ! -e $2 ]] || { from=$2 at=$3; }; shift 3 ;;
      --tmpfs) from=nothing at=$2; shift 2 ;;
      --setenv) shift 3 ;;
      *) shift 2 ;;
    esac
    at=${at%/}
    if [[ -n $from && $place/ == "$at"/* ]]; then found=$from${place#"$at"}; fi
  done
  echo "$found"
}

# A desktop session with its folder at RUNTIME_DIR.
fake_session() {
  compose_locale() { :; }
  mkdir -p "$ROOT"/{usr,etc,var/tmp} "$CASE/home"
  ln -s usr/bin "$ROOT/bin"
  : >"$CASE/xauthority"
  export HOME=$CASE/home XDG_RUNTIME_DIR=$1 XAUTHORITY=$CASE/xauthority DISPLAY=:0 WAYLAND_DISPLAY=wayland-0 \
    DBUS_SESSION_BUS_ADDRESS=unix:path=$1/bus PULSE_SERVER=unix:$1/pulse/native
}

reachable() {
  local place
  for place; do is "$(inside "$place")" "$place" || return; done
}

case_the_session_is_reachable() {
  mkdir -p "$CASE/session"
  fake_session "$CASE/session"
  compose
  reachable /tmp/.X11-unix/X0 "$XDG_RUNTIME_DIR"/{bus,wayland-0,pipewire-0,pulse/native} /dev/snd/controlC0 /dev/dri/card0 \
    "$HOME/notes" "$TOP/README.md" /proc/stat /sys/class/net || return
  is "$(inside "/run/host/xauthority")" "$XAUTHORITY" || return
  is "$(inside /usr/bin/cc) $(inside /etc/os-release)" "$ROOT/usr/bin/cc $ROOT/etc/os-release"
}

# Where systemd keeps it, over the empty /run of the root.
case_a_session_below_run_is_reachable() {
  fake_session /run/user
  is "$(compose; inside /run/elsewhere)" nothing/elsewhere || return
  compose
  reachable /run/user/{bus,wayland-0,pipewire-0,pulse/native}
}

case_the_way_to_the_session_is_not_forgotten() {
  local name
  fake_session "$CASE"
  compose
  for name in DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR PULSE_SERVER HOME; do
    [[ " ${BOX[*]} " != *" --unsetenv $name "* && " ${BOX[*]} " != *" --setenv $name "* ]] || { echo "$name is lost"; return 1; }
  done
  [[ " ${BOX[*]} " == *' --setenv XAUTHORITY /run/host/xauthority '* && " ${BOX[*]} " != *' --clearenv '* ]]
}

run_cases
