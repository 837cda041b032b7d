/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-tick.h"

#include "plugins/multiload/meminfo.h"
#include "plugins/multiload/swap-source.h"
#include "plugins/multiload/zram.h"

/* Where the pages are that were swapped out: on a swap device, compressed in memory (zram, zswap), or in memory as well
 * because they were read back and not changed since. With the free space, which is not drawn, they make up the
 * total. Without zram or zswap on this machine, their channels are left out. */
typedef enum
{
  CHANNEL_USED,
  CHANNEL_CACHED,
  CHANNEL_ZRAM,
  CHANNEL_ZSWAP,
  CHANNEL_COMPRESSED,
} SwapChannel;

#define N_CHANNELS (CHANNEL_COMPRESSED + 1)

struct _SwapSource
{
  SwSource parent_instance;

  Meminfo *meminfo;
  Zram *zram;
  guint64 total_bytes;     /* at the last sample; devices that come or go change it */
  int indices[N_CHANNELS]; /* of the source's channels; -1: left out */
};

G_DEFINE_FINAL_TYPE (SwapSource, swap_source, SW_TYPE_SOURCE)

/* Takes at most WANTED out of REST, so that the classes never exceed the whole whatever the kernel says. */
static guint64
take (guint64 *rest, guint64 wanted)
{
  const guint64 taken = MIN (*rest, wanted);

  *rest -= taken;
  return taken;
}

static void
set_value (SwapSource *self, SwapChannel channel, double bytes)
{
  if (self->indices[channel] >= 0)
    sw_source_set_value (SW_SOURCE (self), self->indices[channel], bytes);
}

static void
set_values (SwapSource *self, const MeminfoValues *memory, ZramTotals zram)
{
  const guint64 *bytes = memory->bytes;
  guint64 in_use = bytes[MEMINFO_SWAP_TOTAL];

  take (&in_use, bytes[MEMINFO_SWAP_FREE]);
  if (self->indices[CHANNEL_ZRAM] >= 0)
    set_value (self, CHANNEL_ZRAM, take (&in_use, zram.stored_bytes));
  if (self->indices[CHANNEL_ZSWAP] >= 0)
    set_value (self, CHANNEL_ZSWAP, take (&in_use, bytes[MEMINFO_ZSWAPPED]));
  set_value (self, CHANNEL_CACHED, take (&in_use, bytes[MEMINFO_SWAP_CACHED]));
  set_value (self, CHANNEL_USED, in_use);
  set_value (self, CHANNEL_COMPRESSED, (double) zram.memory_bytes + bytes[MEMINFO_ZSWAP]);
}

static gboolean
swap_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  SwapSource *self = SWAP_SOURCE (source);
  const MeminfoValues *memory = meminfo_read (self->meminfo, tick, error);
  guint64 total_bytes;

  if (memory == NULL)
    return FALSE;
  total_bytes = memory->bytes[MEMINFO_SWAP_TOTAL];
  if (total_bytes != self->total_bytes)
    {
      self->total_bytes = total_bytes;
      zram_rescan (self->zram, tick);
      sw_source_set_natural_max (source, total_bytes);
    }
  if (total_bytes == 0)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error", "This machine has no swap"));
      return FALSE;
    }
  set_values (self, memory, zram_read (self->zram, tick));
  return TRUE;
}

static double
get_value (SwapSource *self, SwapChannel channel, const float *values)
{
  return self->indices[channel] >= 0 ? values[self->indices[channel]] : 0;
}

static double
swap_source_get_headline_value (SwSource *source, const float *values)
{
  double in_use = 0;

  for (guint i = CHANNEL_USED; i < CHANNEL_COMPRESSED; i++)
    in_use += get_value (SWAP_SOURCE (source), i, values);
  return in_use;
}

