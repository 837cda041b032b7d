/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plugins/packets/format/capture-writer.h"
#include "plugins/packets/packets-save.h"

#define MAX_NAMES_TRIED 16

typedef struct
{
  CaptureStore *store;
  GFile *file;
  guint *indices; /* (nullable) */
  guint n_indices;
  PacketsProgress *progress;
  char *note; /* (nullable) */
} SaveData;

/* Where the writer's pieces go. */
typedef struct
{
  GConverter *packer; /* (nullable) */
  GCancellable *cancellable;
  PacketsProgress *progress;
  guint64 n_bytes;   /* taken so far */
  guint64 all_bytes; /* about as many will come */
  int fd;
  guint8 buffer[64 * 1024];
} Sink;

static void
save_data_free (SaveData *data)
{
  capture_store_unref (data->store);
  g_object_unref (data->file);
  g_free (data->indices);
  packets_progress_unref (data->progress);
  g_free (data->note);
  g_free (data);
}

static gboolean
fail (GError **error)
{
  const int code = errno;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize n_bytes, GError **error)
{
  while (n_bytes > 0)
    {
      const gssize n_written = write (fd, bytes, n_bytes);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return fail (error);
      bytes += n_written;
      n_bytes -= n_written;
    }
  return TRUE;
}

/* FLAGS: whether these are the last. */
static gboolean
pack (Sink *self, const guint8 *bytes, gsize n_bytes, GConverterFlags flags, GError **error)
{
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (n_bytes > 0 || (flags != G_CONVERTER_NO_FLAGS && result != G_CONVERTER_FINISHED))
    {
      gsize n_read, n_written;

      result = g_converter_convert (self->packer, bytes, n_bytes, self->buffer, sizeof self->buffer,
                                    flags, &n_read, &n_written, error);
      if (result == G_CONVERTER_ERROR || !write_all (self->fd, self->buffer, n_written, error))
        return FALSE;
      bytes += n_read;
      n_bytes -= n_read;
    }
  return TRUE;
}

static gboolean
on_write_cb (gpointer user_data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Sink *self = user_data;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  self->n_bytes += n_bytes;
  packets_progress_set (self->progress, self->n_bytes, self->all_bytes);
  if (self->packer != NULL)
    return pack (self, bytes, n_bytes, G_CONVERTER_NO_FLAGS, error);
  return write_all (self->fd, bytes, n_bytes, error);
}

static gboolean
has_ending (const char *path, const char *ending)
{
  const gsize path_bytes = strlen (path), ending_bytes = strlen (ending);

  return path_bytes > ending_bytes
         && g_ascii_strcasecmp (path + path_bytes - ending_bytes, ending) == 0;
}

/* Whoever writes .pcap wants that, whatever it loses; everything else is the format that loses nothing. */
static CaptureWriterFormat
choose_format (const char *path)
{
  return has_ending (path, ".pcap") || has_ending (path, ".pcap.gz") || has_ending (path, ".cap")
                 || has_ending (path, ".cap.gz")
             ? CAPTURE_WRITER_PCAP
             : CAPTURE_WRITER_PCAPNG;
}

/* Of a selection, were its packets as long as all. */
static guint64
estimate_bytes (SaveData *data)
{
  const guint64 n_bytes = capture_store_get_n_bytes (data->store);
  const guint n_packets = capture_store_get_n_packets (data->store);

  if (data->indices == NULL || n_packets == 0)
    return n_bytes;
  return (guint64) ((double) n_bytes * data->n_indices / n_packets);
}

static gboolean
write_packets (SaveData *data, const char *path, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GZlibCompressor) packer
      = has_ending (path, ".gz") ? g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1) : NULL;
  g_autofree Sink *sink = g_new0 (Sink, 1);
  CaptureLosses losses = CAPTURE_LOSS_NONE;

  sink->packer = packer != NULL ? G_CONVERTER (packer) : NULL;
  sink->cancellable = cancellable;
  sink->progress = data->progress;
  sink->all_bytes = estimate_bytes (data);
  sink->fd = fd;
  if (!capture_writer_write (data->store, choose_format (path), data->indices, data->n_indices,
                             on_write_cb, sink, &losses, error))
    return FALSE;
  data->note = capture_losses_describe (losses);
  return packer == NULL || pack (sink, NULL, 0, G_CONVERTER_INPUT_AT_END, error);
}

