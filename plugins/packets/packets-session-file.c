/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/sw-plural.h"

#include "plugins/packets/format/paste.h"
#include "plugins/packets/packets-close.h"
#include "plugins/packets/packets-save.h"
#include "plugins/packets/packets-session-private.h"

/* Captures that are there already: files, pasted bytes, what a crash left. */

/* What is good of it, in words. */
static char *
describe_rest (PacketsSession *self, const char *what)
{
  const guint n = capture_store_get_n_packets (self->store);
  g_autofree char *shown
      = g_strdup_printf (sw_plural ("packets", "%'u packet before that is shown.",
                                    "%'u packets before that are shown.", n),
                         n);

  return n == 0 ? g_strdup (what) : g_strdup_printf ("%s. %s", what, shown);
}

static const char *
get_index_title (PacketsSession *self, const GError *error)
{
  switch ((CaptureStoreError) error->code)
    {
    case CAPTURE_STORE_ERROR_TRUNCATED:
      return C_ ("packets", "The File Ends in the Middle of a Packet");
    case CAPTURE_STORE_ERROR_FORMAT:
      return capture_store_get_n_packets (self->store) == 0
                 ? C_ ("packets", "This Is No Capture File")
                 : C_ ("packets", "The File Is Damaged");
    case CAPTURE_STORE_ERROR_LIMIT:
      return C_ ("packets", "The File Has Too Many Packets");
    case CAPTURE_STORE_ERROR_READ:
    case CAPTURE_STORE_ERROR_WRITE:
    default:
      return C_ ("packets", "The File Cannot Be Read");
    }
}

static void
on_indexed_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *explanation = NULL;

  packets_index_finish (result, &error);
  if (packets_session_is_cancelled (error))
    return;
  /* What unpacking complained of is why the rest is not whole. */
  if (self->note != NULL || error != NULL)
    explanation = describe_rest (self, self->note != NULL ? self->note : error->message);
  if (error != NULL)
    packets_session_set_problem (self, get_index_title (self, error), explanation, NULL);
  else if (self->note != NULL)
    packets_session_set_problem (self, C_ ("packets", "The File Is Not Whole"), explanation, NULL);
  packets_session_settle (self);
}

static void
on_opened_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PacketsOpened) opened = packets_open_finish (result, &error);
  struct stat status = { 0 };

  if (packets_session_is_cancelled (error))
    return;
  if (opened == NULL)
    {
      packets_session_set_problem (self, C_ ("packets", "The File Cannot Be Opened"),
                                   error->message, NULL);
      packets_session_settle (self);
      return;
    }
  fstat (opened->fd, &status);
  self->note = g_steal_pointer (&opened->note);
  self->live = g_steal_pointer (&opened->left);
  self->unsaved = self->live != NULL;
  self->store = capture_store_new (g_steal_fd (&opened->fd));
  capture_store_set_close_func (self->store, packets_close);
  packets_session_tell (self);
  packets_index_async (self->store, status.st_size, self->progress, self->under_way, on_indexed_cb,
                       g_object_ref (self));
}

void
packets_session_open (PacketsSession *self, GFile *file)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PACKETS_IS_SESSION (self) && G_IS_FILE (file));

  name = g_file_get_basename (file);
  packets_session_begin (self, PACKETS_SESSION_LOADING,
                         name != NULL ? g_filename_display_name (name) : NULL);
  packets_open_async (file, self->cache_dir, PACKETS_MAX_UNPACKED_BYTES, self->progress,
                      self->under_way, on_opened_cb, g_object_ref (self));
}

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

/* In pcapng, in our own byte order: what begins a section with one interface. */
static void
append_section (GByteArray *bytes, guint16 link_type, guint32 limit_bytes)
{
  const guint32 head[] = {
    /* section header block: magic, version 1.0, length not known */
    0x0a0d0d0a,
    28,
    0x1a2b3c4d,
    1,
    G_MAXUINT32,
    G_MAXUINT32,
    28,
    /* interface description block */
    1,
    20,
    link_type,
    limit_bytes,
    20,
  };

  g_byte_array_append (bytes, (const guint8 *) head, sizeof head);
}

/* A frame without a time is a simple packet block, which is always of the section's first interface. One that is shorter
 * than it was says so by the interface's limit, which is its length then. */
static void
append_frame (GByteArray *bytes, const PastedPacket *packet)
{
  gsize n_bytes;
  const guint8 *frame = g_bytes_get_data (packet->bytes, &n_bytes);
  const guint32 padded_bytes = ((guint32) n_bytes + 3) & ~3u;
  const guint8 padding[3] = { 0 };

  append_u32 (bytes, 3);
  append_u32 (bytes, 16 + padded_bytes);
  append_u32 (bytes, packet->original_bytes);
  g_byte_array_append (bytes, frame, (guint) n_bytes);
  g_byte_array_append (bytes, padding, padded_bytes - (guint32) n_bytes);
  append_u32 (bytes, 16 + padded_bytes);
}