/* With the ratio that compression reaches, where there is any. */
static void
swap_source_format_headline (SwSource *source,
                             const float *values,
                             char *buffer,
                             gsize buffer_bytes)
{
  SwapSource *self = SWAP_SOURCE (source);
  const double stored
      = get_value (self, CHANNEL_ZRAM, values) + get_value (self, CHANNEL_ZSWAP, values);
  const double compressed = get_value (self, CHANNEL_COMPRESSED, values);
  char in_use[SW_UNIT_TEXT_BYTES];

  sw_unit_format (SW_UNIT_BYTES, sw_source_get_headline_value (source, values), in_use,
                  sizeof in_use);
  if (stored > 0 && compressed > 0)
    /* Translators: swap in use, then how many times smaller compression makes it: "1.5 GiB (3.2×)". */
    g_snprintf (buffer, buffer_bytes, C_ ("swap", "%s (%.1f×)"), in_use, stored / compressed);
  else
    g_strlcpy (buffer, in_use, buffer_bytes);
}

static void
swap_source_finalize (GObject *object)
{
  SwapSource *self = SWAP_SOURCE (object);

  g_clear_object (&self->meminfo);
  g_clear_pointer (&self->zram, zram_free);
  G_OBJECT_CLASS (swap_source_parent_class)->finalize (object);
}

static void
swap_source_class_init (SwapSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = swap_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = swap_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = swap_source_get_headline_value;
  SW_SOURCE_CLASS (klass)->format_headline = swap_source_format_headline;
}

static void
swap_source_init (G_GNUC_UNUSED SwapSource *self)
{
}

static const struct
{
  const char *id;
  const char *name;
  SwRole role;
} channels[N_CHANNELS] = {
  [CHANNEL_USED] = { "used", NC_ ("channel", "Used"), SW_ROLE_1 },
  [CHANNEL_CACHED] = { "cached", NC_ ("channel", "Also in memory"), SW_ROLE_MUTED },
  [CHANNEL_ZRAM] = { "zram", NC_ ("channel", "In zram"), SW_ROLE_2 },
  [CHANNEL_ZSWAP] = { "zswap", NC_ ("channel", "In zswap"), SW_ROLE_3 },
  [CHANNEL_COMPRESSED] = { "compressed", NC_ ("channel", "Compressed to"), SW_ROLE_LIMIT },
};

static void
add_channel (SwapSource *self, SwapChannel channel, gboolean wanted)
{
  SwSource *source = SW_SOURCE (self);

  self->indices[channel] = wanted ? (int) sw_source_get_n_channels (source) : -1;
  if (wanted)
    sw_source_add_channel (source, sw_channel_new (channels[channel].id,
                                                   g_dpgettext2 (GETTEXT_PACKAGE, "channel",
                                                                 channels[channel].name),
                                                   channels[channel].role));
}

static gboolean
has_zram (SwSamplePool *pool)
{
  g_autofree char *path = sw_sample_pool_resolve (pool, "/sys/block/zram0");

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_zswap (SwSamplePool *pool)
{
  g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, "/sys/module/zswap/parameters/enabled");
  const char *text = sw_sample_file_read (file, &(SwTick) { .serial = 0 }, NULL, NULL);

  return text != NULL && text[0] == 'Y';
}

SwSource *
swap_source_new (SwSamplePool *pool)
{
  const gboolean zram = has_zram (pool), zswap = has_zswap (pool);
  SwapSource *self = g_object_new (
      SWAP_TYPE_SOURCE, "id", "swap", "title", C_ ("source", "Swap"), "description",
      C_ ("source description",
          "Memory that was swapped out, by where it is now: on a swap device, or compressed in "
          "memory by zram or zswap. What is also in memory was read back and can be dropped there "
          "at once. “Compressed to” is the memory that zram and zswap take; the number behind "
          "the headline is how many times smaller that is."),
      "unit", SW_UNIT_BYTES, "style", SW_STYLE_STACKED, NULL);

  self->meminfo = meminfo_get_shared (pool);
  self->zram = zram_new (pool);
  add_channel (self, CHANNEL_USED, TRUE);
  add_channel (self, CHANNEL_CACHED, TRUE);
  add_channel (self, CHANNEL_ZRAM, zram);
  add_channel (self, CHANNEL_ZSWAP, zswap);
  add_channel (self, CHANNEL_COMPRESSED, zram || zswap);
  return SW_SOURCE (self);
}
