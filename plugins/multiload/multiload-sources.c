/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-job.h"
#include "core/sw-scheduler.h"
#include "core/sw-source.h"

#include "plugins/multiload/battery-source.h"
#include "plugins/multiload/cores-source.h"
#include "plugins/multiload/cpu-source.h"
#include "plugins/multiload/device-sources.h"
#include "plugins/multiload/fan-source.h"
#include "plugins/multiload/frequency-source.h"
#include "plugins/multiload/gpu-memory-source.h"
#include "plugins/multiload/gpu-source.h"
#include "plugins/multiload/latency-source.h"
#include "plugins/multiload/load-source.h"
#include "plugins/multiload/memory-source.h"
#include "plugins/multiload/multiload-sources.h"
#include "plugins/multiload/power-source.h"
#include "plugins/multiload/pressure-source.h"
#include "plugins/multiload/swap-io-source.h"
#include "plugins/multiload/swap-source.h"
#include "plugins/multiload/temperature-source.h"

/* All that the plugin offers to be graphed, in the order of the board, and taken back whole. Sources whose channels
 * are devices are made anew when the kernel tells of a device that came or went. */
struct _MultiloadSources
{
  GObject parent_instance;

  SwContext *context;
  GSettings *settings; /* (nullable) */
  UeventMonitor *uevents;
  GPtrArray *groups; /* of Group */
};

typedef struct _Group Group;

/* Sources over the same devices, made and replaced together. */
typedef struct
{
  const char *subsystem; /* (nullable) of the events that can make them stale */
  void (*create) (MultiloadSources *self, Group *group);
  gboolean (*is_current) (Group *group);  /* (nullable) without a subsystem */
  void (*outdate) (Group *group);         /* (nullable) whose values an event changes too */
  gboolean (*is_outdated) (Group *group); /* (nullable) until a sample showed it */
} GroupKind;

struct _Group
{
  const GroupKind *kind;
  GPtrArray *sources;     /* of SwSource; without traffic's */
  DeviceSources *traffic; /* (nullable) brings and takes sources by itself */
  gpointer devices;       /* (nullable) what they share */
  GDestroyNotify free_devices;
  SwJob *follow_up; /* (nullable) borrowed from the scheduler; while an event is not shown yet */
};

G_DEFINE_FINAL_TYPE (MultiloadSources, multiload_sources, G_TYPE_OBJECT)

static void
offer (MultiloadSources *self, Group *group, SwSource *source)
{
  g_ptr_array_add (group->sources, source);
  sw_context_add_source (self->context, source);
}

static void
create_first_glance (MultiloadSources *self, Group *group)
{
  SwSamplePool *pool = sw_context_get_pool (self->context);

  offer (self, group, cpu_source_new (pool));
  offer (self, group, memory_source_new (pool));
}

/* Beside its likes, not at the board's end. */
static void
on_device_source_added_cb (MultiloadSources *self, SwSource *source, DeviceSources *traffic)
{
  g_autoptr (GList) all = device_sources_list (traffic);
  GList *link = g_list_find (all, source);

  sw_context_add_source_after (self->context, source,
                               link != NULL && link->prev != NULL ? link->prev->data : NULL);
}

static void
on_device_source_removed_cb (MultiloadSources *self, SwSource *source)
{
  sw_context_remove_source (self->context, source);
}

static void
bind_device_settings (GSettings *settings, NetInterfaces *interfaces, DeviceSources *sources)
{
  g_settings_bind (settings, "network-mode", interfaces, "mode", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "network-chosen", interfaces, "chosen", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "network-per-interface", sources, "per-interface",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "disk-per-device", sources, "per-device", G_SETTINGS_BIND_GET);
}

