/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <semaphore.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/sw-account.h"
#include "core/sw-sample-file-private.h"
#include "core/sw-slow-reader.h"
#include "core/sw-source-error.h"
#include "core/sw-tick.h"

/**
 * SwSlowReader:
 *
 * Files that a driver answers (hwmon, a battery's controller, a GPU): an answer can take milliseconds or never come,
 * so a thread of the reader's own asks, in rounds. At a tick the source calls [method@SlowReader.begin], which
 * publishes what the round before brought and starts the next one; an answer is thus one interval old, and its
 * coming wakes nobody. Descriptors stay open and buffers are used again.
 *
 * A device that never answers keeps this reader alone pending. The thread is made by the first round, ends with
 * the last [method@SlowReader.stop], and is never waited for: what it touches belongs to whoever lets go last.
 *
 * A file may have a guard, the `power/runtime_status` of its device: unless that says `active` the file is left
 * alone, so that reading never wakes hardware.
 *
 * What the kernel makes from memory is cheaper through [class@SampleFile].
 */

/* Longer than any such file can be: sysfs allows one page. */
#define MAX_BUFFER_BYTES 4096
#define FIRST_BUFFER_BYTES 64

/* How many ticks a round may stay pending while its predecessor's answers still stand. */
#define PATIENCE_TICKS 3

typedef struct
{
  char *text;
  gsize size_bytes; /* of text, one of which is kept for the terminator */
  gsize length_bytes;
  int read_errno; /* 0: none */
  gboolean asleep;
} Answer;

typedef struct
{
  char *path;
  char *guard_path; /* (nullable) */
  int fd;           /* -1: not open; the worker's */
  int guard_fd;     /* likewise */
  Answer working;   /* the worker's during a round */
  Answer published; /* the main thread's */
} SlowFile;

/* Who owns files[].working and the descriptors: the main thread in NONE and IDLE, else the worker. */
typedef enum
{
  STATE_NONE,    /* no thread */
  STATE_IDLE,    /* the thread sleeps on `wanted` */
  STATE_READING, /* a round is under way */
  STATE_LEAVING, /* the thread is to end as soon as it notices */
} SlowState;

/* What the thread touches. Shared, because a thread stuck in a read outlives the reader. */
typedef struct
{
  int n_refs; /* atomic; the reader's and the thread's */
  int state;  /* SlowState, atomic */
  sem_t wanted;
  GArray *files; /* of SlowFile; not changed once there was a thread */
  SwSlowReadFunc func;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */
} SlowShared;

struct _SwSlowReader
{
  GObject parent_instance;

  SlowShared *shared;
  guint64 serial;      /* of the last tick that called begin */
  gint64 round_us;     /* when the round under way began */
  gint64 published_us; /* when the published one did */
  guint n_users;       /* start less stop */
  guint pending_ticks; /* since when the round is under way */
  guint has_begun : 1; /* a first round was ever started */
  guint has_answers : 1;
  guint discard : 1; /* the round under way is from before a gap */
};

G_DEFINE_FINAL_TYPE (SwSlowReader, sw_slow_reader, G_TYPE_OBJECT)

static SlowState
get_state (SlowShared *shared)
{
  return g_atomic_int_get (&shared->state);
}

static gboolean
change_state (SlowShared *shared, SlowState from, SlowState to)
{
  return g_atomic_int_compare_and_exchange (&shared->state, (int) from, (int) to);
}

static void
slow_file_clear (SlowFile *file)
{
  g_clear_fd (&file->fd, NULL);
  g_clear_fd (&file->guard_fd, NULL);
  g_free (file->working.text);
  g_free (file->published.text);
  g_free (file->path);
  g_free (file->guard_path);
}

static SlowShared *
slow_shared_ref (SlowShared *shared)
{
  g_atomic_int_inc (&shared->n_refs);
  return shared;
}

static void
slow_shared_unref (SlowShared *shared)
{
  if (!g_atomic_int_dec_and_test (&shared->n_refs))
    return;
  g_array_unref (shared->files);
  sem_destroy (&shared->wanted);
  if (shared->destroy != NULL)
    shared->destroy (shared->user_data);
  g_free (shared);
}

static gssize
read_file (const char *path,
           int *fd,
           char *buffer,
           gsize buffer_bytes,
           G_GNUC_UNUSED gpointer user_data)
{
  return sw_slow_reader_read_file (path, fd, buffer, buffer_bytes, sw_sample_file_open_regular);
}

