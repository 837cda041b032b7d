/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The interfaces of the stream: what each is called there, and what was counted on it. */

#pragma once

#include "plugins/packets/capture/frame.h"
#include "plugins/packets/capture/links.h"
#include "plugins/packets/capture/options.h"
#include "plugins/packets/capture/output.h"

/* At once; those that are gone make room. */
#define INTERFACES_MAX 1024

typedef enum
{
  INTERFACE_UP,
  INTERFACE_DOWN,
  INTERFACE_RENAMED,
  INTERFACE_GONE,
} InterfaceState;

typedef struct
{
  Link link;
  const Program *program; /* (nullable) borrowed */
  uint64_t in_packets, in_bytes;
  uint64_t out_packets, out_bytes;
  uint64_t skipped;      /* counted in the above, but not sent */
  uint64_t unsaid_drops; /* lost since the last packet that was sent */
  uint32_t id;           /* in the stream, once it is described there */
  uint16_t link_type;
  InterfaceState state;
  bool judged; /* by the program here, not in the kernel */
  bool described;
  bool changed; /* since its last statistics */
} Interface;

typedef struct
{
  Interface entries[INTERFACES_MAX]; /* sorted by ifindex */
  unsigned n_entries;
  unsigned latest;  /* where the last frame was found */
  uint32_t next_id; /* of the stream */
  uint64_t start_ns;
} Interfaces;

/* NULL: not chosen, or not known (yet). */
Interface *interfaces_find (Interfaces *self, int ifindex);
Interface *interfaces_add (Interfaces *self, const Link *link, const Options *options);
void interfaces_remove (Interfaces *self, Interface *interface);

bool interface_is_bridge (const Interface *self);
void interface_count (Interface *self, uint32_t flags, uint32_t original_bytes);
void interface_count_skipped (Interface *self);

/* Into the stream, if there is room. */
bool interfaces_describe (Interfaces *self,
                          Interface *interface,
                          const Options *options,
                          Output *output);
bool interfaces_tell_statistics (Interfaces *self,
                                 Interface *interface,
                                 uint64_t drops,
                                 bool shared,
                                 Output *output);