/* Unlike the others these follow their devices by themselves. */
static void
create_traffic (MultiloadSources *self, Group *group)
{
  SwSamplePool *pool = sw_context_get_pool (self->context);
  g_autoptr (LinkMonitor) links = link_monitor_new (sw_context_get_scheduler (self->context),
                                                    sw_context_get_plugin_id (self->context));
  g_autoptr (NetInterfaces) interfaces = net_interfaces_new (pool, links);
  g_autoptr (BlockDevices) devices = block_devices_new (pool, self->uevents);
  DeviceSources *sources = device_sources_new (interfaces, devices);
  g_autoptr (GList) totals = device_sources_list (sources);

  group->traffic = sources;
  for (GList *link = totals; link != NULL; link = link->next)
    sw_context_add_source (self->context, link->data);
  g_signal_connect_object (sources, "added", G_CALLBACK (on_device_source_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sources, "removed", G_CALLBACK (on_device_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->settings != NULL)
    bind_device_settings (self->settings, interfaces, sources);
}

static void
create_second_glance (MultiloadSources *self, Group *group)
{
  SwSamplePool *pool = sw_context_get_pool (self->context);

  offer (self, group, load_source_new (pool));
  offer (self, group, cores_source_new (pool));
  offer (self, group, pressure_source_new (pool));
  offer (self, group, swap_source_new (pool));
  offer (self, group, swap_io_source_new (pool));
  offer (self, group, frequency_source_new (pool));
}

static void
create_temperatures (MultiloadSources *self, Group *group)
{
  offer (self, group, temperature_source_new (sw_context_get_pool (self->context)));
}

static void
create_fans (MultiloadSources *self, Group *group)
{
  offer (self, group, fan_source_new (sw_context_get_pool (self->context)));
}

static gboolean
are_sensors_current (Group *group)
{
  return sensor_source_is_current (g_ptr_array_index (group->sources, 0));
}

static void
create_gpus (MultiloadSources *self, Group *group)
{
  GpuCards *cards = gpu_cards_new (sw_context_get_pool (self->context));

  group->devices = cards;
  group->free_devices = (GDestroyNotify) gpu_cards_unref;
  offer (self, group, gpu_source_new (cards));
  offer (self, group, gpu_memory_source_new (cards));
}

static gboolean
are_gpus_current (Group *group)
{
  return gpu_cards_is_current (group->devices);
}

static void
create_power (MultiloadSources *self, Group *group)
{
  PowerSupplies *supplies = power_supplies_new (sw_context_get_pool (self->context));

  group->devices = supplies;
  group->free_devices = (GDestroyNotify) power_supplies_unref;
  offer (self, group, battery_source_new (supplies));
  offer (self, group, power_source_new (supplies));
}

static gboolean
is_power_current (Group *group)
{
  return power_supplies_is_current (group->devices);
}

static void
outdate_power (Group *group)
{
  power_supplies_outdate (group->devices);
}

static gboolean
is_power_outdated (Group *group)
{
  return power_supplies_is_outdated (group->devices);
}

static void
create_latency (MultiloadSources *self, Group *group)
{
  SwSource *source = latency_source_new ();

  offer (self, group, source);
  if (self->settings != NULL)
    g_settings_bind (self->settings, "latency-host", source, "host", G_SETTINGS_BIND_GET);
}

/* In the order of the board. */
static const GroupKind kinds[] = {
  { .create = create_first_glance },
  { .create = create_traffic },
  { .create = create_second_glance },
  { .subsystem = "hwmon", .create = create_temperatures, .is_current = are_sensors_current },
  { .subsystem = "hwmon", .create = create_fans, .is_current = are_sensors_current },
  { .subsystem = "drm", .create = create_gpus, .is_current = are_gpus_current },
  { .subsystem = "power_supply",
    .create = create_power,
    .is_current = is_power_current,
    .outdate = outdate_power,
    .is_outdated = is_power_outdated },
  { .create = create_latency },
};

/* What came by itself goes by itself; the totals then remain. */
static void
withdraw_traffic (MultiloadSources *self, DeviceSources *traffic)
{
  g_autoptr (GList) totals = NULL;

  g_object_set (traffic, "per-interface", FALSE, "per-device", FALSE, NULL);
  totals = device_sources_list (traffic);
  for (GList *link = totals; link != NULL; link = link->next)
    sw_context_remove_source (self->context, link->data);
}

static void
empty_group (MultiloadSources *self, Group *group)
{
  g_clear_pointer (&group->follow_up, sw_job_remove);
  if (group->traffic != NULL)
    withdraw_traffic (self, group->traffic);
  g_clear_object (&group->traffic);
  for (guint i = 0; i < group->sources->len; i++)
    sw_context_remove_source (self->context, g_ptr_array_index (group->sources, i));
  g_ptr_array_set_size (group->sources, 0);
  g_clear_pointer (&group->devices, group->free_devices);
}

static void
group_free (Group *group)
{
  g_clear_pointer (&group->follow_up, sw_job_remove);
  g_clear_object (&group->traffic);
  g_clear_pointer (&group->devices, group->free_devices);
  g_ptr_array_unref (group->sources);
  g_free (group);
}

/* Returns whether anybody looks at one of them. */
static gboolean
sample_soon (Group *group)
{
  gboolean demanded = FALSE;

  for (guint i = 0; i < group->sources->len; i++)
    {
      SwSource *source = g_ptr_array_index (group->sources, i);

      demanded |= sw_source_get_enabled (source) && sw_source_get_demand (source) > 0;
      sw_source_sample_soon (source);
    }
  return demanded;
}

static gboolean
on_follow_up_due_cb (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  Group *group = user_data;

  if (!group->kind->is_outdated (group) || !sample_soon (group))
    g_clear_pointer (&group->follow_up, sw_job_remove);
  return TRUE;
}

/* The first sample asks the devices, a later one shows what they said: a second later, as with a first answer, and not
 * after an interval. */
static void
follow_up (MultiloadSources *self, Group *group)
{
  group->kind->outdate (group);
  if (!sample_soon (group) || group->follow_up != NULL)
    return;
  group->follow_up = sw_scheduler_add_job (sw_context_get_scheduler (self->context),
                                           sw_context_get_plugin_id (self->context), "follow-up",
                                           SW_SECOND_US, on_follow_up_due_cb, group, NULL);
  sw_job_set_flags (group->follow_up, SW_JOB_VIEW);
}

static void
take_event (MultiloadSources *self, Group *group)
{
  if (!group->kind->is_current (group))
    {
      empty_group (self, group);
      group->kind->create (self, group);
    }
  else if (group->kind->outdate != NULL)
    follow_up (self, group);
}

static void
on_devices_changed_cb (MultiloadSources *self, const char *subsystem)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      if (g_strcmp0 (group->kind->subsystem, subsystem) == 0)
        take_event (self, group);
    }
}

