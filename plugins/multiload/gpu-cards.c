/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The machine's graphics cards, as far as their drivers say in sysfs what they do:
 * - amdgpu: gpu_busy_percent, mem_info_vram_used and _total (Documentation/gpu/amdgpu/thermal.rst);
 * - i915: rc6_residency_ms, the time in which a graphics tile had nothing to do and slept;
 * - xe: idle_residency_ms, the same (Documentation/ABI/testing/sysfs-driver-intel-xe-gt-idle or the driver's source).
 * No device node is ever opened, and no attribute unless the card's runtime status is active: both would wake it. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-counter.h"
#include "core/sw-tick.h"

#include "plugins/multiload/device-reader.h"
#include "plugins/multiload/gpu-cards.h"
#include "plugins/multiload/sysfs.h"

#define MAX_CARDS 16
#define MAX_TILES 8
/* Of memory; above it is garbage. */
#define MAX_BYTES (G_GINT64_CONSTANT (1) << 50)

typedef struct
{
  char *entry;  /* "card0" */
  char *folder; /* /sys/class/drm/card0 */
  char *driver;
  char *name; /* what users see */
  char *guard_path;
  int busy_file; /* this and the others: index in the reader; -1: none */
  int used_file;
  int total_file;
  int idle_files[MAX_TILES];
  SwCounter idle[MAX_TILES]; /* ms */
  guint n_tiles;
  gint64 busy_round_us; /* of the round that busy_percent is of */
  double busy_percent;
} Card;

struct _GpuCards
{
  SwSamplePool *pool;
  GPtrArray *cards; /* of Card */
  DeviceReader *reader;
};

static void
card_free (Card *card)
{
  g_free (card->entry);
  g_free (card->folder);
  g_free (card->driver);
  g_free (card->name);
  g_free (card->guard_path);
  g_free (card);
}

static char *
make_name (const char *folder, const char *driver)
{
  const struct
  {
    const char *vendor; /* PCI vendor id */
    const char *name;
  } vendors[] = { { "0x1002", "AMD" }, { "0x10de", "NVIDIA" }, { "0x8086", "Intel" } };
  char vendor[16];

  sysfs_read_line (folder, "device/vendor", vendor, sizeof vendor);
  for (guint i = 0; i < G_N_ELEMENTS (vendors); i++)
    if (g_str_equal (vendor, vendors[i].vendor))
      return g_strdup (vendors[i].name);
  return g_utf8_make_valid (driver, -1);
}

static Card *
card_new (const char *class_folder, const char *entry)
{
  Card *card = g_new0 (Card, 1);

  card->entry = g_strdup (entry);
  card->folder = g_build_filename (class_folder, entry, NULL);
  card->driver = sysfs_get_link_name (card->folder, "device/driver");
  if (card->driver == NULL)
    card->driver = g_strdup ("?");
  card->name = make_name (card->folder, card->driver);
  card->guard_path = g_build_filename (card->folder, "device/power/runtime_status", NULL);
  card->busy_percent = NAN;
  return card;
}

static void
tell_names_apart (GPtrArray *cards)
{
  for (guint i = 0; i < cards->len; i++)
    {
      Card *card = g_ptr_array_index (cards, i);
      g_autofree char *name = NULL;

      for (guint j = 0; j < i && name == NULL; j++)
        if (g_str_equal (((Card *) g_ptr_array_index (cards, j))->name, card->name))
          name = g_strdup_printf ("%s (%s)", card->name, card->entry);
      if (name != NULL)
        g_set_str (&card->name, name);
    }
}

static GPtrArray *
find_cards (SwSamplePool *pool)
{
  g_autofree char *class_folder = sw_sample_pool_resolve (pool, "/sys/class/drm");
  g_autoptr (GPtrArray) entries = sysfs_list (class_folder, "card", "");
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) card_free);

  for (guint i = 0; i < MIN (entries->len, MAX_CARDS); i++)
    g_ptr_array_add (cards, card_new (class_folder, g_ptr_array_index (entries, i)));
  tell_names_apart (cards);
  return cards;
}

/* Its index in the reader; -1 if there is no such attribute. Asking for its existence wakes nothing. */
static int
add_file (GpuCards *self, const Card *card, const char *name)
{
  g_autofree char *path = g_build_filename (card->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS)
             ? (int) device_reader_add (self->reader, path, card->guard_path, card->entry)
             : -1;
}

