/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-tick.h"

#include "plugins/multiload/disk-source.h"
#include "plugins/multiload/diskstats.h"

/* Bytes read and written per second, or how much of the time a request was under way: of one device, or of all that
 * BlockDevices counts. The total of bytes is the sum of the disks' own rates, that of time the busiest disk's. */
struct _DiskSource
{
  SwSource parent_instance;

  BlockDevices *devices;
  char *name;         /* (nullable) of the one device; none: the total */
  BlockDevice *shown; /* (nullable) the one device, valid in that generation */
  guint64 generation;
  SwCounter read; /* of the one device */
  SwCounter written;
  SwCounter busy;
  guint64 sequence; /* of the one device when last seen */
  guint major;
  guint minor;
  guint is_busy : 1; /* shows time, not bytes */
};

typedef enum
{
  CHANNEL_READ,
  CHANNEL_WRITTEN,
} DiskChannel;

typedef enum
{
  CHANNEL_BUSY,
} DiskBusyChannel;

G_DEFINE_FINAL_TYPE (DiskSource, disk_source, SW_TYPE_SOURCE)

/* NAN where the counter gives nothing. */
static double
bytes_per_second (SwCounter *counter, guint64 sectors, const SwTick *tick)
{
  return sw_counter_get_rate (counter, sectors, tick) * DISKSTATS_SECTOR_BYTES;
}

/* The kernel may book a long request when it ends, so that more milliseconds pass at once than did. */
static double
busy_percent (SwCounter *counter, guint64 busy_ms, const SwTick *tick)
{
  const double percent = sw_counter_get_rate (counter, busy_ms, tick) / 1000 * 100;

  return isnan (percent) ? percent : MIN (percent, 100);
}

static double
add (double sum, double rate)
{
  if (isnan (rate))
    return sum;
  return isnan (sum) ? rate : sum + rate;
}

static void
sample_total_bytes (DiskSource *self, const SwTick *tick)
{
  double bytes_read = NAN, bytes_written = NAN;

  for (guint i = 0; i < block_devices_get_n (self->devices); i++)
    {
      BlockDevice *device = block_devices_get (self->devices, i);

      if (!device->counted)
        continue;
      bytes_read
          = add (bytes_read, bytes_per_second (&device->total_read, device->sectors_read, tick));
      bytes_written = add (bytes_written, bytes_per_second (&device->total_written,
                                                            device->sectors_written, tick));
    }
  sw_source_set_value (SW_SOURCE (self), CHANNEL_READ, bytes_read);
  sw_source_set_value (SW_SOURCE (self), CHANNEL_WRITTEN, bytes_written);
}

static void
sample_total_busy (DiskSource *self, const SwTick *tick)
{
  double busiest = NAN;

  for (guint i = 0; i < block_devices_get_n (self->devices); i++)
    {
      BlockDevice *device = block_devices_get (self->devices, i);

      if (device->counted)
        busiest = fmax (busiest, busy_percent (&device->total_busy, device->busy_ms, tick));
    }
  sw_source_set_value (SW_SOURCE (self), CHANNEL_BUSY, busiest);
}

static gboolean
sample_total (DiskSource *self, const SwTick *tick, GError **error)
{
  if (block_devices_get_n_counted (self->devices) == 0)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error", "This machine shows no disk of its own"));
      return FALSE;
    }
  if (self->is_busy)
    sample_total_busy (self, tick);
  else
    sample_total_bytes (self, tick);
  return TRUE;
}

/* (nullable) */
static BlockDevice *
find_shown (DiskSource *self)
{
  const guint64 generation = block_devices_get_generation (self->devices);

  if (self->generation == generation)
    return self->shown;
  self->generation = generation;
  self->shown = block_devices_lookup (self->devices, self->major, self->minor);
  /* Another disk under this number, or the same after it was away, begins anew. */
  if (self->shown == NULL || self->shown->sequence != self->sequence)
    self->read.valid = self->written.valid = self->busy.valid = FALSE;
  if (self->shown != NULL)
    self->sequence = self->shown->sequence;
  return self->shown;
}

static gboolean
sample_one (DiskSource *self, const SwTick *tick, GError **error)
{
  SwSource *source = SW_SOURCE (self);
  BlockDevice *device = find_shown (self);

  if (device == NULL)
    {
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE,
                   C_ ("source error", "The disk %s is not there any more"), self->name);
      return FALSE;
    }
  if (self->is_busy)
    {
      sw_source_set_value (source, CHANNEL_BUSY, busy_percent (&self->busy, device->busy_ms, tick));
      return TRUE;
    }
  sw_source_set_value (source, CHANNEL_READ,
                       bytes_per_second (&self->read, device->sectors_read, tick));
  sw_source_set_value (source, CHANNEL_WRITTEN,
                       bytes_per_second (&self->written, device->sectors_written, tick));
  return TRUE;
}

static gboolean
disk_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  DiskSource *self = DISK_SOURCE (source);

  if (!block_devices_refresh (self->devices, tick, error))
    return FALSE;
  return self->name != NULL ? sample_one (self, tick, error) : sample_total (self, tick, error);
}

static void
disk_source_start (SwSource *source)
{
  block_devices_acquire (DISK_SOURCE (source)->devices);
}

static void
disk_source_stop (SwSource *source)
{
  block_devices_release (DISK_SOURCE (source)->devices);
}

/* What failed for want of a disk, and so is asked for ever less often, may have one now. */
static void
on_devices_stale_cb (DiskSource *self)
{
  if (sw_source_get_state (SW_SOURCE (self)) == SW_SOURCE_STATE_UNAVAILABLE)
    sw_source_sample_soon (SW_SOURCE (self));
}

