/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-sample-pool.h"
#include "core/sw-source.h"
#include "core/sw-tick.h"

#include "plugins/multiload/net-dev.h"
#include "plugins/multiload/net-interfaces-private.h"

/* The interfaces of /proc/net/dev with their counters, read once per wakeup for all that ask, and which of them the
 * total counts. What /sys says about an interface is asked when it appears, never in each tick: in the usual tick the
 * names come in the order of the one before and are only compared. */
typedef enum
{
  PROP_MODE = 1,
  PROP_CHOSEN,
} NetInterfacesProperty;

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_STALE,
} NetInterfacesSignal;

static GParamSpec *properties[PROP_CHOSEN + 1];
static guint signals[SIGNAL_STALE + 1];

G_DEFINE_ENUM_TYPE (NetMode,
                    net_mode,
                    G_DEFINE_ENUM_VALUE (NET_MODE_PHYSICAL, "physical"),
                    G_DEFINE_ENUM_VALUE (NET_MODE_DEFAULT_ROUTE, "default-route"),
                    G_DEFINE_ENUM_VALUE (NET_MODE_CHOSEN, "chosen"))

G_DEFINE_FINAL_TYPE (NetInterfaces, net_interfaces, G_TYPE_OBJECT)

/* Brings names, counters and choice up to the wakeup of TICK, whoever asks first. A tick of serial 0 is always a new
 * one. May emit "changed". */
gboolean
net_interfaces_refresh (NetInterfaces *self, const SwTick *tick, GError **error)
{
  const char *text;
  gsize length_bytes;
  SwScan scan;
  gboolean changed = FALSE;

  if (tick->serial != 0 && tick->serial == self->serial)
    return TRUE;
  text = sw_sample_file_read (self->file, tick, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  scan = sw_scan_init (text, length_bytes);
  if (!net_dev_begin (&scan))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                           C_ ("source error",
                               "The kernel’s table of network interfaces cannot be understood"));
      return FALSE;
    }
  self->serial = tick->serial;
  if (!net_interfaces_update (self, scan) || self->links_stale)
    {
      changed = net_interfaces_rebuild (self, scan);
      self->counted_stale = TRUE;
    }
  changed |= net_interfaces_choose (self, tick);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

