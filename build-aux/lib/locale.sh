# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# The user's language and formats inside the root, which has none but C.UTF-8: a locale that is asked for is
# compiled once from Debian's `locales`, in the cache, beside the root.

# wanted_locales: the distinct ones that the environment names, but for those built into the C library.
wanted_locales() {
  local name
  for name in LANG "${!LC_@}"; do printf '%s\n' "${!name:-}"; done | grep -vxE '|C|POSIX|C\.(UTF-8|utf8)' | sort -u
}

# "de_DE.UTF-8@euro" is compiled from de_DE@euro with UTF-8.
compile_locale() {
  local name=$1 charset=UTF-8 source
  source=${name%%.*}
  [[ $name == *@* && $source != *@* ]] && source+=@${name##*@}
  [[ $name == *.* ]] && charset=${name#*.} && charset=${charset%%@*}
  # Both spellings are the C library's; the charmap has one name.
  [[ ${charset,,} != utf8 ]] || charset=UTF-8
  [[ $source =~ ^[A-Za-z_@]+$ && -e $ROOT/usr/share/i18n/locales/$source ]] || return
  "$BWRAP" --ro-bind "$ROOT" / --bind "$LOCALES" /mnt -- \
    localedef --no-archive -i "$source" -f "$charset" "/mnt/.$name" >/dev/null 2>&1
  [[ -d $LOCALES/.$name ]] && mv -T "$LOCALES/.$name" "$LOCALES/$name"
}

# What cannot be had falls back to C.UTF-8: a program that fails to set its locale shows ASCII alone.
compose_locale() {
  local name
  local -r LOCALES=$ROOT.locales
  while read -r name; do
    [[ -d $LOCALES/$name ]] || { mkdir -p "$LOCALES" && compile_locale "$name"; }
    BOX+=(--setenv LOCPATH "$LOCALES")
  done < <(wanted_locales)
  for name in LANG "${!LC_@}"; do
    [[ ${!name:-C} == C* || -d $LOCALES/${!name} ]] || BOX+=(--setenv "$name" C.UTF-8)
  done
  [[ -n ${LANG:-} ]] || BOX+=(--setenv LANG C.UTF-8)
}
