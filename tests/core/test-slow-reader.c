/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/sw-slow-reader.h"
#include "tests/sw-test.h"

/* Semaphores and atomics, not GMutex: ThreadSanitizer understands them in an uninstrumented GLib. */
typedef struct
{
  sem_t asked;    /* posted when a read begins */
  sem_t answered; /* a read returns when it can take one */
  sem_t freed;    /* posted when the last user is gone */
  int n_reads;    /* atomic */
  int result;     /* atomic; bytes or a negated errno */
} Device;

static void
device_init (Device *device)
{
  *device = (Device) { .result = 3 };
  sem_init (&device->asked, 0, 0);
  sem_init (&device->answered, 0, 0);
  sem_init (&device->freed, 0, 0);
}

/* Bounded, so that a reader that lost a post fails the test and does not hang it. */
static void
wait_for (sem_t *semaphore)
{
  struct timespec until;
  int result;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += 20;
  do
    result = sem_timedwait (semaphore, &until);
  while (result != 0 && errno == EINTR);
  g_assert_cmpint (result, ==, 0);
}

static gssize
read_device (G_GNUC_UNUSED const char *path,
             G_GNUC_UNUSED int *fd,
             char *buffer,
             gsize buffer_bytes,
             gpointer user_data)
{
  Device *device = user_data;

  g_atomic_int_inc (&device->n_reads);
  sem_post (&device->asked);
  while (sem_wait (&device->answered) != 0)
    continue;
  memset (buffer, '7', buffer_bytes);
  return g_atomic_int_get (&device->result);
}

static void
on_device_freed_cb (gpointer user_data)
{
  sem_post (&((Device *) user_data)->freed);
}

static SwSlowReader *
new_reader (Device *device)
{
  SwSlowReader *reader;

  device_init (device);
  reader = sw_slow_reader_new_with_func (read_device, device, on_device_freed_cb);
  sw_slow_reader_add (reader, "/device", NULL);
  return reader;
}

static gboolean
begin (SwSlowReader *reader, guint64 *serial, GError **error)
{
  const SwTick tick = sw_test_tick (++*serial);

  return sw_slow_reader_begin (reader, &tick, error);
}

/* Between a read's return and the end of its round the worker may be held up anywhere. */
static void
begin_until_answered (SwSlowReader *reader, guint64 *serial)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;

  while (!begin (reader, serial, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_thread_yield ();
    }
}

static guint
count_entries (const char *path)
{
  DIR *folder = opendir (path);
  guint n_entries = 0;

  g_assert_nonnull (folder);
  while (readdir (folder) != NULL)
    n_entries++;
  closedir (folder);
  return n_entries;
}

/* Threads of earlier tests may still be on their way out, after their last word. */
static guint n_threads_at_start;

static void
wait_for_threads (void)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;

  while (count_entries ("/proc/self/task") > n_threads_at_start)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_thread_yield ();
    }
}

static void
test_publishes_the_round_before (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "temp1_input", NULL);
  g_autoptr (SwSlowReader) reader = sw_slow_reader_new ();
  g_autoptr (GError) error = NULL;
  guint64 serial = 0;
  gsize length_bytes;
  const char *text;

  sw_test_tree_write (tree, "/temp1_input", "41000\n");
  g_assert_cmpuint (sw_slow_reader_add (reader, path, NULL), ==, 0);
  g_assert_false (begin (reader, &serial, &error));
  g_assert_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT);
  begin_until_answered (reader, &serial);
  text = sw_slow_reader_get (reader, 0, &length_bytes, NULL);
  g_assert_cmpstr (text, ==, "41000\n");
  g_assert_cmpuint (length_bytes, ==, 6);
  g_assert_cmpint (sw_slow_reader_get_round_us (reader), <, sw_test_tick (serial).now_us);
  g_assert_cmpint (sw_slow_reader_get_round_us (reader), >=, sw_test_tick (1).now_us);
}

static void
test_one_round_per_wakeup (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);
  const SwTick tick = sw_test_tick (1);

  for (guint i = 0; i < 3; i++)
    g_assert_false (sw_slow_reader_begin (reader, &tick, NULL));
  wait_for (&device.asked);
  sem_post (&device.answered);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (sw_slow_reader_begin (reader, &tick, NULL));
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), ==, 1);
  g_clear_object (&reader);
  wait_for (&device.freed);
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), ==, 1);
}

