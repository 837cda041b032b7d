/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What must hold of all that a reader of captures tells, whatever it reads. */

#pragma once

#include <string.h>

#include "plugins/packets/format/capture-record.h"
#include "tests/fuzz/sw-fuzz.h"

typedef struct
{
  const guint8 *record; /* that is being read */
  gsize n_bytes;
  guint64 offset;
  guint n_interfaces;
} FuzzCapture;

static gboolean
fuzz_interface_added (gpointer user_data,
                      const CaptureInterface *interface,
                      const CaptureContext *context,
                      G_GNUC_UNUSED GError **error)
{
  FuzzCapture *self = user_data;

  g_assert_cmpuint (context->interface, ==, self->n_interfaces++);
  g_assert_true (g_utf8_validate (interface->name, -1, NULL));
  g_assert_true (interface->description == NULL
                 || g_utf8_validate (interface->description, -1, NULL));
  g_assert_true (interface->filter == NULL || g_utf8_validate (interface->filter, -1, NULL));
  return TRUE;
}

static gboolean
fuzz_packet_read (gpointer user_data,
                  const Packet *packet,
                  guint64 offset,
                  guint32 record_bytes,
                  G_GNUC_UNUSED GError **error)
{
  FuzzCapture *self = user_data;

  g_assert_cmpuint (packet->interface, <, self->n_interfaces);
  g_assert_cmpuint (packet->captured_bytes, <=, packet->original_bytes);
  g_assert_true (packet->bytes >= self->record);
  g_assert_true (packet->bytes + packet->captured_bytes <= self->record + self->n_bytes);
  g_assert_cmpuint (offset, ==, self->offset);
  g_assert_cmpuint (record_bytes, ==, self->n_bytes);
  return TRUE;
}

static void
fuzz_interface_counted (gpointer user_data,
                        guint32 interface,
                        G_GNUC_UNUSED const CaptureStatistics *statistics,
                        CaptureInterfaceState state)
{
  FuzzCapture *self = user_data;

  g_assert_cmpuint (interface, <, self->n_interfaces);
  g_assert_cmpint (state, <=, CAPTURE_INTERFACE_GONE);
}

static const CaptureEvents fuzz_events = {
  .interface_added = fuzz_interface_added,
  .packet_read = fuzz_packet_read,
  .interface_counted = fuzz_interface_counted,
};

/* Of a reader of type READER, whose functions have the prefix NAME. */
#define FUZZ_RECORDS(Reader, name) \
  int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) \
  { \
    FuzzCapture capture = { 0 }; \
    g_autoptr (Reader) reader = name##_new (&fuzz_events, &capture); \
    gsize n_needed; \
\
    while (name##_measure (reader, data + capture.offset, size - capture.offset, &n_needed, NULL) \
           && n_needed <= size - capture.offset) \
      { \
        g_assert_cmpuint (n_needed, >, 0); \
        capture.record = data + capture.offset; \
        capture.n_bytes = n_needed; \
        if (!name##_take (reader, capture.record, n_needed, capture.offset, NULL)) \
          break; \
        capture.offset += n_needed; \
      } \
    return 0; \
  }
