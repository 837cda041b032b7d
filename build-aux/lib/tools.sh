# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# mmdebstrap and bubblewrap: the host's where it has them, else fetched into the cache with
# an apt state of our own and unpacked there, so that nothing is installed.
# TOOLS is the folder that they are unpacked in.

readonly DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

tools_dir() { echo "$CACHE/tools-$(os_field ID)-$(os_field VERSION_ID)"; }

# bubblewrap is needed at every call, the rest only to make a root.
find_bwrap() { command -v bwrap || { [[ -x $TOOLS/usr/bin/bwrap ]] && echo "$TOOLS/usr/bin/bwrap"; }; }

# mmdebstrap is a Perl program that uses more than perl-base has.
perl_is_whole() { perl -MPod::Usage -MMath::BigInt -MTime::HiRes -MText::ParseWords -MFile::Find -e1 2>/dev/null; }

perl_series() { perl -e 'printf "%vd", $^V' | cut -d. -f1,2; }

perl_packages() {
  local series
  series=$(perl_series)
  echo "perl-modules-$series"
  # Ubuntu's carries a suffix since its 64-bit time transition.
  apt-cache pkgnames "libperl$series" | head -n 1
}

tools_to_fetch() {
  have mmdebstrap || echo mmdebstrap
  have bwrap || echo bubblewrap
  perl_is_whole || perl_packages
  [[ -r $DEBIAN_KEYRING ]] || echo debian-archive-keyring
}

# What the host's administrator told apt about the network holds for our downloads as well.
acquire_options() { apt-config dump 2>/dev/null | grep -E '^Acquire::(https?|ftp|tor|Check-)' || true; }

# An apt of our own: the host's sources and keys, its state and hooks untouched. Prints the configuration's path.
private_apt() {
  local dir=$1
  mkdir -p "$dir"/state/lists/partial "$dir"/cache/archives/partial "$dir"/empty
  {
    acquire_options
    echo 'Acquire::Retries "5"; Acquire::Languages "none"; APT::Sandbox::User "root";'
    echo "Dir::State \"$dir/state\"; Dir::State::status \"/var/lib/dpkg/status\"; Dir::Cache \"$dir/cache\";"
    echo "Dir::Etc::Main \"$dir/empty/none\"; Dir::Etc::Parts \"$dir/empty\";"
  } >"$dir/apt.conf"
  echo "$dir/apt.conf"
}

# Some of the host's other sources may be out of reach; only the download of ours has to work.
download_tools() (
  local -a names
  export APT_CONFIG=$1
  cd "$2" || exit
  apt-get -q update >&2 || say 'some package lists could not be read; going on without them'
  mapfile -t names < <(tools_to_fetch)
  debian_mirror >"$2/../mirror"
  apt-get -q download "${names[@]}" >&2
)

fetch_tools() {
  local work=$TOOLS.making deb
  have apt-get || { say "this needs mmdebstrap and bubblewrap: $(tools_line)"; return "$NEEDS_USER"; }
  remove_tree "$work"
  mkdir -p "$work/debs"
  say 'fetching mmdebstrap and bubblewrap into the cache'
  download_tools "$(private_apt "$work/apt")" "$work/debs" || { say 'the download failed: is there a network?'; return 1; }
  for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$work" || return; done
  rm -rf "$work/debs" "$work/apt"
  remove_tree "$TOOLS"
  sync -f "$work"
  mv "$work" "$TOOLS"
}

tools_present() {
  local PATH=$PATH:$TOOLS/usr/bin
  have mmdebstrap && have bwrap && { perl_is_whole || [[ -d $TOOLS/usr/share/perl ]]; } \
    && [[ -r $DEBIAN_KEYRING || -r $TOOLS$DEBIAN_KEYRING ]]
}

tools_line() {
  if have dnf; then echo 'sudo dnf install mmdebstrap bubblewrap debian-keyring'
  else echo "install them with this system's package manager"; fi
}

ensure_tools() { tools_present || fetch_tools; }

# The mirror that apt takes Debian from; nothing on a host of another kind.
# shellcheck disable=SC2016  # the format is apt's own
debian_mirror() {
  apt-get indextargets "${APT_READS_ONLY[@]}" --format '$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)' 2>/dev/null \
    | awk -F'|' -v codename="$(os_field VERSION_CODENAME)" -v id="$(os_field ID)" '
        $3 != "main" || $2 ~ /-/ || $4 !~ /^https?:/ { next }
        $1 == "Debian" { print $4; exit }
        # With no lists yet there is no origin; Debian itself names its release by codename.
        $1 == "" && id == "debian" && $2 == codename { print $4; exit }'
}

# Where to make the root from, best first; the empty line stands for what mmdebstrap knows by itself.
mirrors() { { debian_mirror; cat "$TOOLS/mirror" 2>/dev/null; echo; } | awk '!seen[$0]++'; }