/* As the file that it replaces. */
static void
keep_mode (int fd, const char *path)
{
  struct stat status;

  if (stat (path, &status) == 0)
    fchmod (fd, status.st_mode & 0777);
}

/* In the folder of PATH, without a name where its file system has such files, so that nothing is left of it whatever happens;
 * else with the NAME that is returned. */
static int
open_beside (const char *path, char **name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);

  *name = NULL;
  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
    return fd;
  *name = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (*name, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    g_clear_pointer (name, g_free);
  return fd;
}

/* A name in place of none: a link cannot replace a file, only a name can. */
static gboolean
give_name (int fd, const char *path, char **name)
{
  g_autofree char *source = g_strdup_printf ("/proc/self/fd/%d", fd);

  for (guint i = 0; i < MAX_NAMES_TRIED; i++)
    {
      g_autofree char *tried = g_strdup_printf ("%s.%08x", path, g_random_int ());

      if (linkat (AT_FDCWD, source, AT_FDCWD, tried, AT_SYMLINK_FOLLOW) == 0)
        {
          *name = g_steal_pointer (&tried);
          return TRUE;
        }
      if (errno != EEXIST)
        return FALSE;
    }
  return FALSE;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0)
    fsync (fd);
}

/* On the disk before it has the name, and the name too: after a loss of power it is the old file or the new one. To write it out
 * can take longer than all before, so it is asked for the last time whether to behind it. */
static gboolean
put_in_place (int fd, const char *path, char **name, GCancellable *cancellable, GError **error)
{
  if (fsync (fd) != 0)
    return fail (error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if ((*name == NULL && !give_name (fd, path, name)) || rename (*name, path) != 0)
    return fail (error);
  g_clear_pointer (name, g_free);
  sync_folder (path);
  return TRUE;
}

static gboolean
save (SaveData *data, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autofd int fd = open_beside (path, &name);
  gboolean saved;

  if (fd < 0)
    return fail (error);
  keep_mode (fd, path);
  saved = write_packets (data, path, fd, cancellable, error)
          && put_in_place (fd, path, &name, cancellable, error);
  if (name != NULL)
    g_unlink (name);
  return saved;
}

/* What a link stands for is replaced, not the link. */
static char *
resolve (const char *path)
{
  g_autofree char *real = realpath (path, NULL);

  return g_strdup (real != NULL ? real : path);
}

static void
save_thread (GTask *task,
             G_GNUC_UNUSED gpointer source,
             gpointer task_data,
             GCancellable *cancellable)
{
  SaveData *data = task_data;
  const char *given = g_file_peek_path (data->file);
  g_autofree char *path = given != NULL ? resolve (given) : NULL;
  GError *error = NULL;

  if (path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             C_ ("packets", "A capture can only be saved to a folder of this "
                                            "machine"));
  else if (!save (data, path, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
packets_save_async (CaptureStore *store,
                    GFile *file,
                    const guint *indices,
                    guint n_indices,
                    PacketsProgress *progress,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  SaveData *data = g_new0 (SaveData, 1);

  data->store = capture_store_ref (store);
  data->file = g_object_ref (file);
  if (indices != NULL)
    data->indices = g_memdup2 (indices, n_indices * sizeof *indices);
  data->n_indices = n_indices;
  data->progress = packets_progress_ref (progress);
  g_task_set_source_tag (task, packets_save_async);
  g_task_set_task_data (task, data, (GDestroyNotify) save_data_free);
  /* What is in its place already is saved, whatever was asked for meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, save_thread);
}

gboolean
packets_save_finish (GAsyncResult *result, char **note, GError **error)
{
  SaveData *data = g_task_get_task_data (G_TASK (result));

  *note = g_steal_pointer (&data->note);
  return g_task_propagate_boolean (G_TASK (result), error);
}
