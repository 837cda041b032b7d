/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Files of several devices, of which each may fall silent by itself. One thread reads them all, as SwSlowReader does. When it
 * hangs in a device for long, that device is left to it and another thread reads the others: there is one thread, and
 * one more for each device that fell silent, however often it is asked. A device that answers again goes on with the
 * thread that hung in it, and joins the others when demand next ends.
 *
 * Each reader is given every file, and asks those of the devices that are its own. The guards of those that may sleep it
 * reads all, since SwSlowReader does so before it asks whose a file is: the kernel's power management answers them from
 * memory, whatever state the device is in. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include <glib/gi18n-lib.h>

#include "core/sw-slow-reader.h"
#include "core/sw-source.h"
#include "core/sw-tick.h"

#include "plugins/multiload/device-reader.h"

/* The ticks after which SwSlowReader too takes a round that is still under way for lost. */
#define PATIENCE_TICKS 3

/* What the threads see. Shared, because a stuck one outlives the reader; not changed once there is one, but for the
 * owners. */
typedef struct
{
  GHashTable *devices; /* path → number of its device */
  GArray *owners;      /* of int, atomic: by device, the id of the reader that asks it */
} Assignment;

typedef struct
{
  Assignment *assignment;
  int id;
  int device; /* atomic: the one whose file is being read; NO_DEVICE */
} Clerk;

#define NO_DEVICE (-1)
#define NO_OWNER 0

typedef struct
{
  SwSlowReader *reader;
  Clerk *clerk;    /* the reader's */
  int left_device; /* the one that it hung in and has alone; NO_DEVICE of the first */
  gint64 round_us; /* of its newest answers */
  guint n_late;    /* ticks in a row that brought none although it was asked before */
  gboolean asked;  /* since it was started, and since the last gap */
} Reader;

typedef struct
{
  char *path;
  char *guard_path; /* (nullable) */
  guint device;
} File;

struct _DeviceReader
{
  Assignment *assignment;
  GArray *files;      /* of File */
  GPtrArray *names;   /* of the devices */
  GPtrArray *readers; /* of Reader; the first has all devices that none of the others hung in */
  guint64 serial;     /* of the last tick that asked */
  int last_id;
  guint n_users;
};

static void
assignment_clear (Assignment *assignment)
{
  g_hash_table_unref (assignment->devices);
  g_array_unref (assignment->owners);
}

static int *
get_owner (Assignment *assignment, guint device)
{
  return &g_array_index (assignment->owners, int, device);
}

static void
clerk_free (Clerk *clerk)
{
  g_atomic_rc_box_release_full (clerk->assignment, (GDestroyNotify) assignment_clear);
  g_free (clerk);
}

static void
reader_free (Reader *reader)
{
  g_object_unref (reader->reader);
  g_free (reader);
}

static void
file_clear (File *file)
{
  g_free (file->path);
  g_free (file->guard_path);
}

/* Unlike SwSlowReader's own way it waits for what is no regular file: tests have pipes for devices that hang in open(),
 * which O_NONBLOCK would end. In sysfs there are none, and pread() refuses them. */
static int
open_waiting (const char *path)
{
  return open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

/* First it says where it goes and then asks whether it may; divide() and join() do it the other way round, so that no two
 * threads hang in one device. */
static gssize
read_own (const char *path, int *fd, char *buffer, gsize buffer_bytes, gpointer user_data)
{
  Clerk *clerk = user_data;
  const int device = GPOINTER_TO_INT (g_hash_table_lookup (clerk->assignment->devices, path));
  gssize n_bytes = -EAGAIN;

  g_atomic_int_set (&clerk->device, device);
  if (g_atomic_int_get (get_owner (clerk->assignment, device)) == clerk->id)
    n_bytes = sw_slow_reader_read_file (path, fd, buffer, buffer_bytes, open_waiting);
  g_atomic_int_set (&clerk->device, NO_DEVICE);
  return n_bytes;
}

DeviceReader *
device_reader_new (void)
{
  DeviceReader *self = g_new0 (DeviceReader, 1);

  self->assignment = g_atomic_rc_box_new0 (Assignment);
  self->assignment->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->assignment->owners = g_array_new (FALSE, TRUE, sizeof (int));
  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  g_array_set_clear_func (self->files, (GDestroyNotify) file_clear);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) reader_free);
  return self;
}

