/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gstdio.h>

#include "core/sw-account.h"
#include "core/sw-scheduler.h"

#include "plugins/packets/packets-feed.h"

struct _PacketsFeed
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  GSubprocess *process;  /* (nullable) until closed */
  GCancellable *waiting; /* for its end */
  SwWatch *watch;        /* (nullable) borrowed: of the capture */
  SwWatch *words_watch;  /* (nullable) borrowed: of standard error */
  SwJob *deadline;       /* (nullable) borrowed: of a feed that was asked to end */
  guint8 *buffer;        /* of CHUNK_BYTES */
  GString *words;        /* the last of standard error */
  PacketsFeedBytesFunc bytes_func;
  PacketsFeedEndedFunc ended_func; /* (nullable) once told, or closed */
  gpointer user_data;
  gsize pipe_bytes; /* what it holds */
  int fd;           /* -1: at its end */
  int words_fd;     /* the same */
  int exit_code;
  guint unreachable : 1;
  guint exited : 1;
  guint full : 1; /* the pipe was, of late */
  guint stopped : 1;
};

#define PIPE_BYTES (1024 * 1024)
#define SMALLEST_PIPE_BYTES 4096
/* Found in the pipe at once, as parts of it: from so much on it is read as often as it may be, from so little on no longer. */
#define FULL_PART 2
#define EMPTY_PART 8
#define CHUNK_BYTES (128 * 1024)
#define MAX_WORDS_BYTES 4096
/* A program that talks without end is not listened to faster than this. */
#define MAX_WORDS_PER_FIRING (16 * 1024)
/* For what it still has to write when it was asked to end. */
#define GRACE_US SW_SECOND_US

G_DEFINE_FINAL_TYPE (PacketsFeed, packets_feed, G_TYPE_OBJECT)

static void
close_bytes (PacketsFeed *self)
{
  g_clear_pointer (&self->watch, sw_watch_remove);
  g_clear_fd (&self->fd, NULL);
}

static void
close_words (PacketsFeed *self)
{
  g_clear_pointer (&self->words_watch, sw_watch_remove);
  g_clear_fd (&self->words_fd, NULL);
}

/* Keeps the end. FALSE: no more will come. */
static gboolean
read_words (PacketsFeed *self)
{
  char chunk[1024];
  gsize n_read = 0;

  while (n_read < MAX_WORDS_PER_FIRING)
    {
      const gssize n_bytes = read (self->words_fd, chunk, sizeof chunk);

      if (n_bytes < 0 && errno == EINTR)
        continue;
      if (n_bytes <= 0)
        return n_bytes < 0 && errno == EAGAIN;
      n_read += n_bytes;
      g_string_append_len (self->words, chunk, n_bytes);
      if (self->words->len > MAX_WORDS_BYTES)
        g_string_erase (self->words, 0, self->words->len - MAX_WORDS_BYTES);
    }
  return TRUE;
}

static void
on_words_readable_cb (G_GNUC_UNUSED SwWatch *watch,
                      G_GNUC_UNUSED GIOCondition condition,
                      gpointer user_data)
{
  PacketsFeed *self = user_data;

  if (!read_words (self))
    close_words (self);
}

/* Its last words are in the pipe when it is gone; a child of its own that keeps the pipe open is not waited for. */
static void
tell_end (PacketsFeed *self)
{
  PacketsFeedEndedFunc ended_func = self->ended_func;

  if (self->words_fd >= 0)
    read_words (self);
  close_bytes (self);
  close_words (self);
  g_clear_pointer (&self->deadline, sw_job_remove);
  g_cancellable_cancel (self->waiting);
  self->ended_func = NULL;
  if (ended_func != NULL)
    ended_func (self->user_data);
}

static void
tell_end_if_done (PacketsFeed *self)
{
  if (self->exited && self->fd < 0)
    tell_end (self);
}

