# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# The private root: its name, when it is whole, and the removal of what is left of others.
# A root is made beside its final name and renamed when it is whole, under a lock; so any folder
# of another name is a left-over. It is made in namespaces that die with the caller: a killed set-up
# leaves files, never a mount or a process.

readonly ROOT_SUITE=trixie
: "${MOUNTINFO:=/proc/self/mountinfo}"
# Raised when the same packages would give another root.
readonly ROOT_RECIPE=1
readonly ROOT_KEPT_DAYS=14
readonly ROOT_NEEDS_MB=2500

root_hash() {
  { echo "$ROOT_SUITE $ROOT_RECIPE $(uname -m)"; package_names 1; } | sha256sum | cut -c1-16
}

# root_is_whole DIR: the marker is the last thing written, and holds the folder's own name.
root_is_whole() { [[ -r $1/$ROOT_MARKER && $(<"$1/$ROOT_MARKER") == "${1##*/}" ]]; }

# The kernel writes a space in a path as \040.
has_mounts() { DIR="${1// /\\040}/" awk 'index($5 "/", ENVIRON["DIR"]) == 1 { found = 1 } END { exit !found }' "$MOUNTINFO"; }

# remove_tree DIR: only inside the cache, and never across a mount.
remove_tree() {
  [[ -n $CACHE && $1 == "$CACHE"/?* && $1 != *..* ]] || die "not removing $1: it is not in $CACHE"
  [[ -e $1 ]] || return 0
  ! has_mounts "$1" || die "not removing $1: something is mounted below it"
  rm -rf --one-file-system "$1" 2>/dev/null && return
  # Folders that forbid writing, as an ordinary user.
  chmod -R u+rwX "$1" && rm -rf --one-file-system "$1"
}

root_in_use() { grep -qsF "/${1##*/}/usr " /proc/[0-9]*/mountinfo; }

remove_leftovers() {
  local dir
  for dir in "$CACHE"/making-* "$CACHE"/tools-*.making "$CACHE"/root-*; do
    [[ -d $dir ]] || continue
    case ${dir##*/} in
      root-+([0-9a-f])) remove_old_root "$dir" ;;
      root-*) ;;
      *) say "removing what an interrupted set-up left: ${dir##*/}"; remove_tree "$dir" ;;
    esac
  done
}

remove_old_root() {
  [[ $1 != "$ROOT" ]] || { root_is_whole "$1" || remove_tree "$1"; return; }
  root_in_use "$1" && return
  if root_is_whole "$1" && [[ -n $(find "$1.used" -mtime "-$ROOT_KEPT_DAYS" 2>/dev/null) ]]; then
    say "keeping ${1##*/} of another package list, used in the last $ROOT_KEPT_DAYS days"
    return
  fi
  say "removing ${1##*/}, which belongs to another package list"
  remove_tree "$1.locales"
  remove_tree "$1"
  rm -f "$1.used"
}

# make_root: leaves a whole ROOT; called with the lock held.
make_root() {
  local work=$CACHE/making-${ROOT##*-} mirror made=''
  check_space
  mkdir -p "$work"
  slim_rules >"$work/slim"
  say "making a private Debian root ($ROOT_SUITE), once, in $ROOT; this takes a minute or two"
  # A mirror that does not have the suite is no reason to fail: mmdebstrap knows one.
  while read -r mirror; do
    remove_tree "$work/root"
    mkdir "$work/root"
    fill_root "$work" "$mirror" && made=1 && break
  done < <(mirrors)
  [[ $made ]] || { remove_tree "$work"; die 'the set-up failed (see above); the next call starts it afresh'; }
  complete_root "$work/root" || die "the root could not be completed in $CACHE"
  remove_tree "$work"
}

complete_root() {
  finish_root "$1" && echo "${ROOT##*/}" >"$1/$ROOT_MARKER" && sync -f "$1" && mv -T "$1" "$ROOT"
}

check_space() {
  local free
  free=$(df -m --output=avail "$CACHE" | tail -n 1)
  (( free >= ROOT_NEEDS_MB )) || die "the root needs $ROOT_NEEDS_MB MB in $CACHE, where $free MB are free"
}

# ensure_root: sets ROOT and BWRAP. The lock's descriptor stays with this shell and what makes the root.
ensure_root() {
  local lock
  ROOT=$CACHE/root-$(root_hash)
  # shellcheck disable=SC2034  # read by tools.sh
  TOOLS=$(tools_dir)
  if ! root_is_whole "$ROOT" || ! BWRAP=$(find_bwrap); then
    exec {lock}>"$CACHE/lock" || die "cannot write to $CACHE"
    flock -n "$lock" || { say 'another call is setting up; waiting for it'; flock "$lock"; }
    remove_leftovers
    ensure_tools || exit
    BWRAP=$(find_bwrap) || die 'bubblewrap is missing'
    root_is_whole "$ROOT" || { check_namespaces; make_root; }
    exec {lock}>&-
  fi
  # A cache that is only readable still serves.
  touch "$ROOT.used" 2>/dev/null || true
}

# Without namespaces there is no root; who can change that, and how, is what matters then.
check_namespaces() {
  local complaint
  complaint=$("$BWRAP" --ro-bind / / --unshare-pid true 2>&1) && return
  say "bubblewrap cannot make a namespace here: $complaint"
  if [[ $(sysctl_value kernel/unprivileged_userns_clone) == 0 ]]; then
    say 'the administrator has forbidden them; this allows them: sysctl kernel.unprivileged_userns_clone=1'
  elif [[ $(sysctl_value kernel/apparmor_restrict_unprivileged_userns) == 1 ]]; then
    say 'AppArmor restricts them; this allows them: sysctl kernel.apparmor_restrict_unprivileged_userns=0'
  elif [[ $(sysctl_value user/max_user_namespaces) == 0 ]]; then
    say 'the limit is 0; this raises it: sysctl user.max_user_namespaces=15000'
  else
    say 'in a container: start it with the right to make namespaces, or take an image of Debian 13'
  fi
  exit "$NEEDS_USER"
}

sysctl_value() { cat "/proc/sys/$1" 2>/dev/null; }
