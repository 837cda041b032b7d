/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gstdio.h>

#include "plugins/multiload/gpu-memory-source.h"
#include "plugins/multiload/gpu-source.h"
#include "tests/plugins/multiload/slow-source.h"

#define DRM "/sys/class/drm/"

typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  GpuCards *cards;
  SwSource *busy;
  SwSource *memory;
  guint64 serial;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->tree = sw_test_tree_new ();
  fixture->pool = sw_sample_pool_new (sw_test_tree_get_root (fixture->tree));
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (fixture->busy);
  sw_test_assert_last_unref (fixture->memory);
  gpu_cards_unref (fixture->cards);
  g_object_unref (fixture->pool);
  sw_test_tree_free (fixture->tree);
}

static void
make_sources (Fixture *fixture)
{
  fixture->cards = gpu_cards_new (fixture->pool);
  fixture->busy = gpu_source_new (fixture->cards);
  fixture->memory = gpu_memory_source_new (fixture->cards);
}

static void
write_card (Fixture *fixture, const char *card, const char *name, const char *text)
{
  g_autofree char *path = g_strconcat (DRM, card, "/", name, NULL);

  sw_test_tree_write (fixture->tree, path, text);
}

static void
add_card (Fixture *fixture, const char *card, const char *driver, const char *vendor)
{
  g_autofree char *link = g_strconcat (DRM, card, "/device/driver", NULL);
  g_autofree char *target = g_strconcat ("../../../../bus/pci/drivers/", driver, NULL);

  sw_test_tree_link (fixture->tree, link, target);
  write_card (fixture, card, "device/vendor", vendor);
  write_card (fixture, card, "device/power/runtime_status", "active\n");
}

static void
add_amd (Fixture *fixture, const char *card)
{
  add_card (fixture, card, "amdgpu", "0x1002\n");
  write_card (fixture, card, "device/gpu_busy_percent", "37\n");
  write_card (fixture, card, "device/mem_info_vram_used", "1073741824\n");
  write_card (fixture, card, "device/mem_info_vram_total", "8589934592\n");
}

static void
assert_headline (SwSource *source, const char *expected)
{
  SwSeries *series = sw_source_get_series (source);
  char text[SW_UNIT_TEXT_BYTES];

  sw_source_format_headline (source, sw_series_peek_row (series, sw_series_get_n_rows (series) - 1),
                             text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_amdgpu (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_amd (fixture, "card1");
  sw_test_tree_write (fixture->tree, DRM "card1-DP-1/status", "connected\n");
  sw_test_tree_write (fixture->tree, DRM "renderD128/uevent", "\n");
  make_sources (fixture);
  g_assert_cmpuint (sw_source_get_n_channels (fixture->busy), ==, 1);
  g_assert_cmpstr (sw_channel_get_name (sw_source_get_channel (fixture->busy, 0)), ==, "AMD");
  sample_until_answered (fixture->busy, &fixture->serial);
  g_assert_cmpfloat (sw_source_get_value (fixture->busy, 0), ==, 37);
  assert_headline (fixture->busy, "37 %");
  sample_until_answered (fixture->memory, &fixture->serial);
  g_assert_cmpfloat (sw_source_get_value (fixture->memory, 0), ==, 1 << 30);
  g_assert_cmpfloat (sw_source_get_natural_max (fixture->memory), ==, 8.0 * (1 << 30));
  assert_headline (fixture->memory, "1.0 GiB");
}

static void
test_sleeping_is_left_alone (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofd int busy_opens = -1;
  g_autofd int used_opens = -1;

  add_amd (fixture, "card0");
  write_card (fixture, "card0", "device/power/runtime_status", "suspended\n");
  busy_opens = watch_opens (fixture->tree, DRM "card0/device/gpu_busy_percent");
  used_opens = watch_opens (fixture->tree, DRM "card0/device/mem_info_vram_used");
  make_sources (fixture);
  for (guint i = 0; i < 20; i++)
    {
      sample_until_answered (fixture->busy, &fixture->serial);
      sample_until_answered (fixture->memory, &fixture->serial);
    }
  g_assert_false (was_opened (busy_opens));
  g_assert_false (was_opened (used_opens));
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_READY);
  g_assert_true (isnan (sw_source_get_value (fixture->busy, 0)));
  assert_headline (fixture->busy, "Asleep");
  assert_headline (fixture->memory, "Asleep");
  write_card (fixture, "card0", "device/power/runtime_status", "active\n");
  sample_until (fixture->busy, &fixture->serial, sw_source_get_value (fixture->busy, 0) == 37);
  g_assert_true (was_opened (busy_opens));
  write_card (fixture, "card0", "device/power/runtime_status", "suspending\n");
  /* At this pace a round may be late, which is a gap but not sleep. */
  sample_until (fixture->busy, &fixture->serial,
                isnan (sw_source_get_value (fixture->busy, 0))
                    && sw_source_get_state (fixture->busy) == SW_SOURCE_STATE_READY);
  assert_headline (fixture->busy, "Asleep");
}

/* Samples at a known pace, each after the round before is done: its answer is a tick old. */
static double
sample_intel (Fixture *fixture, gint64 now_us, const char *path, const char *text)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;
  double value = NAN;

  write_card (fixture, "card0", path, text);
  /* The first call begins the round that reads the text; the later ones, in the same moment, wait for it. */
  for (guint n_rounds = 0; n_rounds < 3; n_rounds++)
    do
      {
        const SwTick tick
            = { .serial = ++fixture->serial, .now_us = now_us, .boottime_us = now_us };

        g_assert_cmpint (g_get_monotonic_time (), <, until_us);
        g_thread_yield ();
        sw_source_sample (fixture->busy, &tick);
        value = sw_source_get_value (fixture->busy, 0);
      }
    while (sw_source_get_state (fixture->busy) == SW_SOURCE_STATE_WAITING);
  return value;
}

