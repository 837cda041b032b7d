/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "core/sw-counter.h"
#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/meminfo.h"
#include "plugins/multiload/swap-io-source.h"

/* How fast memory is swapped in and out, from the counts of pages in /proc/vmstat. That is the dearest file that any
 * source reads each time, some ten microseconds: it is not touched where there is no swap, and is a source by
 * itself so that the swap in use can be watched without it. */
struct _SwapIoSource
{
  SwSource parent_instance;

  Meminfo *meminfo;
  SwSampleFile *vmstat;
  SwCounter pages_in;
  SwCounter pages_out;
  long page_bytes;
};

typedef enum
{
  CHANNEL_IN,
  CHANNEL_OUT,
} SwapIoChannel;

#define INTERVAL_US (2 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (SwapIoSource, swap_io_source, SW_TYPE_SOURCE)

/* The value of the line "NAME value" of some two hundred. */
static gboolean
parse_count (const char *text, gsize length_bytes, const char *name, guint64 *value)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;

  while (sw_scan_take_line (&scan, &line))
    if (sw_scan_literal (&line, name))
      return sw_scan_u64 (&line, value);
  return FALSE;
}

static gboolean
has_swap (SwapIoSource *self, const SwTick *tick, GError **error)
{
  const MeminfoValues *memory = meminfo_read (self->meminfo, tick, error);

  if (memory != NULL && memory->bytes[MEMINFO_SWAP_TOTAL] == 0)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                         C_ ("source error", "This machine has no swap"));
  return memory != NULL && memory->bytes[MEMINFO_SWAP_TOTAL] > 0;
}

static gboolean
swap_io_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  SwapIoSource *self = SWAP_IO_SOURCE (source);
  const char *text;
  gsize length_bytes;
  guint64 pages_in, pages_out;

  if (!has_swap (self, tick, error))
    return FALSE;
  text = sw_sample_file_read (self->vmstat, tick, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  if (!parse_count (text, length_bytes, "pswpin ", &pages_in)
      || !parse_count (text, length_bytes, "pswpout ", &pages_out))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                           C_ ("source error", "The kernel does not count swapped pages"));
      return FALSE;
    }
  sw_source_set_value (source, CHANNEL_IN,
                       sw_counter_get_rate (&self->pages_in, pages_in, tick) * self->page_bytes);
  sw_source_set_value (source, CHANNEL_OUT,
                       sw_counter_get_rate (&self->pages_out, pages_out, tick) * self->page_bytes);
  return TRUE;
}

static void
swap_io_source_finalize (GObject *object)
{
  SwapIoSource *self = SWAP_IO_SOURCE (object);

  g_clear_object (&self->meminfo);
  g_clear_object (&self->vmstat);
  G_OBJECT_CLASS (swap_io_source_parent_class)->finalize (object);
}

static void
swap_io_source_class_init (SwapIoSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = swap_io_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = swap_io_source_sample;
}

static void
swap_io_source_init (SwapIoSource *self)
{
  self->page_bytes = sysconf (_SC_PAGESIZE);
}

SwSource *
swap_io_source_new (SwSamplePool *pool)
{
  SwapIoSource *self = g_object_new (
      SWAP_IO_TYPE_SOURCE, "id", "swap-io", "title", C_ ("source", "Swapping"), "description",
      C_ ("source description",
          "How fast memory is read back from swap and written out to it. A machine that does "
          "both at once for long has too little memory."),
      "unit", SW_UNIT_BYTES_PER_SECOND, "style", SW_STYLE_LINES, "interval-us", INTERVAL_US, NULL);
  SwSource *source = SW_SOURCE (self);

  self->meminfo = meminfo_get_shared (pool);
  self->vmstat = sw_sample_pool_get (pool, "/proc/vmstat");
  sw_source_add_channel (source,
                         sw_channel_new ("in", C_ ("channel", "Read back"), SW_ROLE_INBOUND));
  sw_source_add_channel (source,
                         sw_channel_new ("out", C_ ("channel", "Written out"), SW_ROLE_OUTBOUND));
  return source;
}
