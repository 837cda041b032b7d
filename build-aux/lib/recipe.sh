# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# How the private root is made: mmdebstrap in namespaces of its own, the same way for root and for ordinary users.

# What of a package is never used in the root. GTK's own translations stay: they are seen.
slim_rules() {
  local path
  for path in doc man info help gtk-doc lintian bug locale poppler ghostscript; do echo "path-exclude=/usr/share/$path/*"; done
  for path in gtk40 libadwaita glib20; do echo "path-include=/usr/share/locale/*/LC_MESSAGES/$path.mo"; done
}

# The namespaces of a set-up: the host is read-only, the work folder alone can change. Everything is mounted below
# /mnt, so that no path of the host, however odd, ends up in an apt configuration. Devices are bound one by one,
# since a user's namespace can neither make them nor mount a devpts for Debian's tty group.
compose_set_up() {
  local work=$1 device name
  BOX=(--die-with-parent --unshare-pid --unshare-ipc --ro-bind / / --dev-bind /dev /dev --bind /proc /proc
    --tmpfs /mnt --bind "$work/root" /mnt/root --ro-bind "$work/slim" /mnt/slim --tmpfs /mnt/root/dev)
  for device in null zero full random urandom tty; do BOX+=(--dev-bind-try "/dev/$device" "/mnt/root/dev/$device"); done
  BOX+=(--chdir /mnt --clearenv --setenv PATH "$CLEAN_PATH:/mnt/tools/usr/bin" --setenv LC_ALL C.UTF-8 --setenv HOME /mnt)
  for name in TERM {http,https,ftp,all,no}_proxy {HTTP,HTTPS,FTP,ALL,NO}_PROXY; do
    [[ -z ${!name:-} ]] || BOX+=(--setenv "$name" "${!name}")
  done
  if (( EUID )); then BOX+=(--unshare-user --uid 0 --gid 0 --cap-add ALL)
  else BOX+=(--cap-drop CAP_MKNOD); fi
  if [[ -d $TOOLS ]]; then BOX+=(--ro-bind "$TOOLS" /mnt/tools --setenv PERL5LIB "$(tools_perl_path)"); fi
}

# The fetched Perl modules as seen from inside; no folder where the host's are used.
tools_perl_path() {
  local dir path=''
  for dir in "$TOOLS"/usr/lib/*/perl/[0-9]* "$TOOLS"/usr/share/perl/[0-9]*; do path+=/mnt/tools${dir#"$TOOLS"}:; done
  echo "${path%:}"
}

# compose_apt: the options for the apt that mmdebstrap drives.
compose_apt() {
  local option keyring=$DEBIAN_KEYRING
  [[ -r $keyring ]] || keyring=/mnt/tools$keyring
  APT=(--keyring="$keyring")
  while read -r option; do APT+=("--aptopt=$option"); done < <(acquire_options)
  # A terminal sees the progress; a log needs none.
  [[ -t 2 ]] || APT+=(--quiet)
  for option in 'APT::Install-Recommends "false"' 'APT::Sandbox::User "root"' 'Acquire::Retries "5"' 'Acquire::Languages "none"'; do
    APT+=("--aptopt=$option")
  done
}

# fill_root WORK [MIRROR]
fill_root() {
  local -a BOX APT
  compose_set_up "$1"
  compose_apt
  if make_filter "$(uname -m)" $(( EUID != 0 )) >"$1/filter"; then BOX+=(--seccomp 9)
  elif (( EUID )); then die "an ordinary user cannot make the root on $(uname -m): call once as root"; fi
  # shellcheck disable=SC2016  # the hook's own argument
  "$BWRAP" "${BOX[@]}" mmdebstrap --mode=root --variant=apt --include="$(package_names 1 | paste -sd,)" "${APT[@]}" \
    --skip=check/signed-by,check/empty,chroot/mount/dev,chroot/mount/sys --dpkgopt=force-unsafe-io \
    --essential-hook='cp /mnt/slim "$1/etc/dpkg/dpkg.cfg.d/slim"' \
    "$ROOT_SUITE" /mnt/root ${2:+"$2"} 9<"$1/filter" </dev/null >&2
}

# Host files that are mounted over the root's at each entry need something to be mounted on.
readonly HOST_FILES='hosts resolv.conf machine-id localtime hostname timezone ssl/certs/ca-certificates.crt'

finish_root() {
  local root=$1 file
  rm -rf "$root"/usr/share/{doc,man,info}/* "$root"/var/log/* "$root"/etc/apt/{sources.list,apt.conf.d/99mmdebstrap}
  for file in $HOST_FILES; do
    # The root's own certificates serve where the host has none.
    [[ $file == ssl/* && -s $root/etc/$file ]] && continue
    mkdir -p "$(dirname "$root/etc/$file")"
    rm -f "$root/etc/$file"
    : >"$root/etc/$file" || return
  done
  # For the session bus of a host that has none of its own.
  tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
  printf '<?xml version="1.0"?>\n<fontconfig><dir>/run/host/share/fonts</dir></fontconfig>\n' >"$root/etc/fonts/local.conf"
}