void
device_reader_free (DeviceReader *self)
{
  g_ptr_array_unref (self->readers);
  g_ptr_array_unref (self->names);
  g_array_unref (self->files);
  g_atomic_rc_box_release_full (self->assignment, (GDestroyNotify) assignment_clear);
  g_free (self);
}

static guint
find_device (DeviceReader *self, const char *name)
{
  const int no_owner = NO_OWNER;
  guint device;

  if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &device))
    return device;
  g_ptr_array_add (self->names, g_strdup (name));
  g_array_append_val (self->assignment->owners, no_owner);
  return self->names->len - 1;
}

/* Before the first round. DEVICE is any name that its files share and those of others do not. Returns the index under
 * which the answer is found. */
guint
device_reader_add (DeviceReader *self, const char *path, const char *guard_path, const char *device)
{
  const File file = { .path = g_strdup (path),
                      .guard_path = g_strdup (guard_path),
                      .device = find_device (self, device) };

  g_assert (self->readers->len == 0);
  g_array_append_val (self->files, file);
  g_hash_table_insert (self->assignment->devices, g_strdup (path), GUINT_TO_POINTER (file.device));
  return self->files->len - 1;
}

/* It asks no device yet. */
static Reader *
reader_new (DeviceReader *self)
{
  Reader *reader = g_new0 (Reader, 1);

  reader->clerk = g_new0 (Clerk, 1);
  reader->clerk->assignment = g_atomic_rc_box_acquire (self->assignment);
  reader->clerk->id = ++self->last_id;
  reader->clerk->device = NO_DEVICE;
  reader->left_device = NO_DEVICE;
  reader->reader
      = sw_slow_reader_new_with_func (read_own, reader->clerk, (GDestroyNotify) clerk_free);
  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = &g_array_index (self->files, File, i);

      sw_slow_reader_add (reader->reader, file->path, file->guard_path);
    }
  if (self->n_users > 0)
    sw_slow_reader_start (reader->reader);
  g_ptr_array_insert (self->readers, 0, reader);
  return reader;
}

/* All devices of the reader FROM go to TO, but for KEPT. Returns how many. */
static guint
hand_over (DeviceReader *self, int from, int to, int kept)
{
  guint n_devices = 0;

  for (guint i = 0; i < self->names->len; i++)
    n_devices += (int) i != kept
                 && g_atomic_int_compare_and_exchange (get_owner (self->assignment, i), from, to);
  return n_devices;
}

/* The device that the first reader hangs in stays with it; the others, if there are any, go to a new one. */
static void
divide (DeviceReader *self, const SwTick *tick)
{
  Reader *stuck = g_ptr_array_index (self->readers, 0);
  const int device = g_atomic_int_get (&stuck->clerk->device);
  const int next_id = self->last_id + 1;
  Reader *reader;

  /* It may be passing one that is another's. */
  if (device == NO_DEVICE
      || g_atomic_int_get (get_owner (self->assignment, device)) != stuck->clerk->id
      || hand_over (self, stuck->clerk->id, next_id, device) == 0)
    return;
  if (g_atomic_int_get (&stuck->clerk->device) != device)
    {
      /* It goes on after all. */
      hand_over (self, next_id, stuck->clerk->id, NO_DEVICE);
      return;
    }
  stuck->left_device = device;
  reader = reader_new (self);
  sw_slow_reader_begin (reader->reader, tick, NULL);
  reader->asked = TRUE;
}

/* Devices that no thread hangs in any more go to the first reader. */
static void
join (DeviceReader *self)
{
  const Reader *first = g_ptr_array_index (self->readers, 0);

  for (guint i = self->readers->len - 1; i > 0; i--)
    {
      const Reader *reader = g_ptr_array_index (self->readers, i);
      int *owner = get_owner (self->assignment, reader->left_device);

      /* Nobody's while it is not known whether a thread is in it. */
      g_atomic_int_set (owner, NO_OWNER);
      if (g_atomic_int_get (&reader->clerk->device) == reader->left_device)
        {
          g_atomic_int_set (owner, reader->clerk->id);
          continue;
        }
      g_atomic_int_set (owner, first->clerk->id);
      g_ptr_array_remove_index (self->readers, i);
    }
}

