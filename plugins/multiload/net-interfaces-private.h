/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/net-interfaces.h"

G_BEGIN_DECLS

struct _NetInterfaces
{
  GObject parent_instance;

  SwSampleFile *file;
  LinkMonitor *monitor;  /* (nullable) */
  GPtrArray *interfaces; /* of NetInterface, in the order of the file; borrowed from by_name */
  GHashTable *by_name;   /* owns them; the keys are in them */
  char *root;            /* of /proc and /sys */
  char **chosen;
  char default_name[NET_NAME_BYTES]; /* interface of the default route; empty: none */
  guint64 serial;                    /* of the wakeup of the values; 0: none */
  guint64 generation;                /* of the pointers */
  gint64 route_time_us;              /* when default_name was read */
  guint demand;
  guint n_counted;
  NetMode mode;
  NetKind tier;          /* in NET_MODE_PHYSICAL: what stood in for physical ones */
  guint links_stale : 1; /* the numbers of known names may be others */
  guint routes_stale : 1;
  guint counted_stale : 1;
  guint follows_links : 1; /* holds the monitor */
  guint follows_routes : 1;
};

gboolean net_interfaces_update (NetInterfaces *self, SwScan text);
gboolean net_interfaces_rebuild (NetInterfaces *self, SwScan text);
gboolean net_interfaces_choose (NetInterfaces *self, const SwTick *tick);

static inline void
net_interface_forget_counters (NetInterface *interface)
{
  interface->total_in.valid = FALSE;
  interface->total_out.valid = FALSE;
}

G_END_DECLS
