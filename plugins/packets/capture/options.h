/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The command line, which comes from whoever starts the program and is read before anything else: every value has bounds,
 * nothing is guessed. */

#pragma once

#include <linux/filter.h>
#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OPTIONS_MAX_INTERFACES 256
#define OPTIONS_MAX_PROGRAMS 16
#define OPTIONS_MAX_FILTER_TEXT_BYTES 4096
#define OPTIONS_MAX_SNAP_BYTES 262144
/* The kernel books its memory to nobody, cannot swap it out, and everybody may start the program. */
#define OPTIONS_MAX_RING_MIB 64

/* The type of the program for frames that are put behind a header of LINUX_SLL2: nobody's own (ARPHRD_VOID). */
#define OPTIONS_COOKED_TYPE 65535

/* What the user filters by, compiled by whoever starts the program for the interfaces of one hardware type. */
typedef struct
{
  uint16_t arphrd;
  uint16_t n_instructions;
  struct sock_filter *instructions; /* owned */
} Program;

typedef struct
{
  const char
      *interfaces[OPTIONS_MAX_INTERFACES]; /* borrowed from the arguments, as all text here */
  unsigned n_interfaces;
  Program programs[OPTIONS_MAX_PROGRAMS];
  unsigned n_programs;
  const char *filter_text; /* (nullable) */
  const char *write_path;  /* (nullable) */
  uint64_t count;          /* 0: no end */
  unsigned duration_s;     /* 0: no end */
  unsigned snap_bytes;
  unsigned ring_mib;
  unsigned retire_ms;
  bool all : 1;
  bool check : 1;
  bool promiscuous : 1;
  bool pcap : 1;
} Options;

bool options_parse (Options *self, int argc, char **argv, char *complaint, size_t complaint_bytes);
void options_clear (Options *self);

/* Whether an interface of that name is asked for. */
bool options_want (const Options *self, const char *name);
