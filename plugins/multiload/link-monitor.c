/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <glib/gstdio.h>

#include "core/sw-netlink.h"
#include "core/sw-scheduler.h"

#include "plugins/multiload/link-monitor.h"

/* Tells when network interfaces come, go or are renamed, and on demand when routes change (rtnetlink(7)). The kernel
 * also reports carrier, statistics and radio events as if the link were new: what says nothing new about
 * which interfaces there are is kept back. */
struct _LinkMonitor
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  GHashTable *names; /* interface index → its name, as far as told since listening began */
  SwWatch *watch;    /* (nullable) borrowed from the scheduler */
  guint demand;
  guint route_demand;
  int fd;                   /* -1: not listening */
  guint links_changed : 1;  /* while draining */
  guint routes_changed : 1; /* the same */
};

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_ROUTES_CHANGED,
} LinkMonitorSignal;

/* Interfaces of containers come and go for ever under new numbers. */
#define MAX_NAMES 16384

static guint signals[SIGNAL_ROUTES_CHANGED + 1];

G_DEFINE_FINAL_TYPE (LinkMonitor, link_monitor, G_TYPE_OBJECT)

static void
parse_link (SwNetlinkBytes bytes, LinkMessageKind kind, LinkMessage *message)
{
  struct ifinfomsg link;
  SwNetlinkBytes value;
  guint16 type;

  /* What a bridge says about its ports is about the bridge: a port that leaves it has not gone. */
  if (!sw_netlink_take (&bytes, &link, sizeof link) || link.ifi_family == AF_BRIDGE)
    return;
  message->kind = kind;
  message->index = link.ifi_index;
  while (sw_netlink_take_attribute (&bytes, &type, &value))
    if (type == IFLA_IFNAME && memchr (value.at, '\0', value.n_bytes) != NULL)
      g_strlcpy (message->name, value.at, sizeof message->name);
}

/* Takes the next message off BYTES. FALSE at the end, or where the length is a lie. */
gboolean
link_message_next (SwNetlinkBytes *bytes, LinkMessage *message)
{
  SwNetlinkBytes payload;
  guint16 type, flags;

  *message = (LinkMessage) { .kind = LINK_MESSAGE_OTHER };
  if (!sw_netlink_take_message (bytes, &type, &flags, &payload))
    return FALSE;
  if (type == RTM_NEWLINK)
    parse_link (payload, LINK_MESSAGE_PRESENT, message);
  else if (type == RTM_DELLINK)
    parse_link (payload, LINK_MESSAGE_GONE, message);
  else if (type == RTM_NEWROUTE || type == RTM_DELROUTE)
    message->kind = LINK_MESSAGE_ROUTE;
  return TRUE;
}

static void
note_present (LinkMonitor *self, const LinkMessage *message)
{
  const char *known = g_hash_table_lookup (self->names, GINT_TO_POINTER (message->index));

  if (known != NULL && g_str_equal (known, message->name))
    return;
  self->links_changed = TRUE;
  if (g_hash_table_size (self->names) >= MAX_NAMES)
    g_hash_table_remove_all (self->names);
  g_hash_table_insert (self->names, GINT_TO_POINTER (message->index), g_strdup (message->name));
}

static void
on_message_received_cb (const char *bytes, gsize n_bytes, gpointer user_data)
{
  LinkMonitor *self = user_data;
  SwNetlinkBytes left = { bytes, n_bytes };
  LinkMessage message;

  while (link_message_next (&left, &message))
    switch (message.kind)
      {
      case LINK_MESSAGE_PRESENT:
        /* A link that goes down takes its IPv4 routes with it, without a word about them. */
        self->routes_changed = TRUE;
        note_present (self, &message);
        break;
      case LINK_MESSAGE_GONE:
        self->routes_changed = TRUE;
        self->links_changed = TRUE;
        g_hash_table_remove (self->names, GINT_TO_POINTER (message.index));
        break;
      case LINK_MESSAGE_ROUTE:
        self->routes_changed = TRUE;
        break;
      case LINK_MESSAGE_OTHER:
      default:
        break;
      }
}

