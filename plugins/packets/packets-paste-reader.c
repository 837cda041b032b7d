/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-paste-reader.h"

static void
read_thread (GTask *task,
             G_GNUC_UNUSED gpointer source,
             gpointer text,
             G_GNUC_UNUSED GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *packets;

  /* A later text has taken its place while it waited for a thread. */
  if (g_task_return_error_if_cancelled (task))
    return;
  packets = paste_read (text, strlen (text), &error);
  if (packets != NULL)
    g_task_return_pointer (task, packets, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Reads TEXT (transfer full), which may be long, in a thread. */
void
packets_paste_read_async (char *text,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, packets_paste_read_async);
  g_task_set_task_data (task, text, g_free);
  g_task_run_in_thread (task, read_thread);
}

/* Returns: (transfer full): what paste_read() does */
GPtrArray *
packets_paste_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
