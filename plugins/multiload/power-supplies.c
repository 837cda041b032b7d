/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The machine's batteries and chargers (Documentation/ABI/testing/sysfs-class-power). A laptop's embedded controller
 * answers these files, in milliseconds or worse: a thread reads them, for both sources that show them. A charger that
 * does not answer is left out; of a battery that is said, since the others' charge is not the whole. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-source.h"
#include "core/sw-tick.h"

#include "plugins/multiload/device-reader.h"
#include "plugins/multiload/power-supplies.h"
#include "plugins/multiload/sysfs.h"

#define MAX_SUPPLIES 16
/* More than any charger gives: what is above is garbage. */
#define MAX_WATTS 1000.0

typedef enum
{
  ATTRIBUTE_STATUS,
  ATTRIBUTE_CAPACITY,    /* percent */
  ATTRIBUTE_ENERGY_NOW,  /* µWh */
  ATTRIBUTE_ENERGY_FULL, /* µWh */
  ATTRIBUTE_CHARGE_NOW,  /* µAh */
  ATTRIBUTE_CHARGE_FULL, /* µAh */
  ATTRIBUTE_VOLTAGE_NOW, /* µV */
  ATTRIBUTE_POWER_NOW,   /* µW */
  ATTRIBUTE_CURRENT_NOW, /* µA */
  ATTRIBUTE_ONLINE,      /* of a charger */
  N_ATTRIBUTES
} Attribute;

static const char *const attribute_names[N_ATTRIBUTES]
    = { "status",      "capacity",    "energy_now", "energy_full", "charge_now",
        "charge_full", "voltage_now", "power_now",  "current_now", "online" };

typedef struct
{
  char *folder;
  gboolean is_battery;
  int files[N_ATTRIBUTES]; /* index in the reader; -1: the driver has none */
} Supply;

struct _PowerSupplies
{
  SwSamplePool *pool;
  GPtrArray *supplies; /* of Supply; none before somebody looks */
  DeviceReader *reader;
  gint64 outdated_us; /* of the first reading since what is published was outdated; 0: none yet */
  gboolean outdated;
  gboolean found; /* what supplies has */
};

static void
supply_free (Supply *supply)
{
  g_free (supply->folder);
  g_free (supply);
}

/* NULL for what is neither: a mouse's or a headset's battery, a UPS. */
static Supply *
supply_new (const char *class_folder, const char *entry)
{
  g_autofree char *folder = g_build_filename (class_folder, entry, NULL);
  char type[32], scope[32];
  Supply *supply;
  gboolean is_battery;

  if (!sysfs_read_line (folder, "type", type, sizeof type))
    return NULL;
  if (sysfs_read_line (folder, "scope", scope, sizeof scope) && g_str_equal (scope, "Device"))
    return NULL;
  is_battery = g_str_equal (type, "Battery");
  if (!is_battery && !g_str_equal (type, "Mains") && !g_str_equal (type, "Wireless")
      && !g_str_has_prefix (type, "USB"))
    return NULL;
  supply = g_new0 (Supply, 1);
  supply->folder = g_steal_pointer (&folder);
  supply->is_battery = is_battery;
  return supply;
}

static int
compare_supplies (const void *a, const void *b)
{
  return strcmp ((*(Supply *const *) a)->folder, (*(Supply *const *) b)->folder);
}

static GPtrArray *
find_supplies (SwSamplePool *pool)
{
  g_autofree char *class_folder = sw_sample_pool_resolve (pool, "/sys/class/power_supply");
  g_autoptr (GDir) dir = g_dir_open (class_folder, 0, NULL);
  GPtrArray *supplies = g_ptr_array_new_with_free_func ((GDestroyNotify) supply_free);
  const char *entry;

  while (dir != NULL && supplies->len < MAX_SUPPLIES && (entry = g_dir_read_name (dir)) != NULL)
    {
      Supply *supply = supply_new (class_folder, entry);

      if (supply != NULL)
        g_ptr_array_add (supplies, supply);
    }
  g_ptr_array_sort (supplies, compare_supplies);
  return supplies;
}

static void
add_files (PowerSupplies *self, Supply *supply)
{
  for (guint i = 0; i < N_ATTRIBUTES; i++)
    {
      g_autofree char *path = g_build_filename (supply->folder, attribute_names[i], NULL);
      const gboolean is_wanted = supply->is_battery == (i != ATTRIBUTE_ONLINE);

      supply->files[i] = is_wanted && g_file_test (path, G_FILE_TEST_EXISTS)
                             ? (int) device_reader_add (self->reader, path, NULL, supply->folder)
                             : -1;
    }
}