static void
on_socket_readable_cb (SwWatch *watch, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  g_autoptr (LinkMonitor) self = g_object_ref (user_data);
  gboolean routes_changed;

  self->links_changed = FALSE;
  self->routes_changed = FALSE;
  if (!sw_netlink_drain (self->fd, watch, on_message_received_cb, self))
    {
      g_hash_table_remove_all (self->names);
      self->links_changed = TRUE;
      self->routes_changed = TRUE;
    }
  routes_changed = self->routes_changed && self->route_demand > 0;
  if (self->links_changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (routes_changed)
    g_signal_emit (self, signals[SIGNAL_ROUTES_CHANGED], 0);
}

static void
stop (LinkMonitor *self)
{
  g_clear_pointer (&self->watch, sw_watch_remove);
  g_clear_fd (&self->fd, NULL);
  g_hash_table_remove_all (self->names);
}

static void
set_route_groups (LinkMonitor *self, gboolean member)
{
  if (self->fd < 0)
    return;
  sw_netlink_set_member (self->fd, RTNLGRP_IPV4_ROUTE, member);
  sw_netlink_set_member (self->fd, RTNLGRP_IPV6_ROUTE, member);
}

static void
start (LinkMonitor *self)
{
  self->fd = sw_netlink_open (NETLINK_ROUTE, RTMGRP_LINK);
  if (self->fd < 0)
    return;
  if (self->route_demand > 0)
    set_route_groups (self, TRUE);
  self->watch = sw_scheduler_add_watch (self->scheduler, self->owner, "links", self->fd, G_IO_IN,
                                        SW_SECOND_US, on_socket_readable_cb, self, NULL);
}

static void
link_monitor_dispose (GObject *object)
{
  LinkMonitor *self = LINK_MONITOR (object);

  stop (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (link_monitor_parent_class)->dispose (object);
}

static void
link_monitor_finalize (GObject *object)
{
  LinkMonitor *self = LINK_MONITOR (object);

  g_hash_table_unref (self->names);
  g_free (self->owner);
  G_OBJECT_CLASS (link_monitor_parent_class)->finalize (object);
}

static void
link_monitor_class_init (LinkMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = link_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = link_monitor_finalize;

  /* An interface came, went or was renamed, or messages were lost and one may have. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LINK_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  /* The default route may be another one. Only while somebody has acquired the routes. */
  signals[SIGNAL_ROUTES_CHANGED]
      = g_signal_new ("routes-changed", LINK_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
}

static void
link_monitor_init (LinkMonitor *self)
{
  self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->fd = -1;
}

/* Listens to nothing yet. */
LinkMonitor *
link_monitor_new (SwScheduler *scheduler, const char *owner)
{
  LinkMonitor *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);

  self = g_object_new (LINK_TYPE_MONITOR, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  return self;
}

/* From now on there are signals; to be matched by one release. Where the socket is refused there are none: who needs
 * certainty asks link_monitor_get_listening(). What changed before is not told. */
void
link_monitor_acquire (LinkMonitor *self)
{
  g_return_if_fail (LINK_IS_MONITOR (self));

  if (self->demand++ == 0)
    start (self);
}

void
link_monitor_release (LinkMonitor *self)
{
  g_return_if_fail (LINK_IS_MONITOR (self));
  g_return_if_fail (self->demand > 0);

  if (--self->demand == 0)
    stop (self);
}

/* Routes change far more often than links, so they are asked for apart. Implies link_monitor_acquire(). */
void
link_monitor_acquire_routes (LinkMonitor *self)
{
  g_return_if_fail (LINK_IS_MONITOR (self));

  link_monitor_acquire (self);
  if (self->route_demand++ == 0)
    set_route_groups (self, TRUE);
}

void
link_monitor_release_routes (LinkMonitor *self)
{
  g_return_if_fail (LINK_IS_MONITOR (self));
  g_return_if_fail (self->route_demand > 0);

  if (--self->route_demand == 0)
    set_route_groups (self, FALSE);
  link_monitor_release (self);
}

gboolean
link_monitor_get_listening (LinkMonitor *self)
{
  g_return_val_if_fail (LINK_IS_MONITOR (self), FALSE);

  return self->fd >= 0;
}