static void
test_i915_residency (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;
  gint64 now_us = 1000 * SW_SECOND_US;
  guint residency_ms = 5000;
  double value;

  add_card (fixture, "card0", "i915", "0x8086\n");
  write_card (fixture, "card0", "gt/gt0/rc6_enable", "1\n");
  write_card (fixture, "card0", "gt/gt0/rc6_residency_ms", "5000\n");
  make_sources (fixture);
  g_assert_cmpuint (sw_source_get_n_channels (fixture->memory), ==, 0);
  /* 1500 ms of each 2 s asleep: a quarter busy. A round that the test's writing overtakes sees one step's counter at
   * another step's time, which makes a wrong rate but no impossible one. */
  do
    {
      g_autofree char *text = g_strdup_printf ("%u\n", residency_ms);

      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      value = sample_intel (fixture, now_us, "gt/gt0/rc6_residency_ms", text);
      g_assert_true (isnan (value) || (value >= 0 && value <= 100));
      now_us += 2 * SW_SECOND_US;
      residency_ms += 1500;
    }
  while (isnan (value) || fabs (value - 25) > 1e-9);
  /* It went backwards: a reset. */
  value = sample_intel (fixture, now_us, "gt/gt0/rc6_residency_ms", "10\n");
  g_assert_true (isnan (value) || (value >= 0 && value <= 100));
}

static void
test_i915_that_may_not_sleep (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_card (fixture, "card0", "i915", "0x8086\n");
  write_card (fixture, "card0", "gt/gt0/rc6_enable", "0\n");
  write_card (fixture, "card0", "gt/gt0/rc6_residency_ms", "0\n");
  make_sources (fixture);
  sample_once (fixture->busy, &fixture->serial);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_UNAVAILABLE);
}

static void
test_finds_xe_and_old_i915 (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_card (fixture, "card0", "xe", "0x8086\n");
  write_card (fixture, "card0", "device/tile0/gt1/gtidle/idle_residency_ms", "1\n");
  add_card (fixture, "card1", "i915", "0x8086\n");
  write_card (fixture, "card1", "power/rc6_residency_ms", "1\n");
  make_sources (fixture);
  g_assert_cmpuint (sw_source_get_n_channels (fixture->busy), ==, 2);
  g_assert_cmpstr (sw_channel_get_name (sw_source_get_channel (fixture->busy, 1)), ==,
                   "Intel (card1)");
  sample_until_answered (fixture->busy, &fixture->serial);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_READY);
}

static void
test_says_what_is_missing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  make_sources (fixture);
  sample_once (fixture->busy, &fixture->serial);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_cmpstr (sw_source_get_reason (fixture->busy), ==, "This machine has no graphics card");
  g_assert_true (gpu_cards_is_current (fixture->cards));
  add_card (fixture, "card0", "nouveau", "0x10de\n");
  g_assert_false (gpu_cards_is_current (fixture->cards));
  g_object_unref (fixture->busy);
  g_object_unref (fixture->memory);
  gpu_cards_unref (fixture->cards);
  make_sources (fixture);
  sample_once (fixture->busy, &fixture->serial);
  g_assert_cmpstr (sw_source_get_reason (fixture->busy), ==,
                   "The graphics driver nouveau offers no figures");
}

static void
test_bears_garbage (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[]
      = { "", "\n", "-1\n", "101\n", "x\n", "99999999999999999999\n", "\xff" };

  add_amd (fixture, "card0");
  make_sources (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      write_card (fixture, "card0", "device/gpu_busy_percent", texts[i]);
      sample_until (fixture->busy, &fixture->serial,
                    isnan (sw_source_get_value (fixture->busy, 0))
                        && sw_source_get_state (fixture->busy) == SW_SOURCE_STATE_READY);
      write_card (fixture, "card0", "device/gpu_busy_percent", "5\n");
      sample_until (fixture->busy, &fixture->serial, sw_source_get_value (fixture->busy, 0) == 5);
    }
}