static gboolean
guard_says_active (SlowFile *file)
{
  char text[16];
  const gssize n_bytes = read_file (file->guard_path, &file->guard_fd, text, sizeof text - 1, NULL);

  if (n_bytes < 0)
    {
      g_clear_fd (&file->guard_fd, NULL);
      return FALSE;
    }
  text[n_bytes] = '\0';
  return g_str_equal (g_strchomp (text), "active");
}

static void
grow_answer (Answer *answer)
{
  answer->size_bytes = MAX (answer->size_bytes * 2, FIRST_BUFFER_BYTES);
  answer->text = g_realloc (answer->text, answer->size_bytes);
}

static void
read_answer (SlowShared *shared, SlowFile *file)
{
  Answer *answer = &file->working;
  gssize n_bytes;

  if (answer->text == NULL)
    grow_answer (answer);
  for (;;)
    {
      n_bytes = shared->func (file->path, &file->fd, answer->text, answer->size_bytes - 1,
                              shared->user_data);
      if (n_bytes < (gssize) answer->size_bytes - 1 || answer->size_bytes >= MAX_BUFFER_BYTES)
        break;
      grow_answer (answer);
    }
  answer->read_errno = n_bytes < 0 ? -n_bytes : 0;
  answer->length_bytes = MAX (n_bytes, 0);
  answer->text[answer->length_bytes] = '\0';
  /* The device may be gone for good; one that comes back under the same name needs a new open. */
  if (n_bytes < 0)
    g_clear_fd (&file->fd, NULL);
}

static void
read_round (SlowShared *shared)
{
  for (guint i = 0; i < shared->files->len; i++)
    {
      SlowFile *file = &g_array_index (shared->files, SlowFile, i);

      /* A device that never answers must not be asked on when nobody listens any more. */
      if (get_state (shared) != STATE_READING)
        return;
      file->working.asleep = file->guard_path != NULL && !guard_says_active (file);
      if (!file->working.asleep)
        read_answer (shared, file);
    }
}

static void
close_files (SlowShared *shared)
{
  for (guint i = 0; i < shared->files->len; i++)
    {
      SlowFile *file = &g_array_index (shared->files, SlowFile, i);

      g_clear_fd (&file->fd, NULL);
      g_clear_fd (&file->guard_fd, NULL);
    }
}

static gpointer
run_worker (gpointer data)
{
  SlowShared *shared = data;

  for (;;)
    {
      /* Only a round, or the order to leave, is behind each post; no spurious wakeup gets past here. */
      while (sem_wait (&shared->wanted) != 0)
        continue;
      do
        {
          read_round (shared);
          if (change_state (shared, STATE_READING, STATE_IDLE))
            break;
          close_files (shared);
          /* It fails if somebody wants to read again after all. */
          if (change_state (shared, STATE_LEAVING, STATE_NONE))
            {
              slow_shared_unref (shared);
              return NULL;
            }
        }
      while (TRUE);
    }
}

static gboolean
start_thread (SlowShared *shared, GError **error)
{
  GThread *thread;

  g_atomic_int_set (&shared->state, STATE_IDLE);
  thread = g_thread_try_new ("sw-slow-reader", run_worker, slow_shared_ref (shared), error);
  if (thread == NULL)
    {
      slow_shared_unref (shared);
      g_atomic_int_set (&shared->state, STATE_NONE);
      return FALSE;
    }
  g_thread_unref (thread);
  return TRUE;
}

/* Never waits: a thread that is stuck leaves when, and if, its read returns. */
static void
dismiss_thread (SlowShared *shared)
{
  if (change_state (shared, STATE_IDLE, STATE_LEAVING))
    sem_post (&shared->wanted);
  else if (!change_state (shared, STATE_READING, STATE_LEAVING)
           && change_state (shared, STATE_IDLE, STATE_LEAVING))
    sem_post (&shared->wanted);
}

static void
sw_slow_reader_finalize (GObject *object)
{
  SwSlowReader *self = SW_SLOW_READER (object);

  dismiss_thread (self->shared);
  slow_shared_unref (self->shared);
  G_OBJECT_CLASS (sw_slow_reader_parent_class)->finalize (object);
}

static void
sw_slow_reader_class_init (SwSlowReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_slow_reader_finalize;
}

static void
sw_slow_reader_init (SwSlowReader *self)
{
  self->shared = g_new0 (SlowShared, 1);
  self->shared->n_refs = 1;
  self->shared->func = read_file;
  self->shared->files = g_array_new (FALSE, TRUE, sizeof (SlowFile));
  g_array_set_clear_func (self->shared->files, (GDestroyNotify) slow_file_clear);
  sem_init (&self->shared->wanted, 0, 0);
}