void
device_reader_start (DeviceReader *self)
{
  if (self->n_users++ > 0)
    return;
  for (guint i = 0; i < self->readers->len; i++)
    sw_slow_reader_start (((Reader *) g_ptr_array_index (self->readers, i))->reader);
}

void
device_reader_stop (DeviceReader *self)
{
  g_return_if_fail (self->n_users > 0);

  if (--self->n_users > 0)
    return;
  for (guint i = 0; i < self->readers->len; i++)
    {
      Reader *reader = g_ptr_array_index (self->readers, i);

      sw_slow_reader_stop (reader->reader);
      reader->n_late = 0;
      reader->asked = FALSE;
    }
  if (self->readers->len > 0)
    join (self);
}

static void
count_late (Reader *reader, const SwTick *tick)
{
  const gint64 round_us = sw_slow_reader_get_round_us (reader->reader);

  if (round_us != reader->round_us || tick->gap)
    reader->n_late = 0;
  else if (reader->asked)
    reader->n_late++;
  reader->asked = !tick->gap;
  reader->round_us = round_us;
}

/* As sw_slow_reader_begin(), also if several ask in one tick. FALSE only if no device has answers; one that is silent does
 * not concern the others. */
gboolean
device_reader_begin (DeviceReader *self, const SwTick *tick, GError **error)
{
  const gboolean is_asked_again = self->serial == tick->serial && tick->serial != 0;
  gboolean has_answers = FALSE;

  self->serial = tick->serial;
  if (self->readers->len == 0)
    hand_over (self, NO_OWNER, reader_new (self)->clerk->id, NO_DEVICE);
  for (guint i = 0; i < self->readers->len; i++)
    {
      Reader *reader = g_ptr_array_index (self->readers, i);

      has_answers |= sw_slow_reader_begin (reader->reader, tick, i == 0 ? error : NULL);
      if (!is_asked_again)
        count_late (reader, tick);
    }
  if (!is_asked_again
      && ((Reader *) g_ptr_array_index (self->readers, 0))->n_late >= PATIENCE_TICKS)
    divide (self, tick);
  if (has_answers && error != NULL)
    g_clear_error (error);
  return has_answers;
}

/* (nullable) Whose answer the file's is; NULL before the first round. */
static const Reader *
find_reader (DeviceReader *self, guint index)
{
  const guint device = g_array_index (self->files, File, index).device;

  for (guint i = 0; i < self->readers->len; i++)
    {
      const Reader *reader = g_ptr_array_index (self->readers, i);

      if (reader->clerk->id == g_atomic_int_get (get_owner (self->assignment, device)))
        return reader;
    }
  return NULL;
}

/* Of the file's device: as sw_slow_reader_get_round_us(). */
gint64
device_reader_get_round_us (DeviceReader *self, guint index)
{
  const Reader *reader = find_reader (self, index);

  return reader != NULL ? sw_slow_reader_get_round_us (reader->reader) : 0;
}

/* As sw_slow_reader_get(). */
const char *
device_reader_get (DeviceReader *self, guint index, gsize *length_bytes, GError **error)
{
  const Reader *reader = find_reader (self, index);

  if (reader != NULL && !device_reader_is_silent (self, index))
    return sw_slow_reader_get (reader->reader, index, length_bytes, error);
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT,
                       C_ ("source error", "The device does not answer"));
  return NULL;
}

gboolean
device_reader_is_asleep (DeviceReader *self, guint index)
{
  const Reader *reader = find_reader (self, index);

  return reader != NULL && sw_slow_reader_is_asleep (reader->reader, index);
}

/* Whether the file's device has let so many ticks pass without an answer that it is not waited for. */
gboolean
device_reader_is_silent (DeviceReader *self, guint index)
{
  const Reader *reader = find_reader (self, index);

  return reader != NULL && reader->n_late >= PATIENCE_TICKS;
}
