#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# How build-aux/run opens the program: with which arguments, on which display, and what it leaves; in TAP.

# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2317  # bodies of fake programs; each case is a subshell; what the parts read and call
# shellcheck source=tests/system/test-enter-common.sh
. "$(dirname "${BASH_SOURCE[0]}")/test-enter-common.sh"

# A checkout on a host that is new enough, with a program that tells its arguments. Everything that builds is fake.
fake_checkout() {
  fake_new_libraries
  mkdir -p "$CASE/tree"
  cp -r "$TOP/build-aux" "$CASE/tree"
  PROGRAM=$CASE/tree/build/app/shell/stillwatch
  fake program "$1"
  fake meson 'case $1 in
    --version) echo 1.7.0 ;;
    setup) install -D "${0%/*}/program" "$2/app/shell/stillwatch" ;;
    devenv) shift 5; exec "$@" ;;
  esac'
  fake ninja 'echo "$*" >>"$0.log"'
  unset DISPLAY WAYLAND_DISPLAY
  export XDG_RUNTIME_DIR=$CASE/run
  mkdir "$XDG_RUNTIME_DIR"
}

opened() { "$CASE/tree/build-aux/run" "$@" </dev/null 2>"$CASE/errors"; }

readonly TELL='printf "<%s>" "$@"'

fake_x11() {
  export DISPLAY=:9
  fake xprop '[[ $DISPLAY == :9 ]]'
}

case_arguments_reach_the_program() {
  fake_checkout "$TELL"
  fake_x11
  is "$(opened -- --page plugins 'two words' '' '$HOME' '*' --yes -- -h)" \
    "$(printf '<%s>' --page plugins 'two words' '' '$HOME' '*' --yes -- -h)" && grep -q "$CASE/tree/build" "$BIN/ninja.log"
}

case_no_arguments_are_none() {
  fake_checkout 'echo "$#"'
  fake_x11
  is "$(opened)" 0 && is "$(opened --)" 0 && is "$(opened --yes --)" 0
}

case_the_exit_code_is_the_programs() {
  local status=0
  fake_checkout 'exit 42'
  fake_x11
  opened || status=$?
  is "$status" 42
}

case_a_wayland_display_is_one() {
  fake_checkout 'echo "$WAYLAND_DISPLAY"'
  export WAYLAND_DISPLAY=wayland-7
  python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$XDG_RUNTIME_DIR/wayland-7"
  is "$(opened)" wayland-7
}

# Its parts end when they are told to, as the real ones do.
fake_virtual_display() {
  fake xprop 'exit 1'
  fake Xvfb 'echo 77 >&7; echo $$ >"$0.pid"; exec sleep 600'
  fake openbox 'exec sleep 600'
  fake dbus-run-session 'shift; exec "$@"'
}

case_without_a_display_a_picture_is_left() {
  fake_checkout '[[ $DISPLAY == :77 && $1 == --screenshot ]] && printf picture >"$2" && shift 2 && printf "%s\n" "$@" >"$0.args"'
  fake_virtual_display
  export DISPLAY=:9
  is "$(opened -- --page plugins)" "$CASE/tree/build/screenshot.png" && is "$(paste -sd' ' "$PROGRAM.args")" '--page plugins' \
    && ! kill -0 "$(<"$BIN/Xvfb.pid")" 2>/dev/null
}

case_a_part_that_does_not_listen_is_ended() {
  fake_checkout "until [[ -s $BIN/openbox.pid ]]; do sleep 0.05; done; printf picture >\"\$2\""
  fake_virtual_display
  fake openbox 'trap "" TERM; echo $$ >"$0.pid"; exec sleep 600'
  is "$(opened)" "$CASE/tree/build/screenshot.png" && ! kill -0 "$(<"$BIN/openbox.pid")" 2>/dev/null
}

case_a_missing_picture_is_said() {
  local status=0
  fake_checkout 'exit 5'
  fake_virtual_display
  opened || status=$?
  is "$status" 5 && grep -q 'left no screenshot' "$CASE/errors"
}

case_a_build_that_fails_opens_nothing() {
  fake_checkout 'touch "$0.opened"'
  fake_x11
  fake ninja 'exit 1'
  opened && return 1
  [[ ! -e $PROGRAM.opened ]] && grep -q 'the build failed' "$CASE/errors"
}

case_an_unknown_option_is_refused() {
  local status=0
  fake_checkout 'touch "$0.opened"'
  fake_x11
  opened --page || status=$?
  is "$status" 2 && [[ ! -e $PROGRAM.opened ]]
}

run_cases
