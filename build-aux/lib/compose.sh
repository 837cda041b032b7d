# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# What a command sees inside: the root's /usr, /etc and /var, and the host's everything else: its
# devices, processes and buses, its display, its home folders. Sets BOX, bubblewrap's arguments.

readonly CLEAN_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

compose_system() {
  local name
  BOX=(--tmpfs /)
  for name in usr etc var; do BOX+=(--ro-bind "$ROOT/$name" "/$name"); done
  for name in bin lib lib32 lib64 libx32 sbin; do
    [[ -L $ROOT/$name ]] && BOX+=(--symlink "$(readlink "$ROOT/$name")" "/$name")
  done
  BOX+=(--bind-try /var/tmp /var/tmp --dev-bind /dev /dev --bind /proc /proc --bind /sys /sys)
}

# The rest of the host's top: wherever homes, checkouts and removable disks are.
compose_top() {
  local path
  for path in /*; do
    case ${path#/} in
      bin|lib*|sbin|usr|etc|var|dev|proc|sys|run|lost+found) continue ;;
    esac
    if [[ -L $path ]]; then BOX+=(--symlink "$(readlink "$path")" "$path")
    elif [[ -d $path ]]; then BOX+=(--bind-try "$path" "$path"); fi
  done
}

# make_way PATH: inside the read-only parts a folder to mount on is made by laying each
# folder on the way out anew, with the root's entries in it.
make_way() {
  local at='' part entry rest=${1#/}
  while [[ $rest == */* ]]; do
    part=${rest%%/*}
    rest=${rest#*/}
    at+=/$part
    [[ -z ${LAID[$at]:-} ]] || continue
    LAID[$at]=1
    BOX+=(--tmpfs "$at")
    for entry in "$ROOT$at"/*; do
      if [[ $entry == "$ROOT/var/tmp" ]]; then BOX+=(--bind-try /var/tmp /var/tmp)
      elif [[ -L $entry ]]; then BOX+=(--symlink "$(readlink "$entry")" "$at/${entry##*/}")
      elif [[ -e $entry ]]; then BOX+=(--ro-bind "$entry" "$at/${entry##*/}"); fi
    done
  done
}

# show DIR: makes a host folder visible at its own path, if it is not already. What the root has itself (the
# home of some services is /usr/sbin) stays the root's.
show() {
  [[ -d $1 ]] || return 0
  case $1/ in
    /var/tmp/*) ;;
    /usr/*|/etc/*|/var/*) [[ -e $ROOT$1 ]] || { make_way "$1"; BOX+=(--bind "$1" "$1"); } ;;
    /run/*) PLACES_IN_RUN+=("$1") ;;
  esac
}

# git_dirs: where a worktree or a clone with alternates has the rest of its repository.
git_dirs() {
  local file=$TOP/.git dir
  [[ -f $file ]] || return 0
  read -r _ dir <"$file"
  [[ $dir == /* ]] || dir=$TOP/$dir
  [[ -r $dir/commondir ]] && dir=$dir/$(<"$dir/commondir")
  (cd "$dir" 2>/dev/null && pwd -P)
}

compose_places() {
  local dir
  local -A LAID=()
  PLACES_IN_RUN=()
  while read -r dir; do show "$dir"; done \
    < <(printf '%s\n' "$TOP" "$HOME" "$CACHE" "${TMPDIR:-}" "$(realpath -q "${XDG_RUNTIME_DIR:-}")" "$(git_dirs)" | sort -u)
}

# Sockets and files of the session, and those of the system's services.
compose_run() {
  local path
  BOX+=(--tmpfs /run)
  # Left to bubblewrap these would be closed to all but root.
  for path in user host host/share; do BOX+=(--perms 0755 --dir "/run/$path"); done
  for path in /run/dbus /run/udev /run/systemd /run/user/"$EUID" "${PLACES_IN_RUN[@]}"; do
    if [[ -d $path ]]; then BOX+=(--bind "$path" "$path"); fi
  done
  if [[ -r ${XAUTHORITY:-} ]]; then BOX+=(--ro-bind "$XAUTHORITY" /run/host/xauthority --setenv XAUTHORITY /run/host/xauthority); fi
  # Looks at home beside the host's programs: its fonts, icons, pointers and themes, after the root's own.
  for path in fonts icons themes; do BOX+=(--ro-bind-try "/usr/share/$path" "/run/host/share/$path"); done
}

# The caller first, wherever the host knows it from (a container may not), then the host's users, then the root's.
merge_ids() { { getent "$1" "$2"; echo "$3"; cat "/etc/$1" "$ROOT/etc/$1"; } 2>/dev/null | awk -F: '!seen[$1]++'; }

compose_identity() {
  local file gid
  gid=$(id -g)
  for file in $HOST_FILES; do
    if [[ -s /etc/$file ]]; then BOX+=(--ro-bind "$(realpath "/etc/$file")" "/etc/$file"); fi
  done
  exec 8<<<"$(merge_ids passwd "$EUID" "${USER:-user}:x:$EUID:$gid::$HOME:/bin/bash")" 9<<<"$(merge_ids group "$gid" "${USER:-user}:x:$gid:")"
  BOX+=(--perms 0644 --ro-bind-data 8 /etc/passwd --perms 0644 --ro-bind-data 9 /etc/group)
}

# Names of the host's folders mean something else inside.
compose_environment() {
  local name
  for name in PYTHONHOME PYTHONPATH PERL5LIB GI_TYPELIB_PATH PKG_CONFIG_PATH PKG_CONFIG_LIBDIR LIBRARY_PATH CPATH C_INCLUDE_PATH \
      GIO_MODULE_DIR GIO_EXTRA_MODULES GSETTINGS_SCHEMA_DIR GTK_PATH GTK_EXE_PREFIX GTK_DATA_PREFIX GDK_PIXBUF_MODULE_FILE \
      GDK_PIXBUF_MODULEDIR FONTCONFIG_FILE FONTCONFIG_PATH LOCPATH APT_CONFIG "${!LD_@}"; do BOX+=(--unsetenv "$name"); done
  BOX+=(--setenv PATH "$CLEAN_PATH" --setenv XDG_DATA_DIRS /usr/local/share:/usr/share:/run/host/share
    --setenv CCACHE_DIR "$CACHE/ccache" --setenv STILLWATCH_ENTERED 1)
}

# A system folder of the host is not there inside; the checkout always is.
start_place() {
  case $PWD/ in
    "$TOP"/*|"$HOME"/*|/var/tmp/*) echo "$PWD" ;;
    /usr/*|/etc/*|/var/*|/run/*) if [[ -d $ROOT$PWD ]]; then echo "$PWD"; else echo "$TOP"; fi ;;
    *) echo "$PWD" ;;
  esac
}

compose() {
  compose_system
  compose_top
  compose_places
  compose_run
  compose_identity
  compose_environment
  compose_locale
  BOX+=(--chdir "$(start_place)")
}
