/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/meminfo.h"
#include "plugins/multiload/memory-source.h"

/* What the memory is used for, by one definition that headline, graph and description share: in use is the total without
 * what the kernel calls available, since only that tells how much more programs can have before the machine
 * swaps (proc_meminfo(5), MemAvailable). Free memory, which is not drawn, makes the classes whole. */
struct _MemorySource
{
  SwSource parent_instance;

  Meminfo *meminfo;
  SwSampleFile *arcstats; /* (nullable) where ZFS is loaded */
};

typedef enum
{
  CHANNEL_USED,
  CHANNEL_SHARED,
  CHANNEL_BUFFERS,
  CHANNEL_CACHE,
  CHANNEL_AVAILABLE,
  CHANNEL_ARC, /* only with arcstats */
} MemoryChannel;

/* ZFS keeps its cache outside of the page cache, so that the kernel counts it as neither cached nor available. */
#define ARCSTATS_PATH "/proc/spl/kstat/zfs/arcstats"

G_DEFINE_FINAL_TYPE (MemorySource, memory_source, SW_TYPE_SOURCE)

/* The line "size  4  123456": name, type, bytes (OpenZFS, module/os/linux/spl/spl-kstat.c). */
static gboolean
parse_arc_size (const char *text, gsize length_bytes, guint64 *size_bytes)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;

  while (sw_scan_take_line (&scan, &line))
    if (sw_scan_literal (&line, "size") && line.at < line.end && sw_scan_is_blank (*line.at))
      return sw_scan_skip_words (&line, 1) && sw_scan_u64 (&line, size_bytes);
  return FALSE;
}

/* 0 while ZFS does not tell. */
static guint64
read_arc_bytes (MemorySource *self, const SwTick *tick)
{
  const char *text;
  gsize length_bytes;
  guint64 size_bytes;

  if (self->arcstats == NULL)
    return 0;
  text = sw_sample_file_read (self->arcstats, tick, &length_bytes, NULL);
  if (text == NULL || !parse_arc_size (text, length_bytes, &size_bytes))
    return 0;
  return size_bytes;
}

/* Takes at most WANTED out of REST, so that the classes never exceed the whole whatever the kernel says. */
static guint64
take (guint64 *rest, guint64 wanted)
{
  const guint64 taken = MIN (*rest, wanted);

  *rest -= taken;
  return taken;
}

/* Kernels before 3.14, and some emulations of /proc, leave the sum to us. */
static guint64
get_available_bytes (const MeminfoValues *memory)
{
  const guint64 *bytes = memory->bytes;
  guint64 cached = bytes[MEMINFO_CACHED];

  if (meminfo_has (memory, MEMINFO_AVAILABLE))
    return MIN (bytes[MEMINFO_AVAILABLE], bytes[MEMINFO_TOTAL]);
  take (&cached, bytes[MEMINFO_SHMEM]);
  return MIN (bytes[MEMINFO_FREE] + bytes[MEMINFO_BUFFERS] + cached + bytes[MEMINFO_SRECLAIMABLE],
              bytes[MEMINFO_TOTAL]);
}

static gboolean
memory_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  MemorySource *self = MEMORY_SOURCE (source);
  const MeminfoValues *memory = meminfo_read (self->meminfo, tick, error);
  guint64 available, in_use, arc, shared;

  if (memory == NULL)
    return FALSE;
  available = get_available_bytes (memory);
  in_use = memory->bytes[MEMINFO_TOTAL] - available;
  arc = take (&in_use, read_arc_bytes (self, tick));
  shared = take (&in_use, memory->bytes[MEMINFO_SHMEM]);
  sw_source_set_natural_max (source, memory->bytes[MEMINFO_TOTAL]);
  sw_source_set_value (source, CHANNEL_USED, in_use);
  sw_source_set_value (source, CHANNEL_SHARED, shared);
  sw_source_set_value (source, CHANNEL_AVAILABLE, available + arc);
  /* The kernel holds a little free memory back; then less than the free memory is available. */
  take (&available, memory->bytes[MEMINFO_FREE]);
  sw_source_set_value (source, CHANNEL_BUFFERS, take (&available, memory->bytes[MEMINFO_BUFFERS]));
  sw_source_set_value (source, CHANNEL_CACHE, available);
  if (self->arcstats != NULL)
    sw_source_set_value (source, CHANNEL_ARC, arc);
  return TRUE;
}

static double
memory_source_get_headline_value (G_GNUC_UNUSED SwSource *source, const float *values)
{
  return (double) values[CHANNEL_USED] + values[CHANNEL_SHARED];
}

static void
memory_source_finalize (GObject *object)
{
  MemorySource *self = MEMORY_SOURCE (object);

  g_clear_object (&self->meminfo);
  g_clear_object (&self->arcstats);
  G_OBJECT_CLASS (memory_source_parent_class)->finalize (object);
}

static void
memory_source_class_init (MemorySourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = memory_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = memory_source_get_headline_value;
}

static void
memory_source_init (G_GNUC_UNUSED MemorySource *self)
{
}

static void
add_channels (SwSource *source)
{
  SwChannel *available = sw_channel_new ("available", C_ ("channel", "Available"), SW_ROLE_LIMIT);

  /* It is all above the used and shared memory: as a line of its own it is there for those who want it. */
  sw_channel_set_shown (available, FALSE);
  sw_source_add_channel (source, sw_channel_new ("used", C_ ("channel", "Used"), SW_ROLE_1));
  sw_source_add_channel (source, sw_channel_new ("shared", C_ ("channel", "Shared"), SW_ROLE_2));
  sw_source_add_channel (source, sw_channel_new ("buffers", C_ ("channel", "Buffers"), SW_ROLE_3));
  sw_source_add_channel (source, sw_channel_new ("cache", C_ ("channel", "Cache"), SW_ROLE_MUTED));
  sw_source_add_channel (source, available);
}

SwSource *
memory_source_new (SwSamplePool *pool)
{
  g_autofree char *arcstats = sw_sample_pool_resolve (pool, ARCSTATS_PATH);
  MemorySource *self = g_object_new (
      MEMORY_TYPE_SOURCE, "id", "memory", "title", C_ ("source", "Memory"), "description",
      C_ ("source description",
          "In use is what no other program can have: the total without what the kernel calls "
          "available. It is used plus shared memory (shared includes files in memory, such as "
          "those in /dev/shm). Buffers and cache are given back when programs need them, as is "
          "the cache of ZFS."),
      "unit", SW_UNIT_BYTES, "style", SW_STYLE_STACKED, NULL);
  SwSource *source = SW_SOURCE (self);

  self->meminfo = meminfo_get_shared (pool);
  add_channels (source);
  if (g_file_test (arcstats, G_FILE_TEST_EXISTS))
    {
      self->arcstats = sw_sample_pool_get (pool, ARCSTATS_PATH);
      sw_source_add_channel (source,
                             sw_channel_new ("arc", C_ ("channel", "ZFS cache"), SW_ROLE_5));
    }
  return source;
}
