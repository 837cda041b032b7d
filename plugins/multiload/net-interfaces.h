/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-counter.h"
#include "core/sw-types.h"

#include "plugins/multiload/link-monitor.h"
#include "plugins/multiload/net-kind.h"

G_BEGIN_DECLS

/* Which interfaces the total counts. */
typedef enum
{
  NET_MODE_PHYSICAL,
  NET_MODE_DEFAULT_ROUTE,
  NET_MODE_CHOSEN,
} NetMode;

#define NET_TYPE_MODE (net_mode_get_type ())
GType net_mode_get_type (void);

/* The kernel allows 15 bytes, aliases some more. What is longer is no interface. */
#define NET_NAME_BYTES 64

typedef struct
{
  char name[NET_NAME_BYTES];
  guint64 in_bytes;
  guint64 out_bytes;
  SwCounter total_in; /* the total's; what shows this interface alone counts for itself */
  SwCounter total_out;
  int index; /* the kernel's number, which a rename does not change; 0: unknown */
  NetKind kind;
  guint counted : 1; /* in the total */
} NetInterface;

#define NET_TYPE_INTERFACES (net_interfaces_get_type ())
G_DECLARE_FINAL_TYPE (NetInterfaces, net_interfaces, NET, INTERFACES, GObject)

NetInterfaces *net_interfaces_new (SwSamplePool *pool, LinkMonitor *monitor);
void net_interfaces_acquire (NetInterfaces *self);
void net_interfaces_release (NetInterfaces *self);
gboolean net_interfaces_refresh (NetInterfaces *self, const SwTick *tick, GError **error);
guint net_interfaces_get_n (NetInterfaces *self);
NetInterface *net_interfaces_get (NetInterfaces *self, guint i);
NetInterface *net_interfaces_lookup (NetInterfaces *self, const char *name);
guint64 net_interfaces_get_generation (NetInterfaces *self);
guint net_interfaces_get_n_counted (NetInterfaces *self);
char *net_interfaces_describe (NetInterfaces *self);
void net_interfaces_set_none_error (NetInterfaces *self, GError **error);

G_END_DECLS
