#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
#
# What build-aux/enter decides about the host, what it asks for and how it hands over to the command, in TAP.

# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2317  # bodies of fake programs; each case is a subshell; what the parts read and call
# shellcheck source=tests/system/test-enter-common.sh
. "$(dirname "${BASH_SOURCE[0]}")/test-enter-common.sh"

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
  fake apt-cache '[[ $* == *libgtk-4-dev ]] && echo "  Candidate: 4.8.3-1" || echo "  Candidate: 9.9-1"'
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

run_cases