static void
multiload_sources_finalize (GObject *object)
{
  MultiloadSources *self = MULTILOAD_SOURCES (object);

  g_ptr_array_unref (self->groups);
  g_clear_object (&self->uevents);
  g_clear_object (&self->settings);
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
multiload_sources_new (SwContext *context, GSettings *settings)
{
  MultiloadSources *self = g_object_new (MULTILOAD_TYPE_SOURCES, NULL);

  self->context = g_object_ref (context);
  g_set_object (&self->settings, settings);
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
      group->kind->create (self, group);
    }
  uevent_monitor_acquire (self->uevents);
  return self;
}

/* Nothing of the plugin is left in the program afterwards. May be called again. */
void
multiload_sources_withdraw (MultiloadSources *self)
{
  g_return_if_fail (MULTILOAD_IS_SOURCES (self));

  if (self->groups->len == 0)
    return;
  for (guint i = 0; i < self->groups->len; i++)
    empty_group (self, g_ptr_array_index (self->groups, i));
  g_ptr_array_set_size (self->groups, 0);
  uevent_monitor_release (self->uevents);
}

/* What tells of the devices. For tests, which tell in the kernel's place. */
UeventMonitor *
multiload_sources_get_uevents (MultiloadSources *self)
{
  g_return_val_if_fail (MULTILOAD_IS_SOURCES (self), NULL);

  return self->uevents;
}
