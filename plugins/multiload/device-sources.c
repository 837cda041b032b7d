/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-tick.h"

#include "plugins/multiload/device-sources.h"
#include "plugins/multiload/disk-source.h"
#include "plugins/multiload/network-source.h"

/* The sources of network and disks: the totals, which always are, and while they are wanted one for each interface
 * and disk that the totals count, kept in step with what is there. What was unplugged keeps its source, which says
 * so and goes on when it comes back. */
struct _DeviceSources
{
  GObject parent_instance;

  NetInterfaces *interfaces;
  BlockDevices *devices;
  GPtrArray *totals;            /* of SwSource */
  GPtrArray *interface_sources; /* of NetworkSource, in the order of their coming */
  GPtrArray *disk_sources;      /* of DiskSource, in the order of their coming, two for each disk */
  guint per_interface : 1;
  guint per_device : 1;
};

typedef enum
{
  PROP_PER_INTERFACE = 1,
  PROP_PER_DEVICE,
} DeviceSourcesProperty;

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_REMOVED,
} DeviceSourcesSignal;

/* Beyond this nobody looks at them one by one, and each would cost a job and a graph. */
#define MAX_SOURCES 128

/* Names of containers and phones come and go for ever: this many of those that went are remembered. */
#define MAX_GONE 16

static GParamSpec *properties[PROP_PER_DEVICE + 1];
static guint signals[SIGNAL_REMOVED + 1];

G_DEFINE_FINAL_TYPE (DeviceSources, device_sources, G_TYPE_OBJECT)

static void
add (DeviceSources *self, GPtrArray *sources, SwSource *source)
{
  g_ptr_array_add (sources, source);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, source);
}

static void
remove_at (DeviceSources *self, GPtrArray *sources, guint i)
{
  g_autoptr (SwSource) source = g_object_ref (g_ptr_array_index (sources, i));

  g_ptr_array_remove_index (sources, i);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, source);
}

static void
remove_all (DeviceSources *self, GPtrArray *sources)
{
  while (sources->len > 0)
    remove_at (self, sources, sources->len - 1);
}

/* Whether the device of an interface that is gone has another name now. */
static gboolean
is_renamed (DeviceSources *self, NetworkSource *source)
{
  const int index = network_source_get_index (source);

  for (guint i = 0; index != 0 && i < net_interfaces_get_n (self->interfaces); i++)
    if (net_interfaces_get (self->interfaces, i)->index == index)
      return TRUE;
  return FALSE;
}

static void
drop_interface_sources (DeviceSources *self)
{
  guint n_gone = 0;

  /* From the latest on, so that those that came first are forgotten first. */
  for (guint i = self->interface_sources->len; i-- > 0;)
    {
      NetworkSource *source = g_ptr_array_index (self->interface_sources, i);
      NetInterface *interface = net_interfaces_lookup (self->interfaces,
                                                       network_source_get_name (source));

      if (interface != NULL ? !interface->counted
                            : is_renamed (self, source) || n_gone++ >= MAX_GONE)
        remove_at (self, self->interface_sources, i);
    }
}

static gboolean
has_interface_source (DeviceSources *self, const char *name)
{
  for (guint i = 0; i < self->interface_sources->len; i++)
    if (g_str_equal (network_source_get_name (g_ptr_array_index (self->interface_sources, i)),
                     name))
      return TRUE;
  return FALSE;
}

static void
on_interfaces_changed_cb (DeviceSources *self)
{
  if (!self->per_interface)
    return;
  drop_interface_sources (self);
  for (guint i = 0; i < net_interfaces_get_n (self->interfaces); i++)
    {
      NetInterface *interface = net_interfaces_get (self->interfaces, i);

      if (interface->counted && self->interface_sources->len < MAX_SOURCES
          && !has_interface_source (self, interface->name))
        add (self, self->interface_sources,
             network_source_new_for_interface (self->interfaces, interface->name));
    }
}

static gboolean
is_shown (const BlockDevice *device)
{
  return device->counted && device->kind == BLOCK_KIND_DISK;
}

/* (nullable) The disk that SOURCE was made for. */
static BlockDevice *
find_disk (DeviceSources *self, DiskSource *source)
{
  for (guint i = 0; i < block_devices_get_n (self->devices); i++)
    {
      BlockDevice *device = block_devices_get (self->devices, i);

      if (is_shown (device) && disk_source_is_of (source, device))
        return device;
    }
  return NULL;
}

/* Whether another disk has the number of the one that is gone, and so the id of its source. */
static gboolean
is_replaced (DeviceSources *self, DiskSource *source)
{
  return block_devices_lookup (self->devices, disk_source_get_major (source),
                               disk_source_get_minor (source))
         != NULL;
}

static void
drop_disk_sources (DeviceSources *self)
{
  guint n_gone = 0;

  for (guint i = self->disk_sources->len; i-- > 0;)
    {
      DiskSource *source = g_ptr_array_index (self->disk_sources, i);

      if (find_disk (self, source) == NULL
          && (is_replaced (self, source) || n_gone++ >= 2 * MAX_GONE))
        remove_at (self, self->disk_sources, i);
    }
}

static gboolean
has_disk_source (DeviceSources *self, const BlockDevice *device)
{
  for (guint i = 0; i < self->disk_sources->len; i++)
    if (disk_source_is_of (g_ptr_array_index (self->disk_sources, i), device))
      return TRUE;
  return FALSE;
}

static void
on_devices_changed_cb (DeviceSources *self)
{
  if (!self->per_device)
    return;
  drop_disk_sources (self);
  for (guint i = 0; i < block_devices_get_n (self->devices); i++)
    {
      BlockDevice *device = block_devices_get (self->devices, i);

      if (!is_shown (device) || self->disk_sources->len >= MAX_SOURCES
          || has_disk_source (self, device))
        continue;
      add (self, self->disk_sources, disk_source_new_for_device (self->devices, device));
      add (self, self->disk_sources, disk_busy_source_new_for_device (self->devices, device));
    }
}