static void
on_links_changed_cb (NetInterfaces *self)
{
  self->links_stale = TRUE;
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

static void
on_routes_changed_cb (NetInterfaces *self)
{
  self->routes_stale = TRUE;
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

/* Holds of the monitor exactly what demand and mode need. */
static void
follow (NetInterfaces *self, gboolean links, gboolean routes)
{
  if (self->monitor == NULL)
    return;
  if (links && !self->follows_links)
    {
      link_monitor_acquire (self->monitor);
      self->links_stale = TRUE; /* nobody told of what happened before */
    }
  if (routes && !self->follows_routes)
    {
      link_monitor_acquire_routes (self->monitor);
      self->routes_stale = TRUE;
    }
  if (!routes && self->follows_routes)
    link_monitor_release_routes (self->monitor);
  if (!links && self->follows_links)
    link_monitor_release (self->monitor);
  self->follows_links = !!links;
  self->follows_routes = !!routes;
}

static void
follow_what_is_needed (NetInterfaces *self)
{
  follow (self, self->demand > 0, self->demand > 0 && self->mode == NET_MODE_DEFAULT_ROUTE);
}

static void
net_interfaces_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NetInterfaces *self = NET_INTERFACES (object);

  switch ((NetInterfacesProperty) id)
    {
    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;
    case PROP_CHOSEN:
      g_value_set_boxed (value, self->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_mode (NetInterfaces *self, NetMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  self->routes_stale = TRUE;
  self->counted_stale = TRUE;
  follow_what_is_needed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

static void
set_chosen (NetInterfaces *self, const char *const *chosen)
{
  static const char *const none[] = { NULL };

  if (g_strv_equal (self->chosen != NULL ? (const char *const *) self->chosen : none,
                    chosen != NULL ? chosen : none))
    return;
  g_strfreev (self->chosen);
  self->chosen = g_strdupv ((char **) chosen);
  self->counted_stale = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

static void
net_interfaces_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NetInterfaces *self = NET_INTERFACES (object);

  switch ((NetInterfacesProperty) id)
    {
    case PROP_MODE:
      set_mode (self, g_value_get_enum (value));
      break;
    case PROP_CHOSEN:
      set_chosen (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
net_interfaces_dispose (GObject *object)
{
  NetInterfaces *self = NET_INTERFACES (object);

  follow (self, FALSE, FALSE);
  g_clear_object (&self->monitor);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (net_interfaces_parent_class)->dispose (object);
}

static void
net_interfaces_finalize (GObject *object)
{
  NetInterfaces *self = NET_INTERFACES (object);

  g_ptr_array_unref (self->interfaces);
  g_hash_table_unref (self->by_name);
  g_strfreev (self->chosen);
  g_free (self->root);
  G_OBJECT_CLASS (net_interfaces_parent_class)->finalize (object);
}

static void
net_interfaces_class_init (NetInterfacesClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = net_interfaces_get_property;
  object_class->set_property = net_interfaces_set_property;
  object_class->dispose = net_interfaces_dispose;
  object_class->finalize = net_interfaces_finalize;

  properties[PROP_MODE]
      = g_param_spec_enum ("mode", NULL, NULL, NET_TYPE_MODE, NET_MODE_PHYSICAL, flags);
  /* Names that NET_MODE_CHOSEN counts. */
  properties[PROP_CHOSEN] = g_param_spec_boxed ("chosen", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* Others are there, or others count, than before; from within net_interfaces_refresh(). */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", NET_TYPE_INTERFACES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /* The next refresh may find others. */
  signals[SIGNAL_STALE] = g_signal_new ("stale", NET_TYPE_INTERFACES, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
net_interfaces_init (NetInterfaces *self)
{
  self->interfaces = g_ptr_array_new ();
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/* MONITOR (nullable) tells of what the names alone do not show. */
NetInterfaces *
net_interfaces_new (SwSamplePool *pool, LinkMonitor *monitor)
{
  NetInterfaces *self;

  g_return_val_if_fail (SW_IS_SAMPLE_POOL (pool), NULL);
  g_return_val_if_fail (monitor == NULL || LINK_IS_MONITOR (monitor), NULL);

  self = g_object_new (NET_TYPE_INTERFACES, NULL);
  self->file = sw_sample_pool_get (pool, "/proc/net/dev");
  self->root = g_strdup (sw_sample_pool_get_root (pool));
  if (!g_set_object (&self->monitor, monitor))
    return self;
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_links_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "routes-changed", G_CALLBACK (on_routes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* While it is held the monitor listens; to be matched by one release. */
void
net_interfaces_acquire (NetInterfaces *self)
{
  g_return_if_fail (NET_IS_INTERFACES (self));

  self->demand++;
  follow_what_is_needed (self);
}

void
net_interfaces_release (NetInterfaces *self)
{
  g_return_if_fail (NET_IS_INTERFACES (self));
  g_return_if_fail (self->demand > 0);

  self->demand--;
  follow_what_is_needed (self);
}

guint
net_interfaces_get_n (NetInterfaces *self)
{
  return self->interfaces->len;
}

/* Valid while the generation stays. */
NetInterface *
net_interfaces_get (NetInterfaces *self, guint i)
{
  return g_ptr_array_index (self->interfaces, i);
}

/* (nullable) Valid while the generation stays. */
NetInterface *
net_interfaces_lookup (NetInterfaces *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

guint64
net_interfaces_get_generation (NetInterfaces *self)
{
  return self->generation;
}

guint
net_interfaces_get_n_counted (NetInterfaces *self)
{
  return self->n_counted;
}
