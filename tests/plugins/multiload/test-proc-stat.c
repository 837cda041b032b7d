/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-account.h"

#include "plugins/multiload/proc-stat.h"
#include "tests/sw-test.h"

#define N_CPUS 8

static void
test_takes_the_total (void)
{
  const struct
  {
    const char *text;
    gboolean parses;
    guint64 user;
    guint64 guest_nice;
  } cases[] = {
    { "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\n", TRUE, 1, 10 },
    { "cpu  1 2 3 4 5 6 7 8 9 10", TRUE, 1, 10 },
    { "cpu  1 2 3 4 5 6 7 8 9 10\r\ncpu0 1 2 3 4\r\n", TRUE, 1, 10 },
    { "cpu 18446744073709551615 2 3 4 5 6 7 8 9 18446744073709551615\n", TRUE, G_MAXUINT64,
      G_MAXUINT64 },
    /* Linux 2.4 knew four. */
    { "cpu 11 2 3 4\n", TRUE, 11, 0 },
    { "cpu 1 2 3 4 5 6 7 8 9 10 11 12 13\n", TRUE, 1, 10 },
    { "cpu 1 2 3 4 5 x 7 8 9 10\n", TRUE, 1, 0 },
    { "cpu 1 2 3\n", FALSE, 0, 0 },
    { "cpu 1 2 3 -4\n", FALSE, 0, 0 },
    { "cpu 18446744073709551616 2 3 4\n", FALSE, 0, 0 },
    { "cpu0 1 2 3 4 5 6 7 8 9 10\n", FALSE, 0, 0 },
    { "cpu", FALSE, 0, 0 },
    { "\ncpu 1 2 3 4\n", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
    { "\xff\xfe\x00", FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ProcStatTimes times = { 0 };

      g_assert_cmpint (proc_stat_parse_total (cases[i].text, strlen (cases[i].text), &times), ==,
                       cases[i].parses);
      if (!cases[i].parses)
        continue;
      g_assert_cmpuint (times.ticks[PROC_STAT_USER], ==, cases[i].user);
      g_assert_cmpuint (times.ticks[PROC_STAT_GUEST_NICE], ==, cases[i].guest_nice);
    }
}

static void
test_takes_each_processor (void)
{
  const char *const text = "cpu  9 9 9 9\n"
                           "cpu0 1 2 3 4 5 6 7 8 1 1\n"
                           "cpu2 10 0 0 40\n"
                           "cpu2 10 0 0 40\n" /* twice */
                           "cpu3 1 2\n"
                           "cpu4x 1 2 3 4\n"
                           "cpu 1 2 3 4\n"
                           "cpu8 1 2 3 4\n"
                           "cpu99999999999999999999 1 2 3 4\n"
                           "cpu7 1 1 1 1\n"
                           "intr 1 2 3\n"
                           "cpu1 1 1 1 1\n";
  ProcStatCpu cpus[N_CPUS] = { 0 };

  g_assert_cmpuint (proc_stat_parse_cpus (text, strlen (text), cpus, N_CPUS, 5), ==, 3);
  g_assert_cmpuint (cpus[0].busy_ticks, ==, 1 + 2 + 3 + 6 + 7 + 8);
  g_assert_cmpuint (cpus[0].idle_ticks, ==, 4 + 5);
  g_assert_cmpuint (cpus[0].pass, ==, 5);
  g_assert_cmpuint (cpus[1].pass, ==, 0); /* offline: what follows "intr" is not looked at */
  g_assert_cmpuint (cpus[2].busy_ticks, ==, 10);
  g_assert_cmpuint (cpus[3].pass, ==, 0);
  g_assert_cmpuint (cpus[7].pass, ==, 5);
}

static void
test_takes_lists (void)
{
  const struct
  {
    const char *text;
    guint end;
    const char *listed; /* of the first eight */
  } cases[] = {
    { "0\n", 1, "10000000" },
    { "0-3\n", 4, "11110000" },
    { "0-1,4,6-7", 8, "11001011" },
    { "0-4095\n", 4096, "11111111" },
    { "2,0\n", 3, "10100000" },
    { "0-8191", 8192, "11111111" },
    { "0-8192", 0, NULL },
    { "3-1", 0, NULL },
    { "0-", 0, NULL },
    { "0,", 0, NULL },
    { "-1", 0, NULL },
    { "", 0, NULL },
    { "\n", 0, NULL },
    { "0-18446744073709551615", 0, NULL },
    { "0-99999999999999999999", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 listed[N_CPUS] = { 0 };

      g_assert_cmpuint (proc_stat_parse_cpu_list (cases[i].text, strlen (cases[i].text), listed,
                                                  N_CPUS),
                        ==, cases[i].end);
      for (guint j = 0; cases[i].listed != NULL && j < N_CPUS; j++)
        g_assert_cmpuint (listed[j], ==, cases[i].listed[j] == '1');
    }
}

static void
test_counts_processors_without_sysfs (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (ProcStat) stat = NULL;

  sw_test_tree_write (tree, "/proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu5 1 2 3 4\n");
  stat = proc_stat_get_shared (pool);
  g_assert_cmpuint (proc_stat_get_n_cpus (stat), ==, 6);
  g_assert_true (proc_stat_get_cpu_present (stat, 3));
}

static void
test_is_shared_and_let_go (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  SwSamplePool *pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  ProcStat *stat = proc_stat_get_shared (pool);
  ProcStat *again = proc_stat_get_shared (pool);

  g_assert_true (stat == again);
  g_object_unref (again);
  sw_test_assert_last_unref (stat);
  stat = proc_stat_get_shared (pool);
  sw_test_assert_last_unref (pool); /* either may go first */
  sw_test_assert_last_unref (stat);
}

static void
test_reads_and_parses_once_a_wakeup (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (ProcStat) stat = proc_stat_get_shared (pool);
  SwAccount account = { 0 };
  SwTick tick = sw_test_tick (1);
  ProcStatTimes times;

  tick.account = &account;
  sw_test_tree_write (tree, "/sys/devices/system/cpu/possible", "0\n");
  sw_test_tree_write (tree, "/proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\n");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (proc_stat_read_total (stat, &tick, &times, NULL));
      g_assert_true (proc_stat_read_cpus (stat, &tick, NULL));
    }
  g_assert_cmpuint (account.reads, ==, 1);
  g_assert_cmpuint (proc_stat_get_n_online (stat), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc-stat/total", test_takes_the_total);
  g_test_add_func ("/proc-stat/each-processor", test_takes_each_processor);
  g_test_add_func ("/proc-stat/list", test_takes_lists);
  g_test_add_func ("/proc-stat/without-sysfs", test_counts_processors_without_sysfs);
  g_test_add_func ("/proc-stat/shared", test_is_shared_and_let_go);
  g_test_add_func ("/proc-stat/once-a-wakeup", test_reads_and_parses_once_a_wakeup);
  return g_test_run ();
}
