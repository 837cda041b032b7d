/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Holds a CaptureReader to what it must tell of a capture made by hand: in one piece, in pieces, cut anywhere. */

#pragma once

#include "tests/plugins/packets/capture-builder.h"
#include "tests/plugins/packets/capture-log.h"

typedef struct
{
  const char *name;
  void (*build) (CaptureBuilder *builder);
  const char *expected; /* what capture-log.h makes of it */
} CaptureCase;

/* In pieces of at most MAX_PIECE bytes, of random size. */
static inline char *
check_read (const guint8 *bytes, gsize n_bytes, gsize max_piece, GError **error)
{
  GString *log = g_string_new (NULL);
  g_autoptr (CaptureReader) reader = capture_reader_new (&log_events, log);
  gboolean good = TRUE;

  for (gsize at = 0, n; good && at < n_bytes; at += n)
    {
      g_autofree guint8 *piece = NULL; /* of its own, so that a sanitizer sees who keeps it */

      n = max_piece == n_bytes ? n_bytes : (gsize) g_test_rand_int_range (1, max_piece + 1);
      n = MIN (n, n_bytes - at);
      piece = g_memdup2 (bytes + at, n);
      good = capture_reader_push (reader, piece, n, error);
    }
  if (good)
    capture_reader_finish (reader, error);
  else
    g_assert_false (capture_reader_push (reader, bytes, n_bytes, NULL)); /* it stays so */
  return g_string_free (log, FALSE);
}

static inline void
check_pieces (const CaptureBuilder *builder, const char *expected)
{
  const gsize n_bytes = builder->bytes->len;
  const gsize sizes[] = { n_bytes, 1, 3, 16, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *log = check_read (builder->bytes->data, n_bytes, sizes[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (log, ==, expected);
    }
}

/* What is before the cut is told as ever; only between two records it is no error. */
static inline void
check_cuts (const CaptureBuilder *builder, const char *expected)
{
  guint n_good = 0;

  for (gsize n_bytes = 1; n_bytes <= builder->bytes->len; n_bytes++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *log = check_read (builder->bytes->data, n_bytes, n_bytes, &error);

      g_assert_true (g_str_has_prefix (expected, log));
      if (error == NULL)
        n_good++;
      else if (n_bytes >= 4)
        g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_TRUNCATED);
    }
  g_assert_cmpuint (n_good, ==, builder->n_records);
}

static inline void
check_case (gconstpointer data)
{
  const CaptureCase *this_case = data;

  for (guint swapped = 0; swapped < 2; swapped++)
    {
      CaptureBuilder builder = builder_new (swapped);

      this_case->build (&builder);
      check_pieces (&builder, this_case->expected);
      check_cuts (&builder, this_case->expected);
      g_byte_array_unref (builder.bytes);
    }
}

/* The error is the format's, and what is before it was told. */
static inline void
check_refused (gconstpointer data)
{
  const CaptureCase *this_case = data;

  for (guint i = 0; i < 4; i++)
    {
      CaptureBuilder builder = builder_new (i % 2);
      g_autoptr (GError) error = NULL;
      g_autofree char *log = NULL;

      this_case->build (&builder);
      log = check_read (builder.bytes->data, builder.bytes->len, i < 2 ? builder.bytes->len : 7,
                        &error);
      g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT);
      g_assert_cmpstr (log, ==, this_case->expected);
      g_byte_array_unref (builder.bytes);
    }
}
