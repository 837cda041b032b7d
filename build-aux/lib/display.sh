# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# The user's display where one answers, else one of our own: Xvfb, a window manager and a session bus.

wayland_answers() {
  local socket=${WAYLAND_DISPLAY:-wayland-0}
  [[ $socket == /* ]] || socket=${XDG_RUNTIME_DIR:-/nonexistent}/$socket
  [[ -S $socket ]]
}

x11_answers() { [[ -n ${DISPLAY:-} ]] && timeout 5 xprop -root _NET_SUPPORTED >/dev/null 2>&1; }

display_answers() { wayland_answers || x11_answers; }

# open_display: starts it and points the environment at it; close_display ends what this has started.
open_display() {
  local number ready
  PARTS=()
  STAGE=$(mktemp -d)
  trap close_display EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkfifo "$STAGE/ready"
  Xvfb -displayfd 7 -screen 0 1280x1000x24 -nolisten tcp 7>"$STAGE/ready" 2>"$STAGE/log" &
  PARTS+=($!)
  exec {ready}<>"$STAGE/ready"
  read -r -t 20 number <&"$ready" || die "no virtual display: $(tail -n 3 "$STAGE/log")"
  exec {ready}<&-
  unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS
  export DISPLAY=:$number GDK_BACKEND=x11 XDG_RUNTIME_DIR=$STAGE/run
  mkdir -m 0700 "$STAGE/run"
  # Without a window manager a window is never told that it is visible.
  openbox --sm-disable >>"$STAGE/log" 2>&1 &
  PARTS+=($!)
}

# on_display CMD…: with a session bus of its own. What the bus and its services say goes to the log, what CMD says does not.
on_display() {
  exec dbus-run-session -- sh -c 'exec "$@" >&3 2>&4 3>&- 4>&-' sh "$@" 3>&1 4>&2 >>"$STAGE/log" 2>&1
}

# A signal that comes right after a fork is lost in bash, and who is told nothing waits for ever.
close_display() {
  local tries
  for (( tries = 0; tries < 30; tries++ )); do
    kill "${PARTS[@]}" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "${PARTS[@]}" 2>/dev/null
  wait "${PARTS[@]}" 2>/dev/null
  rm -rf "$STAGE"
}
