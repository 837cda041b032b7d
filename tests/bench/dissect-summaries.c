/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* dissect-summaries FILE: reads a capture once and makes the summary of each of its packets, as the page does of those in
 * sight; nothing is printed. --text FILE: prints a line for each. */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/format/capture-store.h"

static void
print (guint index, const Dissection *dissection)
{
  printf ("%u\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\n", index + 1, dissection->packet->time_ns,
          dissection->protocol, dissection->source.text, dissection->destination.text,
          dissection->summary.text);
}

static gboolean
summarise (CaptureStore *store, gboolean text, GError **error)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  const guint n_packets = capture_store_get_n_packets (store);
  Dissection dissection;
  Packet packet;

  dissection_init (&dissection);
  for (guint i = 0; i < n_packets; i++)
    {
      if (!capture_cursor_read (cursor, i, &packet, &dissection.tcp, error))
        return FALSE;
      dissect_packet (&dissection, &packet);
      if (text)
        print (i, &dissection);
    }
  return TRUE;
}

int
main (int argc, char *argv[])
{
  const gboolean text = argc > 2 && g_str_equal (argv[1], "--text");
  const int fd = argc > 1 ? open (argv[argc - 1], O_RDONLY | O_CLOEXEC) : -1;
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gboolean at_end = FALSE;

  if (fd < 0)
    return 2;
  store = capture_store_new (fd);
  while (!at_end && capture_store_index (store, G_MAXUINT32, &at_end, &error))
    ;
  if (!at_end || !summarise (store, text, &error))
    {
      fprintf (stderr, "%s: %s\n", argv[argc - 1], error != NULL ? error->message : "not whole");
      return 1;
    }
  return 0;
}
