/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* convert-capture FILE: prints a line for each packet: interface, link type, nanoseconds, captured and original bytes, flags,
 * id, drop count, queue, the bytes.
 * convert-capture FILE OUT pcapng|pcap [INDEX...]: writes OUT with those packets, or all. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugins/packets/format/capture-writer.h"
#include "tests/plugins/packets/hex-text.h"

static void
check (gboolean good, GError **error)
{
  if (good)
    return;
  fprintf (stderr, "%s\n", (*error)->message);
  exit (1);
}

static CaptureStore *
read_capture (const char *path)
{
  CaptureStore *store = capture_store_new (open (path, O_RDONLY | O_CLOEXEC));
  GError *error = NULL;
  gboolean at_end = FALSE;

  while (!at_end)
    check (capture_store_index (store, 1 << 20, &at_end, &error), &error);
  check (capture_store_finish (store, &error), &error);
  return store;
}

static void
print_packet (CaptureStore *store, const Packet *packet)
{
  g_auto (CaptureInterface) interface = { 0 };
  g_autoptr (GString) hex = g_string_new (NULL);

  capture_store_get_interface (store, packet->interface, &interface);
  hex_text_add (hex, packet->bytes, packet->captured_bytes);
  printf ("%s\t%u\t%" G_GINT64_FORMAT "\t%u\t%u\t%u\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT
          "\t%u\t%s\n",
          interface.name, packet->link_type, packet->time_ns, packet->captured_bytes,
          packet->original_bytes, packet->flags, packet->packet_id, packet->dropped, packet->queue,
          hex->str);
}

static void
print_packets (CaptureStore *store)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);

  for (guint i = 0; i < capture_store_get_n_packets (store); i++)
    {
      GError *error = NULL;
      Packet packet;

      check (capture_cursor_read (cursor, i, &packet, NULL, &error), &error);
      print_packet (store, &packet);
    }
}

static gboolean
on_piece_written_cb (gpointer file, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (fwrite (bytes, 1, n_bytes, file) == n_bytes)
    return TRUE;
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_WRITE, g_strerror (errno));
  return FALSE;
}

static void
write_capture (CaptureStore *store, const char *path, const char *format, char **indices, guint n)
{
  g_autofree guint *numbers = g_new (guint, n + 1);
  FILE *file = fopen (path, "wbe");
  GError *error = NULL;
  CaptureLosses losses;

  for (guint i = 0; i < n; i++)
    numbers[i] = atoi (indices[i]);
  check (capture_writer_write (store,
                               g_str_equal (format, "pcap") ? CAPTURE_WRITER_PCAP
                                                            : CAPTURE_WRITER_PCAPNG,
                               n > 0 ? numbers : NULL, n, on_piece_written_cb, file, &losses,
                               &error),
         &error);
  if (fclose (file) != 0)
    exit (1);
}

int
main (int argc, char *argv[])
{
  g_autoptr (CaptureStore) store = read_capture (argv[1]);

  if (argc < 4)
    print_packets (store);
  else
    write_capture (store, argv[2], argv[3], argv + 4, argc - 4);
  return 0;
}