/**
 * sw_slow_reader_new:
 *
 * Returns: (transfer full): a reader without files
 */
SwSlowReader *
sw_slow_reader_new (void)
{
  return g_object_new (SW_TYPE_SLOW_READER, NULL);
}

/**
 * sw_slow_reader_new_with_func: (skip)
 * @func: what gets an answer; called in the worker thread
 * @user_data: for @func
 * @destroy: (nullable): called in whichever thread lets go last, after the last call of @func
 *
 * For anything else that blocks and answers in a line of text, such as resolving a host's name.
 *
 * Returns: (transfer full): a reader without files
 */
SwSlowReader *
sw_slow_reader_new_with_func (SwSlowReadFunc func, gpointer user_data, GDestroyNotify destroy)
{
  SwSlowReader *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = sw_slow_reader_new ();
  self->shared->func = func;
  self->shared->user_data = user_data;
  self->shared->destroy = destroy;
  return self;
}

/**
 * sw_slow_reader_read_file: (skip)
 * @path: as for [callback@SlowReadFunc]
 * @fd: (inout): likewise
 * @buffer: likewise
 * @buffer_bytes: likewise
 * @open_func: (scope call): how to open it
 *
 * What a reader without a function of its own does, which opens regular files alone; for a function that decides
 * whether to ask at all.
 *
 * Returns: number of bytes written, or a negated errno
 */
gssize
sw_slow_reader_read_file (const char *path,
                          int *fd,
                          char *buffer,
                          gsize buffer_bytes,
                          SwSlowOpenFunc open_func)
{
  gssize n_bytes;

  if (*fd < 0)
    *fd = open_func (path);
  if (*fd < 0)
    return -errno;
  do
    n_bytes = pread (*fd, buffer, buffer_bytes, 0);
  while (n_bytes < 0 && errno == EINTR);
  return n_bytes < 0 ? -errno : n_bytes;
}

/**
 * sw_slow_reader_add:
 * @self: a reader of which no round has begun
 * @path: a file, as it is opened
 * @guard_path: (nullable): the `power/runtime_status` of its device, if it is one that sleeps
 *
 * Opens nothing yet; the file need not exist.
 *
 * Returns: the index under which the answer is found
 */
guint
sw_slow_reader_add (SwSlowReader *self, const char *path, const char *guard_path)
{
  SlowFile file = { .fd = -1, .guard_fd = -1 };

  g_return_val_if_fail (SW_IS_SLOW_READER (self) && path != NULL, 0);
  g_return_val_if_fail (!self->has_begun, 0);

  file.path = g_strdup (path);
  file.guard_path = g_strdup (guard_path);
  g_array_append_val (self->shared->files, file);
  return self->shared->files->len - 1;
}

/**
 * sw_slow_reader_get_n_files:
 * @self: a reader
 *
 * Returns: how many files it reads
 */
guint
sw_slow_reader_get_n_files (SwSlowReader *self)
{
  g_return_val_if_fail (SW_IS_SLOW_READER (self), 0);

  return self->shared->files->len;
}

/**
 * sw_slow_reader_start:
 * @self: a reader
 *
 * Says that one more source uses it. Several may: of those that ask in the same wakeup, one begins the round.
 */
void
sw_slow_reader_start (SwSlowReader *self)
{
  g_return_if_fail (SW_IS_SLOW_READER (self));

  self->n_users++;
}

/**
 * sw_slow_reader_stop:
 * @self: a reader
 *
 * Undoes one [method@SlowReader.start]. The last one ends the thread, which closes the files, and forgets the answers.
 */
void
sw_slow_reader_stop (SwSlowReader *self)
{
  g_return_if_fail (SW_IS_SLOW_READER (self));
  g_return_if_fail (self->n_users > 0);

  if (--self->n_users > 0)
    return;
  self->has_answers = FALSE;
  self->discard = TRUE;
  dismiss_thread (self->shared);
}

static void
publish (SwSlowReader *self, SwAccount *account)
{
  for (guint i = 0; i < self->shared->files->len; i++)
    {
      SlowFile *file = &g_array_index (self->shared->files, SlowFile, i);
      const Answer answer = file->working;

      file->working = file->published;
      file->published = answer;
      if (account == NULL || answer.asleep)
        continue;
      account->reads++;
      account->bytes_read += answer.length_bytes;
    }
  self->published_us = self->round_us;
  self->has_answers = TRUE;
}

