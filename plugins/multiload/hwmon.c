/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Finds the machine's sensors (Documentation/hwmon/sysfs-interface.rst, Documentation/driver-api/thermal/sysfs-api.rst)
 * and puts them into the order in which a user wants to see them. Reads no value. */

#include "config.h"

#include <string.h>

#include "plugins/multiload/hwmon.h"
#include "plugins/multiload/sysfs.h"

#define MAX_SENSORS 128
#define MAX_NAME_LENGTH 40 /* characters */

/* The most important first. A processor's single cores come last, so that the few sensors that are shown at first
 * are of different things. */
typedef enum
{
  RANK_CPU,
  RANK_CPU_BY_LABEL, /* a board's own idea of it, often wrong */
  RANK_GPU,
  RANK_OTHER,
  RANK_CORE,
} Rank;

typedef struct
{
  HwmonSensor sensor;
  Rank rank;
  char *chip;
  char *device;
  guint order; /* as found */
} Candidate;

typedef struct
{
  char chip[64];
  char *folder;     /* of the attributes */
  char *device;     /* the device's own name; unlike hwmonN the same after a restart */
  char *guard_path; /* (nullable) */
} Chip;

static const char *const cpu_chips[]
    = { "coretemp", "cpu", "k10temp", "k8temp", "soc", "via_cputemp", "x86_pkg", "zenpower" };
static const char *const gpu_chips[] = { "amdgpu", "i915", "nouveau", "nvidia", "radeon", "xe" };
static const char *const core_labels[] = { "Core ", "Tccd" };