/* Once. */
static void
find (PowerSupplies *self)
{
  if (self->found)
    return;
  self->found = TRUE;
  g_ptr_array_unref (self->supplies);
  self->supplies = find_supplies (self->pool);
  for (guint i = 0; i < self->supplies->len; i++)
    add_files (self, g_ptr_array_index (self->supplies, i));
}

/* Looks for nothing before it is started or read. */
PowerSupplies *
power_supplies_new (SwSamplePool *pool)
{
  PowerSupplies *self = g_rc_box_new0 (PowerSupplies);

  self->pool = g_object_ref (pool);
  self->supplies = g_ptr_array_new ();
  self->reader = device_reader_new ();
  return self;
}

PowerSupplies *
power_supplies_ref (PowerSupplies *self)
{
  return g_rc_box_acquire (self);
}

static void
power_supplies_clear (PowerSupplies *self)
{
  g_object_unref (self->pool);
  g_ptr_array_unref (self->supplies);
  device_reader_free (self->reader);
}

void
power_supplies_unref (PowerSupplies *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) power_supplies_clear);
}

/* Whether the machine's supplies are still those that were found, if any were looked for. */
gboolean
power_supplies_is_current (PowerSupplies *self)
{
  g_autoptr (GPtrArray) supplies = NULL;

  if (!self->found)
    return TRUE;
  supplies = find_supplies (self->pool);
  if (supplies->len != self->supplies->len)
    return FALSE;
  for (guint i = 0; i < supplies->len; i++)
    {
      const Supply *before = g_ptr_array_index (self->supplies, i);
      const Supply *now = g_ptr_array_index (supplies, i);

      if (!g_str_equal (before->folder, now->folder) || before->is_battery != now->is_battery)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_battery (PowerSupplies *self)
{
  for (guint i = 0; i < self->supplies->len; i++)
    if (((Supply *) g_ptr_array_index (self->supplies, i))->is_battery)
      return TRUE;
  return FALSE;
}

/* Something happened that no round can tell of which began before. */
void
power_supplies_outdate (PowerSupplies *self)
{
  /* Without a battery there are no rounds. */
  self->outdated = has_battery (self);
  self->outdated_us = 0;
}

/* Until a later round is read, or there is none to wait for. */
gboolean
power_supplies_is_outdated (PowerSupplies *self)
{
  return self->outdated;
}

void
power_supplies_start (PowerSupplies *self)
{
  find (self);
  device_reader_start (self->reader);
}

void
power_supplies_stop (PowerSupplies *self)
{
  device_reader_stop (self->reader);
}

static const char *
get_text (PowerSupplies *self, const Supply *supply, Attribute attribute, gsize *length_bytes)
{
  if (supply->files[attribute] < 0)
    return NULL;
  return device_reader_get (self->reader, supply->files[attribute], length_bytes, NULL);
}

/* NAN if there is none. */
static double
get_number (PowerSupplies *self, const Supply *supply, Attribute attribute)
{
  gsize length_bytes;
  gint64 value;
  const char *text = get_text (self, supply, attribute, &length_bytes);

  return text != NULL && sysfs_parse_number (text, length_bytes, &value) ? (double) value : NAN;
}

static gboolean
has_status (PowerSupplies *self, const Supply *supply, const char *status)
{
  gsize length_bytes;
  const char *text = get_text (self, supply, ATTRIBUTE_STATUS, &length_bytes);
  const gsize status_bytes = strlen (status);

  return text != NULL && length_bytes >= status_bytes && memcmp (text, status, status_bytes) == 0
         && (length_bytes == status_bytes || text[status_bytes] == '\n');
}

/* How full, 0 to 1, and what it holds when full, by which several are weighed; each NAN if unknown. */
static void
get_charge (PowerSupplies *self, const Supply *supply, double *fraction, double *full_uwh)
{
  double now = get_number (self, supply, ATTRIBUTE_ENERGY_NOW);
  double full = get_number (self, supply, ATTRIBUTE_ENERGY_FULL);

  *full_uwh = full;
  if (!(now >= 0 && full > 0))
    {
      now = get_number (self, supply, ATTRIBUTE_CHARGE_NOW);
      full = get_number (self, supply, ATTRIBUTE_CHARGE_FULL);
      *full_uwh = full * get_number (self, supply, ATTRIBUTE_VOLTAGE_NOW) * 1e-6;
    }
  if (!(now >= 0 && full > 0))
    {
      now = get_number (self, supply, ATTRIBUTE_CAPACITY);
      full = 100;
      *full_uwh = NAN;
    }
  /* A worn battery may hold a little more than its last full charge. */
  *fraction = now >= 0 ? fmin (now / full, 1) : NAN;
  if (!(*full_uwh > 0))
    *full_uwh = NAN;
}

/* NAN if unknown. The sign tells, with some firmware, the direction; *IS_NEGATIVE. */
static double
get_watts (PowerSupplies *self, const Supply *supply, gboolean *is_negative)
{
  double watts = get_number (self, supply, ATTRIBUTE_POWER_NOW) * 1e-6;

  if (isnan (watts))
    watts = get_number (self, supply, ATTRIBUTE_CURRENT_NOW) * 1e-6
            * get_number (self, supply, ATTRIBUTE_VOLTAGE_NOW) * 1e-6;
  *is_negative = watts < 0;
  watts = fabs (watts);
  return watts <= MAX_WATTS ? watts : NAN;
}

static void
add_flow (PowerSupplies *self, const Supply *supply, PowerReading *reading)
{
  gboolean is_negative;
  const double watts = get_watts (self, supply, &is_negative);
  gboolean discharges = has_status (self, supply, "Discharging");
  gboolean charges = has_status (self, supply, "Charging");

  /* Firmware that does not know says so; a battery can only give without a charger. */
  if (has_status (self, supply, "Unknown") && watts > 0)
    {
      discharges = is_negative || !reading->has_mains;
      charges = !discharges;
    }
  if (discharges)
    reading->discharging_w += watts;
  if (charges)
    reading->charging_w += watts;
  reading->is_discharging |= discharges;
  reading->is_charging |= charges;
}

static gboolean
has_mains (PowerSupplies *self)
{
  for (guint i = 0; i < self->supplies->len; i++)
    if (get_number (self, g_ptr_array_index (self->supplies, i), ATTRIBUTE_ONLINE) > 0)
      return TRUE;
  return FALSE;
}

/* Several batteries count by what they hold, or alike where one does not say. Returns how many answered. */
static guint
add_batteries (PowerSupplies *self, PowerReading *reading)
{
  double sum = 0, sum_uwh = 0, full_sum_uwh = 0;
  guint n_answered = 0;

  for (guint i = 0; i < self->supplies->len; i++)
    {
      const Supply *supply = g_ptr_array_index (self->supplies, i);
      double fraction, full_uwh;

      if (!supply->is_battery)
        continue;
      get_charge (self, supply, &fraction, &full_uwh);
      if (isnan (fraction))
        continue;
      n_answered++;
      sum += fraction;
      sum_uwh += fraction * full_uwh;
      full_sum_uwh += full_uwh;
      add_flow (self, supply, reading);
    }
  if (n_answered > 0)
    reading->charge_percent = 100 * (isnan (sum_uwh) ? sum / n_answered : sum_uwh / full_sum_uwh);
  return n_answered;
}

/* Any of its files; -1: it has none. */
static int
get_file (const Supply *supply)
{
  int file = -1;

  for (guint i = 0; i < N_ATTRIBUTES && file < 0; i++)
    file = supply->files[i];
  return file;
}

/* Of the supplies that answer. */
static gint64
get_oldest_round_us (PowerSupplies *self)
{
  gint64 oldest_us = G_MAXINT64;

  for (guint i = 0; i < self->supplies->len; i++)
    {
      const int file = get_file (g_ptr_array_index (self->supplies, i));

      if (file >= 0 && !device_reader_is_silent (self->reader, file))
        oldest_us = MIN (oldest_us, device_reader_get_round_us (self->reader, file));
    }
  return oldest_us;
}

/* One battery's charge must not be taken for that of all. */
static gboolean
all_batteries_answer (PowerSupplies *self, GError **error)
{
  for (guint i = 0; i < self->supplies->len; i++)
    {
      const Supply *supply = g_ptr_array_index (self->supplies, i);
      const int file = get_file (supply);
      g_autoptr (GError) failure = NULL;

      if (!supply->is_battery || file < 0
          || device_reader_get (self->reader, file, NULL, &failure) != NULL
          || !g_error_matches (failure, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static gboolean
begin_round (PowerSupplies *self, const SwTick *tick, GError **error)
{
  const gboolean has_answers = device_reader_begin (self->reader, tick, error);

  if (self->outdated_us == 0)
    self->outdated_us = tick->now_us;
  else if (!has_answers || get_oldest_round_us (self) >= self->outdated_us)
    self->outdated = FALSE;
  return has_answers;
}

/* Takes what the thread's last round brought. */
gboolean
power_supplies_read (PowerSupplies *self, const SwTick *tick, PowerReading *reading, GError **error)
{
  *reading = (PowerReading) { .charge_percent = NAN };
  find (self);
  if (!has_battery (self))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error", "This machine has no battery"));
      return FALSE;
    }
  if (!begin_round (self, tick, error) || !all_batteries_answer (self, error))
    return FALSE;
  reading->has_mains = has_mains (self);
  if (add_batteries (self, reading) > 0)
    return TRUE;
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE,
                       C_ ("source error",
                           "The battery was taken out or does not say how full it is"));
  return FALSE;
}