static void
set_pace (PacketsFeed *self, gsize n_read)
{
  if (self->watch == NULL
      || (self->full ? n_read > self->pipe_bytes / EMPTY_PART
                     : n_read < self->pipe_bytes / FULL_PART))
    return;
  self->full = !self->full;
  sw_watch_set_interval_us (self->watch,
                            self->full ? PACKETS_FEED_FULL_INTERVAL_US : PACKETS_FEED_INTERVAL_US);
}

/* FALSE: no more will come. */
static gboolean
read_bytes (PacketsFeed *self)
{
  gsize n_read = 0;

  while (n_read < PACKETS_FEED_MAX_BYTES && self->fd >= 0)
    {
      const gsize room = MIN (CHUNK_BYTES, PACKETS_FEED_MAX_BYTES - n_read);
      const gssize n_bytes = read (self->fd, self->buffer, room);

      if (self->watch != NULL)
        sw_watch_book_read (self->watch, MAX (n_bytes, 0));
      if (n_bytes < 0 && errno == EINTR)
        continue;
      if (n_bytes == 0 || (n_bytes < 0 && errno != EAGAIN))
        return FALSE;
      if (n_bytes < 0)
        break;
      n_read += n_bytes;
      self->bytes_func (self->buffer, n_bytes, self->user_data);
    }
  set_pace (self, n_read);
  return self->fd >= 0;
}

static void
on_bytes_readable_cb (G_GNUC_UNUSED SwWatch *watch,
                      G_GNUC_UNUSED GIOCondition condition,
                      gpointer user_data)
{
  g_autoptr (PacketsFeed) self = g_object_ref (user_data);

  if (read_bytes (self))
    return;
  close_bytes (self);
  tell_end_if_done (self);
}

static void
on_exited_cb (GObject *process, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsFeed) self = user_data;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL))
    return;
  self->exited = TRUE;
  self->exit_code = g_subprocess_get_if_exited (G_SUBPROCESS (process))
                        ? g_subprocess_get_exit_status (G_SUBPROCESS (process))
                        : -g_subprocess_get_term_sig (G_SUBPROCESS (process));
  tell_end_if_done (self);
}

static void
packets_feed_dispose (GObject *object)
{
  PacketsFeed *self = PACKETS_FEED (object);

  packets_feed_close (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (packets_feed_parent_class)->dispose (object);
}

static void
packets_feed_finalize (GObject *object)
{
  PacketsFeed *self = PACKETS_FEED (object);

  g_free (self->owner);
  g_free (self->buffer);
  g_string_free (self->words, TRUE);
  g_object_unref (self->waiting);
  G_OBJECT_CLASS (packets_feed_parent_class)->finalize (object);
}

static void
packets_feed_class_init (PacketsFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_feed_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_feed_finalize;
}

static void
packets_feed_init (PacketsFeed *self)
{
  self->fd = -1;
  self->words_fd = -1;
  self->buffer = g_malloc (CHUNK_BYTES);
  self->words = g_string_new (NULL);
  self->waiting = g_cancellable_new ();
}

/* Reading never waits; writing does, or the helper makes its own end not wait. */
static gboolean
open_pipe (GUnixPipe *pipe, GError **error)
{
  return g_unix_pipe_open (pipe, O_CLOEXEC, error)
         && g_unix_set_fd_nonblocking (g_unix_pipe_get (pipe, G_UNIX_PIPE_END_READ), TRUE, error);
}

static gboolean
start (PacketsFeed *self, const char *const *argv, GError **error)
{
  /* Nothing is written to it: what runs on another host sees by its end that nobody reads any more. */
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_auto (GUnixPipe) bytes = G_UNIX_PIPE_INIT;
  g_auto (GUnixPipe) words = G_UNIX_PIPE_INIT;

  if (!open_pipe (&bytes, error) || !open_pipe (&words, error))
    return FALSE;
  /* Where that is refused (a user's pipes share an allowance) the pipe is as small as any, and more is only counted. */
  fcntl (g_unix_pipe_get (&bytes, G_UNIX_PIPE_END_READ), F_SETPIPE_SZ, PIPE_BYTES);
  self->pipe_bytes = (gsize) MAX (fcntl (g_unix_pipe_get (&bytes, G_UNIX_PIPE_END_READ),
                                         F_GETPIPE_SZ),
                                  SMALLEST_PIPE_BYTES);
  g_subprocess_launcher_take_stdout_fd (launcher,
                                        g_unix_pipe_steal (&bytes, G_UNIX_PIPE_END_WRITE));
  g_subprocess_launcher_take_stderr_fd (launcher,
                                        g_unix_pipe_steal (&words, G_UNIX_PIPE_END_WRITE));
  self->process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (self->process == NULL)
    return FALSE;
  self->fd = g_unix_pipe_steal (&bytes, G_UNIX_PIPE_END_READ);
  self->words_fd = g_unix_pipe_steal (&words, G_UNIX_PIPE_END_READ);
  return TRUE;
}

PacketsFeed *
packets_feed_new (SwScheduler *scheduler,
                  const char *owner,
                  const char *const *argv,
                  gboolean unreachable,
                  PacketsFeedBytesFunc bytes_func,
                  PacketsFeedEndedFunc ended_func,
                  gpointer user_data,
                  GError **error)
{
  g_autoptr (PacketsFeed) self = NULL;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);
  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);

  self = g_object_new (PACKETS_TYPE_FEED, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  self->unreachable = !!unreachable;
  self->bytes_func = bytes_func;
  self->ended_func = ended_func;
  self->user_data = user_data;
  if (!start (self, argv, error))
    return NULL;
  self->watch = sw_scheduler_add_watch (scheduler, owner, "packets", self->fd, G_IO_IN,
                                        PACKETS_FEED_INTERVAL_US, on_bytes_readable_cb, self, NULL);
  self->words_watch = sw_scheduler_add_watch (scheduler, owner, "messages", self->words_fd, G_IO_IN,
                                              SW_SECOND_US, on_words_readable_cb, self, NULL);
  g_subprocess_wait_async (self->process, self->waiting, on_exited_cb, g_object_ref (self));
  return g_steal_pointer (&self);
}