static void
add_tile (GpuCards *self, Card *card, const char *folder, const char *idle_name)
{
  g_autofree char *name = g_build_filename (folder, idle_name, NULL);
  char enabled[16];
  int file;

  /* Where the tile may not sleep its residency stands still, which is not the same as always busy. */
  if (g_str_equal (idle_name, "rc6_residency_ms"))
    {
      g_autofree char *enable_name = g_build_filename (folder, "rc6_enable", NULL);

      if (sysfs_read_line (card->folder, enable_name, enabled, sizeof enabled)
          && g_str_equal (enabled, "0"))
        return;
    }
  if (card->n_tiles == MAX_TILES)
    return;
  file = add_file (self, card, name);
  if (file >= 0)
    card->idle_files[card->n_tiles++] = file;
}

static void
add_files (GpuCards *self, Card *card)
{
  card->busy_file = add_file (self, card, "device/gpu_busy_percent");
  card->used_file = add_file (self, card, "device/mem_info_vram_used");
  card->total_file = add_file (self, card, "device/mem_info_vram_total");
  if (card->busy_file >= 0)
    return;
  for (guint tile = 0; tile < MAX_TILES; tile++)
    {
      g_autofree char *i915 = g_strdup_printf ("gt/gt%u", tile);

      add_tile (self, card, i915, "rc6_residency_ms");
      for (guint gt = 0; gt < MAX_TILES; gt++)
        {
          g_autofree char *xe = g_strdup_printf ("device/tile%u/gt%u/gtidle", tile, gt);

          add_tile (self, card, xe, "idle_residency_ms");
        }
    }
  /* Kernels of before 5.19. */
  if (card->n_tiles == 0)
    add_tile (self, card, "power", "rc6_residency_ms");
}

GpuCards *
gpu_cards_new (SwSamplePool *pool)
{
  GpuCards *self = g_rc_box_new0 (GpuCards);

  self->pool = g_object_ref (pool);
  self->cards = find_cards (pool);
  self->reader = device_reader_new ();
  for (guint i = 0; i < self->cards->len; i++)
    add_files (self, g_ptr_array_index (self->cards, i));
  return self;
}

GpuCards *
gpu_cards_ref (GpuCards *self)
{
  return g_rc_box_acquire (self);
}

static void
gpu_cards_clear (GpuCards *self)
{
  g_object_unref (self->pool);
  g_ptr_array_unref (self->cards);
  device_reader_free (self->reader);
}

void
gpu_cards_unref (GpuCards *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) gpu_cards_clear);
}

/* Whether the machine's cards and their drivers are still those that were found. */
gboolean
gpu_cards_is_current (GpuCards *self)
{
  g_autoptr (GPtrArray) cards = find_cards (self->pool);

  if (cards->len != self->cards->len)
    return FALSE;
  for (guint i = 0; i < cards->len; i++)
    {
      const Card *before = g_ptr_array_index (self->cards, i);
      const Card *now = g_ptr_array_index (cards, i);

      if (!g_str_equal (before->entry, now->entry) || !g_str_equal (before->driver, now->driver))
        return FALSE;
    }
  return TRUE;
}

/* A file that speaks for the figure; -1 if the driver does not offer it. */
static int
get_file (const Card *card, GpuFigure figure)
{
  if (figure == GPU_MEMORY)
    return card->used_file;
  return card->n_tiles > 0 ? card->idle_files[0] : card->busy_file;
}

void
gpu_cards_add_channels (GpuCards *self, SwSource *source, GpuFigure figure)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      const Card *card = g_ptr_array_index (self->cards, i);

      if (get_file (card, figure) >= 0)
        sw_source_add_channel (source, sw_channel_new (card->entry, card->name, SW_ROLE_1 + i % 8));
    }
}

void
gpu_cards_start (GpuCards *self)
{
  device_reader_start (self->reader);
}

void
gpu_cards_stop (GpuCards *self)
{
  device_reader_stop (self->reader);
}

/* NAN if there is none. */
static double
get_number (GpuCards *self, int file, gint64 max)
{
  const char *text;
  gsize length_bytes;
  gint64 value;

  if (file < 0)
    return NAN;
  text = device_reader_get (self->reader, file, &length_bytes, NULL);
  return text != NULL && sysfs_parse_number (text, length_bytes, &value) && value >= 0
                 && value <= max
             ? (double) value
             : NAN;
}

