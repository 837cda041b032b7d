# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers
# shellcheck shell=bash
#
# A seccomp filter for the making of the root: system calls that answer "done" without doing anything.
# Flushing (fsync, sync): the whole tree is flushed once, at the end. For ordinary users also the change
# of a file's owner: their namespace knows one user only, and nothing in a private root depends on
# owners. This spares them newuidmap and /etc/subuid, and the root can be removed like any other folder.

# AUDIT_ARCH_*, the flushing calls, the owner calls, as in the kernel's tables
filter_numbers() {
  case $1 in
    x86_64) echo '0xc000003e 162,74,75,306,277 92,93,94,260' ;;
    aarch64) echo '0xc00000b7 81,82,83,267,84 54,55' ;;
    riscv64) echo '0xc00000f3 81,82,83,267,84 54,55' ;;
    loongarch64) echo '0xc0000102 81,82,83,267,84 54,55' ;;
    *) return 1 ;;
  esac
}

# One struct sock_filter, little-endian: code, jump if true, jump if false, operand.
bpf() {
  printf '%b' "$(printf '\\x%02x\\x00\\x%02x\\x%02x\\x%02x\\x%02x\\x%02x\\x%02x' \
    "$1" "$2" "$3" $(( $4 & 255 )) $(( $4 >> 8 & 255 )) $(( $4 >> 16 & 255 )) $(( $4 >> 24 & 255 )))"
}

readonly BPF_LOAD=0x20 BPF_JEQ=0x15 BPF_RET=0x06
readonly SECCOMP_ALLOW=0x7fff0000 SECCOMP_ERRNO_0=0x00050000

# make_filter MACHINE WITH_OWNERS(0|1)
make_filter() {
  local numbers arch flush owner left
  local -a calls
  numbers=$(filter_numbers "$1") || return
  read -r arch flush owner <<<"$numbers"
  IFS=, read -r -a calls <<<"$flush$( (( $2 )) && echo ",$owner")"
  left=${#calls[@]}
  bpf $BPF_LOAD 0 0 4
  bpf $BPF_JEQ 0 $(( left + 1 )) "$arch"
  bpf $BPF_LOAD 0 0 0
  for number in "${calls[@]}"; do
    bpf $BPF_JEQ "$left" 0 "$number"
    (( left -= 1 ))
  done
  bpf $BPF_RET 0 0 $SECCOMP_ALLOW
  bpf $BPF_RET 0 0 $SECCOMP_ERRNO_0
}
