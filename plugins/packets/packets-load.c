/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plugins/packets/packets-live-file.h"
#include "plugins/packets/packets-load.h"
#include "plugins/packets/packets-unpack.h"

struct _PacketsProgress
{
  int permille; /* atomic */
};

/* Between two looks at whether the user still wants it: some milliseconds. */
#define PIECE_BYTES (1024 * 1024)

typedef struct
{
  GFile *file;
  char *cache_dir;
  guint64 max_bytes;
  PacketsProgress *progress;
} OpenData;

typedef struct
{
  CaptureStore *store;
  guint64 file_bytes;
  PacketsProgress *progress;
} IndexData;

PacketsProgress *
packets_progress_new (void)
{
  return g_atomic_rc_box_new0 (PacketsProgress);
}

PacketsProgress *
packets_progress_ref (PacketsProgress *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
packets_progress_unref (PacketsProgress *self)
{
  g_atomic_rc_box_release (self);
}

void
packets_progress_set (PacketsProgress *self, guint64 done, guint64 all)
{
  const double part = all > 0 ? (double) done / (double) all : 0;

  g_atomic_int_set (&self->permille, (int) (MIN (part, 1) * 1000));
}

/* 0 to 1 */
double
packets_progress_get (PacketsProgress *self)
{
  return g_atomic_int_get (&self->permille) / 1000.0;
}

void
packets_opened_free (PacketsOpened *self)
{
  g_clear_fd (&self->fd, NULL);
  g_free (self->note);
  g_clear_pointer (&self->left, packets_live_file_keep);
  g_free (self);
}

static void
open_data_free (OpenData *data)
{
  g_object_unref (data->file);
  g_free (data->cache_dir);
  packets_progress_unref (data->progress);
  g_free (data);
}

static int
fail (GError **error, int code, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, code, text);
  return -1;
}

/* A pipe would be waited for, a device does what it likes when it is read. */
static int
check_kind (int fd, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return fail (error, g_io_error_from_errno (errno), g_strerror (errno));
  if (S_ISDIR (status.st_mode))
    return fail (error, G_IO_ERROR_IS_DIRECTORY, C_ ("packets", "This is a folder"));
  if (!S_ISREG (status.st_mode))
    return fail (error, G_IO_ERROR_NOT_REGULAR_FILE,
                 C_ ("packets", "This is a pipe or a device. Copy what comes from it into a file, "
                                "and open that."));
  if (status.st_size == 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, C_ ("packets", "The file is empty"));
  return 0;
}

static int
open_path (const char *path, GError **error)
{
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);

  if (fd < 0)
    return fail (error, g_io_error_from_errno (errno), g_strerror (errno));
  if (check_kind (fd, error) != 0)
    return -1;
  return g_steal_fd (&fd);
}

/* What is on another machine, or a phone. */
static int
fetch (OpenData *data, GCancellable *cancellable, char **note, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (data->file, cancellable, error);
  g_autofd int fd = stream != NULL ? packets_temporary_open (data->cache_dir, error) : -1;

  if (fd < 0)
    return -1;
  if (!packets_fetch (G_INPUT_STREAM (stream), fd, data->max_bytes, cancellable, note, error))
    return -1;
  return g_steal_fd (&fd);
}

static int
unpack (OpenData *data, int packed, GCancellable *cancellable, char **note, GError **error)
{
  g_autofd int fd = packets_temporary_open (data->cache_dir, error);

  if (fd < 0)
    return -1;
  if (!packets_unpack (packed, fd, data->max_bytes, data->progress, cancellable, note, error))
    return -1;
  return g_steal_fd (&fd);
}

static void
open_thread (GTask *task,
             G_GNUC_UNUSED gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  OpenData *data = task_data;
  const char *path = g_file_peek_path (data->file);
  g_autoptr (PacketsOpened) opened = g_new0 (PacketsOpened, 1);
  g_autoptr (GError) error = NULL;

  opened->fd
      = path != NULL ? open_path (path, &error) : fetch (data, cancellable, &opened->note, &error);
  if (opened->fd >= 0 && packets_is_packed (opened->fd))
    {
      g_autofd int packed = g_steal_fd (&opened->fd);

      opened->fd = unpack (data, packed, cancellable, &opened->note, &error);
    }
  if (opened->fd >= 0 && path != NULL)
    opened->left = packets_live_file_adopt (data->cache_dir, path);
  if (opened->fd < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&opened), (GDestroyNotify) packets_opened_free);
}

void
packets_open_async (GFile *file,
                    const char *cache_dir,
                    guint64 max_bytes,
                    PacketsProgress *progress,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenData *data = g_new0 (OpenData, 1);

  data->file = g_object_ref (file);
  data->cache_dir = g_strdup (cache_dir);
  data->max_bytes = max_bytes;
  data->progress = packets_progress_ref (progress);
  g_task_set_source_tag (task, packets_open_async);
  g_task_set_task_data (task, data, (GDestroyNotify) open_data_free);
  g_task_run_in_thread (task, open_thread);
}

PacketsOpened *
packets_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
index_data_free (IndexData *data)
{
  capture_store_unref (data->store);
  packets_progress_unref (data->progress);
  g_free (data);
}

static void
index_thread (GTask *task,
              G_GNUC_UNUSED gpointer source,
              gpointer task_data,
              GCancellable *cancellable)
{
  IndexData *data = task_data;
  GError *error = NULL;
  gboolean at_end = FALSE;

  while (!at_end && !g_cancellable_is_cancelled (cancellable))
    {
      if (!capture_store_index (data->store, PIECE_BYTES, &at_end, &error))
        break;
      packets_progress_set (data->progress, capture_store_get_n_bytes (data->store),
                            data->file_bytes);
    }
  if (error == NULL)
    capture_store_finish (data->store, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
packets_index_async (CaptureStore *store,
                     guint64 file_bytes,
                     PacketsProgress *progress,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  IndexData *data = g_new0 (IndexData, 1);

  data->store = capture_store_ref (store);
  data->file_bytes = file_bytes;
  data->progress = packets_progress_ref (progress);
  g_task_set_source_tag (task, packets_index_async);
  g_task_set_task_data (task, data, (GDestroyNotify) index_data_free);
  g_task_run_in_thread (task, index_thread);
}

gboolean
packets_index_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
