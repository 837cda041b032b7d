/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The one program that the kernel runs on every frame: only the chosen interfaces, and of these what the user's program for
 * their hardware type lets through. */

#pragma once

#include "plugins/packets/capture/options.h"

typedef struct
{
  struct sock_filter instructions[BPF_MAXINSNS];
  unsigned n_instructions;
} Filter;

/* (nullable) */
const Program *filter_find_program (const Options *options, uint16_t arphrd);
/* One that lets nothing through. */
const Program *filter_get_nothing (void);

/* IFINDEXES of what is chosen; without a meaning where all interfaces are. Whether it all fits into a program. */
bool filter_assemble (Filter *self,
                      const Options *options,
                      const int *ifindexes,
                      unsigned n_ifindexes);

/* 0, or an errno. */
int filter_attach (const Filter *self, int fd);

/* Whether PROGRAM (nullable) lets these bytes of a frame through. Of no use before filter_is_valid(). */
bool filter_run (const Program *program,
                 const uint8_t *bytes,
                 uint32_t n_bytes,
                 uint32_t original_bytes);
bool filter_is_valid (const Program *program);
