/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-unpack.h"

#define CHUNK_BYTES (64 * 1024)

/* A file of gzip (RFC 1952): members behind each other. */
typedef struct
{
  GConverter *converter;
  guint8 *in;       /* of CHUNK_BYTES, as OUT */
  gsize begin, end; /* of what is not yet converted of it */
  guint8 *out;
  guint64 n_read;
  guint64 n_written;
  int packed;
  int fd;
  gboolean at_end; /* of what is packed */
  gboolean done;
} Unpacker;

static gboolean
is_magic (const guint8 *bytes, gsize n_bytes)
{
  return n_bytes >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

/* Whether it begins as gzip does. */
gboolean
packets_is_packed (int fd)
{
  guint8 magic[2];

  return pread (fd, magic, sizeof magic, 0) == sizeof magic && is_magic (magic, sizeof magic);
}

/* FALSE with a note. */
static gboolean
write_all (int fd, const guint8 *bytes, gsize n_bytes, char **note)
{
  while (n_bytes > 0)
    {
      const gssize n_written = write (fd, bytes, n_bytes);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        {
          *note = g_strdup_printf (C_ ("packets", "The rest could not be stored: %s"),
                                   g_strerror (errno));
          return FALSE;
        }
      bytes += n_written;
      n_bytes -= n_written;
    }
  return TRUE;
}

static char *
describe_limit (guint64 max_bytes)
{
  g_autofree char *size = g_format_size (max_bytes);

  return g_strdup_printf (C_ ("packets", "The file is larger than %s, and the rest was left out"),
                          size);
}

/* FALSE with a note. */
static gboolean
refill (Unpacker *self, char **note)
{
  gssize n_bytes;

  memmove (self->in, self->in + self->begin, self->end - self->begin);
  self->end -= self->begin;
  self->begin = 0;
  do
    n_bytes = read (self->packed, self->in + self->end, CHUNK_BYTES - self->end);
  while (n_bytes < 0 && errno == EINTR);
  if (n_bytes < 0)
    {
      *note = g_strdup (g_strerror (errno));
      return FALSE;
    }
  self->at_end = n_bytes == 0;
  self->end += n_bytes;
  self->n_read += n_bytes;
  return TRUE;
}

/* After one member comes the next, or padding, which is nobody's. */
static void
end_member (Unpacker *self)
{
  if (is_magic (self->in + self->begin, self->end - self->begin))
    g_converter_reset (self->converter);
  else
    self->done = TRUE;
}

/* FALSE with a note: at its end before its time, or no gzip any more. */
static gboolean
convert (Unpacker *self, char **note)
{
  g_autoptr (GError) error = NULL;
  gsize n_read = 0, n_written = 0;
  const GConverterResult result
      = g_converter_convert (self->converter, self->in + self->begin, self->end - self->begin,
                             self->out, CHUNK_BYTES,
                             self->at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                             &n_read, &n_written, &error);

  if (result == G_CONVERTER_ERROR)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && !self->at_end)
        return TRUE;
      *note = g_strdup (C_ ("packets", "The compressed file is damaged or not whole"));
      return FALSE;
    }
  self->begin += n_read;
  self->n_written += n_written;
  if (!write_all (self->fd, self->out, n_written, note))
    return FALSE;
  if (result == G_CONVERTER_FINISHED)
    end_member (self);
  return TRUE;
}

static gboolean
step (Unpacker *self, guint64 max_bytes, char **note)
{
  if (self->end - self->begin < CHUNK_BYTES / 2 && !self->at_end && !refill (self, note))
    return FALSE;
  if (!convert (self, note))
    return FALSE;
  if (self->n_written <= max_bytes)
    return TRUE;
  *note = describe_limit (max_bytes);
  return FALSE;
}

static guint64
get_size (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
}

static gboolean
check_written (guint64 n_written, char **note, GError **error)
{
  if (n_written > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       *note != NULL ? *note : C_ ("packets", "The file is empty"));
  g_clear_pointer (note, g_free);
  return FALSE;
}

gboolean
packets_unpack (int packed,
                int fd,
                guint64 max_bytes,
                PacketsProgress *progress,
                GCancellable *cancellable,
                char **note,
                GError **error)
{
  g_autoptr (GZlibDecompressor) converter = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree guint8 *in = g_malloc (CHUNK_BYTES);
  g_autofree guint8 *out = g_malloc (CHUNK_BYTES);
  const guint64 packed_bytes = get_size (packed);
  Unpacker self
      = { .converter = G_CONVERTER (converter), .in = in, .out = out, .packed = packed, .fd = fd };

  while (!self.done && step (&self, max_bytes, note))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      packets_progress_set (progress, self.n_read, packed_bytes);
    }
  return check_written (self.n_written, note, error);
}

gboolean
packets_fetch (GInputStream *stream,
               int fd,
               guint64 max_bytes,
               GCancellable *cancellable,
               char **note,
               GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  guint64 n_written = 0;
  gssize n_bytes;

  while ((n_bytes = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, error)) > 0)
    {
      if (!write_all (fd, chunk, n_bytes, note))
        break;
      n_written += n_bytes;
      if (n_written > max_bytes)
        {
          *note = describe_limit (max_bytes);
          break;
        }
    }
  return n_bytes >= 0 && check_written (n_written, note, error);
}
