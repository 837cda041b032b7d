/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-sample-pool.h"
#include "core/sw-source.h"
#include "core/sw-tick.h"

#include "plugins/multiload/block-devices.h"
#include "plugins/multiload/diskstats.h"
#include "plugins/multiload/name-list.h"

/* The devices of /proc/diskstats with their counters, read once per wakeup for all that ask, and which of them the
 * totals count: whole disks, each once. What /sys says about a device is asked when it appears, never in each tick:
 * in the usual tick the devices come in the order of the one before and are only compared. */
struct _BlockDevices
{
  GObject parent_instance;

  SwSampleFile *file;
  UeventMonitor *monitor; /* (nullable) */
  GPtrArray *devices;     /* of BlockDevice, in the order of the file; borrowed from by_name */
  GHashTable *by_name;    /* owns them; the keys are in them */
  char *root;             /* of /proc and /sys */
  guint64 serial;         /* of the wakeup of the values; 0: none */
  guint64 generation;     /* of the pointers */
  guint demand;
  guint n_counted;
  guint stale : 1; /* the disks behind known names may be others */
};

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_STALE,
} BlockDevicesSignal;

static guint signals[SIGNAL_STALE + 1];

G_DEFINE_FINAL_TYPE (BlockDevices, block_devices, G_TYPE_OBJECT)

static void
take_values (BlockDevice *device, const DiskstatsLine *line)
{
  device->sectors_read = line->sectors_read;
  device->sectors_written = line->sectors_written;
  device->busy_ms = line->busy_ms;
}

static gboolean
is_same (const BlockDevice *device, const DiskstatsLine *line)
{
  return device->major == line->major && device->minor == line->minor
         && line->name_length < BLOCK_NAME_BYTES && device->name[line->name_length] == '\0'
         && memcmp (device->name, line->name, line->name_length) == 0;
}

/* The usual tick: the same devices in the same order. FALSE as soon as they are not. */
static gboolean
update_in_place (BlockDevices *self, SwScan text)
{
  DiskstatsLine line;
  guint n = 0;

  for (; diskstats_next (&text, &line); n++)
    {
      if (n >= self->devices->len || !is_same (g_ptr_array_index (self->devices, n), &line))
        return FALSE;
      take_values (g_ptr_array_index (self->devices, n), &line);
    }
  return n == self->devices->len;
}

static BlockDevice *
take_or_make (const DiskstatsLine *line, const char *name, GHashTable *left)
{
  BlockDevice *device = g_hash_table_lookup (left, name);

  if (device != NULL && is_same (device, line))
    {
      g_hash_table_steal (left, name);
      return device;
    }
  device = g_new0 (BlockDevice, 1);
  g_strlcpy (device->name, name, sizeof device->name);
  device->major = line->major;
  device->minor = line->minor;
  return device;
}

static void
collect (BlockDevices *self, SwScan text, GHashTable *left)
{
  char name[BLOCK_NAME_BYTES];
  DiskstatsLine line;

  while (diskstats_next (&text, &line))
    {
      BlockDevice *device;

      if (line.name_length >= sizeof name || memchr (line.name, '\0', line.name_length) != NULL)
        continue;
      memcpy (name, line.name, line.name_length);
      name[line.name_length] = '\0';
      if (g_hash_table_contains (self->by_name, name))
        continue;
      device = take_or_make (&line, name, left);
      take_values (device, &line);
      g_ptr_array_add (self->devices, device);
      g_hash_table_insert (self->by_name, device->name, device);
    }
}

/* TRUE if it is new, or another one under an old name. */
static gboolean
look_up (BlockDevices *self, BlockDevice *device)
{
  const guint64 sequence = block_read_sequence (self->root, device->name);

  if (device->looked_up && device->sequence == sequence)
    return FALSE;
  device->total_read.valid = device->total_written.valid = device->total_busy.valid = FALSE;
  device->sequence = sequence;
  device->kind = block_kind_read (self->root, device->name);
  device->looked_up = TRUE;
  return TRUE;
}

/* Up to Linux 6.2 an NVMe disk with several ways to it counts nothing itself, and only the ways do. */
static gboolean
stands_in_for_its_disk (BlockDevices *self, const BlockDevice *path)
{
  guint controller, way, name_space;
  char name[BLOCK_NAME_BYTES];
  BlockDevice *disk;

  if (sscanf (path->name, "nvme%uc%un%u", &controller, &way, &name_space) != 3)
    return FALSE;
  g_snprintf (name, sizeof name, "nvme%un%u", controller, name_space);
  disk = g_hash_table_lookup (self->by_name, name);
  return disk != NULL && disk->sectors_read == 0 && disk->sectors_written == 0
         && path->sectors_read > 0;
}

static gboolean
is_wanted (BlockDevices *self, const BlockDevice *device)
{
  switch (device->kind)
    {
    case BLOCK_KIND_DISK:
    case BLOCK_KIND_AREA:
      return TRUE;
    case BLOCK_KIND_PATH:
      return stands_in_for_its_disk (self, device);
    case BLOCK_KIND_UNKNOWN:
    case BLOCK_KIND_PARTITION:
    case BLOCK_KIND_LAYERED:
    default:
      return FALSE;
    }
}

