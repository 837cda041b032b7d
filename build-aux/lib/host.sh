# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# Is the host new enough to build on? OS_RELEASE is replaced by the tests.

: "${OS_RELEASE:=/etc/os-release}"

# pkg-config module, floor, the Debian package that brings it
readonly FLOORS='glib-2.0 2.84 libglib2.0-dev
gtk4 4.18 libgtk-4-dev
libadwaita-1 1.7 libadwaita-1-dev
libpeas-2 2.0 libpeas-2-dev'
readonly MESON_FLOOR=1.7

# One line for each floor that the host does not reach; none means that it builds here.
unmet_floors() {
  local module floor found
  while read -r module floor _; do
    found=$(pkg-config --modversion "$module" 2>/dev/null)
    version_at_least "$found" "$floor" || echo "$module $floor (here: ${found:-none})"
  done <<<"$FLOORS"
  found=$(meson --version 2>/dev/null)
  version_at_least "$found" "$MESON_FLOOR" || echo "meson $MESON_FLOOR (here: ${found:-none})"
}

os_field() (
  # shellcheck source=/dev/null
  [[ -r $OS_RELEASE ]] && . "$OS_RELEASE"
  printf '%s\n' "${!1:-}"
)

# What apt would install here, for distributions whose numbers are their own.
candidates_reach_floors() {
  local package floor found
  have apt-cache || return 1
  while read -r _ floor package; do
    found=$(apt-cache "${APT_READS_ONLY[@]}" policy "$package" 2>/dev/null | awk '$1 == "Candidate:" { sub(/^[0-9]+:/, "", $2); print $2 }')
    [[ $found != '(none)' ]] && version_at_least "$found" "$floor" || return 1
  done <<<"$FLOORS
meson $MESON_FLOOR meson"
}

debian_is_new() {
  local version
  version=$(os_field VERSION_ID)
  # Testing and unstable carry no number; neither did those of the years before GTK 4.18.
  if [[ -n $version ]]; then version_at_least "$version" 13
  else [[ $(os_field VERSION_CODENAME) != @(buster|bullseye|bookworm) ]]; fi
}

distribution_is_new() {
  case $(os_field ID) in
    debian) debian_is_new ;;
    ubuntu) version_at_least "$(os_field VERSION_ID)" 25.04 ;;
    fedora) version_at_least "$(os_field VERSION_ID)" 42 ;;
    *) candidates_reach_floors ;;
  esac
}

# ready: builds here. install: would, with more packages. root: needs the private root.
host_verdict() {
  if [[ ${STILLWATCH_PRIVATE_ROOT:-} == 1 ]]; then echo root
  elif [[ -z $(unmet_floors) ]]; then echo ready
  elif package_manager >/dev/null && distribution_is_new; then echo install
  else echo root; fi
}

# prepare_host VERDICT: has the missing packages installed; fails where that leaves it unfit.
prepare_host() {
  local manager unmet status=0
  local -a missing
  manager=$(package_manager) || return 0
  mapfile -t missing < <(missing_packages "$manager")
  if (( ${#missing[@]} )); then
    install_missing "$manager" "${missing[@]}" || status=$?
    # A ready host can do most things without the rest, which is a display for the tests and the like.
    if (( status )) && [[ $1 == ready ]]; then say 'going on without them'; return 0; fi
    (( status == 0 )) || return "$status"
  fi
  unmet=$(unmet_floors)
  [[ -z $unmet ]] || { say "still too old here: ${unmet//$'\n'/, }"; return 1; }
}
