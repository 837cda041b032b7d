/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <glib/gstdio.h>

#include "core/sw-netlink.h"
#include "core/sw-scheduler.h"

#include "plugins/packets/packets-interface-private.h"

struct _PacketsInterfaces
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  GPtrArray *interfaces; /* PacketsInterface, by name */
  GHashTable *seen;      /* (nullable) indexes that the dump under way has named */
  SwWatch *watch; /* (nullable) owned: a page may outlive the plugin, whose context takes it away */
  guint demand;
  int fd; /* -1: nobody looks */
};

/* Nobody chooses among more; containers make interfaces by the thousand. */
#define MAX_INTERFACES 4096

/* What is new is seen within this. */
#define INTERVAL_US (SW_SECOND_US / 2)

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PacketsInterfaces,
                               packets_interfaces,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
packets_interfaces_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return PACKETS_TYPE_INTERFACE;
}

static guint
packets_interfaces_get_n_items (GListModel *model)
{
  return PACKETS_INTERFACES (model)->interfaces->len;
}

static gpointer
packets_interfaces_get_item (GListModel *model, guint position)
{
  PacketsInterfaces *self = PACKETS_INTERFACES (model);

  return position < self->interfaces->len ? g_object_ref (self->interfaces->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = packets_interfaces_get_item_type;
  iface->get_n_items = packets_interfaces_get_n_items;
  iface->get_item = packets_interfaces_get_item;
}

/* FALSE: none has INDEX. */
static gboolean
find (PacketsInterfaces *self, int index, guint *position)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    if (packets_interface_get_index (self->interfaces->pdata[i]) == index)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static guint
find_place (PacketsInterfaces *self, const char *name)
{
  guint place = 0;

  while (place < self->interfaces->len
         && strcmp (packets_interface_get_name (self->interfaces->pdata[place]), name) < 0)
    place++;
  return place;
}

static void
remove_at (PacketsInterfaces *self, guint position)
{
  g_ptr_array_remove_index (self->interfaces, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
insert (PacketsInterfaces *self, const PacketsLink *link)
{
  const guint place = find_place (self, link->name);

  g_ptr_array_insert (self->interfaces, place, packets_interface_new (link));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

/* In its place as long as its name is. */
static void
update (PacketsInterfaces *self, guint position, const PacketsLink *link)
{
  PacketsInterface *known = self->interfaces->pdata[position];

  if (packets_link_equal (&known->link, link))
    return;
  if (g_str_equal (known->link.name, link->name))
    {
      g_object_unref (known);
      self->interfaces->pdata[position] = packets_interface_new (link);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
      return;
    }
  remove_at (self, position);
  insert (self, link);
}

/* Links within /sys, kept in memory. */
static gboolean
is_wireless (const char *name)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, "phy80211", NULL);

  return access (path, F_OK) == 0;
}

static void
take_link (PacketsInterfaces *self, PacketsLink *link)
{
  guint position;
  const gboolean known = find (self, link->index, &position);

  if (self->seen != NULL && !link->gone)
    g_hash_table_add (self->seen, GINT_TO_POINTER (link->index));
  if (link->gone)
    {
      if (known)
        remove_at (self, position);
      return;
    }
  link->wireless = is_wireless (link->name);
  if (known)
    update (self, position, link);
  else if (self->interfaces->len < MAX_INTERFACES)
    insert (self, link);
}

/* What the dump has not named is not there any more. */
static void
end_dump (PacketsInterfaces *self)
{
  g_autoptr (GHashTable) seen = g_steal_pointer (&self->seen);

  for (guint i = self->interfaces->len; seen != NULL && i-- > 0;)
    if (!g_hash_table_contains (seen,
                                GINT_TO_POINTER (packets_interface_get_index (self->interfaces
                                                                                  ->pdata[i]))))
      remove_at (self, i);
}

static void
on_message_received_cb (const char *bytes, gsize n_bytes, gpointer user_data)
{
  PacketsInterfaces *self = user_data;
  SwNetlinkBytes left = { bytes, n_bytes };
  PacketsLinkMessage message;
  PacketsLink link;

  while (packets_link_next (&left, &message, &link))
    if (message == PACKETS_LINK_MESSAGE_LINK)
      take_link (self, &link);
    else if (message == PACKETS_LINK_MESSAGE_DONE)
      end_dump (self);
}

/* The answer comes to the same socket as what changes, in the order in which it happened. */
static void
begin_dump (PacketsInterfaces *self)
{
  const struct
  {
    struct nlmsghdr header;
    struct ifinfomsg info;
  } request = {
    .header = { .nlmsg_len = sizeof request,
                .nlmsg_type = RTM_GETLINK,
                .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
  };

  g_clear_pointer (&self->seen, g_hash_table_unref);
  if (send (self->fd, &request, sizeof request, MSG_DONTWAIT) == sizeof request)
    self->seen = g_hash_table_new (NULL, NULL);
}

static void
on_socket_readable_cb (SwWatch *watch, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  g_autoptr (PacketsInterfaces) self = g_object_ref (user_data);

  if (!sw_netlink_drain (self->fd, watch, on_message_received_cb, self) && self->fd >= 0)
    begin_dump (self);
}

static void
stop (PacketsInterfaces *self)
{
  if (self->watch != NULL)
    sw_watch_remove (self->watch);
  g_clear_object (&self->watch);
  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

static void
start (PacketsInterfaces *self)
{
  self->fd = sw_netlink_open (NETLINK_ROUTE, RTMGRP_LINK);
  if (self->fd < 0)
    return;
  self->watch
      = g_object_ref (sw_scheduler_add_watch (self->scheduler, self->owner, "packets interfaces",
                                              self->fd, G_IO_IN, INTERVAL_US, on_socket_readable_cb,
                                              self, NULL));
  begin_dump (self);
}

static void
packets_interfaces_dispose (GObject *object)
{
  PacketsInterfaces *self = PACKETS_INTERFACES (object);

  stop (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (packets_interfaces_parent_class)->dispose (object);
}

static void
packets_interfaces_finalize (GObject *object)
{
  PacketsInterfaces *self = PACKETS_INTERFACES (object);

  g_ptr_array_unref (self->interfaces);
  g_free (self->owner);
  G_OBJECT_CLASS (packets_interfaces_parent_class)->finalize (object);
}

static void
packets_interfaces_class_init (PacketsInterfacesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_interfaces_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_interfaces_finalize;
}

static void
packets_interfaces_init (PacketsInterfaces *self)
{
  self->interfaces = g_ptr_array_new_with_free_func (g_object_unref);
  self->fd = -1;
}

PacketsInterfaces *
packets_interfaces_new (SwScheduler *scheduler, const char *owner)
{
  PacketsInterfaces *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);

  self = g_object_new (PACKETS_TYPE_INTERFACES, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  return self;
}

/* Somebody looks, until one release. */
void
packets_interfaces_acquire (PacketsInterfaces *self)
{
  g_return_if_fail (PACKETS_IS_INTERFACES (self));

  if (self->demand++ == 0)
    start (self);
}

/* What was there stays in the list, and is looked at anew by the next. */
void
packets_interfaces_release (PacketsInterfaces *self)
{
  g_return_if_fail (PACKETS_IS_INTERFACES (self));
  g_return_if_fail (self->demand > 0);

  if (--self->demand == 0)
    stop (self);
}
