/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <poll.h>

#include "core/sw-clock.h"
#include "core/sw-scheduler-private.h"

/**
 * SwWatch:
 *
 * A descriptor that the scheduler's source waits for, with a rate. After it fires it is not polled again until its
 * next grid point, so that a flood of events costs one wakeup per interval. Made by [method@Scheduler.add_watch], owned by
 * the scheduler until [method@Watch.remove].
 */

/* So often an error that its callback does not take away is told. */
#define MAX_ERRORS 8

G_DEFINE_FINAL_TYPE (SwWatch, sw_watch, G_TYPE_OBJECT)

static void
sw_watch_finalize (GObject *object)
{
  SwWatch *self = SW_WATCH (object);

  g_free (self->owner);
  g_free (self->name);
  G_OBJECT_CLASS (sw_watch_parent_class)->finalize (object);
}

static void
sw_watch_class_init (SwWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_watch_finalize;
}

static void
sw_watch_init (SwWatch *self)
{
  self->poll.fd = -1;
  self->rearm_us = SW_NEVER_US;
}

SwWatch *
sw_watch_new (SwScheduler *scheduler, const char *owner, const char *name)
{
  SwWatch *self = g_object_new (SW_TYPE_WATCH, NULL);

  self->scheduler = scheduler;
  self->owner = g_strdup (owner);
  self->name = g_strdup (name);
  return self;
}

gint64
sw_watch_get_window_end_us (SwWatch *self)
{
  return self->rearm_us == SW_NEVER_US ? SW_NEVER_US : self->rearm_us + self->interval_us / 10;
}

void
sw_watch_arm (SwWatch *self)
{
  self->rearm_us = SW_NEVER_US;
  if (self->armed)
    return;
  self->armed = TRUE;
  self->poll.revents = 0;
  g_main_context_add_poll (self->scheduler->context, &self->poll, G_PRIORITY_DEFAULT);
}

static void
disarm (SwWatch *self)
{
  if (!self->armed)
    return;
  self->armed = FALSE;
  g_main_context_remove_poll (self->scheduler->context, &self->poll);
}

static GIOCondition
poll_now (SwWatch *self)
{
  struct pollfd entry = { .fd = self->poll.fd, .events = (short) self->poll.events };

  return poll (&entry, 1, 0) > 0 ? (GIOCondition) entry.revents : 0;
}

/* Nothing but an error or a hang-up would be seen for ever. Kernel files that announce a change (sysfs attributes,
 * mountinfo) do so with an error beside what was asked for. */
static gboolean
is_dead (SwWatch *self, GIOCondition seen)
{
  return (seen & self->poll.events & ~(G_IO_ERR | G_IO_HUP | G_IO_NVAL)) == 0;
}

/* Those files tell a change once, or until they are read again: after the callback they are quiet. An error that still
 * stands is there for ever, and would be told for ever: a PSI trigger that the kernel refused, or whose cgroup is gone
 * (Documentation/accounting/psi.rst), a pipe that is written to and that nobody reads. Looking takes a change away
 * that came just then, so that it is kept for the next time. */
static void
look_for_errors (SwWatch *self, GIOCondition seen, gint64 now_us)
{
  const GIOCondition left = seen & G_IO_ERR ? poll_now (self) : 0;

  if (!(left & G_IO_ERR))
    {
      self->n_errors = 0;
      return;
    }
  disarm (self);
  if (++self->n_errors >= MAX_ERRORS)
    {
      self->rearm_us = SW_NEVER_US;
      return;
    }
  self->left = left;
  if (self->interval_us == SW_WATCH_EVERY_EVENT)
    self->rearm_us = now_us;
}

/* Runs the callback, which may do anything, this watch's removal included. */
static void
fire (SwWatch *self, GIOCondition seen, gint64 now_us)
{
  g_autoptr (SwWatch) kept = g_object_ref (self);
  SwScheduler *scheduler = self->scheduler;
  const gboolean dead = is_dead (self, seen);
  gint64 begin_ns, busy_ns;

  self->account.runs++;
  if (dead)
    {
      disarm (self);
      self->rearm_us = SW_NEVER_US;
    }
  else if (self->interval_us != SW_WATCH_EVERY_EVENT)
    {
      disarm (self);
      self->rearm_us = sw_scheduler_next_grid_us (self->scheduler, self->interval_us, now_us);
    }
  self->running = TRUE;
  begin_ns = sw_clock_get_busy_ns (scheduler->clock);
  self->func (self, seen, self->user_data);
  busy_ns = sw_clock_get_busy_ns (scheduler->clock) - begin_ns;
  self->running = FALSE;
  self->account.busy_ns += busy_ns;
  self->account.busy_max_ns = MAX (self->account.busy_max_ns, (guint64) busy_ns);
  self->account.overruns += busy_ns > SW_JOB_BUDGET_US * 1000;
  if (self->scheduler == NULL)
    {
      sw_scheduler_book (scheduler, &self->account);
      sw_watch_detach (self);
    }
  else if (!dead)
    look_for_errors (self, seen, now_us);
}

