/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Not installed: for the services themselves. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SW_TYPE_BUS_FLAG (sw_bus_flag_get_type ())
G_DECLARE_FINAL_TYPE (SwBusFlag, sw_bus_flag, SW, BUS_FLAG, GObject)

/*
 * SwBusFlagSpec:
 * @name: the well-known name that owns it
 * @watch: whether the name is started if it can be
 * @path: (nullable): the object; %NULL to ask @locate_method for it
 * @interface: the object's interface
 * @property: its boolean property
 * @locate_path: the object that knows the path
 * @locate_interface: its interface
 * @locate_method: takes one string, gives one object path
 * @locate_argument: that string
 *
 * Where on a bus the flag is. All strings are static.
 */
typedef struct
{
  const char *name;
  GBusNameWatcherFlags watch;
  const char *path;
  const char *interface;
  const char *property;
  const char *locate_path;
  const char *locate_interface;
  const char *locate_method;
  const char *locate_argument;
} SwBusFlagSpec;

typedef void (*SwBusFlagFunc) (gboolean value, gpointer user_data);

SwBusFlag *sw_bus_flag_new (GDBusConnection *bus,
                            const SwBusFlagSpec *spec,
                            SwBusFlagFunc func,
                            gpointer user_data);
void sw_bus_flag_close (SwBusFlag *self);

G_END_DECLS
