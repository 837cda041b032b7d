/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A capture on another machine, by its own tcpdump through ssh. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PACKETS_REMOTE_ERROR (packets_remote_error_quark ())

/* PACKETS_REMOTE_ERROR_HOST, _INTERFACE, _FILTER: that cannot be one. */
typedef enum
{
  PACKETS_REMOTE_ERROR_HOST,
  PACKETS_REMOTE_ERROR_INTERFACE,
  PACKETS_REMOTE_ERROR_FILTER,
} PacketsRemoteError;

GQuark packets_remote_error_quark (void);

/* (transfer full), %NULL with an error. INTERFACE (nullable): all of them. FILTER (nullable). */
GStrv packets_remote_build_command (const char *host,
                                    const char *interface,
                                    const char *filter,
                                    GError **error);

G_END_DECLS
