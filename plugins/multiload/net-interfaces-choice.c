/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-source.h"
#include "core/sw-tick.h"

#include "plugins/multiload/name-list.h"
#include "plugins/multiload/net-interfaces-private.h"
#include "plugins/multiload/net-route.h"

/* Which interfaces the total counts, so that no byte is counted twice. */

/* Where no event tells of a new default route. */
#define ROUTE_PERIOD_US (10 * SW_SECOND_US)

static gboolean
any_of_kind (NetInterfaces *self, NetKind kind)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    if (((NetInterface *) g_ptr_array_index (self->interfaces, i))->kind == kind)
      return TRUE;
  return FALSE;
}

static void
look_up_kinds (NetInterfaces *self)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetInterface *interface = g_ptr_array_index (self->interfaces, i);

      if (interface->kind == NET_KIND_UNKNOWN)
        interface->kind = net_kind_read (self->root, interface->name);
    }
}

static void
refine_kinds (NetInterfaces *self)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetInterface *interface = g_ptr_array_index (self->interfaces, i);

      if (interface->kind == NET_KIND_VIRTUAL)
        interface->kind = net_kind_refine (self->root, interface->name);
    }
}

/* Physical ones; where there are none (containers) those that stand on nothing else; where there are none
 * of these either (a rootless container has but a tap) whatever is not loopback. */
static NetKind
find_tier (NetInterfaces *self)
{
  look_up_kinds (self);
  if (any_of_kind (self, NET_KIND_PHYSICAL))
    return NET_KIND_PHYSICAL;
  refine_kinds (self);
  return any_of_kind (self, NET_KIND_ALONE) ? NET_KIND_ALONE : NET_KIND_STACKED;
}

static gboolean
is_loopback (NetInterfaces *self, NetInterface *interface)
{
  if (interface->kind == NET_KIND_UNKNOWN)
    interface->kind = net_kind_read (self->root, interface->name);
  if (interface->kind == NET_KIND_VIRTUAL)
    interface->kind = net_kind_refine (self->root, interface->name);
  return interface->kind == NET_KIND_LOOPBACK;
}

/* What users choose by is what they see: settings hold nothing but UTF-8, the names of interfaces hold any bytes. */
static gboolean
is_chosen (NetInterfaces *self, const char *name)
{
  g_autofree char *seen = g_utf8_make_valid (name, -1);

  return self->chosen != NULL && g_strv_contains ((const char *const *) self->chosen, seen);
}

static gboolean
is_wanted (NetInterfaces *self, NetInterface *interface)
{
  switch (self->mode)
    {
    case NET_MODE_DEFAULT_ROUTE:
      return g_str_equal (interface->name, self->default_name) && !is_loopback (self, interface);
    case NET_MODE_CHOSEN:
      return is_chosen (self, interface->name) && !is_loopback (self, interface);
    case NET_MODE_PHYSICAL:
    default:
      return interface->kind == self->tier;
    }
}

/* TRUE if it counts others than before. */
static gboolean
choose_counted (NetInterfaces *self)
{
  gboolean changed = FALSE;

  if (self->mode == NET_MODE_PHYSICAL)
    self->tier = find_tier (self);
  self->n_counted = 0;
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetInterface *interface = g_ptr_array_index (self->interfaces, i);
      const gboolean wanted = is_wanted (self, interface);

      self->n_counted += wanted;
      if (interface->counted == !!wanted)
        continue;
      /* What passed while it did not count must not come all at once. */
      net_interface_forget_counters (interface);
      interface->counted = !!wanted;
      changed = TRUE;
    }
  self->counted_stale = FALSE;
  return changed;
}

static gboolean
route_is_old (NetInterfaces *self, const SwTick *tick)
{
  if (self->mode != NET_MODE_DEFAULT_ROUTE)
    return FALSE;
  if (self->routes_stale)
    return TRUE;
  return (self->monitor == NULL || !link_monitor_get_listening (self->monitor))
         && tick->boottime_us - self->route_time_us >= ROUTE_PERIOD_US;
}

static void
read_route (NetInterfaces *self, const SwTick *tick)
{
  char name[NET_NAME_BYTES] = "";

  net_route_read_default (self->root, name, sizeof name);
  if (!g_str_equal (name, self->default_name))
    self->counted_stale = TRUE;
  memcpy (self->default_name, name, sizeof name);
  self->routes_stale = FALSE;
  self->route_time_us = tick->boottime_us;
}

/* What the choice depends on may have changed: the set, the mode, the default route. TRUE if others count than before. */
gboolean
net_interfaces_choose (NetInterfaces *self, const SwTick *tick)
{
  if (route_is_old (self, tick))
    read_route (self, tick);
  return self->counted_stale && choose_counted (self);
}

/* What the total counts, in the user's language. */
char *
net_interfaces_describe (NetInterfaces *self)
{
  g_auto (NameList) list = name_list_init ();
  const char *names;

  for (guint i = 0; i < self->interfaces->len; i++)
    {
      const NetInterface *interface = g_ptr_array_index (self->interfaces, i);

      if (interface->counted)
        name_list_add (&list, interface->name);
    }
  names = list.text->str;
  switch (self->mode)
    {
    case NET_MODE_DEFAULT_ROUTE:
      return g_strdup_printf (C_ ("source description",
                                  "Received and sent by the interface of the default route: %s"),
                              names);
    case NET_MODE_CHOSEN:
      return g_strdup_printf (C_ ("source description",
                                  "Received and sent by the interfaces you chose: %s"),
                              names);
    case NET_MODE_PHYSICAL:
    default:
      break;
    }
  if (self->tier == NET_KIND_PHYSICAL)
    return g_strdup_printf (C_ ("source description",
                                "Received and sent by the physical network interfaces: %s. What "
                                "passes a VPN, "
                                "a bridge or a bond passes one of these too and is counted once."),
                            names);
  return g_strdup_printf (C_ ("source description", "There is no physical network interface here, "
                                                    "so virtual ones are counted: %s"),
                          names);
}

/* Why the total has nothing to count. */
void
net_interfaces_set_none_error (NetInterfaces *self, GError **error)
{
  switch (self->mode)
    {
    case NET_MODE_DEFAULT_ROUTE:
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error", "Not connected: there is no default route"));
      break;
    case NET_MODE_CHOSEN:
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE,
                           C_ ("source error",
                               "None of the chosen network interfaces is there. Connect one, or "
                               "choose others in the settings"));
      break;
    case NET_MODE_PHYSICAL:
    default:
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error", "This machine has no network interface"));
    }
}
