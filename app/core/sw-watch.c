/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib-unix.h>

#include "core/sw-scheduler-private.h"

/**
 * SwWatch:
 *
 * A descriptor on the scheduler's source, with a rate. After it fires it is not polled again until its next grid
 * point, so that a flood of events costs one wakeup per interval. Made by [method@Scheduler.add_watch], owned by
 * the scheduler until [method@Watch.remove].
 */

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
  self->fd = -1;
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
sw_watch_arm (SwWatch *self, GSource *source)
{
  self->rearm_us = SW_NEVER_US;
  if (self->tag == NULL)
    self->tag = g_source_add_unix_fd (source, self->fd, self->condition);
}

static void
disarm (SwWatch *self)
{
  if (self->tag != NULL)
    g_source_remove_unix_fd (sw_scheduler_get_source (self->scheduler),
                             g_steal_pointer (&self->tag));
}

void
sw_watch_fire (SwWatch *self, GIOCondition seen, gint64 now_us)
{
  g_autoptr (SwWatch) kept = g_object_ref (self);

  self->account.runs++;
  if (self->interval_us != SW_WATCH_EVERY_EVENT)
    {
      disarm (self);
      self->rearm_us = sw_scheduler_next_grid_us (self->scheduler, self->interval_us, now_us);
    }
  else if (seen & G_IO_NVAL)
    /* A closed descriptor would be ready for ever. */
    disarm (self);
  self->func (self, seen, self->user_data);
}

void
sw_watch_detach (SwWatch *self)
{
  GDestroyNotify destroy;

  disarm (self);
  self->scheduler = NULL;
  self->rearm_us = SW_NEVER_US;
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

  return self->fd;
}

/**
 * sw_watch_get_account:
 * @self: a watch
 *
 * Returns: (transfer none): how often it fired
 */
const SwAccount *
sw_watch_get_account (SwWatch *self)
{
  g_return_val_if_fail (SW_IS_WATCH (self), NULL);

  return &self->account;
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
