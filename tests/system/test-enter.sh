#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# What build-aux/enter decides and keeps, in TAP, without a network and without a real root. Each case runs in
# a subshell with a cache, an os-release and programs of its own. The real thing is proven by prove-enter.sh.

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

fake_whole_root() {
  mkdir -p "$1/etc"
  echo "${1##*/}" >"$1/$ROOT_MARKER"
}

case_package_columns() {
  is "$(package_names 1 | paste -sd' ')" 'gcc gir1.2-peas-2 libgtk-4-dev' \
    && is "$(package_names 2 | paste -sd' ')" 'gcc gtk4-devel libasan'
}

case_real_list_is_well_formed() {
  PACKAGES=$TOP/build-aux/packages.txt
  is "$(awk '{ sub(/#.*/, "") } NF && NF != 2' "$PACKAGES")" '' && is "$(package_names 1 | grep -vE '^[a-z0-9][a-z0-9+.-]+$')" ''
}

case_hash_follows_the_packages() {
  local before
  before=$(root_hash)
  echo 'strace strace' >>"$PACKAGES"
  [[ $(root_hash) != "$before" ]]
}

case_hash_ignores_comments_order_and_fedora() {
  local before
  before=$(root_hash)
  printf '# other words\ngir1.2-peas-2 something\nlibgtk-4-dev -\ngcc gcc\n' >"$PACKAGES"
  is "$(root_hash)" "$before"
}

case_versions_compare_by_number() {
  version_at_least 4.18 4.18 && version_at_least 4.20.1 4.18 && version_at_least 13 13 \
    && ! version_at_least 4.9 4.18 && ! version_at_least '' 1 && ! version_at_least 2.9 2.84
}

case_new_libraries_make_a_host_ready() {
  fake_new_libraries
  is "$(unmet_floors)" '' && is "$(host_verdict)" ready
}

case_one_old_library_is_named() {
  fake_new_libraries
  fake meson 'echo 1.6.9'
  is "$(unmet_floors)" 'meson 1.7 (here: 1.6.9)' && is "$(host_verdict)" root
}

case_a_private_root_can_be_demanded() {
  fake_new_libraries
  STILLWATCH_PRIVATE_ROOT=1
  is "$(host_verdict)" root
}

# ID, VERSION_ID, VERSION_CODENAME, verdict
readonly DISTRIBUTIONS='debian|11|bullseye|root
debian|12|bookworm|root
debian|13|trixie|install
debian|14|forky|install
debian||forky|install
debian||sid|install
debian||bookworm|root
ubuntu|22.04|jammy|root
ubuntu|24.04|noble|root
ubuntu|24.10|oracular|root
ubuntu|25.04|plucky|install
ubuntu|26.04||install
fedora|41||root
fedora|42||install
linuxmint|22|wilma|root
arch|||root'

case_distributions_are_told_apart() {
  local id version codename verdict status=0
  fake dnf 'exit 1'
  while IFS='|' read -r id version codename verdict; do
    printf 'ID=%s\nVERSION_ID="%s"\nVERSION_CODENAME=%s\n' "$id" "$version" "$codename" >"$OS_RELEASE"
    is "$id $version $codename: $(host_verdict)" "$id $version $codename: $verdict" || status=1
  done <<<"$DISTRIBUTIONS"
  return "$status"
}

case_derivatives_are_judged_by_candidates() {
  printf 'ID=kali\nID_LIKE=debian\nVERSION_ID=2025.1\n' >"$OS_RELEASE"
  fake apt-cache 'echo "  Candidate: 1:9.9-1"'
  is "$(host_verdict)" install || return
  fake apt-cache '[[ $2 == libgtk-4-dev ]] && echo "  Candidate: 4.8.3-1" || echo "  Candidate: 9.9-1"'
  is "$(host_verdict)" root || return
  fake apt-cache 'echo "  Candidate: (none)"'
  is "$(host_verdict)" root
}

case_apt_line_names_what_is_missing() {
  fake dpkg-query 'echo "gcc installed"; echo "gir1.2-peas-2 config-files"; exit 1'
  is "$(missing_packages apt | paste -sd' ')" 'gir1.2-peas-2 libgtk-4-dev' \
    && is "$(EUID=0 install_line apt a b | sed 's/^sudo //')" 'apt-get install --no-install-recommends a b'
}

case_dnf_line_names_what_is_missing() {
  printf 'ID=fedora\nVERSION_ID=42\n' >"$OS_RELEASE"
  fake dnf 'exit 1'
  fake rpm '[[ ${!#} == gcc ]]'
  is "$(package_manager)" dnf && is "$(missing_packages dnf | paste -sd' ')" 'gtk4-devel libasan' \
    && is "$(install_line dnf a b | sed 's/^sudo //')" 'dnf install a b'
}

case_without_a_terminal_nothing_is_installed() {
  local output status=0
  fake apt-get 'echo called >>"$0.log"'
  output=$(install_missing apt libgtk-4-dev 2>&1 </dev/null) || status=$?
  is "$status" "$NEEDS_USER" && [[ $output == *'apt-get install --no-install-recommends libgtk-4-dev'* && $output == *--yes* ]] \
    && [[ ! -e $BIN/apt-get.log ]]
}

case_yes_installs_without_asking() {
  fake apt-get 'echo "$*" >>"$0.log"'
  fake sudo 'exec "$@"'
  STILLWATCH_YES=1 install_missing apt libgtk-4-dev </dev/null 2>/dev/null \
    && is "$(tail -n 1 "$BIN/apt-get.log")" 'install -y --no-install-recommends libgtk-4-dev'
}

case_ci_is_a_yes() { CI=true assume_yes && ! CI=false assume_yes; }

case_a_failed_installation_is_told() {
  fake apt-get 'exit 100'
  fake sudo 'exec "$@"'
  local status=0
  STILLWATCH_YES=1 install_missing apt libgtk-4-dev </dev/null 2>/dev/null || status=$?
  is "$status" 1
}

case_a_ready_host_goes_on_without_the_rest() {
  fake_new_libraries
  prepare_host ready </dev/null 2>/dev/null || return
  local status=0
  prepare_host install </dev/null 2>/dev/null || status=$?
  is "$status" "$NEEDS_USER"
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

# With the libraries new enough the command takes enter's place.
entered() {
  fake_new_libraries
  "$TOP/build-aux/enter" "$@" </dev/null 2>/dev/null
}

case_arguments_pass_unchanged() {
  # shellcheck disable=SC2016  # meant literally
  is "$(entered printf '<%s>' 'two words' '' '$HOME' '*' --yes "it's" -- $'a\nb')" \
    "$(printf '<%s>' 'two words' '' '$HOME' '*' --yes "it's" -- $'a\nb')"
}

case_exit_codes_pass() {
  local status=0
  entered sh -c 'exit 42' || status=$?
  is "$status" 42
}

case_signals_pass() {
  local status=0
  entered sh -c 'kill -TERM $$' || status=$?
  is "$status" 143
}

case_enter_without_a_command_is_refused() { ! entered && ! entered --yes && ! entered --unknown true; }

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

main() {
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

main
