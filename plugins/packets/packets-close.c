/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "plugins/packets/packets-close.h"

static void
close_thread (GTask *task,
              G_GNUC_UNUSED gpointer source,
              gpointer fd,
              G_GNUC_UNUSED GCancellable *cancellable)
{
  close (GPOINTER_TO_INT (fd));
  g_task_return_boolean (task, TRUE);
}

/* One with a name stays as it is, and its lock must not outlive who holds it: that is closed here and now. */
void
packets_close (int fd)
{
  g_autoptr (GTask) task = NULL;
  struct stat status;

  if (fstat (fd, &status) != 0 || status.st_nlink > 0)
    {
      close (fd);
      return;
    }
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, packets_close);
  g_task_set_task_data (task, GINT_TO_POINTER (fd), NULL);
  g_task_run_in_thread (task, close_thread);
}