static char *
describe_total (DiskSource *self)
{
  g_autofree char *names = block_devices_list_counted (self->devices);

  if (self->is_busy)
    return g_strdup_printf (C_ ("source description",
                                "How much of the time the busiest of the disks was at work: %s"),
                            names);
  return g_strdup_printf (C_ ("source description",
                              "Read from and written to the disks: %s. What passes a partition, "
                              "RAID, LVM or "
                              "encryption passes one of these too and is counted once."),
                          names);
}

static void
on_devices_changed_cb (DiskSource *self)
{
  g_autofree char *description = NULL;

  if (self->name != NULL)
    {
      on_devices_stale_cb (self);
      return;
    }
  description = describe_total (self);
  sw_source_set_description (SW_SOURCE (self), description);
}

static void
disk_source_dispose (GObject *object)
{
  DiskSource *self = DISK_SOURCE (object);

  g_clear_object (&self->devices);
  G_OBJECT_CLASS (disk_source_parent_class)->dispose (object);
}

static void
disk_source_finalize (GObject *object)
{
  g_free (DISK_SOURCE (object)->name);
  G_OBJECT_CLASS (disk_source_parent_class)->finalize (object);
}

static void
disk_source_class_init (DiskSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = disk_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = disk_source_finalize;
  SW_SOURCE_CLASS (klass)->start = disk_source_start;
  SW_SOURCE_CLASS (klass)->sample = disk_source_sample;
  SW_SOURCE_CLASS (klass)->stop = disk_source_stop;
}

static void
disk_source_init (DiskSource *self)
{
  self->generation = G_MAXUINT64;
}

static SwSource *
new_source (BlockDevices *devices, gboolean is_busy, const char *id, const char *title)
{
  DiskSource *self = g_object_new (DISK_TYPE_SOURCE, "id", id, "title", title, "unit",
                                   is_busy ? SW_UNIT_PERCENT : SW_UNIT_BYTES_PER_SECOND, "style",
                                   SW_STYLE_LINES, NULL);
  SwSource *source = SW_SOURCE (self);

  self->devices = g_object_ref (devices);
  self->is_busy = !!is_busy;
  if (is_busy)
    {
      sw_source_add_channel (source, sw_channel_new ("busy", C_ ("channel", "Busy"), SW_ROLE_1));
      sw_source_set_natural_max (source, 100);
    }
  else
    {
      sw_source_add_channel (source,
                             sw_channel_new ("read", C_ ("channel", "Read"), SW_ROLE_INBOUND));
      sw_source_add_channel (source, sw_channel_new ("written", C_ ("channel", "Written"),
                                                     SW_ROLE_OUTBOUND));
    }
  g_signal_connect_object (devices, "stale", G_CALLBACK (on_devices_stale_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "changed", G_CALLBACK (on_devices_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return source;
}

static void
set_device (DiskSource *self, const BlockDevice *device)
{
  g_autofree char *model = block_read_model (block_devices_get_root (self->devices), device->name);

  self->name = g_strdup (device->name);
  self->major = device->major;
  self->minor = device->minor;
  self->sequence = device->sequence;
  sw_source_set_description (SW_SOURCE (self), model != NULL ? model : device->name);
}

/* The total of bytes, of id "disk". */
SwSource *
disk_source_new (BlockDevices *devices)
{
  g_return_val_if_fail (BLOCK_IS_DEVICES (devices), NULL);

  return new_source (devices, FALSE, "disk", C_ ("source", "Disks"));
}

/* One device's bytes, of id "disk:MAJOR:MINOR". */
SwSource *
disk_source_new_for_device (BlockDevices *devices, const BlockDevice *device)
{
  g_autofree char *id = NULL;
  SwSource *source;

  g_return_val_if_fail (BLOCK_IS_DEVICES (devices) && device != NULL, NULL);

  id = g_strdup_printf ("disk:%u:%u", device->major, device->minor);
  source = new_source (devices, FALSE, id, device->name);
  set_device (DISK_SOURCE (source), device);
  return source;
}

/* The busiest disk's time, of id "disk-busy". */
SwSource *
disk_busy_source_new (BlockDevices *devices)
{
  g_return_val_if_fail (BLOCK_IS_DEVICES (devices), NULL);

  return new_source (devices, TRUE, "disk-busy", C_ ("source", "Disks Busy"));
}

/* One device's time, of id "disk-busy:MAJOR:MINOR". */
SwSource *
disk_busy_source_new_for_device (BlockDevices *devices, const BlockDevice *device)
{
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  SwSource *source;

  g_return_val_if_fail (BLOCK_IS_DEVICES (devices) && device != NULL, NULL);

  id = g_strdup_printf ("disk-busy:%u:%u", device->major, device->minor);
  title = g_strdup_printf (C_ ("source", "%s Busy"), device->name);
  source = new_source (devices, TRUE, id, title);
  set_device (DISK_SOURCE (source), device);
  return source;
}

/* Whether it shows DEVICE, and not another disk that had the number before. */
gboolean
disk_source_is_of (DiskSource *self, const BlockDevice *device)
{
  return self->name != NULL && self->major == device->major && self->minor == device->minor
         && g_str_equal (self->name, device->name);
}

guint
disk_source_get_major (DiskSource *self)
{
  return self->major;
}

guint
disk_source_get_minor (DiskSource *self)
{
  return self->minor;
}
