# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# Configures and builds a folder of the checkout. Runs inside the environment.

# A build folder is good for one place, one set of options and one toolchain. The stamp is
# written after a configuration that succeeded, so half a one has none.
build_identity() {
  echo "$TOP" "$@"
  meson --version
  cat "/$ROOT_MARKER" 2>/dev/null || pkg-config --modversion glib-2.0 gtk4 libadwaita-1 libpeas-2
}

configure_anew() {
  local dir=$1
  shift
  rm -rf "$dir"
  meson setup "$dir" "$TOP" "$@" >&2 || return
  build_identity "$@" >"$dir/.configured"
}

# configure DIR MESON-SETUP-ARG…
configure() {
  local dir=$1
  if [[ -e $dir/.configured && $(<"$dir/.configured") == "$(shift; build_identity "$@")" ]]; then
    # Regenerates after a change of a meson.build; a folder that cannot be regenerated is stale.
    ninja -C "$dir" --quiet build.ninja >/dev/null 2>&1 && return
  fi
  configure_anew "$@"
}

# build DIR MESON-SETUP-ARG…: two builds of one checkout wait for each other.
build() {
  local dir=$1 lock status=0
  local -a quiet=()
  [[ -t 2 ]] || quiet=(--quiet)
  exec {lock}<"$TOP"
  flock "$lock"
  # Tools that the build makes and runs once, g-ir-scanner's for one, may leak.
  configure "$@" && ASAN_OPTIONS=detect_leaks=0 ninja -C "$dir" "${quiet[@]}" >&2 || status=$?
  exec {lock}<&-
  return "$status"
}
