/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/packets/packets-meter.h"
#include "plugins/packets/packets-traffic.h"
#include "tests/plugins/packets/session-files.h"

#define MS G_GINT64_CONSTANT (1000000)

typedef struct
{
  const char *what;
  gint64 time_ms;
  guint64 in_packets, out_packets, skipped;
  gboolean is_new;
  double in, out; /* afterwards */
} Step;

/* Bytes are a hundred for each packet. */
static CaptureStatistics
make (const Step *step)
{
  return (CaptureStatistics) {
    .in_packets = step->in_packets,
    .in_bytes = step->in_packets * 100,
    .out_packets = step->out_packets,
    .out_bytes = step->out_packets * 100,
    .dropped_by_us = step->skipped,
    .time_ns = step->time_ms < 0 ? PACKET_NO_TIME : step->time_ms * MS,
  };
}

static void
assert_rate (double rate, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (rate));
  else
    g_assert_cmpfloat_with_epsilon (rate, expected, 1e-6);
}

static void
test_rates_are_of_the_helpers_time (void)
{
  const Step steps[] = {
    { "nothing told yet", -1, 0, 0, 0, FALSE, NAN, NAN },
    { "the first second", 1000, 50, 10, 0, TRUE, 50, 10 },
    { "the same again", 1000, 50, 10, 0, FALSE, 50, 10 },
    { "two more", 3000, 250, 10, 0, TRUE, 200, 0 },
    { "half a second", 3500, 300, 20, 0, TRUE, 100, 20 },
    { "too soon", 3510, 900, 20, 0, FALSE, 100, 20 },
    { "what was too soon counts later", 4500, 1300, 20, 0, TRUE, 1000, 0 },
    { "after a silence of a minute", 64500, 1400, 30, 0, TRUE, 100, 10 },
    { "the pipe was full for four seconds", 68500, 5400, 30, 7, TRUE, 1000, 0 },
    { "another capture", 69500, 30, 5, 0, TRUE, 30, 5 },
    { "its clock was set back", 1000, 60, 10, 0, TRUE, 60, 10 },
  };
  PacketsMeter meter = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const CaptureStatistics statistics = make (&steps[i]);
      PacketsRates rates;

      g_test_message ("%s", steps[i].what);
      g_assert_cmpint (packets_meter_feed (&meter, &statistics), ==, steps[i].is_new);
      rates = packets_meter_get (&meter);
      assert_rate (rates.in_packets, steps[i].in);
      assert_rate (rates.out_packets, steps[i].out);
      assert_rate (rates.in_bits, steps[i].in * 800);
      assert_rate (rates.out_bits, steps[i].out * 800);
    }
}

static void
test_rest_is_nothing_at_all (void)
{
  const Step step = { .time_ms = 1000, .in_packets = 5 };
  const CaptureStatistics statistics = make (&step);
  PacketsMeter meter = { 0 };

  packets_meter_rest (&meter);
  g_assert_true (isnan (packets_meter_get (&meter).in_packets));
  g_assert_true (packets_meter_feed (&meter, &statistics));
  packets_meter_rest (&meter);
  g_assert_cmpfloat (packets_meter_get (&meter).in_packets, ==, 0);
}

/* All the time that there is between two figures is a rate like any other. */
static void
test_times_may_be_any (void)
{
  CaptureStatistics first = { .time_ns = G_MININT64 + 1 };
  CaptureStatistics last = { .time_ns = G_MAXINT64, .in_packets = 5, .dropped_by_us = 1 };
  PacketsMeter meter = { 0 };

  g_assert_true (packets_meter_feed (&meter, &first));
  g_assert_true (packets_meter_feed (&meter, &last));
  g_assert_cmpfloat (packets_meter_get (&meter).in_packets, >=, 0);
  g_assert_cmpfloat (packets_meter_get (&meter).in_packets, <, 1);
}

static gboolean
runs (SwScheduler *scheduler, const char *owner)
{
  g_autoptr (GList) jobs = sw_scheduler_list_jobs (scheduler);

  for (GList *link = jobs; link != NULL; link = link->next)
    if (g_str_equal (sw_job_get_owner (link->data), owner))
      return !sw_job_get_paused (link->data);
  g_assert_not_reached ();
}

/* The helper says nothing while nothing passes. Whoever looks sees a zero soon, whoever looks later sees no other, and from
 * then on nothing wakes up. */
static void
test_silence_is_zero (void)
{
  SessionFixture f;
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autofree char *path = NULL;
  PacketsTraffic *seen, *unseen;

  session_fixture_init (&f, NULL);
  path = session_fixture_write_figures (&f, "figures.pcapng");
  seen = packets_traffic_new (scheduler, "seen", f.session);
  unseen = packets_traffic_new (scheduler, "unseen", f.session);
  packets_traffic_acquire (seen);
  g_assert_false (runs (scheduler, "seen"));
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "cat \"$0\"; exec sleep 1000",
                                                      path, NULL });
  WAIT_UNTIL (packets_traffic_get_total (seen).in_packets == 1200);
  g_assert_true (runs (scheduler, "seen"));
  g_assert_false (runs (scheduler, "unseen"));
  sw_test_clock_run (clock, scheduler, SW_SECOND_US);
  g_assert_cmpfloat (packets_traffic_get_total (seen).in_packets, ==, 1200);
  sw_test_clock_run (clock, scheduler, 3 * SW_SECOND_US);
  g_assert_cmpfloat (packets_traffic_get_total (seen).in_packets, ==, 0);
  g_assert_false (runs (scheduler, "seen"));
  packets_traffic_acquire (unseen);
  g_assert_cmpfloat (packets_traffic_get_total (unseen).in_packets, ==, 0);
  g_assert_false (runs (scheduler, "unseen"));
  packets_traffic_release (unseen);
  packets_traffic_release (seen);
  sw_test_assert_last_unref (unseen);
  sw_test_assert_last_unref (seen);
  session_fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/meter/rates", test_rates_are_of_the_helpers_time);
  g_test_add_func ("/packets/meter/rest", test_rest_is_nothing_at_all);
  g_test_add_func ("/packets/meter/any-times", test_times_may_be_any);
  g_test_add_func ("/packets/traffic/silence-is-zero", test_silence_is_zero);
  return g_test_run ();
}
