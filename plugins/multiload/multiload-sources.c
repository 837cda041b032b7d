/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source.h"

#include "plugins/multiload/battery-source.h"
#include "plugins/multiload/cores-source.h"
#include "plugins/multiload/cpu-source.h"
#include "plugins/multiload/fan-source.h"
#include "plugins/multiload/load-source.h"
#include "plugins/multiload/multiload-sources.h"
#include "plugins/multiload/power-source.h"
#include "plugins/multiload/power-supplies.h"
#include "plugins/multiload/temperature-source.h"
#include "plugins/multiload/uevent-monitor.h"

/* All that the plugin offers to be graphed, in the order of the board, and taken back whole. Sources whose channels
 * are devices are made anew when the kernel tells of a device that came or went. */
struct _MultiloadSources
{
  GObject parent_instance;

  SwContext *context;
  UeventMonitor *uevents;
  GPtrArray *groups; /* of Group */
};

typedef struct _Group Group;

/* Sources over the same devices, made and replaced together. */
typedef struct
{
  const char *subsystem; /* (nullable) of the events that can make them stale */
  void (*create) (Group *group, SwSamplePool *pool);
  gboolean (*is_current) (Group *group);
} GroupKind;

struct _Group
{
  const GroupKind *kind;
  GPtrArray *sources;   /* of SwSource */
  PowerSupplies *power; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (MultiloadSources, multiload_sources, G_TYPE_OBJECT)

static void
take (Group *group, SwSource *source)
{
  g_ptr_array_add (group->sources, source);
}

static void
create_processors (Group *group, SwSamplePool *pool)
{
  take (group, cpu_source_new (pool));
  take (group, cores_source_new (pool));
  take (group, load_source_new (pool));
}

static void
create_temperatures (Group *group, SwSamplePool *pool)
{
  take (group, temperature_source_new (pool));
}

static void
create_fans (Group *group, SwSamplePool *pool)
{
  take (group, fan_source_new (pool));
}

static gboolean
are_sensors_current (Group *group)
{
  return sensor_source_is_current (g_ptr_array_index (group->sources, 0));
}

static void
create_power (Group *group, SwSamplePool *pool)
{
  group->power = power_supplies_new (pool);
  take (group, battery_source_new (group->power));
  take (group, power_source_new (group->power));
}

static gboolean
is_power_current (Group *group)
{
  return power_supplies_is_current (group->power);
}

/* In the order of the board. */
static const GroupKind kinds[] = {
  { NULL, create_processors, NULL },
  { "hwmon", create_temperatures, are_sensors_current },
  { "hwmon", create_fans, are_sensors_current },
  { "power_supply", create_power, is_power_current },
};

static void
empty_group (Group *group, SwContext *context)
{
  for (guint i = 0; i < group->sources->len; i++)
    sw_context_remove_source (context, g_ptr_array_index (group->sources, i));
  g_ptr_array_set_size (group->sources, 0);
  g_clear_pointer (&group->power, power_supplies_unref);
}

static void
fill_group (Group *group, SwContext *context)
{
  group->kind->create (group, sw_context_get_pool (context));
  for (guint i = 0; i < group->sources->len; i++)
    sw_context_add_source (context, g_ptr_array_index (group->sources, i));
}

static void
group_free (Group *group)
{
  g_clear_pointer (&group->power, power_supplies_unref);
  g_ptr_array_unref (group->sources);
  g_free (group);
}

static void
on_devices_changed_cb (MultiloadSources *self, const char *subsystem)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      if (g_strcmp0 (group->kind->subsystem, subsystem) != 0 || group->kind->is_current (group))
        continue;
      empty_group (group, self->context);
      fill_group (group, self->context);
    }
}

static void
multiload_sources_finalize (GObject *object)
{
  MultiloadSources *self = MULTILOAD_SOURCES (object);

  g_ptr_array_unref (self->groups);
  g_clear_object (&self->uevents);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (multiload_sources_parent_class)->finalize (object);
}

static void
multiload_sources_class_init (MultiloadSourcesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = multiload_sources_finalize;
}

static void
multiload_sources_init (MultiloadSources *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
}

MultiloadSources *
multiload_sources_new (SwContext *context, G_GNUC_UNUSED GSettings *settings)
{
  MultiloadSources *self = g_object_new (MULTILOAD_TYPE_SOURCES, NULL);

  self->context = g_object_ref (context);
  self->uevents
      = uevent_monitor_new (sw_context_get_scheduler (context), sw_context_get_plugin_id (context));
  g_signal_connect_object (self->uevents, "changed", G_CALLBACK (on_devices_changed_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Group *group = g_new0 (Group, 1);

      group->kind = &kinds[i];
      group->sources = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (self->groups, group);
      fill_group (group, context);
    }
  uevent_monitor_acquire (self->uevents);
  return self;
}

/* Nothing of the plugin is left in the program afterwards. */
void
multiload_sources_withdraw (MultiloadSources *self)
{
  g_return_if_fail (MULTILOAD_IS_SOURCES (self));

  for (guint i = 0; i < self->groups->len; i++)
    empty_group (g_ptr_array_index (self->groups, i), self->context);
  g_ptr_array_set_size (self->groups, 0);
  uevent_monitor_release (self->uevents);
}
