# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# What every script of build-aux shares: messages, the question, the cache folder.
# Messages go to stderr: stdout belongs to the command that is run.

# The exit code of a set-up that waits for something only the user can do.
# shellcheck disable=SC2034  # read by other parts
readonly NEEDS_USER=3
# Its presence at the top tells a root of ours from a host; its text is the name of a whole root.
# shellcheck disable=SC2034
readonly ROOT_MARKER=etc/stillwatch-root

say() { printf 'stillwatch: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least FOUND FLOOR
version_at_least() {
  [[ -n $1 ]] && [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

assume_yes() { [[ ${STILLWATCH_YES:-} == 1 || ${CI:-} == true ]]; }

# A question needs someone who reads it: stderr shows it, stdin answers it.
can_ask() { [[ -t 0 && -t 2 ]]; }

ask() {
  local answer
  printf 'stillwatch: %s [y/N] ' "$1" >&2
  read -r answer || return 1
  [[ $answer == [yY]* ]]
}

cache_dir() {
  [[ -n ${XDG_CACHE_HOME:-}${HOME:-} ]] || die 'neither XDG_CACHE_HOME nor HOME is set: there is no place for a cache'
  printf '%s/stillwatch\n' "${XDG_CACHE_HOME:-$HOME/.cache}"
}

make_cache() {
  CACHE=$(cache_dir) || exit 1
  mkdir -p "$CACHE" || die "cannot make the cache folder $CACHE"
  # Mounts and comparisons with /proc/self/mountinfo need the real path.
  CACHE=$(cd -P "$CACHE" && pwd)
}
