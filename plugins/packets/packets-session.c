/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-filter.h"
#include "plugins/packets/packets-session-private.h"

/* At most ten times a second views are told that something is new. */
#define TELL_INTERVAL_US (100 * G_TIME_SPAN_MILLISECOND)

typedef enum
{
  SIGNAL_CHANGED,
} PacketsSessionSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (PacketsSession, packets_session, G_TYPE_OBJECT)

/* How far a file is read or written changes without a word. */
static gboolean
on_told_cb (SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  g_autoptr (PacketsSession) self = g_object_ref (user_data);

  sw_job_set_paused (job, self->state != PACKETS_SESSION_LOADING && self->n_saving == 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

void
packets_session_tell (PacketsSession *self)
{
  if (self->teller != NULL)
    sw_job_set_paused (self->teller, FALSE);
}

void
packets_session_set_state (PacketsSession *self, PacketsSessionState state)
{
  self->state = state;
  packets_session_tell (self);
}

/* PROBLEM (nullable): nothing any more. All are copied. */
void
packets_session_set_problem (PacketsSession *self,
                             const char *problem,
                             const char *explanation,
                             const char *remedy)
{
  g_set_str (&self->problem, problem);
  g_set_str (&self->explanation, explanation);
  g_set_str (&self->remedy, remedy);
  self->asks_administrator = FALSE;
  packets_session_tell (self);
}

gboolean
packets_session_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whatever is under way ends without a word. */
static void
cancel (PacketsSession *self)
{
  g_cancellable_cancel (self->under_way);
  g_clear_object (&self->under_way);
  g_clear_pointer (&self->progress, packets_progress_unref);
  if (self->feed != NULL)
    packets_feed_close (self->feed);
  g_clear_object (&self->feed);
}

/* Leaves what there was and begins something. TITLE (nullable) is taken. */
void
packets_session_begin (PacketsSession *self, PacketsSessionState state, char *title)
{
  cancel (self);
  g_clear_pointer (&self->live, packets_live_file_discard);
  g_clear_pointer (&self->store, capture_store_unref);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->title, g_free);
  self->title = title;
  self->under_way = g_cancellable_new ();
  self->progress = packets_progress_new ();
  self->unsaved = FALSE;
  self->capped = FALSE;
  self->cut_short = FALSE;
  self->captured_here = FALSE;
  packets_session_set_problem (self, NULL, NULL, NULL);
  packets_session_set_state (self, state);
}

/* No more comes. What brought no packet is as if it had not been. */
void
packets_session_settle (PacketsSession *self)
{
  if (self->store != NULL && capture_store_get_n_packets (self->store) == 0
      && self->problem != NULL)
    {
      g_clear_pointer (&self->store, capture_store_unref);
      g_clear_pointer (&self->live, packets_live_file_discard);
      g_clear_pointer (&self->title, g_free);
    }
  packets_session_set_state (self,
                             self->store != NULL ? PACKETS_SESSION_READY : PACKETS_SESSION_EMPTY);
}

/* Only closing throws packets away. */
static void
let_go_of_file (PacketsSession *self)
{
  if (self->live != NULL && packets_session_get_unsaved (self))
    g_clear_pointer (&self->live, packets_live_file_keep);
  g_clear_pointer (&self->live, packets_live_file_discard);
}

void
packets_session_end (PacketsSession *self)
{
  cancel (self);
  let_go_of_file (self);
  if (self->teller != NULL)
    sw_job_remove (self->teller);
  g_clear_object (&self->teller);
  g_clear_pointer (&self->store, capture_store_unref);
  self->state = PACKETS_SESSION_EMPTY;
}

static void
packets_session_dispose (GObject *object)
{
  PacketsSession *self = PACKETS_SESSION (object);

  packets_session_end (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (packets_session_parent_class)->dispose (object);
}

static void
packets_session_finalize (GObject *object)
{
  PacketsSession *self = PACKETS_SESSION (object);

  g_clear_pointer (&self->saving, packets_progress_unref);
  g_free (self->owner);
  g_free (self->cache_dir);
  g_free (self->title);
  g_free (self->note);
  g_free (self->problem);
  g_free (self->explanation);
  g_free (self->remedy);
  G_OBJECT_CLASS (packets_session_parent_class)->finalize (object);
}

static void
packets_session_class_init (PacketsSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_session_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PACKETS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
packets_session_init (PacketsSession *self)
{
  self->max_bytes = PACKETS_DEFAULT_MAX_BYTES;
}

/* OWNER: of its jobs and watches. CACHE_DIR need not be there yet. */
PacketsSession *
packets_session_new (SwScheduler *scheduler, const char *owner, const char *cache_dir)
{
  PacketsSession *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler), NULL);
  g_return_val_if_fail (owner != NULL && cache_dir != NULL, NULL);

  self = g_object_new (PACKETS_TYPE_SESSION, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  self->cache_dir = g_strdup (cache_dir);
  self->teller = g_object_ref (sw_scheduler_add_job (scheduler, owner, "packets changed",
                                                     TELL_INTERVAL_US, on_told_cb, self, NULL));
  sw_job_set_paused (self->teller, TRUE);
  return self;
}

void
packets_session_set_max_bytes (PacketsSession *self, guint64 max_bytes)
{
  g_return_if_fail (PACKETS_IS_SESSION (self));

  self->max_bytes = max_bytes;
}

/* Throws away what is not saved. */
void
packets_session_close (PacketsSession *self)
{
  g_return_if_fail (PACKETS_IS_SESSION (self));

  packets_session_begin (self, PACKETS_SESSION_EMPTY, NULL);
}

PacketsSessionState
packets_session_get_state (PacketsSession *self)
{
  return self->state;
}

CaptureStore *
packets_session_get_store (PacketsSession *self)
{
  return self->store;
}

const char *
packets_session_get_title (PacketsSession *self)
{
  return self->title;
}

gboolean
packets_session_get_unsaved (PacketsSession *self)
{
  const gboolean more = self->cut_short || self->state == PACKETS_SESSION_LOADING;

  /* What a crash left may have packets that were not read so far. */
  return self->unsaved && self->store != NULL
         && (more || capture_store_get_n_packets (self->store) > 0);
}

gboolean
packets_session_get_captured_here (PacketsSession *self)
{
  return self->captured_here;
}

double
packets_session_get_progress (PacketsSession *self)
{
  return self->progress != NULL ? packets_progress_get (self->progress) : 0;
}

double
packets_session_get_saving (PacketsSession *self)
{
  return self->n_saving > 0 ? packets_progress_get (self->saving) : -1;
}

guint64
packets_session_get_skipped (PacketsSession *self)
{
  guint64 dropped, skipped = 0;

  if (self->store != NULL)
    capture_store_count_lost (self->store, &dropped, &skipped);
  return skipped;
}

const char *
packets_session_get_problem (PacketsSession *self)
{
  return self->problem;
}

const char *
packets_session_get_explanation (PacketsSession *self)
{
  return self->explanation;
}

const char *
packets_session_get_remedy (PacketsSession *self)
{
  return self->remedy;
}

gboolean
packets_session_get_can_ask_administrator (PacketsSession *self)
{
  return self->asks_administrator;
}

char *
packets_session_check_filter (const char *filter, guint16 link_type)
{
  return packets_filter_check (filter, link_type);
}
