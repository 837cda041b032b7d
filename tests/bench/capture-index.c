/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* capture-index FILE N_PACKETS: makes a pcapng of Ethernet frames, mean 383 bytes.
 * capture-index FILE: reads it as the page does; a line for each step, its name and CPU nanoseconds a packet. */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "plugins/packets/format/capture-store.h"

/* Ethernet, IPv4, TCP; what is not set is 0. */
#define HEADERS_BYTES 54
#define MAX_LOAD_BYTES 1448

typedef struct
{
  guint32 type, length, interface, time_high, time_low, captured, original;
} BlockHead;

static void
add (FILE *file, gconstpointer bytes, gsize n_bytes)
{
  if (fwrite (bytes, 1, n_bytes, file) != n_bytes)
    exit (1);
}

/* Packet I of one of a thousand connections, in its order there. */
static void
add_packet (FILE *file, guint i, guint32 *sequence)
{
  static const guint loads[] = { 0, 0, 40, 0, 100, 1448, 0, 300, 0, 1402 };
  static const guint8 frame[HEADERS_BYTES + MAX_LOAD_BYTES + 4];
  const guint n_load = loads[i % G_N_ELEMENTS (loads)];
  const guint n_frame = HEADERS_BYTES + n_load, padding = -n_frame % 4;
  const guint64 time = 1700000000000000000 + i * G_GUINT64_CONSTANT (5000);
  const guint32 options[] = { 4 << 16 | 2, 5, 8 << 16 | 5, i + 1, 0, 0 };
  const guint32 length = sizeof (BlockHead) + n_frame + padding + sizeof options + 4;
  const BlockHead head = { 6, length, 0, time >> 32, time, n_frame, n_frame };
  guint8 headers[HEADERS_BYTES]
      = { [12] = 8,    [14] = 0x45, [16] = (n_frame - 14) >> 8,  [17] = n_frame - 14, [23] = 6,
          [26] = 10,   [30] = 10,   [34] = (i / 10 % 1000) >> 8, [35] = i / 10,       [46] = 0x50,
          [47] = 0x10, [48] = 0xff };
  const guint32 big = GUINT32_TO_BE (sequence[i / 10 % 1000]);

  memcpy (headers + 38, &big, sizeof big);
  sequence[i / 10 % 1000] += n_load;
  add (file, &head, sizeof head);
  add (file, headers, sizeof headers);
  add (file, frame, n_load + padding);
  add (file, options, sizeof options);
  add (file, &length, sizeof length);
}

static void
make (const char *path, guint n_packets)
{
  static const guint32 start[] = { 0x0a0d0d0a,  28,         0x1a2b3c4d, 1,
                                   0xffffffff,  0xffffffff, 28, /* the section */
                                   1,           28,         1,          0,
                                   1 << 16 | 9, 9,          28 }; /* an interface, in nanoseconds */
  g_autofree guint32 *sequence = g_new0 (guint32, 1000);
  FILE *file = fopen (path, "wbe");

  if (file == NULL)
    exit (1);
  add (file, start, sizeof start);
  for (guint i = 0; i < n_packets; i++)
    add_packet (file, i, sequence);
  if (fclose (file) != 0)
    exit (1);
}

static double
cpu_ns (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

/* What no reader can do without. */
static void
read_alone (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autofree guint8 *bytes = g_malloc (256 << 10);
  gssize n;

  for (gint64 at = 0; (n = pread (fd, bytes, 256 << 10, at)) > 0; at += n)
    ;
  close (fd);
}

static void
go_through (CaptureStore *store, gboolean backward)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  const guint n_packets = capture_store_get_n_packets (store);
  Packet packet;
  TcpMark mark;

  for (guint i = 0; i < n_packets; i++)
    if (!capture_cursor_read (cursor, backward ? n_packets - 1 - i : i, &packet, &mark, NULL))
      exit (1);
}

static void
measure (const char *path)
{
  g_autoptr (CaptureStore) store = capture_store_new (open (path, O_RDONLY | O_CLOEXEC));
  gboolean at_end = FALSE;
  double times[5];
  guint n_packets;

  times[0] = cpu_ns ();
  while (!at_end)
    if (!capture_store_index (store, 1 << 20, &at_end, NULL))
      exit (1);
  times[1] = cpu_ns ();
  go_through (store, FALSE);
  times[2] = cpu_ns ();
  go_through (store, TRUE);
  times[3] = cpu_ns ();
  read_alone (path);
  times[4] = cpu_ns ();
  n_packets = capture_store_get_n_packets (store);
  for (guint i = 0; i < 4; i++)
    printf ("%s\t%.1f\n", (const char *[]) { "index", "forward", "backward", "pread alone" }[i],
            (times[i + 1] - times[i]) / n_packets);
}

int
main (int argc, char *argv[])
{
  if (argc > 2)
    make (argv[1], atoi (argv[2]));
  else
    measure (argv[1]);
  return 0;
}
