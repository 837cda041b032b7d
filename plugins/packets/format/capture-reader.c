/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/capture-reader.h"

#include "plugins/packets/format/format-bytes.h"
#include "plugins/packets/format/pcap-reader.h"
#include "plugins/packets/format/pcapng-constants.h"
#include "plugins/packets/format/pcapng-reader.h"

#define MAGIC_BYTES 4
/* A rare huge record doesn't keep its memory. */
#define MAX_KEPT_BYTES (1u << 20)

struct _CaptureReader
{
  const CaptureEvents *events;
  gpointer user_data;
  PcapngReader *pcapng; /* (nullable) one of the two, once the first bytes were seen */
  PcapReader *pcap;     /* (nullable) */
  GByteArray *partial;  /* the beginning of a record */
  guint64 offset;       /* of the record that is read next */
  GError *failure;      /* (nullable) it was told and is told again */
};

CaptureReader *
capture_reader_new (const CaptureEvents *events, gpointer user_data)
{
  CaptureReader *self = g_new0 (CaptureReader, 1);

  self->events = events;
  self->user_data = user_data;
  self->partial = g_byte_array_new ();
  return self;
}

void
capture_reader_free (CaptureReader *self)
{
  g_clear_pointer (&self->pcapng, pcapng_reader_free);
  g_clear_pointer (&self->pcap, pcap_reader_free);
  g_byte_array_unref (self->partial);
  g_clear_error (&self->failure);
  g_free (self);
}

static gboolean
refuse_format (GError **error)
{
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT,
                       C_ ("capture file",
                           "This is not a capture: neither pcapng nor pcap begins like this"));
  return FALSE;
}

/* FALSE with no error: more bytes are needed. */
static gboolean
find_format (CaptureReader *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (self->pcapng != NULL || self->pcap != NULL)
    return TRUE;
  if (n_bytes < MAGIC_BYTES)
    return FALSE;
  if (format_u32 (bytes, FALSE) == PCAPNG_BLOCK_SECTION)
    self->pcapng = pcapng_reader_new (self->events, self->user_data);
  else if (pcap_reader_is_magic (bytes))
    self->pcap = pcap_reader_new (self->events, self->user_data);
  else
    return refuse_format (error);
  return TRUE;
}

/* How many of BYTES the next record takes; more than N_BYTES: it is not whole, and so many are needed to go on. */
static gboolean
measure (CaptureReader *self, const guint8 *bytes, gsize n_bytes, gsize *n_needed, GError **error)
{
  GError *failure = NULL;

  if (!find_format (self, bytes, n_bytes, &failure))
    {
      *n_needed = MAGIC_BYTES;
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, failure);
      return FALSE;
    }
  return self->pcapng != NULL
             ? pcapng_reader_measure (self->pcapng, bytes, n_bytes, n_needed, error)
             : pcap_reader_measure (self->pcap, bytes, n_bytes, n_needed, error);
}

static gboolean
take (CaptureReader *self, const guint8 *record, gsize n_bytes, GError **error)
{
  if (self->pcapng != NULL
          ? !pcapng_reader_take (self->pcapng, record, n_bytes, self->offset, error)
          : !pcap_reader_take (self->pcap, record, n_bytes, self->offset, error))
    return FALSE;
  self->offset += n_bytes;
  return TRUE;
}

static gboolean
take_partial (CaptureReader *self, gsize n_bytes, GError **error)
{
  if (!take (self, self->partial->data, n_bytes, error))
    return FALSE;
  if (self->partial->len > MAX_KEPT_BYTES)
    {
      g_byte_array_unref (self->partial);
      self->partial = g_byte_array_new ();
    }
  g_byte_array_set_size (self->partial, 0);
  return TRUE;
}

/* Makes the record that is begun whole, or as whole as N_BYTES make it. *N_TAKEN of them were used. */
static gboolean
fill_partial (CaptureReader *self,
              const guint8 *bytes,
              gsize n_bytes,
              gsize *n_taken,
              GError **error)
{
  gsize n_needed;

  *n_taken = 0;
  while (measure (self, self->partial->data, self->partial->len, &n_needed, error))
    {
      gsize n;

      if (n_needed <= self->partial->len)
        return take_partial (self, n_needed, error);
      if (*n_taken == n_bytes)
        return TRUE;
      n = MIN (n_needed - self->partial->len, n_bytes - *n_taken);
      g_byte_array_append (self->partial, bytes + *n_taken, n);
      *n_taken += n;
    }
  return FALSE;
}

static gboolean
push (CaptureReader *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  gsize at = 0, n_needed;

  if (self->partial->len > 0 && !fill_partial (self, bytes, n_bytes, &at, error))
    return FALSE;
  while (at < n_bytes)
    {
      if (!measure (self, bytes + at, n_bytes - at, &n_needed, error))
        return FALSE;
      if (n_needed > n_bytes - at)
        {
          g_byte_array_append (self->partial, bytes + at, n_bytes - at);
          return TRUE;
        }
      if (!take (self, bytes + at, n_needed, error))
        return FALSE;
      at += n_needed;
    }
  return TRUE;
}

/* Where it went wrong is said for those who look into the file. */
static void
keep_failure (CaptureReader *self, GError *failure)
{
  const gboolean is_capture = self->pcapng != NULL || self->pcap != NULL;

  if (is_capture && g_error_matches (failure, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT))
    {
      g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, self->offset);
      g_autofree char *reason = g_strdup (failure->message);

      g_clear_error (&failure);
      g_set_error (&failure, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT,
                   /* Translators: the first part is a number, the second says what is wrong. */
                   C_ ("capture file", "The capture cannot be read from byte %s on: %s"), offset,
                   reason);
    }
  self->failure = failure;
}

/* Packets before an error were told of. */
gboolean
capture_reader_push (CaptureReader *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  GError *failure = NULL;

  if (self->failure == NULL && !push (self, bytes, n_bytes, &failure))
    keep_failure (self, failure);
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

/* No more bytes come. */
gboolean
capture_reader_finish (CaptureReader *self, GError **error)
{
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  if (self->pcapng == NULL && self->pcap == NULL)
    return refuse_format (error);
  if (self->partial->len == 0)
    return TRUE;
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_TRUNCATED,
                       C_ ("capture file", "The capture ends in the middle of a packet"));
  return FALSE;
}