/* POLLED says that the main loop has polled the armed ones just now. */
void
sw_watch_dispatch (SwWatch *self, gint64 now_us, gboolean polled)
{
  GIOCondition seen = 0;

  if (!self->armed && self->rearm_us > now_us)
    return;
  if (self->armed && polled)
    seen = (GIOCondition) self->poll.revents;
  else
    seen = poll_now (self) | self->left;
  self->left = 0;
  if (seen != 0)
    fire (self, seen, now_us);
  else if (!self->armed)
    sw_watch_arm (self);
}

/* Lets go of the user data, but not while the callback still uses it. */
void
sw_watch_detach (SwWatch *self)
{
  GDestroyNotify destroy;

  disarm (self);
  self->scheduler = NULL;
  self->rearm_us = SW_NEVER_US;
  if (self->running)
    return;
  destroy = g_steal_pointer (&self->destroy);
  if (destroy != NULL)
    destroy (g_steal_pointer (&self->user_data));
}

/**
 * sw_watch_get_owner:
 * @self: a watch
 *
 * Returns: whose it is
 */
const char *
sw_watch_get_owner (SwWatch *self)
{
  g_return_val_if_fail (SW_IS_WATCH (self), NULL);

  return self->owner;
}

/**
 * sw_watch_get_name:
 * @self: a watch
 *
 * Returns: its name
 */
const char *
sw_watch_get_name (SwWatch *self)
{
  g_return_val_if_fail (SW_IS_WATCH (self), NULL);

  return self->name;
}

/**
 * sw_watch_get_fd:
 * @self: a watch
 *
 * Returns: the descriptor, which stays its owner's
 */
int
sw_watch_get_fd (SwWatch *self)
{
  g_return_val_if_fail (SW_IS_WATCH (self), -1);

  return self->poll.fd;
}

/**
 * sw_watch_get_account:
 * @self: a watch
 *
 * Returns: (transfer none): how often it fired, how long that took, and what it was told to have read
 */
const SwAccount *
sw_watch_get_account (SwWatch *self)
{
  g_return_val_if_fail (SW_IS_WATCH (self), NULL);

  return &self->account;
}

/**
 * sw_watch_book_read:
 * @self: a watch
 * @n_bytes: what it brought; 0 if there was nothing left
 *
 * Books one system call that read from the descriptor. Whoever reads in the callback says so, for the account to be true.
 */
void
sw_watch_book_read (SwWatch *self, gsize n_bytes)
{
  g_return_if_fail (SW_IS_WATCH (self));

  self->account.reads++;
  self->account.bytes_read += n_bytes;
}

/**
 * sw_watch_set_interval_us:
 * @self: a watch
 * @interval_us: how often it may fire, more than 0
 *
 * Takes effect at once: one that has fired is polled again at the next point of the new grid.
 */
void
sw_watch_set_interval_us (SwWatch *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_WATCH (self));
  g_return_if_fail (interval_us > 0);

  self->interval_us = interval_us;
  if (self->scheduler == NULL || self->rearm_us == SW_NEVER_US)
    return;
  self->rearm_us = sw_scheduler_next_grid_us (self->scheduler, interval_us,
                                              sw_scheduler_now_us (self->scheduler));
  sw_scheduler_touch (self->scheduler);
}

/**
 * sw_watch_remove:
 * @self: a watch
 *
 * Takes it off the scheduler, from anywhere, its own callback included. To be called before the descriptor is closed.
 */
void
sw_watch_remove (SwWatch *self)
{
  g_return_if_fail (SW_IS_WATCH (self));

  if (self->scheduler != NULL)
    sw_scheduler_forget_watch (self->scheduler, self);
}