/* The share of time since the round before in which the tile did not sleep; NAN if unknown. */
static double
get_tile_busy_percent (GpuCards *self, Card *card, guint tile)
{
  const SwTick round
      = { .now_us = device_reader_get_round_us (self->reader, card->idle_files[tile]) };
  const double idle_ms = get_number (self, card->idle_files[tile], G_MAXINT64);
  guint64 delta_ms;
  gint64 elapsed_us;

  if (isnan (idle_ms))
    {
      card->idle[tile].valid = FALSE;
      return NAN;
    }
  if (!sw_counter_get_delta (&card->idle[tile], idle_ms, &round, &delta_ms, &elapsed_us))
    return NAN;
  return CLAMP (100 * (1 - delta_ms * 1000.0 / elapsed_us), 0, 100);
}

static double
get_busy_percent (GpuCards *self, Card *card)
{
  gint64 round_us;

  if (card->n_tiles == 0)
    return get_number (self, card->busy_file, 100);
  if (device_reader_is_silent (self->reader, card->idle_files[0]))
    card->busy_percent = NAN;
  round_us = device_reader_get_round_us (self->reader, card->idle_files[0]);
  /* While a round is late the last one's answers stand, and with them their rates. */
  if (round_us == card->busy_round_us)
    return card->busy_percent;
  card->busy_round_us = round_us;
  card->busy_percent = NAN;
  for (guint i = 0; i < card->n_tiles; i++)
    card->busy_percent = fmax (card->busy_percent, get_tile_busy_percent (self, card, i));
  return card->busy_percent;
}

static void
forget_rates (GpuCards *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      Card *card = g_ptr_array_index (self->cards, i);

      card->busy_percent = NAN;
      for (guint tile = 0; tile < card->n_tiles; tile++)
        card->idle[tile].valid = FALSE;
    }
}

static gboolean
set_no_figures (GpuCards *self, GError **error)
{
  if (self->cards->len == 0)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                         C_ ("source error", "This machine has no graphics card"));
  else
    g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                 C_ ("source error", "The graphics driver %s offers no figures"),
                 ((Card *) g_ptr_array_index (self->cards, 0))->driver);
  return FALSE;
}

/* Gives SOURCE the values of its channels. A card that sleeps has none, which is no failure, and one that is silent only
 * its own. */
gboolean
gpu_cards_sample (GpuCards *self,
                  SwSource *source,
                  const SwTick *tick,
                  GpuFigure figure,
                  GError **error)
{
  gboolean has_answer = FALSE;
  int file = -1;
  guint channel = 0;

  if (sw_source_get_n_channels (source) == 0)
    return set_no_figures (self, error);
  if (tick->gap)
    forget_rates (self);
  if (!device_reader_begin (self->reader, tick, error))
    return FALSE;
  for (guint i = 0; i < self->cards->len; i++)
    {
      Card *card = g_ptr_array_index (self->cards, i);

      if (get_file (card, figure) < 0)
        continue;
      file = get_file (card, figure);
      has_answer |= device_reader_is_asleep (self->reader, file)
                    || device_reader_get (self->reader, file, NULL, NULL) != NULL;
      sw_source_set_value (source, channel++,
                           figure == GPU_BUSY ? get_busy_percent (self, card)
                                              : get_number (self, card->used_file, MAX_BYTES));
    }
  return has_answer || device_reader_get (self->reader, file, NULL, error) != NULL;
}

/* All memory of the cards that are awake; 0 if unknown. */
double
gpu_cards_get_memory_bytes (GpuCards *self)
{
  double sum_bytes = 0;

  for (guint i = 0; i < self->cards->len; i++)
    {
      const Card *card = g_ptr_array_index (self->cards, i);
      const double total_bytes = get_number (self, card->total_file, MAX_BYTES);

      if (!isnan (total_bytes))
        sum_bytes += total_bytes;
    }
  return sum_bytes;
}

gboolean
gpu_cards_are_asleep (GpuCards *self, GpuFigure figure)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->cards->len; i++)
    {
      const int file = get_file (g_ptr_array_index (self->cards, i), figure);

      if (file >= 0 && !device_reader_is_asleep (self->reader, file))
        return FALSE;
      any |= file >= 0;
    }
  return any;
}
