/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/multiload/device-reader.h"
#include "tests/plugins/multiload/slow-source.h"

#define N_DEVICES 4

/* Devices of two files each, "/N/first" with the text "N" and "/N/second". */
typedef struct
{
  SwTestTree *tree;
  DeviceReader *reader;
  guint n_threads; /* before there was a reader */
  guint64 serial;
} Fixture;

static guint
count_threads (void)
{
  DIR *folder = opendir ("/proc/self/task");
  guint n_entries = 0;

  g_assert_nonnull (folder);
  while (readdir (folder) != NULL)
    n_entries++;
  closedir (folder);
  return n_entries;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->n_threads = count_threads ();
  fixture->tree = sw_test_tree_new ();
  fixture->reader = device_reader_new ();
  for (guint i = 0; i < N_DEVICES; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *path = g_strdup_printf ("/%u/%s", i, j == 0 ? "first" : "second");
        g_autofree char *full
            = g_build_filename (sw_test_tree_get_root (fixture->tree), path, NULL);
        g_autofree char *device = g_path_get_dirname (full);
        g_autofree char *text = g_strdup_printf ("%u", i);

        sw_test_tree_write (fixture->tree, path, text);
        g_assert_cmpuint (device_reader_add (fixture->reader, full, NULL, device), ==, 2 * i + j);
      }
  device_reader_start (fixture->reader);
}

static void
wait_for_threads (guint n_threads)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;

  while (count_threads () > n_threads)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_thread_yield ();
    }
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  device_reader_stop (fixture->reader);
  device_reader_free (fixture->reader);
  wait_for_threads (fixture->n_threads);
  sw_test_tree_free (fixture->tree);
}

static void
begin (Fixture *fixture, guint n_ticks)
{
  for (guint i = 0; i < n_ticks; i++)
    {
      const SwTick tick = sw_test_tick (++fixture->serial);

      device_reader_begin (fixture->reader, &tick, NULL);
      sw_test_wait_for_quiet ();
    }
}

static gboolean
answers (Fixture *fixture, guint file)
{
  const char *text = device_reader_get (fixture->reader, file, NULL, NULL);

  return text != NULL && text[0] == (char) ('0' + file / 2) && text[1] == '\0';
}

/* WHO has an x for each device that is silent. */
static void
assert_answers (Fixture *fixture, const char *who)
{
  for (guint i = 0; i < 2 * N_DEVICES; i++)
    {
      g_assert_cmpint (device_reader_is_silent (fixture->reader, i), ==, who[i / 2] == 'x');
      g_assert_cmpint (answers (fixture, i), ==, who[i / 2] != 'x');
    }
}

static void
assert_threads (Fixture *fixture, guint n_threads)
{
  g_assert_cmpuint (count_threads (), ==, fixture->n_threads + n_threads);
}

static void
test_all_answer (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const SwTick tick = sw_test_tick (++fixture->serial);
  g_autoptr (GError) error = NULL;

  assert_threads (fixture, 0);
  g_assert_false (device_reader_begin (fixture->reader, &tick, &error));
  g_assert_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT);
  sw_test_wait_for_quiet ();
  begin (fixture, 100);
  assert_answers (fixture, "....");
  assert_threads (fixture, 1);
  g_assert_cmpint (device_reader_get_round_us (fixture->reader, 0), ==,
                   sw_test_tick (fixture->serial - 1).now_us);
}

/* Whichever of its files is silent, and wherever it stands in the round. */
static void
test_one_is_silent (Fixture *fixture, gconstpointer data)
{
  const char *path = data;
  char who[] = "....";

  who[path[1] - '0'] = 'x';
  make_silent (fixture->tree, path);
  begin (fixture, 5);
  assert_answers (fixture, who);
  begin (fixture, 100);
  assert_answers (fixture, who);
  assert_threads (fixture, 2);
  g_assert_cmpint (device_reader_get_round_us (fixture->reader, who[0] == 'x' ? 2 : 0), ==,
                   sw_test_tick (fixture->serial - 1).now_us);
  end_silence (fixture->tree, path, (const char[]) { path[1], '\0' });
  sw_test_wait_for_quiet ();
  begin (fixture, 2);
  assert_answers (fixture, "....");
}

static void
restart (Fixture *fixture)
{
  device_reader_stop (fixture->reader);
  sw_test_wait_for_quiet ();
  device_reader_start (fixture->reader);
}

static void
test_several_are_silent (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const paths[] = { "/0/first", "/1/second", "/2/first", "/3/first" };

  for (guint i = 0; i < N_DEVICES; i++)
    make_silent (fixture->tree, paths[i]);
  begin (fixture, 100);
  assert_threads (fixture, N_DEVICES);
  assert_answers (fixture, "xxxx");
  end_silence (fixture->tree, paths[2], "2");
  sw_test_wait_for_quiet ();
  begin (fixture, 2);
  assert_answers (fixture, "xx.x");
  /* Shown and hidden, it asks no silent device once more. */
  for (guint i = 0; i < 100; i++)
    {
      restart (fixture);
      begin (fixture, 5);
    }
  assert_answers (fixture, "xx.x");
  assert_threads (fixture, N_DEVICES);
  for (guint i = 0; i < N_DEVICES; i++)
    if (i != 2)
      end_silence (fixture->tree, paths[i], (const char[]) { (char) ('0' + i), '\0' });
  sw_test_wait_for_quiet ();
  begin (fixture, 2);
  assert_answers (fixture, "....");
  /* One thread is enough again. */
  restart (fixture);
  begin (fixture, 2);
  assert_answers (fixture, "....");
  assert_threads (fixture, 1);
}

