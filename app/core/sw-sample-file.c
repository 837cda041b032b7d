/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/sw-account.h"
#include "core/sw-sample-file-private.h"
#include "core/sw-source-error.h"
#include "core/sw-tick.h"

/**
 * SwSampleFile:
 *
 * One file of /proc or /sys, kept open and read whole at most once per wakeup, by a single pread() where the
 * kernel gives it in one, however many sources ask for it. The buffer grows until the file fits and is reused.
 *
 * Only for files whose text the kernel makes from memory. A file that a driver answers (a sensor, a
 * battery) can take long or for ever: read it through [class@SlowReader], never here.
 */
struct _SwSampleFile
{
  GObject parent_instance;

  char *path;
  char *buffer;
  gsize buffer_size; /* bytes, one of which is kept for the terminator */
  gsize length;      /* of the text in buffer, bytes */
  guint64 serial;    /* of the wakeup that filled buffer; 0: none */
  int fd;            /* -1: not open */
  int read_errno;    /* of that wakeup's read; 0: none */
};

#define FIRST_BUFFER_BYTES 4096
#define MAX_BUFFER_BYTES (16 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (SwSampleFile, sw_sample_file, G_TYPE_OBJECT)

static void
sw_sample_file_finalize (GObject *object)
{
  SwSampleFile *self = SW_SAMPLE_FILE (object);

  g_clear_fd (&self->fd, NULL);
  g_free (self->buffer);
  g_free (self->path);
  G_OBJECT_CLASS (sw_sample_file_parent_class)->finalize (object);
}

static void
sw_sample_file_class_init (SwSampleFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_sample_file_finalize;
}

static void
sw_sample_file_init (SwSampleFile *self)
{
  self->fd = -1;
}

SwSampleFile *
sw_sample_file_new (const char *real_path)
{
  SwSampleFile *self = g_object_new (SW_TYPE_SAMPLE_FILE, NULL);

  g_assert (real_path != NULL);
  self->path = g_strdup (real_path);
  return self;
}

/**
 * sw_sample_file_get_path:
 * @self: a sample file
 *
 * Returns: its path, the pool's root included
 */
const char *
sw_sample_file_get_path (SwSampleFile *self)
{
  g_return_val_if_fail (SW_IS_SAMPLE_FILE (self), NULL);

  return self->path;
}

/* A FIFO or a device in place of the file would block, now or later: only regular files are read. */
int
sw_sample_file_open_regular (const char *path)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;

  if (fd < 0)
    return -1;
  if (fstat (fd, &status) != 0)
    return -1;
  if (!S_ISREG (status.st_mode))
    {
      errno = EINVAL;
      return -1;
    }
  return g_steal_fd (&fd);
}

static void
grow_buffer (SwSampleFile *self)
{
  self->buffer_size = MAX (self->buffer_size * 2, FIRST_BUFFER_BYTES);
  self->buffer = g_realloc (self->buffer, self->buffer_size);
}

/* A pread that gives less than this has given all that is left. */
#define SHORT_CHUNK_BYTES 2048

static gssize
read_chunk (SwSampleFile *self, gsize offset, SwAccount *account)
{
  gssize n_bytes;

  do
    n_bytes = pread (self->fd, self->buffer + offset, self->buffer_size - 1 - offset, offset);
  while (n_bytes < 0 && errno == EINTR);
  if (n_bytes >= 0 && account != NULL)
    {
      account->reads++;
      account->bytes_read += n_bytes;
    }
  return n_bytes;
}

/* Files that the kernel makes in one piece (stat, meminfo) come whole from one pread, and a buffer that was filled to
 * the brim is enlarged and the whole read again, so that all is of one moment. Those that it makes record by
 * record (net/dev, diskstats, vmstat) come in chunks of as many records as fit in a page, however large the
 * buffer (fs/seq_file.c): a chunk that may have been cut off so is followed by another pread. */
static int
read_whole (SwSampleFile *self, SwAccount *account)
{
  gsize length = 0;
  gssize n_bytes;

  if (self->buffer == NULL)
    grow_buffer (self);
  do
    {
      n_bytes = read_chunk (self, length, account);
      if (n_bytes < 0)
        return errno;
      length += n_bytes;
      if (length < self->buffer_size - 1)
        continue;
      if (self->buffer_size >= MAX_BUFFER_BYTES)
        return EFBIG;
      grow_buffer (self);
      length = 0;
      n_bytes = SHORT_CHUNK_BYTES;
    }
  while (n_bytes >= SHORT_CHUNK_BYTES);
  self->length = length;
  self->buffer[length] = '\0';
  return 0;
}

static int
refresh (SwSampleFile *self, SwAccount *account)
{
  int result;

  if (self->fd < 0)
    self->fd = sw_sample_file_open_regular (self->path);
  if (self->fd < 0)
    return errno;
  result = read_whole (self, account);
  /* The device behind the descriptor is gone for good; a new one of the same name needs a new open. */
  if (result != 0)
    g_clear_fd (&self->fd, NULL);
  return result;
}

void
sw_sample_file_set_error (GError **error, const char *path, int read_errno)
{
  switch (read_errno)
    {
    case ENOENT:
    case ENODEV:
    case ENXIO:
    case ESRCH:
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE, "%s: %s", path,
                   g_strerror (read_errno));
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FORBIDDEN, "%s: %s", path,
                   g_strerror (read_errno));
      break;
    case EOPNOTSUPP:
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE, "%s: %s", path,
                   g_strerror (read_errno));
      break;
    default:
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, "%s: %s", path,
                   g_strerror (read_errno));
    }
}

/**
 * sw_sample_file_read:
 * @self: a sample file
 * @tick: the wakeup that asks
 * @length_bytes: (out) (optional): length of the text
 * @error: set to a [error@SourceError] on failure
 *
 * Reads the file, or gives again what was read in the same wakeup. A file that had vanished is opened
 * anew, so that a device that comes back is found.
 *
 * Returns: (nullable) (transfer none): the text, with a NUL behind it, until the next read
 */
const char *
sw_sample_file_read (SwSampleFile *self, const SwTick *tick, gsize *length_bytes, GError **error)
{
  g_return_val_if_fail (SW_IS_SAMPLE_FILE (self), NULL);
  g_return_val_if_fail (tick != NULL, NULL);

  if (self->serial != tick->serial || tick->serial == 0)
    {
      self->serial = tick->serial;
      self->read_errno = refresh (self, tick->account);
    }
  if (self->read_errno != 0)
    {
      sw_sample_file_set_error (error, self->path, self->read_errno);
      return NULL;
    }
  if (length_bytes != NULL)
    *length_bytes = self->length;
  return self->buffer;
}