static void
test_a_vanished_card_is_gone (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_amd (fixture, "card0");
  make_sources (fixture);
  sw_test_tree_remove (fixture->tree, DRM "card0/device/gpu_busy_percent");
  sample_until_answered (fixture->busy, &fixture->serial);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_UNAVAILABLE);
}

/* Cards of two makers, of which the one's driver hangs. */
static void
test_a_silent_card_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_amd (fixture, "card0");
  add_amd (fixture, "card1");
  write_card (fixture, "card1", "device/gpu_busy_percent", "5\n");
  make_silent (fixture->tree, DRM "card0/device/gpu_busy_percent");
  make_sources (fixture);
  sample_until (fixture->busy, &fixture->serial, sw_source_get_value (fixture->busy, 1) == 5);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_READY);
  g_assert_true (isnan (sw_source_get_value (fixture->busy, 0)));
  end_silence (fixture->tree, DRM "card0/device/gpu_busy_percent", "37\n");
  sample_until (fixture->busy, &fixture->serial, sw_source_get_value (fixture->busy, 0) == 37);
}

/* A rate too, which has no answer of its own, must not outlast the answers. */
static void
test_a_silent_intel_card_is_a_gap (Fixture *fixture, gconstpointer data)
{
  const char *const *names = data; /* of the driver and of its file */
  g_autofree char *path = g_strconcat (DRM "card0/", names[1], NULL);

  add_card (fixture, "card0", names[0], "0x8086\n");
  write_card (fixture, "card0", names[1], "5000\n");
  add_amd (fixture, "card1");
  make_sources (fixture);
  sw_source_acquire (fixture->busy);
  /* It never slept. */
  sample_quietly (fixture->busy, &fixture->serial, 3);
  g_assert_cmpfloat (sw_source_get_value (fixture->busy, 0), ==, 100);
  /* Its file is opened anew. */
  sw_source_release (fixture->busy);
  sw_test_wait_for_quiet ();
  make_silent (fixture->tree, path);
  sw_source_acquire (fixture->busy);
  sample_quietly (fixture->busy, &fixture->serial, 10);
  g_assert_cmpint (sw_source_get_state (fixture->busy), ==, SW_SOURCE_STATE_READY);
  g_assert_true (isnan (sw_source_get_value (fixture->busy, 0)));
  g_assert_cmpfloat (sw_source_get_value (fixture->busy, 1), ==, 37);
  /* Nor does it come back for those who look again, before the card is known to be silent still. */
  sw_source_release (fixture->busy);
  sw_test_wait_for_quiet ();
  sw_source_acquire (fixture->busy);
  for (guint i = 0; i < 10; i++)
    {
      sample_quietly (fixture->busy, &fixture->serial, 1);
      g_assert_true (isnan (sw_source_get_value (fixture->busy, 0)));
    }
  g_assert_cmpfloat (sw_source_get_value (fixture->busy, 1), ==, 37);
  end_silence (fixture->tree, path, "5000\n");
  sw_test_wait_for_quiet ();
  sample_quietly (fixture->busy, &fixture->serial, 3);
  g_assert_cmpfloat (sw_source_get_value (fixture->busy, 0), ==, 100);
  sw_source_release (fixture->busy);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  static const char *const i915[] = { "i915", "gt/gt0/rc6_residency_ms" };
  static const char *const xe[] = { "xe", "device/tile0/gt0/gtidle/idle_residency_ms" };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/gpu/i915/silent", Fixture, i915, set_up, test_a_silent_intel_card_is_a_gap,
              tear_down);
  g_test_add ("/gpu/xe/silent", Fixture, xe, set_up, test_a_silent_intel_card_is_a_gap, tear_down);
  ADD ("/gpu/amdgpu", test_amdgpu);
  ADD ("/gpu/sleeping-is-left-alone", test_sleeping_is_left_alone);
  ADD ("/gpu/i915/residency", test_i915_residency);
  ADD ("/gpu/i915/may-not-sleep", test_i915_that_may_not_sleep);
  ADD ("/gpu/xe-and-old-i915", test_finds_xe_and_old_i915);
  ADD ("/gpu/missing", test_says_what_is_missing);
  ADD ("/gpu/garbage", test_bears_garbage);
  ADD ("/gpu/silent", test_a_silent_card_is_a_gap);
  ADD ("/gpu/gone", test_a_vanished_card_is_gone);
  return g_test_run ();
}
