/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a CaptureReader tells, as text: a line for each event, only what is not as usual. */

#pragma once

#include "plugins/packets/format/capture-reader.h"

static inline void
log_time (GString *log, const char *name, gint64 time_ns)
{
  if (time_ns != PACKET_NO_TIME)
    g_string_append_printf (log, " %s=%" G_GINT64_FORMAT, name, time_ns);
}

static inline void
log_number (GString *log, const char *name, guint64 value)
{
  if (value != 0)
    g_string_append_printf (log, " %s=%" G_GUINT64_FORMAT, name, value);
}

static inline void
log_text (GString *log, const char *name, const char *text)
{
  if (text != NULL)
    g_string_append_printf (log, " %s=%s", name, text);
}

static gboolean
log_interface (gpointer log,
               const CaptureInterface *interface,
               const CaptureContext *context,
               G_GNUC_UNUSED GError **error)
{
  g_string_append_printf (log, "interface %u '%s'", context->interface, interface->name);
  log_number (log, "link", interface->link_type);
  log_number (log, "snap", interface->snap_bytes);
  log_number (log, "section", interface->section);
  log_number (log, "ifindex", interface->ifindex);
  log_text (log, "description", interface->description);
  log_text (log, "filter", interface->filter);
  g_string_append_c (log, '\n');
  return TRUE;
}

static gboolean
log_packet (gpointer log,
            const Packet *packet,
            G_GNUC_UNUSED guint64 offset,
            G_GNUC_UNUSED guint32 record_bytes,
            G_GNUC_UNUSED GError **error)
{
  g_string_append_printf (log, "packet on %u", packet->interface);
  log_time (log, "time", packet->time_ns);
  g_string_append_printf (log, " '%.*s'", (int) packet->captured_bytes,
                          (const char *) packet->bytes);
  if (packet->original_bytes != packet->captured_bytes)
    log_number (log, "of", packet->original_bytes);
  log_number (log, "flags", packet->flags);
  log_number (log, "id", packet->packet_id);
  log_number (log, "dropped", packet->dropped);
  if (packet->queue != G_MAXUINT32)
    g_string_append_printf (log, " queue=%u", packet->queue);
  g_string_append_c (log, '\n');
  return TRUE;
}

static void
log_statistics (gpointer log,
                guint32 interface,
                const CaptureStatistics *statistics,
                CaptureInterfaceState state)
{
  g_string_append_printf (log, "counted %u", interface);
  log_time (log, "time", statistics->time_ns);
  log_number (log, "in", statistics->in_packets);
  log_number (log, "in_bytes", statistics->in_bytes);
  log_number (log, "out", statistics->out_packets);
  log_number (log, "out_bytes", statistics->out_bytes);
  log_number (log, "received", statistics->received);
  log_number (log, "kernel", statistics->dropped_by_kernel);
  log_number (log, "us", statistics->dropped_by_us);
  log_number (log, "state", state);
  g_string_append_c (log, '\n');
}

static const CaptureEvents log_events = {
  .interface_added = log_interface,
  .packet_read = log_packet,
  .interface_counted = log_statistics,
};