/* The set of devices is another one, or the disks behind them may be. TRUE if it really changed. */
static gboolean
rebuild (BlockDevices *self, SwScan text)
{
  g_autoptr (GHashTable) left = g_steal_pointer (&self->by_name);
  gboolean changed = FALSE;

  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_ptr_array_set_size (self->devices, 0);
  collect (self, text, left);
  self->n_counted = 0;
  for (guint i = 0; i < self->devices->len; i++)
    {
      BlockDevice *device = g_ptr_array_index (self->devices, i);

      if (!device->looked_up || self->stale)
        changed |= look_up (self, device);
    }
  for (guint i = 0; i < self->devices->len; i++)
    {
      BlockDevice *device = g_ptr_array_index (self->devices, i);

      device->counted = is_wanted (self, device);
      self->n_counted += device->counted;
    }
  self->stale = FALSE;
  self->generation++;
  return changed || g_hash_table_size (left) > 0;
}

/* Brings devices and counters up to the wakeup of TICK, whoever asks first. A tick of serial 0 is always a new one. May
 * emit "changed". */
gboolean
block_devices_refresh (BlockDevices *self, const SwTick *tick, GError **error)
{
  const char *text;
  gsize length_bytes;
  SwScan scan;

  if (tick->serial != 0 && tick->serial == self->serial)
    return TRUE;
  text = sw_sample_file_read (self->file, tick, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  scan = sw_scan_init (text, length_bytes);
  self->serial = tick->serial;
  if ((!update_in_place (self, scan) || self->stale) && rebuild (self, scan))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->devices->len > 0 || length_bytes == 0)
    return TRUE;
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                       C_ ("source error", "The kernel’s table of disks cannot be understood"));
  return FALSE;
}

static void
on_blocks_changed_cb (BlockDevices *self)
{
  self->stale = TRUE;
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

static void
block_devices_dispose (GObject *object)
{
  BlockDevices *self = BLOCK_DEVICES (object);

  if (self->monitor != NULL && self->demand > 0)
    uevent_monitor_release (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (block_devices_parent_class)->dispose (object);
}

static void
block_devices_finalize (GObject *object)
{
  BlockDevices *self = BLOCK_DEVICES (object);

  g_ptr_array_unref (self->devices);
  g_hash_table_unref (self->by_name);
  g_free (self->root);
  G_OBJECT_CLASS (block_devices_parent_class)->finalize (object);
}

static void
block_devices_class_init (BlockDevicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = block_devices_dispose;
  G_OBJECT_CLASS (klass)->finalize = block_devices_finalize;

  /* Others are there than before; from within block_devices_refresh(). */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BLOCK_TYPE_DEVICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  /* The next refresh may find others. */
  signals[SIGNAL_STALE] = g_signal_new ("stale", BLOCK_TYPE_DEVICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
block_devices_init (BlockDevices *self)
{
  self->devices = g_ptr_array_new ();
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/* MONITOR (nullable) tells of what the names alone do not show. */
BlockDevices *
block_devices_new (SwSamplePool *pool, UeventMonitor *monitor)
{
  BlockDevices *self;

  g_return_val_if_fail (SW_IS_SAMPLE_POOL (pool), NULL);
  g_return_val_if_fail (monitor == NULL || UEVENT_IS_MONITOR (monitor), NULL);

  self = g_object_new (BLOCK_TYPE_DEVICES, NULL);
  self->file = sw_sample_pool_get (pool, "/proc/diskstats");
  self->root = g_strdup (sw_sample_pool_get_root (pool));
  if (g_set_object (&self->monitor, monitor))
    g_signal_connect_object (monitor, "changed::block", G_CALLBACK (on_blocks_changed_cb), self,
                             G_CONNECT_SWAPPED);
  return self;
}

/* While it is held the monitor listens; to be matched by one release. */
void
block_devices_acquire (BlockDevices *self)
{
  g_return_if_fail (BLOCK_IS_DEVICES (self));

  if (self->demand++ > 0 || self->monitor == NULL)
    return;
  uevent_monitor_acquire (self->monitor);
  self->stale = TRUE; /* nobody told of what happened before */
}

void
block_devices_release (BlockDevices *self)
{
  g_return_if_fail (BLOCK_IS_DEVICES (self));
  g_return_if_fail (self->demand > 0);

  if (--self->demand == 0 && self->monitor != NULL)
    uevent_monitor_release (self->monitor);
}

guint
block_devices_get_n (BlockDevices *self)
{
  return self->devices->len;
}

/* Valid while the generation stays. */
BlockDevice *
block_devices_get (BlockDevices *self, guint i)
{
  return g_ptr_array_index (self->devices, i);
}

/* (nullable) Valid while the generation stays. */
BlockDevice *
block_devices_lookup (BlockDevices *self, guint major, guint minor)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      BlockDevice *device = g_ptr_array_index (self->devices, i);

      if (device->major == major && device->minor == minor)
        return device;
    }
  return NULL;
}

guint64
block_devices_get_generation (BlockDevices *self)
{
  return self->generation;
}

guint
block_devices_get_n_counted (BlockDevices *self)
{
  return self->n_counted;
}

const char *
block_devices_get_root (BlockDevices *self)
{
  return self->root;
}

char *
block_devices_list_counted (BlockDevices *self)
{
  g_auto (NameList) names = name_list_init ();

  for (guint i = 0; i < self->devices->len; i++)
    {
      BlockDevice *device = g_ptr_array_index (self->devices, i);

      if (device->counted && device->kind != BLOCK_KIND_AREA)
        name_list_add (&names, device->name);
    }
  return g_strdup (names.text->str);
}
