/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <sys/socket.h>

#include <glib.h>

G_BEGIN_DECLS

/* Longest name that the DNS carries (RFC 1035, 2.3.4), without the trailing dot. */
#define HOST_ADDRESS_MAX_NAME 253

typedef struct
{
  struct sockaddr_storage address;
  socklen_t length_bytes; /* 0: none */
} HostAddress;

gboolean host_address_is_name (const char *name);
gboolean host_address_parse (const char *text, HostAddress *address);
gboolean host_address_take (const char *bytes, gsize n_bytes, HostAddress *address);
gboolean host_address_is_same (const HostAddress *address, const HostAddress *other);
gssize host_address_resolve (const char *path,
                             int *fd,
                             char *buffer,
                             gsize buffer_bytes,
                             gpointer user_data);

G_END_DECLS
