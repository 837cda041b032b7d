/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What interfaces there are, and what becomes of them: the kernel's rtnetlink messages of the group LINK. */

#pragma once

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_MAX_ADDRESS_BYTES 8

typedef struct
{
  int ifindex;
  uint16_t arphrd;
  uint8_t n_address;
  uint8_t address[LINK_MAX_ADDRESS_BYTES];
  char name[IFNAMSIZ];
  char kind[IFNAMSIZ]; /* veth, bridge, tun, …; "": hardware, or not said */
  bool up;             /* it is, and it has a carrier */
  bool gone;           /* all else but ifindex is what it was at last */
} Link;

typedef void (*LinkFunc) (const Link *link, void *data);

/* Negative: an errno. Messages come from links_read() from then on, in order, none twice and none missed. */
int links_open (void);

/* Asks for all that are there and waits for the answer. Before confinement alone: it sends. */
int links_dump (int fd, LinkFunc func, void *data);

/* What has come in the meantime; never waits. */
void links_read (int fd, LinkFunc func, void *data);

/* The messages in BYTES. Whether the last of a dump was among them, or its error. */
bool links_parse (const uint8_t *bytes, size_t n_bytes, LinkFunc func, void *data);
