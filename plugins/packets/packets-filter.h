/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Capture filters in BPF's language (pcap-filter(7)), compiled here, without rights, for the helper. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A user's own text; what is longer only keeps libpcap's optimiser busy. */
#define PACKETS_MAX_FILTER_BYTES 4096

#define PACKETS_FILTER_ERROR (packets_filter_error_quark ())

/* PACKETS_FILTER_ERROR_SYNTAX: libpcap, or this program, does not take it; the message says why. */
typedef enum
{
  PACKETS_FILTER_ERROR_SYNTAX,
} PacketsFilterError;

GQuark packets_filter_error_quark (void);

gboolean packets_filter_has_names (const char *filter);
char *packets_filter_check (const char *filter, guint16 link_type);
GStrv packets_filter_build_arguments (const char *filter, GError **error);

G_END_DECLS
