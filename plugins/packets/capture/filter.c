/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "plugins/packets/capture/filter.h"

/* A frame that the helper still has to change is judged by filter_run(), which wants all of it. */
#define RETURN_WHOLE OPTIONS_MAX_SNAP_BYTES

#define ANCILLARY(what) ((uint32_t) SKF_AD_OFF + (uint32_t) (what))

/* What does not fit is counted all the same, and refused at the end. */
static void
append (Filter *self, uint16_t code, uint32_t k, uint8_t jump_true, uint8_t jump_false)
{
  if (self->n_instructions < BPF_MAXINSNS)
    self->instructions[self->n_instructions]
        = (struct sock_filter) { code, jump_true, jump_false, k };
  self->n_instructions++;
}

/* Goes DISTANCE instructions further where the loaded value is K. Conditional jumps reach 255 alone. */
static void
append_case (Filter *self, uint32_t k, uint32_t distance)
{
  append (self, BPF_JMP | BPF_JEQ | BPF_K, k, 0, 1);
  append (self, BPF_JMP | BPF_JA, distance, 0, 0);
}

static void
append_interfaces (Filter *self, const int *ifindexes, unsigned n_ifindexes)
{
  append (self, BPF_LD | BPF_W | BPF_ABS, ANCILLARY (SKF_AD_IFINDEX), 0, 0);
  for (unsigned i = 0; i < n_ifindexes; i++)
    append_case (self, (uint32_t) ifindexes[i], 2 * (n_ifindexes - 1 - i) + 1);
  append (self, BPF_RET | BPF_K, 0, 0, 0);
}

static void
append_vlan (Filter *self)
{
  append (self, BPF_LD | BPF_W | BPF_ABS, ANCILLARY (SKF_AD_VLAN_TAG_PRESENT), 0, 0);
  append (self, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
  append (self, BPF_RET | BPF_K, RETURN_WHOLE, 0, 0);
}

/* Its jumps are relative, so it stays right wherever it stands. It may count on A being 0. */
static void
append_program (Filter *self, const Program *program, uint32_t snap_bytes)
{
  append (self, BPF_LD | BPF_IMM, 0, 0, 0);
  for (unsigned i = 0; i < program->n_instructions; i++)
    {
      struct sock_filter instruction = program->instructions[i];

      if (instruction.code == (BPF_RET | BPF_K) && instruction.k > snap_bytes)
        instruction.k = snap_bytes;
      append (self, instruction.code, instruction.k, instruction.jt, instruction.jf);
    }
}

/* The kernel's view of a frame of a type without a program of its own is not what any program was compiled for: the one for
 * cooked frames is the helper's to run, and without that none is let through. */
static void
append_programs (Filter *self, const Options *options)
{
  const bool cooked = filter_find_program (options, OPTIONS_COOKED_TYPE) != NULL;
  unsigned distance = 2 * (options->n_programs - cooked) - 1;

  append_vlan (self);
  append (self, BPF_LD | BPF_W | BPF_ABS, ANCILLARY (SKF_AD_HATYPE), 0, 0);
  for (unsigned i = 0; i < options->n_programs; i++)
    if (options->programs[i].arphrd != OPTIONS_COOKED_TYPE)
      {
        append_case (self, options->programs[i].arphrd, distance);
        distance += options->programs[i].n_instructions + 1u - 2u;
      }
  append (self, BPF_RET | BPF_K, cooked ? RETURN_WHOLE : 0, 0, 0);
  for (unsigned i = 0; i < options->n_programs; i++)
    if (options->programs[i].arphrd != OPTIONS_COOKED_TYPE)
      append_program (self, &options->programs[i], options->snap_bytes);
}

const Program *
filter_find_program (const Options *options, uint16_t arphrd)
{
  for (unsigned i = 0; i < options->n_programs; i++)
    if (options->programs[i].arphrd == arphrd)
      return &options->programs[i];
  return NULL;
}

const Program *
filter_get_nothing (void)
{
  static struct sock_filter refuse[] = { { BPF_RET | BPF_K, 0, 0, 0 } };
  static const Program nothing = { OPTIONS_COOKED_TYPE, 1, refuse };

  return &nothing;
}

bool
filter_assemble (Filter *self, const Options *options, const int *ifindexes, unsigned n_ifindexes)
{
  self->n_instructions = 0;
  if (!options->all)
    append_interfaces (self, ifindexes, n_ifindexes);
  if (options->n_programs > 0)
    append_programs (self, options);
  else
    append (self, BPF_RET | BPF_K, options->snap_bytes, 0, 0);
  return self->n_instructions <= BPF_MAXINSNS;
}

int
filter_attach (const Filter *self, int fd)
{
  const struct sock_fprog program = { .len = (unsigned short) self->n_instructions,
                                      .filter = (struct sock_filter *) self->instructions };

  return setsockopt (fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 ? 0 : errno;
}
