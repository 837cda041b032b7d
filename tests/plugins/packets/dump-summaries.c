/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* dump-summaries FILE: one line for each packet of a capture, "index protocol source destination summary" with tabs
 * between them. --fields FILE: below it all of its fields, "level offset length name text". --cost FILE: CPU seconds for
 * a million summaries, nothing printed of each. */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "plugins/packets/dissect/tcp-flows.h"
#include "plugins/packets/format/capture-store.h"

#define COST_ROUNDS 5

typedef struct
{
  GArray *packets; /* of Packet, their bytes owned */
  GArray *marks;   /* of TcpMark */
} Capture;

static double
get_cpu_s (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
read_packets (Capture *self, CaptureStore *store)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);

  for (guint i = 0; i < capture_store_get_n_packets (store); i++)
    {
      Packet packet;
      TcpMark mark;

      if (!capture_cursor_read (cursor, i, &packet, &mark, NULL))
        break;
      g_array_append_val (self->marks, mark);
      packet.bytes = g_memdup2 (packet.bytes, packet.captured_bytes);
      g_array_append_val (self->packets, packet);
    }
}

/* What following all connections takes; the store has done it already. */
static double
measure_connections (const Capture *self)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  const double begin_s = get_cpu_s ();
  TcpMarks marks;

  for (guint i = 0; i < self->packets->len; i++)
    tcp_flows_note (flows, &g_array_index (self->packets, Packet, i), &marks);
  return get_cpu_s () - begin_s;
}

static void
print_fields (const DissectTree *tree)
{
  for (guint i = 0; tree != NULL && i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      printf ("\t%u\t%u\t%u\t%s\t%s\n", field->level, field->offset, field->n_bytes, field->name,
              field->text);
    }
}

static void
dissect_all (const Capture *self, gboolean print, DissectTree *tree)
{
  Dissection dissection;

  dissection_init (&dissection);
  dissection.tree = tree;
  for (guint i = 0; i < self->packets->len; i++)
    {
      dissection.tcp = g_array_index (self->marks, TcpMark, i);
      dissect_packet (&dissection, &g_array_index (self->packets, Packet, i));
      if (!print)
        continue;
      printf ("%u\t%s\t%s\t%s\t%s\n", i + 1, dissection.protocol, dissection.source.text,
              dissection.destination.text, dissection.summary.text);
      print_fields (tree);
    }
}

static void
print_cost (const Capture *self)
{
  const double millions = self->packets->len / 1e6;
  const double connections_s = measure_connections (self);
  const double begin_s = get_cpu_s ();

  for (guint i = 0; i < COST_ROUNDS; i++)
    dissect_all (self, FALSE, NULL);
  printf ("%u packets; CPU seconds per million: summaries %.3f, connections %.3f\n",
          self->packets->len, (get_cpu_s () - begin_s) / COST_ROUNDS / millions,
          connections_s / millions);
}

static gboolean
run (const char *path, const char *option, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (CaptureStore) store = capture_store_new (fd);
  Capture capture
      = { g_array_new (FALSE, TRUE, sizeof (Packet)), g_array_new (FALSE, TRUE, sizeof (TcpMark)) };
  g_autoptr (DissectTree) tree = g_str_equal (option, "--fields") ? dissect_tree_new () : NULL;
  gboolean at_end = FALSE;

  while (!at_end)
    if (!capture_store_index (store, G_MAXUINT32, &at_end, error))
      break;
  read_packets (&capture, store);
  if (g_str_equal (option, "--cost"))
    print_cost (&capture);
  else
    dissect_all (&capture, TRUE, tree);
  for (guint i = 0; i < capture.packets->len; i++)
    g_free ((gpointer) g_array_index (capture.packets, Packet, i).bytes);
  g_array_unref (capture.packets);
  g_array_unref (capture.marks);
  return at_end;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    return 2;
  if (!run (argv[argc - 1], argc > 2 ? argv[1] : "", &error))
    {
      fprintf (stderr, "%s: %s\n", argv[argc - 1], error != NULL ? error->message : "not whole");
      return 1;
    }
  return 0;
}
