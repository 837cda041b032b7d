# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# The package list, what of it the host lacks, and the one line that installs that.
# PACKAGES names the list.

# As root even a question to apt would write its cache files.
# shellcheck disable=SC2034  # read by other parts
readonly APT_READS_ONLY=(-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)

# package_names COLUMN: 1 is Debian, 2 is Fedora; "-" means that this one needs nothing.
package_names() {
  awk -v column="$1" '{ sub(/#.*/, "") } $column != "" && $column != "-" { print $column }' "$PACKAGES" | LC_ALL=C sort -u
}

# apt or dnf; fails on every other system. Fedora can have apt as well, to make Debian roots with.
package_manager() {
  if [[ "$(os_field ID) $(os_field ID_LIKE)" == *fedora* ]] && have dnf; then echo dnf
  elif have apt-get && have dpkg-query; then echo apt
  elif have dnf && have rpm; then echo dnf
  else return 1; fi
}

missing_apt() {
  local -a names
  mapfile -t names < <(package_names 1)
  LC_ALL=C comm -23 <(printf '%s\n' "${names[@]}") \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null \
      | awk '$2 == "installed" { print $1 }' | LC_ALL=C sort -u)
}

missing_dnf() {
  local name
  while read -r name; do
    rpm -q --whatprovides "$name" >/dev/null 2>&1 || echo "$name"
  done < <(package_names 2)
}

missing_packages() { "missing_$1"; }

# install_line MANAGER NAME…
install_line() {
  local manager=$1 sudo=''
  shift
  (( EUID == 0 )) || sudo='sudo '
  case $manager in
    apt) echo "${sudo}apt-get install --no-install-recommends $*" ;;
    dnf) echo "${sudo}dnf install $*" ;;
  esac
}

# A fresh image has no package lists at all, and a stale one names files that are gone.
refresh_lists() {
  local -a sudo=()
  (( EUID == 0 )) || sudo=(sudo)
  if [[ $1 == apt ]]; then "${sudo[@]}" apt-get update -o Acquire::Retries=5; fi
}

run_install() {
  local manager=$1 line
  shift
  line=$(install_line "$manager" "$@")
  # The answer was given to our own question; no second one.
  refresh_lists "$manager" && DEBIAN_FRONTEND=noninteractive bash -c "${line/ install / install -y }"
}

# On a terminal as it goes; in a log only when it went wrong.
logged() {
  local log status=0
  [[ ! -t 2 ]] || { "$@" >&2; return; }
  log=$(mktemp)
  "$@" >"$log" 2>&1 || { status=$?; cat "$log" >&2; }
  rm -f "$log"
  return "$status"
}

# install_missing MANAGER NAME…: names the line, asks, installs.
# Fails with NEEDS_USER when nobody can be asked or the answer is no.
install_missing() {
  local manager=$1
  shift
  say "missing here: $(install_line "$manager" "$@")"
  if ! assume_yes; then
    can_ask || { say 'run that line, or call again with --yes to have it run'; return "$NEEDS_USER"; }
    ask 'Run it now?' || return "$NEEDS_USER"
  fi
  (( EUID == 0 )) || have sudo || { say 'there is no sudo here: run that line as root'; return "$NEEDS_USER"; }
  logged run_install "$manager" "$@" || { say 'that line failed'; return 1; }
}
