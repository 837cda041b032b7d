/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* floor-loop FILE…: the least that sampling can cost: a bare GLib loop that reads these files once a second, by one pread
 * each on descriptors that stay open, and does nothing with the text. */

#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

typedef struct
{
  int *fds;
  guint n_fds;
  char buffer[1 << 20];
} Floor;

static gboolean
on_second_passed_cb (gpointer user_data)
{
  Floor *floor = user_data;

  for (guint i = 0; i < floor->n_fds; i++)
    if (pread (floor->fds[i], floor->buffer, sizeof floor->buffer, 0) < 0)
      g_debug ("Cannot read file %u", i);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree Floor *floor = g_new0 (Floor, 1);

  floor->fds = g_new (int, argc);
  for (int i = 1; i < argc; i++)
    {
      floor->fds[floor->n_fds] = open (argv[i], O_RDONLY | O_CLOEXEC);
      if (floor->fds[floor->n_fds] >= 0)
        floor->n_fds++;
    }
  g_timeout_add_seconds (1, on_second_passed_cb, floor);
  g_main_loop_run (loop);
  return 0;
}