static void
test_a_late_answer_arrives (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);
  guint64 serial = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (begin (reader, &serial, &error));
      g_assert_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT);
    }
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), <=, 1);
  sem_post (&device.answered);
  begin_until_answered (reader, &serial);
  g_assert_cmpstr (sw_slow_reader_get (reader, 0, NULL, NULL), ==, "777");
  /* Unpublished once the next round is silent for long, but not at once. */
  g_assert_true (begin (reader, &serial, NULL));
  g_assert_true (begin (reader, &serial, NULL));
  g_assert_false (begin (reader, &serial, NULL));
  g_assert_null (sw_slow_reader_get (reader, 0, NULL, NULL));
  sem_post (&device.answered);
  g_clear_object (&reader);
  wait_for (&device.freed);
}

static void
test_outlived_by_a_stuck_read (void)
{
  Device device;
  SwSlowReader *reader = new_reader (&device);
  guint64 serial = 0;

  begin (reader, &serial, NULL);
  wait_for (&device.asked);
  sw_test_assert_last_unref (reader);
  g_assert_cmpint (sem_trywait (&device.freed), !=, 0);
  sem_post (&device.answered);
  wait_for (&device.freed);
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), ==, 1);
}

static void
test_a_stuck_thread_is_kept (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);
  guint64 serial = 0;

  wait_for_threads ();
  for (guint i = 0; i < 100; i++)
    {
      sw_slow_reader_start (reader);
      begin (reader, &serial, NULL);
      if (i == 0)
        wait_for (&device.asked);
      sw_slow_reader_stop (reader);
    }
  g_assert_cmpuint (count_entries ("/proc/self/task"), ==, n_threads_at_start + 1);
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), ==, 1);
  sem_post (&device.answered);
  wait_for_threads ();
  g_clear_object (&reader);
  wait_for (&device.freed);
}

static void
test_answers_from_before_a_stop_are_forgotten (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);
  guint64 serial = 0;

  sw_slow_reader_start (reader);
  begin (reader, &serial, NULL);
  wait_for (&device.asked);
  sw_slow_reader_stop (reader);
  sw_slow_reader_start (reader);
  begin (reader, &serial, NULL);
  sem_post (&device.answered);
  /* Whatever the old round brought, what is published was asked for after the stop. */
  while (g_atomic_int_get (&device.n_reads) < 2)
    {
      g_assert_false (begin (reader, &serial, NULL));
      g_thread_yield ();
    }
  sem_post (&device.answered);
  begin_until_answered (reader, &serial);
  sw_slow_reader_stop (reader);
  g_assert_null (sw_slow_reader_get (reader, 0, NULL, NULL));
  for (guint i = 0; i < 2; i++)
    sem_post (&device.answered);
  g_clear_object (&reader);
  wait_for (&device.freed);
}

static void
test_answers_from_before_a_gap_are_forgotten (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);
  guint64 serial = 0;
  SwTick tick;

  sem_post (&device.answered);
  begin_until_answered (reader, &serial);
  sem_post (&device.answered);
  tick = sw_test_tick (++serial);
  tick.gap = TRUE;
  g_assert_false (sw_slow_reader_begin (reader, &tick, NULL));
  for (guint i = 0; i < 4; i++)
    sem_post (&device.answered);
  begin_until_answered (reader, &serial);
  g_assert_cmpint (sw_slow_reader_get_round_us (reader), >=, tick.now_us);
  g_clear_object (&reader);
  wait_for (&device.freed);
}

static void
test_a_vanished_device_is_gone (void)
{
  const struct
  {
    int read_errno;
    SwSourceError code;
  } cases[] = {
    { ENODEV, SW_SOURCE_ERROR_GONE },      { ENXIO, SW_SOURCE_ERROR_GONE },
    { EACCES, SW_SOURCE_ERROR_FORBIDDEN }, { EIO, SW_SOURCE_ERROR_FAILED },
    { ENODATA, SW_SOURCE_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Device device;
      g_autoptr (SwSlowReader) reader = new_reader (&device);
      g_autoptr (GError) error = NULL;
      guint64 serial = 0;

      g_atomic_int_set (&device.result, -cases[i].read_errno);
      sem_post (&device.answered);
      begin_until_answered (reader, &serial);
      g_assert_null (sw_slow_reader_get (reader, 0, NULL, &error));
      g_assert_error (error, SW_SOURCE_ERROR, (int) cases[i].code);
      sem_post (&device.answered);
      g_clear_object (&reader);
      wait_for (&device.freed);
    }
}

static void
test_a_file_that_comes_back_is_found (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "energy_now", NULL);
  g_autoptr (SwSlowReader) reader = sw_slow_reader_new ();
  g_autofree char *long_text = g_strnfill (3000, 'x');
  g_autoptr (GError) error = NULL;
  guint64 serial = 0;

  sw_slow_reader_add (reader, path, NULL);
  begin_until_answered (reader, &serial);
  g_assert_null (sw_slow_reader_get (reader, 0, NULL, &error));
  g_assert_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE);
  sw_test_tree_write (tree, "/energy_now", long_text);
  /* A round may meet the file while the test writes it. */
  while (g_strcmp0 (sw_slow_reader_get (reader, 0, NULL, NULL), long_text) != 0)
    {
      begin (reader, &serial, NULL);
      g_thread_yield ();
    }
}

