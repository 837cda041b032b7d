/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/packets/capture/output.h"
#include "plugins/packets/capture/options.h"
#include "plugins/packets/capture/pcapng.h"

/* Several blocks of the ring, for a reader that takes a moment. */
#define BACKLOG_BYTES ((size_t) 1024 * 1024)
/* Written while the processor has them near. */
#define CHUNK_BYTES ((size_t) 64 * 1024)
/* Behind it there is always room for one block, and behind that for one that is looked at and not kept. */
#define BLOCK_BYTES ((size_t) OPTIONS_MAX_SNAP_BYTES + PCAPNG_MAX_BLOCK_BYTES)
/* What the kernel lets anybody ask for (/proc/sys/fs/pipe-max-size): fewer wakeups of the reader. */
#define PIPE_BYTES (1024 * 1024)

int
output_init (Output *self, int fd)
{
  struct stat status;

  *self = (Output) { .fd = fd, .buffer = malloc (BACKLOG_BYTES + 2 * BLOCK_BYTES) };
  if (self->buffer == NULL || fstat (fd, &status) != 0)
    return errno;
  self->waits = !S_ISFIFO (status.st_mode) && !S_ISSOCK (status.st_mode);
  if (!self->waits)
    {
      fcntl (fd, F_SETPIPE_SZ, PIPE_BYTES);
      if (fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK) != 0)
        return errno;
    }
  return 0;
}

void
output_clear (Output *self)
{
  free (self->buffer);
  *self = (Output) { .fd = -1 };
}

uint8_t *
output_get_scratch (Output *self)
{
  return self->buffer + self->n_bytes;
}

uint8_t *
output_get_room (Output *self)
{
  if (self->n_bytes >= CHUNK_BYTES)
    output_flush (self);
  return self->n_bytes < BACKLOG_BYTES ? output_get_scratch (self) : NULL;
}

void
output_commit (Output *self, size_t n_bytes)
{
  self->n_bytes += n_bytes;
}

/* What is out makes room; a little of it is not worth moving all the rest. */
static void
compact (Output *self)
{
  if (self->n_begun < self->n_bytes && self->n_begun < BACKLOG_BYTES / 4)
    return;
  self->n_bytes -= self->n_begun;
  memmove (self->buffer, self->buffer + self->n_begun, self->n_bytes);
  self->n_begun = 0;
}

bool
output_flush (Output *self)
{
  while (self->n_begun < self->n_bytes && !self->full && !output_is_over (self))
    {
      const ssize_t n
          = write (self->fd, self->buffer + self->n_begun, self->n_bytes - self->n_begun);

      if (n >= 0)
        self->n_begun += (size_t) n;
      else if (errno == EPIPE || errno == ECONNRESET)
        self->closed = true;
      else if (errno == EAGAIN)
        self->full = true;
      else if (errno != EINTR)
        self->error = errno;
    }
  compact (self);
  return self->n_bytes == 0;
}

void
output_retry (Output *self)
{
  self->full = false;
}

bool
output_is_over (const Output *self)
{
  return self->closed || self->error != 0;
}
