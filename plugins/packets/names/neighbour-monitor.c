/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <sys/socket.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <glib/gstdio.h>

#include "core/sw-netlink.h"
#include "core/sw-scheduler.h"

#include "plugins/packets/names/neighbour-monitor.h"

/* Keeps the kernel's neighbours, as long as somebody wants them: all at first, then by the kernel's messages, at most once
 * a second. */
struct _NeighbourMonitor
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  Neighbours *neighbours;
  SwWatch *watch; /* (nullable) borrowed from the scheduler */
  guint demand;
  int fd;             /* -1: not listening */
  guint changed : 1;  /* while draining */
  guint complete : 1; /* the same */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NeighbourMonitor, neighbour_monitor, G_TYPE_OBJECT)

static void
on_message_received_cb (const char *bytes, gsize n_bytes, gpointer user_data)
{
  NeighbourMonitor *self = user_data;
  gboolean complete = TRUE;

  self->changed |= neighbours_take (self->neighbours, bytes, n_bytes, &complete);
  self->complete &= complete;
}

static void
drain (NeighbourMonitor *self)
{
  self->complete = TRUE;
  if (!sw_netlink_drain (self->fd, self->watch, on_message_received_cb, self))
    self->complete = FALSE;
}

/* The kernel answers as it is read from, without a wait. It may refuse: then what its messages tell is all there is. */
static void
read_all (NeighbourMonitor *self)
{
  const struct
  {
    struct nlmsghdr header;
    struct ndmsg message;
  } request = {
    .header = { .nlmsg_len = sizeof request,
                .nlmsg_type = RTM_GETNEIGH,
                .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
    .message = { .ndm_family = AF_UNSPEC },
  };

  neighbours_clear (self->neighbours);
  self->changed = TRUE;
  if (send (self->fd, &request, sizeof request, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof request)
    drain (self);
}

static void
on_socket_readable_cb (G_GNUC_UNUSED SwWatch *watch,
                       G_GNUC_UNUSED GIOCondition condition,
                       gpointer user_data)
{
  g_autoptr (NeighbourMonitor) self = g_object_ref (user_data);

  self->changed = FALSE;
  drain (self);
  if (!self->complete)
    read_all (self);
  if (self->changed)
    g_signal_emit (self, changed_signal, 0);
}

static void
stop (NeighbourMonitor *self)
{
  g_clear_pointer (&self->watch, sw_watch_remove);
  g_clear_fd (&self->fd, NULL);
  neighbours_clear (self->neighbours);
}

static void
start (NeighbourMonitor *self)
{
  self->fd = sw_netlink_open (NETLINK_ROUTE, RTMGRP_NEIGH);
  if (self->fd < 0)
    return;
  self->watch = sw_scheduler_add_watch (self->scheduler, self->owner, "neighbours", self->fd,
                                        G_IO_IN, SW_SECOND_US, on_socket_readable_cb, self, NULL);
  read_all (self);
}

static void
neighbour_monitor_dispose (GObject *object)
{
  NeighbourMonitor *self = NEIGHBOUR_MONITOR (object);

  stop (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (neighbour_monitor_parent_class)->dispose (object);
}

static void
neighbour_monitor_finalize (GObject *object)
{
  NeighbourMonitor *self = NEIGHBOUR_MONITOR (object);

  neighbours_free (self->neighbours);
  g_free (self->owner);
  G_OBJECT_CLASS (neighbour_monitor_parent_class)->finalize (object);
}

static void
neighbour_monitor_class_init (NeighbourMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = neighbour_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = neighbour_monitor_finalize;

  /* An address is behind another card than before, came or went. Not for what acquiring finds. */
  changed_signal = g_signal_new ("changed", NEIGHBOUR_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
neighbour_monitor_init (NeighbourMonitor *self)
{
  self->neighbours = neighbours_new ();
  self->fd = -1;
}

/* Listens to nothing yet. */
NeighbourMonitor *
neighbour_monitor_new (SwScheduler *scheduler, const char *owner)
{
  NeighbourMonitor *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);

  self = g_object_new (NEIGHBOUR_TYPE_MONITOR, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  return self;
}

/* From now on the neighbours are known; to be matched by one release. Where the socket is refused there are none. */
void
neighbour_monitor_acquire (NeighbourMonitor *self)
{
  g_return_if_fail (NEIGHBOUR_IS_MONITOR (self));

  if (self->demand++ == 0)
    start (self);
}

void
neighbour_monitor_release (NeighbourMonitor *self)
{
  g_return_if_fail (NEIGHBOUR_IS_MONITOR (self));
  g_return_if_fail (self->demand > 0);

  if (--self->demand == 0)
    stop (self);
}

/* Empty while nobody has acquired them. Lives as long as SELF. */
const Neighbours *
neighbour_monitor_get_neighbours (NeighbourMonitor *self)
{
  g_return_val_if_fail (NEIGHBOUR_IS_MONITOR (self), NULL);

  return self->neighbours;
}