static void
test_a_sleeping_device_is_left_alone (void)
{
  const char *const sleeping[] = { "suspended\n", "suspending\n", "error\n", "", "activeness\n" };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *guard = g_build_filename (sw_test_tree_get_root (tree), "runtime_status", NULL);
  Device device;
  g_autoptr (SwSlowReader) reader = NULL;
  guint64 serial = 0;

  device_init (&device);
  reader = sw_slow_reader_new_with_func (read_device, &device, on_device_freed_cb);
  sw_slow_reader_add (reader, "/device", guard);
  for (guint i = 0; i < G_N_ELEMENTS (sleeping); i++)
    {
      sw_test_tree_write (tree, "/runtime_status", sleeping[i]);
      begin_until_answered (reader, &serial);
      g_assert_true (sw_slow_reader_is_asleep (reader, 0));
      g_assert_null (sw_slow_reader_get (reader, 0, NULL, NULL));
    }
  g_assert_cmpint (g_atomic_int_get (&device.n_reads), ==, 0);
  for (guint i = 0; i < 3; i++)
    sem_post (&device.answered);
  sw_test_tree_write (tree, "/runtime_status", "active\n");
  while (sw_slow_reader_get (reader, 0, NULL, NULL) == NULL)
    {
      begin (reader, &serial, NULL);
      g_thread_yield ();
    }
  g_assert_false (sw_slow_reader_is_asleep (reader, 0));
  for (guint i = 0; i < 3; i++)
    sem_post (&device.answered);
  g_clear_object (&reader);
  wait_for (&device.freed);
}

static void
test_stop_ends_thread_and_closes_files (void)
{
  guint n_descriptors;
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "temp1_input", NULL);
  g_autoptr (SwSlowReader) reader = sw_slow_reader_new ();
  guint64 serial = 0;

  sw_test_tree_write (tree, "/temp1_input", "1\n");
  sw_slow_reader_add (reader, path, NULL);
  /* One of another test may still have a file open. */
  wait_for_threads ();
  n_descriptors = count_entries ("/proc/self/fd");
  for (guint i = 0; i < 50; i++)
    {
      sw_slow_reader_start (reader);
      sw_slow_reader_start (reader);
      begin_until_answered (reader, &serial);
      sw_slow_reader_stop (reader);
      g_assert_nonnull (sw_slow_reader_get (reader, 0, NULL, NULL));
      sw_slow_reader_stop (reader);
      wait_for_threads ();
      g_assert_cmpuint (count_entries ("/proc/self/fd"), ==, n_descriptors);
    }
}

static void
test_idle_costs_no_thread (void)
{
  Device device;
  g_autoptr (SwSlowReader) reader = new_reader (&device);

  wait_for_threads ();
  sw_slow_reader_start (reader);
  g_assert_cmpuint (count_entries ("/proc/self/task"), ==, n_threads_at_start);
  sw_slow_reader_stop (reader);
  g_clear_object (&reader);
  g_assert_cmpint (sem_trywait (&device.freed), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sw_test_have_first_thread ();
  n_threads_at_start = count_entries ("/proc/self/task");
  g_test_add_func ("/slow-reader/round/publishes-the-one-before", test_publishes_the_round_before);
  g_test_add_func ("/slow-reader/round/one-per-wakeup", test_one_round_per_wakeup);
  g_test_add_func ("/slow-reader/silent/late-answer-arrives", test_a_late_answer_arrives);
  g_test_add_func ("/slow-reader/silent/outlives-the-reader", test_outlived_by_a_stuck_read);
  g_test_add_func ("/slow-reader/silent/one-thread-for-ever", test_a_stuck_thread_is_kept);
  g_test_add_func ("/slow-reader/stale/stop", test_answers_from_before_a_stop_are_forgotten);
  g_test_add_func ("/slow-reader/stale/gap", test_answers_from_before_a_gap_are_forgotten);
  g_test_add_func ("/slow-reader/files/errors", test_a_vanished_device_is_gone);
  g_test_add_func ("/slow-reader/files/comes-back", test_a_file_that_comes_back_is_found);
  g_test_add_func ("/slow-reader/guard/sleeping-is-left-alone",
                   test_a_sleeping_device_is_left_alone);
  g_test_add_func ("/slow-reader/stop/ends-thread", test_stop_ends_thread_and_closes_files);
  g_test_add_func ("/slow-reader/stop/no-thread-unless-asked", test_idle_costs_no_thread);
  return g_test_run ();
}
