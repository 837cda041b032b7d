# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

# bash-completion(7) for stillwatch(1)
_stillwatch() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}

  case $before in
    -p|--page) mapfile -t COMPREPLY < <(compgen -W "plugins $(stillwatch --list-plugins 2>/dev/null | cut -f1)" -- "$word") ;;
    --screenshot) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -W '--background --help --list-plugins --page --quit --screenshot --strip --values
         --version' -- "$word") ;;
  esac
}
complete -F _stillwatch stillwatch