static gboolean
has_prefix_of (const char *text, const char *const *prefixes, guint n_prefixes)
{
  for (guint i = 0; i < n_prefixes; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
hwmon_sensor_free (HwmonSensor *sensor)
{
  g_free (sensor->id);
  g_free (sensor->name);
  g_free (sensor->path);
  g_free (sensor->guard_path);
  g_free (sensor);
}

static void
candidate_free (Candidate *candidate)
{
  g_free (candidate->sensor.id);
  g_free (candidate->sensor.name);
  g_free (candidate->sensor.path);
  g_free (candidate->sensor.guard_path);
  g_free (candidate->chip);
  g_free (candidate->device);
  g_free (candidate);
}

static void
chip_clear (Chip *chip)
{
  g_free (chip->folder);
  g_free (chip->device);
  g_free (chip->guard_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chip, chip_clear)

/* Makers write what they like. */
static char *
make_readable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *readable = g_string_new (NULL);
  guint n_characters = 0;

  for (const char *at = valid; *at != '\0' && n_characters < MAX_NAME_LENGTH;
       at = g_utf8_next_char (at), n_characters++)
    if (g_unichar_isprint (g_utf8_get_char (at)))
      g_string_append_unichar (readable, g_utf8_get_char (at));
  return g_string_free_and_steal (readable);
}

static char *
make_id (const char *chip, const char *device, const char *input)
{
  g_autofree char *raw = g_strjoin ("-", chip, device, input, NULL);
  char *id = g_ascii_strdown (raw, -1);

  for (char *at = id; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at))
      *at = '-';
  return id;
}

static Rank
get_rank (const char *chip, const char *label, gboolean is_gpu)
{
  if (is_gpu)
    return RANK_GPU;
  if (has_prefix_of (chip, cpu_chips, G_N_ELEMENTS (cpu_chips)))
    return has_prefix_of (label, core_labels, G_N_ELEMENTS (core_labels)) ? RANK_CORE : RANK_CPU;
  return g_str_has_prefix (label, "CPU") ? RANK_CPU_BY_LABEL : RANK_OTHER;
}

/* A processor's labels say enough ("Package id 0"), others need the chip's name ("nvme Composite"). */
static char *
make_name (const char *chip, const char *label, const char *number, Rank rank)
{
  g_autofree char *raw = NULL;

  if (label[0] == '\0')
    raw = number != NULL ? g_strjoin (" ", chip, number, NULL) : g_strdup (chip);
  else if (rank == RANK_CPU || rank == RANK_CORE)
    raw = g_strdup (label);
  else
    raw = g_strjoin (" ", chip, label, NULL);
  return make_readable (raw);
}

/* INPUT is "temp1_input" or, of a thermal zone, "temp". NUMBER (nullable) tells a chip's unlabelled inputs apart. */
static void
add_candidate (GPtrArray *candidates,
               const Chip *chip,
               const char *input,
               const char *label,
               const char *number)
{
  Candidate *candidate = g_new0 (Candidate, 1);

  candidate->rank = get_rank (chip->chip, label, chip->guard_path != NULL);
  candidate->chip = g_strdup (chip->chip);
  candidate->device = g_strdup (chip->device);
  candidate->order = candidates->len;
  candidate->sensor = (HwmonSensor) {
    .id = make_id (chip->chip, chip->device, input),
    .name = make_name (chip->chip, label, number, candidate->rank),
    .path = g_build_filename (chip->folder, input, NULL),
    .guard_path = g_strdup (chip->guard_path),
    .is_cpu = candidate->rank == RANK_CPU || candidate->rank == RANK_CORE,
  };
  g_ptr_array_add (candidates, candidate);
}

/* Reading an amdgpu's or a nouveau's sensor resumes a card that sleeps, which costs hours of a laptop's battery. PCI
 * class 0x03 is a display controller, whatever its driver is called. */
static gboolean
is_gpu (const char *folder, const char *chip)
{
  char class[16];

  return has_prefix_of (chip, gpu_chips, G_N_ELEMENTS (gpu_chips))
         || (sysfs_read_line (folder, "device/class", class, sizeof class)
             && g_str_has_prefix (class, "0x03"));
}

/* FALSE for a chip to be left alone: drivetemp asks the disk, which keeps it from spinning down. */
static gboolean
open_chip (Chip *chip, const char *class_folder, const char *entry)
{
  g_autofree char *folder = g_build_filename (class_folder, entry, NULL);

  /* Drivers of before Linux 3.x have their attributes beside the device's own. */
  if (sysfs_read_line (folder, "name", chip->chip, sizeof chip->chip))
    chip->folder = g_strdup (folder);
  else
    chip->folder = g_build_filename (folder, "device", NULL);
  if (chip->chip[0] == '\0'
      && !sysfs_read_line (chip->folder, "name", chip->chip, sizeof chip->chip))
    return FALSE;
  if (g_str_equal (chip->chip, "drivetemp"))
    return FALSE;
  chip->device = sysfs_get_link_name (folder, "device");
  if (chip->device == NULL)
    chip->device = g_strdup (entry);
  if (is_gpu (folder, chip->chip))
    chip->guard_path = g_build_filename (folder, "device/power/runtime_status", NULL);
  return TRUE;
}

static void
add_inputs (GPtrArray *candidates, const Chip *chip, const char *prefix)
{
  g_autoptr (GPtrArray) inputs = sysfs_list (chip->folder, prefix, "_input");

  for (guint i = 0; i < inputs->len; i++)
    {
      const char *input = g_ptr_array_index (inputs, i);
      g_autofree char *stem = g_strndup (input, strlen (input) - strlen ("_input"));
      g_autofree char *label_name = g_strconcat (stem, "_label", NULL);
      char label[128];

      sysfs_read_line (chip->folder, label_name, label, sizeof label);
      add_candidate (candidates, chip, input, label,
                     inputs->len > 1 ? stem + strlen (prefix) : NULL);
    }
}

static void
find_hwmon (GPtrArray *candidates, SwSamplePool *pool, const char *prefix)
{
  g_autofree char *class_folder = sw_sample_pool_resolve (pool, "/sys/class/hwmon");
  g_autoptr (GPtrArray) entries = sysfs_list (class_folder, "hwmon", "");

  for (guint i = 0; i < entries->len; i++)
    {
      g_auto (Chip) chip = { 0 };

      if (open_chip (&chip, class_folder, g_ptr_array_index (entries, i)))
        add_inputs (candidates, &chip, prefix);
    }
}

static void
find_thermal_zones (GPtrArray *candidates, SwSamplePool *pool)
{
  g_autofree char *class_folder = sw_sample_pool_resolve (pool, "/sys/class/thermal");
  g_autoptr (GPtrArray) entries = sysfs_list (class_folder, "thermal_zone", "");

  for (guint i = 0; i < entries->len; i++)
    {
      const char *entry = g_ptr_array_index (entries, i);
      g_auto (Chip) chip
          = { .folder = g_build_filename (class_folder, entry, NULL), .device = g_strdup (entry) };

      if (sysfs_read_line (chip.folder, "type", chip.chip, sizeof chip.chip))
        add_candidate (candidates, &chip, "temp", "", NULL);
    }
}

static int
compare_candidates (const void *a, const void *b)
{
  const Candidate *first = *(Candidate *const *) a;
  const Candidate *second = *(Candidate *const *) b;
  int result;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  result = strcmp (first->chip, second->chip);
  if (result == 0)
    result = strcmp (first->device, second->device);
  if (result == 0)
    result = first->order < second->order ? -1 : 1;
  return result;
}

/* Two sockets both have a "Core 0". */
static void
tell_names_apart (GPtrArray *candidates)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      const char *name = ((Candidate *) g_ptr_array_index (candidates, i))->sensor.name;

      g_hash_table_insert (counts, g_strdup (name),
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, name))
                                             + 1));
    }
  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);
      g_autofree char *name = g_steal_pointer (&candidate->sensor.name);
      g_autofree char *device = make_readable (candidate->device);

      candidate->sensor.name = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name)) > 1
                                   ? g_strdup_printf ("%s (%s)", name, device)
                                   : g_steal_pointer (&name);
    }
}

