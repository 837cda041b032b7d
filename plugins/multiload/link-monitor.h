/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <net/if.h>

#include "core/sw-netlink-message.h"

G_BEGIN_DECLS

typedef enum
{
  LINK_MESSAGE_OTHER,
  LINK_MESSAGE_PRESENT, /* made, renamed, or anything about it changed */
  LINK_MESSAGE_GONE,
  LINK_MESSAGE_ROUTE,
} LinkMessageKind;

/* One message of the kernel about an interface or a route. */
typedef struct
{
  LinkMessageKind kind;
  int index;           /* of the interface */
  char name[IFNAMSIZ]; /* empty: not told */
} LinkMessage;

gboolean link_message_next (SwNetlinkBytes *bytes, LinkMessage *message);

#define LINK_TYPE_MONITOR (link_monitor_get_type ())
G_DECLARE_FINAL_TYPE (LinkMonitor, link_monitor, LINK, MONITOR, GObject)

LinkMonitor *link_monitor_new (SwScheduler *scheduler, const char *owner);
void link_monitor_acquire (LinkMonitor *self);
void link_monitor_release (LinkMonitor *self);
void link_monitor_acquire_routes (LinkMonitor *self);
void link_monitor_release_routes (LinkMonitor *self);
gboolean link_monitor_get_listening (LinkMonitor *self);

G_END_DECLS
