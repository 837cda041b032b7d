/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the program still may once frames can be read: write to its output, and read what was opened before. */

#pragma once

#include <stdbool.h>

#define CONFINE_MAX_PACKET_FDS 512

typedef struct
{
  int output_fd;
  int links_fd;
  const int *packet_fds; /* borrowed */
  unsigned n_packet_fds;
  bool refilters; /* a new filter is set when an interface comes */
  bool pcap;      /* libpcap reads the packet sockets, which takes a few calls more */
} Confinement;

/* Closes every other descriptor, standard error included, and gives up every right. There is no way back. 0, or an errno. */
int confine (const Confinement *self);