/* Whoever runs as somebody else is not waited for: it ends when it finds nobody to write to. */
static void
give_up (PacketsFeed *self)
{
  read_bytes (self);
  close_bytes (self);
  if (!self->unreachable && self->process != NULL)
    g_subprocess_force_exit (self->process);
  tell_end (self);
}

/* The first run may come at once, the second a whole interval later. Who cannot be asked is not waited for. */
static gboolean
on_grace_ended_cb (SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  g_autoptr (PacketsFeed) self = g_object_ref (user_data);

  if (self->unreachable || sw_job_get_account (job)->runs > 1)
    give_up (self);
  return TRUE;
}

void
packets_feed_stop (PacketsFeed *self)
{
  g_return_if_fail (PACKETS_IS_FEED (self));

  if (self->stopped || self->ended_func == NULL)
    return;
  self->stopped = TRUE;
  if (!self->unreachable)
    g_subprocess_send_signal (self->process, SIGINT);
  self->deadline = sw_scheduler_add_job (self->scheduler, self->owner, "packets end", GRACE_US,
                                         on_grace_ended_cb, self, NULL);
  if (self->unreachable)
    sw_job_run_soon (self->deadline);
}

void
packets_feed_close (PacketsFeed *self)
{
  g_return_if_fail (PACKETS_IS_FEED (self));

  self->ended_func = NULL;
  g_cancellable_cancel (self->waiting);
  close_bytes (self);
  close_words (self);
  g_clear_pointer (&self->deadline, sw_job_remove);
  if (self->process != NULL && !self->exited && !self->unreachable)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

gboolean
packets_feed_get_full (PacketsFeed *self)
{
  return self->full;
}

gboolean
packets_feed_get_stopped (PacketsFeed *self)
{
  return self->stopped;
}

int
packets_feed_get_exit_code (PacketsFeed *self)
{
  return self->exit_code;
}

char *
packets_feed_dup_words (PacketsFeed *self)
{
  g_autofree char *valid = g_utf8_make_valid (self->words->str, -1);

  return g_strdup (g_strstrip (valid));
}