static void
tell_ids_apart (GPtrArray *candidates)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < candidates->len; i++)
    {
      HwmonSensor *sensor = &((Candidate *) g_ptr_array_index (candidates, i))->sensor;

      if (g_hash_table_contains (ids, sensor->id))
        {
          g_autofree char *id = g_steal_pointer (&sensor->id);

          sensor->id = g_strdup_printf ("%s-again-%u", id, i);
        }
      g_hash_table_add (ids, sensor->id);
    }
}

/* A machine whose processor has no chip of its own is judged by the board's sensor. */
static void
mark_cpu (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    if (((Candidate *) g_ptr_array_index (candidates, i))->sensor.is_cpu)
      return;
  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      candidate->sensor.is_cpu = candidate->rank == RANK_CPU_BY_LABEL;
    }
}

/* Returns: (transfer full) (element-type HwmonSensor): the sensors, the most important first */
GPtrArray *
hwmon_find (SwSamplePool *pool, HwmonKind kind)
{
  g_autoptr (GPtrArray) candidates
      = g_ptr_array_new_with_free_func ((GDestroyNotify) candidate_free);
  GPtrArray *sensors = g_ptr_array_new_with_free_func ((GDestroyNotify) hwmon_sensor_free);

  find_hwmon (candidates, pool, kind == HWMON_TEMPERATURE ? "temp" : "fan");
  if (candidates->len == 0 && kind == HWMON_TEMPERATURE)
    find_thermal_zones (candidates, pool);
  g_ptr_array_sort (candidates, compare_candidates);
  if (candidates->len > MAX_SENSORS)
    g_ptr_array_set_size (candidates, MAX_SENSORS);
  tell_names_apart (candidates);
  tell_ids_apart (candidates);
  mark_cpu (candidates);
  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      g_ptr_array_add (sensors, g_memdup2 (&candidate->sensor, sizeof candidate->sensor));
      candidate->sensor = (HwmonSensor) { 0 };
    }
  return sensors;
}

/* Whether two lists name the same sensors at the same places: hwmonN may be given to another chip. */
gboolean
hwmon_is_same (GPtrArray *sensors, GPtrArray *others)
{
  if (sensors->len != others->len)
    return FALSE;
  for (guint i = 0; i < sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (sensors, i);
      const HwmonSensor *other = g_ptr_array_index (others, i);

      if (!g_str_equal (sensor->id, other->id) || !g_str_equal (sensor->path, other->path))
        return FALSE;
    }
  return TRUE;
}