static void
test_outlived_by_the_stuck (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  make_silent (fixture->tree, "/0/first");
  make_silent (fixture->tree, "/1/first");
  begin (fixture, 20);
  assert_threads (fixture, 3);
  device_reader_stop (fixture->reader);
  device_reader_free (fixture->reader);
  wait_for_threads (fixture->n_threads + 2);
  end_silence (fixture->tree, "/0/first", "0");
  end_silence (fixture->tree, "/1/first", "1");
  wait_for_threads (fixture->n_threads);
  fixture->reader = device_reader_new ();
  device_reader_start (fixture->reader);
}

/* Without waiting for an answer. */
static void
hurry (Fixture *fixture, guint n_ticks)
{
  for (guint i = 0; i < n_ticks; i++)
    {
      const SwTick tick = sw_test_tick (++fixture->serial);

      device_reader_begin (fixture->reader, &tick, NULL);
    }
}

/* Ticks that come faster than any answer: all seem silent, now one, now the other. One of them is, so that the devices are
 * divided at least once where the threads keep up. */
static void
test_no_pace_makes_more_threads (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;

  make_silent (fixture->tree, "/1/first");
  while (count_threads () < fixture->n_threads + 2)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      hurry (fixture, 1);
      g_thread_yield ();
    }
  hurry (fixture, 300000);
  g_assert_cmpuint (count_threads (), <=, fixture->n_threads + N_DEVICES);
  end_silence (fixture->tree, "/1/first", "1");
  sw_test_wait_for_quiet ();
  begin (fixture, 2);
  assert_answers (fixture, "....");
}

/* What a suspended machine did not ask cannot be late. */
static void
test_a_gap_is_no_silence (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  begin (fixture, 10);
  for (guint i = 0; i < 5; i++)
    {
      SwTick tick = sw_test_tick (++fixture->serial);

      tick.gap = TRUE;
      g_assert_false (device_reader_begin (fixture->reader, &tick, NULL));
      g_assert_false (device_reader_is_silent (fixture->reader, 0));
      sw_test_wait_for_quiet ();
    }
  begin (fixture, 2);
  assert_answers (fixture, "....");
}

/* Two sources share the reader and ask in the same wakeup: that one was late is one late tick. */
static void
test_two_ask_in_one_tick (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    {
      if (i == 5)
        {
          /* The files are opened anew, and the first is a pipe. */
          restart (fixture);
          make_silent (fixture->tree, "/0/first");
        }
      if (i == 7)
        {
          end_silence (fixture->tree, "/0/first", "0");
          sw_test_wait_for_quiet ();
        }
      fixture->serial++;
      for (guint user = 0; user < 2; user++)
        {
          const SwTick tick = sw_test_tick (fixture->serial);

          device_reader_begin (fixture->reader, &tick, NULL);
          for (guint file = 0; file < 2 * N_DEVICES; file++)
            g_assert_false (device_reader_is_silent (fixture->reader, file));
          sw_test_wait_for_quiet ();
        }
    }
  assert_answers (fixture, "....");
  assert_threads (fixture, 1);
}

/* The tick that asks first waits for nothing yet: three more pass without an answer. */
static void
test_patience (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  make_silent (fixture->tree, "/0/first");
  for (guint i = 0; i < 2; i++)
    {
      begin (fixture, 3);
      g_assert_false (device_reader_is_silent (fixture->reader, 0));
      begin (fixture, 1);
      g_assert_true (device_reader_is_silent (fixture->reader, 0));
      restart (fixture);
    }
  end_silence (fixture->tree, "/0/first", "0");
}

/* A round from before the gap is thrown away, and the tick that begins the next one waits for nothing yet either. */
static void
test_patience_after_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTick gap;

  make_silent (fixture->tree, "/0/first");
  begin (fixture, 3);
  gap = sw_test_tick (++fixture->serial);
  gap.gap = TRUE;
  device_reader_begin (fixture->reader, &gap, NULL);
  end_silence (fixture->tree, "/0/first", "0");
  sw_test_wait_for_quiet ();
  make_silent (fixture->tree, "/0/first");
  begin (fixture, 3);
  g_assert_false (device_reader_is_silent (fixture->reader, 0));
  begin (fixture, 1);
  g_assert_true (device_reader_is_silent (fixture->reader, 0));
  end_silence (fixture->tree, "/0/first", "0");
}

int
main (int argc, char *argv[])
{
  const char *const paths[] = { "/0/first", "/0/second", "/2/first", "/3/second" };

  g_test_init (&argc, &argv, NULL);
  sw_test_have_first_thread ();
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/device-reader/all-answer", test_all_answer);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *name = g_strconcat ("/device-reader/one-silent", paths[i], NULL);

      g_test_add (name, Fixture, paths[i], set_up, test_one_is_silent, tear_down);
    }
  ADD ("/device-reader/several-silent", test_several_are_silent);
  ADD ("/device-reader/outlived", test_outlived_by_the_stuck);
  ADD ("/device-reader/any-pace", test_no_pace_makes_more_threads);
  ADD ("/device-reader/gap", test_a_gap_is_no_silence);
  ADD ("/device-reader/two-in-one-tick", test_two_ask_in_one_tick);
  ADD ("/device-reader/patience", test_patience);
  ADD ("/device-reader/patience-after-gap", test_patience_after_a_gap);
#undef ADD
  return g_test_run ();
}
