/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <sys/types.h>

#include <pcap/bpf.h>

#include "plugins/packets/capture/filter.h"

/* libpcap's machine, and the kernel's words for the same instruction. */
_Static_assert (sizeof (struct bpf_insn) == sizeof (struct sock_filter), "one instruction");

bool
filter_is_valid (const Program *program)
{
  return bpf_validate ((const struct bpf_insn *) program->instructions, program->n_instructions);
}

bool
filter_run (const Program *program, const uint8_t *bytes, uint32_t n_bytes, uint32_t original_bytes)
{
  return program == NULL
         || bpf_filter ((const struct bpf_insn *) program->instructions, bytes, original_bytes,
                        n_bytes)
                != 0;
}