static void
start_round (SwSlowReader *self, const SwTick *tick)
{
  self->has_begun = TRUE;
  self->discard = FALSE;
  self->pending_ticks = 0;
  self->round_us = tick->now_us;
  g_atomic_int_set (&self->shared->state, STATE_READING);
  sem_post (&self->shared->wanted);
}

static gboolean
set_silent (GError **error, gboolean for_long)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT,
                       for_long ? C_ ("source error", "The device does not answer")
                                : C_ ("source error", "Waiting for the device’s first answer"));
  return FALSE;
}

static gboolean
advance (SwSlowReader *self, const SwTick *tick, GError **error)
{
  SlowShared *shared = self->shared;

  /* One that was told to leave, and is still stuck or on its way out, is kept: a page shown and hidden a
   * hundred times must not leave a hundred threads stuck in the same file. */
  change_state (shared, STATE_LEAVING, STATE_READING);
  switch (get_state (shared))
    {
    case STATE_NONE:
      if (!start_thread (shared, error))
        return FALSE;
      break;
    case STATE_IDLE:
      if (!self->discard)
        publish (self, tick->account);
      break;
    case STATE_READING:
    case STATE_LEAVING:
      if (++self->pending_ticks >= PATIENCE_TICKS)
        self->has_answers = FALSE;
      return TRUE;
    }
  start_round (self, tick);
  return TRUE;
}

/**
 * sw_slow_reader_begin:
 * @self: a reader
 * @tick: the wakeup that asks
 * @error: set to a [error@SourceError] if there is no answer to be had
 *
 * Publishes the answers of the round before, if it is done, and starts the next one, if none is under way. A
 * second call in the same wakeup changes nothing. Answers from before a gap are forgotten, and so are the last ones
 * when a round has been pending for three ticks.
 *
 * Returns: whether there are answers
 */
gboolean
sw_slow_reader_begin (SwSlowReader *self, const SwTick *tick, GError **error)
{
  g_return_val_if_fail (SW_IS_SLOW_READER (self) && tick != NULL, FALSE);

  if (self->serial != tick->serial || tick->serial == 0)
    {
      self->serial = tick->serial;
      if (tick->gap)
        {
          self->discard = TRUE;
          self->has_answers = FALSE;
        }
      if (!advance (self, tick, error))
        return FALSE;
    }
  return self->has_answers || set_silent (error, self->pending_ticks >= PATIENCE_TICKS);
}

/**
 * sw_slow_reader_get_round_us:
 * @self: a reader
 *
 * Returns: when the round that brought the published answers began, CLOCK_MONOTONIC; what rates are taken between
 */
gint64
sw_slow_reader_get_round_us (SwSlowReader *self)
{
  g_return_val_if_fail (SW_IS_SLOW_READER (self), 0);

  return self->published_us;
}

/**
 * sw_slow_reader_get:
 * @self: a reader with answers
 * @index: which file
 * @length_bytes: (out) (optional): length of the text
 * @error: set to a [error@SourceError] if it could not be read
 *
 * Returns: (nullable) (transfer none): the file's text, with a NUL behind it, until the next tick; %NULL if
 *   it could not be read, or its device is asleep
 */
const char *
sw_slow_reader_get (SwSlowReader *self, guint index, gsize *length_bytes, GError **error)
{
  const SlowFile *file;

  g_return_val_if_fail (SW_IS_SLOW_READER (self), NULL);
  g_return_val_if_fail (index < self->shared->files->len, NULL);

  if (!self->has_answers)
    {
      set_silent (error, FALSE);
      return NULL;
    }
  file = &g_array_index (self->shared->files, SlowFile, index);
  if (file->published.asleep)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT,
                           C_ ("source error", "The device is asleep and is left alone"));
      return NULL;
    }
  if (file->published.read_errno != 0)
    {
      sw_sample_file_set_error (error, file->path, file->published.read_errno);
      return NULL;
    }
  if (length_bytes != NULL)
    *length_bytes = file->published.length_bytes;
  return file->published.text;
}

/**
 * sw_slow_reader_is_asleep:
 * @self: a reader
 * @index: which file
 *
 * Returns: whether the file was left alone in the published round because its device slept
 */
gboolean
sw_slow_reader_is_asleep (SwSlowReader *self, guint index)
{
  g_return_val_if_fail (SW_IS_SLOW_READER (self), FALSE);
  g_return_val_if_fail (index < self->shared->files->len, FALSE);

  return self->has_answers && g_array_index (self->shared->files, SlowFile, index).published.asleep;
}