/* Whether the frame's length follows from a section with that limit (0: none). */
static gboolean
fits (const PastedPacket *packet, guint32 limit_bytes)
{
  const guint32 limit = limit_bytes > 0 ? limit_bytes : G_MAXUINT32;

  return g_bytes_get_size (packet->bytes) == MIN (packet->original_bytes, limit);
}

static gboolean
append_pasted (CaptureStore *store, GPtrArray *packets, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const PastedPacket *before = NULL;
  guint32 limit_bytes = 0;

  for (guint i = 0; i < packets->len; i++)
    {
      const PastedPacket *packet = g_ptr_array_index (packets, i);

      g_byte_array_set_size (bytes, 0);
      if (before == NULL || before->link_type != packet->link_type || !fits (packet, limit_bytes))
        {
          limit_bytes = fits (packet, 0) ? 0 : (guint32) g_bytes_get_size (packet->bytes);
          append_section (bytes, packet->link_type, limit_bytes);
        }
      append_frame (bytes, packet);
      if (!capture_store_append (store, bytes->data, bytes->len, error))
        return FALSE;
      before = packet;
    }
  return capture_store_finish (store, error);
}

void
packets_session_open_pasted (PacketsSession *self, GPtrArray *packets)
{
  g_autoptr (GError) error = NULL;
  int fd;

  g_return_if_fail (PACKETS_IS_SESSION (self) && packets != NULL);

  packets_session_begin (self, PACKETS_SESSION_READY,
                         g_strdup (C_ ("packets title", "Pasted Bytes")));
  fd = memfd_create ("stillwatch-packets", MFD_CLOEXEC);
  if (fd >= 0)
    {
      self->store = capture_store_new (fd);
      append_pasted (self->store, packets, &error);
    }
  if (fd < 0 || error != NULL)
    packets_session_set_problem (self, C_ ("packets", "The Bytes Cannot Be Shown"),
                                 error != NULL ? error->message : NULL, NULL);
  packets_session_settle (self);
}

static void
list_left_thread (GTask *task,
                  G_GNUC_UNUSED gpointer source,
                  gpointer task_data,
                  G_GNUC_UNUSED GCancellable *cancellable)
{
  g_autoptr (GPtrArray) paths = packets_live_file_list_left (task_data);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths->pdata[i]));
  g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_left_listed_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *left = g_task_propagate_pointer (G_TASK (result), &error);

  if (left != NULL)
    g_task_return_pointer (task, left, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* The worker's task may be let go of by its thread last: it must not be what holds the session. */
void
packets_session_list_left_async (PacketsSession *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) worker = NULL;
  GTask *task;

  g_return_if_fail (PACKETS_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, packets_session_list_left_async);
  worker = g_task_new (NULL, cancellable, on_left_listed_cb, task);
  g_task_set_source_tag (worker, list_left_thread);
  g_task_set_task_data (worker, g_strdup (self->cache_dir), g_free);
  g_task_run_in_thread (worker, list_left_thread);
}

GPtrArray *
packets_session_list_left_finish (PacketsSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Of which store, and whether it was all of it. */
typedef struct
{
  CaptureStore *store;
  gboolean is_whole;
  char *note; /* (nullable) what was lost */
} SaveData;

static void
save_data_free (SaveData *data)
{
  capture_store_unref (data->store);
  g_free (data->note);
  g_free (data);
}

/* What was saved whole needs no file of ours any more; the store reads on from its descriptor. */
static void
on_saved_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PacketsSession *self = g_task_get_source_object (task);
  SaveData *data = g_task_get_task_data (task);
  GError *error = NULL;

  self->n_saving--;
  packets_session_tell (self);
  if (!packets_save_finish (result, &data->note, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (data->is_whole && data->store == self->store && self->state == PACKETS_SESSION_READY)
    {
      self->unsaved = FALSE;
      g_clear_pointer (&self->live, packets_live_file_discard);
    }
  g_task_return_boolean (task, TRUE);
}

void
packets_session_save_async (PacketsSession *self,
                            GFile *file,
                            const guint *indices,
                            guint n_indices,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  SaveData *data;

  g_return_if_fail (PACKETS_IS_SESSION (self) && G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, packets_session_save_async);
  /* What is saved is told as saved, even if somebody thought better of it in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->store == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               C_ ("packets", "There is nothing to save"));
      g_object_unref (task);
      return;
    }
  data = g_new0 (SaveData, 1);
  data->store = capture_store_ref (self->store);
  data->is_whole = indices == NULL && self->state == PACKETS_SESSION_READY && !self->cut_short;
  g_task_set_task_data (task, data, (GDestroyNotify) save_data_free);
  g_clear_pointer (&self->saving, packets_progress_unref);
  self->saving = packets_progress_new ();
  self->n_saving++;
  packets_session_tell (self);
  packets_save_async (self->store, file, indices, n_indices, self->saving, cancellable, on_saved_cb,
                      task);
}

/* (transfer full) (nullable) what the format of the saved file cannot hold, in a sentence. */
char *
packets_session_dup_losses (PacketsSession *self, GAsyncResult *result)
{
  const SaveData *data;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  data = g_task_get_task_data (G_TASK (result));
  return data != NULL ? g_strdup (data->note) : NULL;
}

gboolean
packets_session_save_finish (PacketsSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