/* Outside a wakeup: names and numbers are brought up to date, no rate is made of them. */
static void
on_interfaces_stale_cb (DeviceSources *self)
{
  if (self->per_interface)
    net_interfaces_refresh (self->interfaces, &(SwTick) { 0 }, NULL);
}

static void
on_devices_stale_cb (DeviceSources *self)
{
  if (self->per_device)
    block_devices_refresh (self->devices, &(SwTick) { 0 }, NULL);
}

/* Wanted, they are followed by events even while none of them is looked at; it costs nothing until one comes. */
static void
set_per_interface (DeviceSources *self, gboolean per_interface)
{
  if (self->per_interface == !!per_interface)
    return;
  self->per_interface = !!per_interface;
  if (per_interface)
    {
      net_interfaces_acquire (self->interfaces);
      on_interfaces_stale_cb (self);
      on_interfaces_changed_cb (self);
    }
  else
    {
      net_interfaces_release (self->interfaces);
      remove_all (self, self->interface_sources);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PER_INTERFACE]);
}

static void
set_per_device (DeviceSources *self, gboolean per_device)
{
  if (self->per_device == !!per_device)
    return;
  self->per_device = !!per_device;
  if (per_device)
    {
      block_devices_acquire (self->devices);
      on_devices_stale_cb (self);
      on_devices_changed_cb (self);
    }
  else
    {
      block_devices_release (self->devices);
      remove_all (self, self->disk_sources);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PER_DEVICE]);
}

static void
device_sources_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DeviceSources *self = DEVICE_SOURCES (object);

  switch ((DeviceSourcesProperty) id)
    {
    case PROP_PER_INTERFACE:
      g_value_set_boolean (value, self->per_interface);
      break;
    case PROP_PER_DEVICE:
      g_value_set_boolean (value, self->per_device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
device_sources_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DeviceSources *self = DEVICE_SOURCES (object);

  switch ((DeviceSourcesProperty) id)
    {
    case PROP_PER_INTERFACE:
      set_per_interface (self, g_value_get_boolean (value));
      break;
    case PROP_PER_DEVICE:
      set_per_device (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
device_sources_dispose (GObject *object)
{
  DeviceSources *self = DEVICE_SOURCES (object);

  set_per_interface (self, FALSE);
  set_per_device (self, FALSE);
  g_ptr_array_set_size (self->totals, 0);
  g_clear_object (&self->interfaces);
  g_clear_object (&self->devices);
  G_OBJECT_CLASS (device_sources_parent_class)->dispose (object);
}

static void
device_sources_finalize (GObject *object)
{
  DeviceSources *self = DEVICE_SOURCES (object);

  g_ptr_array_unref (self->totals);
  g_ptr_array_unref (self->interface_sources);
  g_ptr_array_unref (self->disk_sources);
  G_OBJECT_CLASS (device_sources_parent_class)->finalize (object);
}

static void
device_sources_class_init (DeviceSourcesClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = device_sources_get_property;
  object_class->set_property = device_sources_set_property;
  object_class->dispose = device_sources_dispose;
  object_class->finalize = device_sources_finalize;

  properties[PROP_PER_INTERFACE] = g_param_spec_boolean ("per-interface", NULL, NULL, FALSE, flags);
  properties[PROP_PER_DEVICE] = g_param_spec_boolean ("per-device", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* A source came, for the registry. Not told of those that device_sources_list() had at the start. */
  signals[SIGNAL_ADDED] = g_signal_new ("added", DEVICE_TYPE_SOURCES, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, SW_TYPE_SOURCE);

  /* It is to be taken off the registry. */
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", DEVICE_TYPE_SOURCES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, SW_TYPE_SOURCE);
}

static void
device_sources_init (DeviceSources *self)
{
  self->totals = g_ptr_array_new_with_free_func (g_object_unref);
  self->interface_sources = g_ptr_array_new_with_free_func (g_object_unref);
  self->disk_sources = g_ptr_array_new_with_free_func (g_object_unref);
}

DeviceSources *
device_sources_new (NetInterfaces *interfaces, BlockDevices *devices)
{
  DeviceSources *self;

  g_return_val_if_fail (NET_IS_INTERFACES (interfaces) && BLOCK_IS_DEVICES (devices), NULL);

  self = g_object_new (DEVICE_TYPE_SOURCES, NULL);
  self->interfaces = g_object_ref (interfaces);
  self->devices = g_object_ref (devices);
  g_ptr_array_add (self->totals, network_source_new (interfaces));
  g_ptr_array_add (self->totals, disk_source_new (devices));
  g_ptr_array_add (self->totals, disk_busy_source_new (devices));
  g_signal_connect_object (interfaces, "changed", G_CALLBACK (on_interfaces_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (interfaces, "stale", G_CALLBACK (on_interfaces_stale_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "changed", G_CALLBACK (on_devices_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "stale", G_CALLBACK (on_devices_stale_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static GList *
prepend_all (GList *list, GPtrArray *sources)
{
  for (guint i = sources->len; i-- > 0;)
    list = g_list_prepend (list, g_ptr_array_index (sources, i));
  return list;
}

/* (transfer container) All there are now: the totals first. */
GList *
device_sources_list (DeviceSources *self)
{
  g_return_val_if_fail (DEVICE_IS_SOURCES (self), NULL);

  return prepend_all (prepend_all (prepend_all (NULL, self->disk_sources), self->interface_sources),
                      self->totals);
}
