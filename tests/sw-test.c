/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/sw-test.h"

struct _SwTestClock
{
  SwClock parent_instance;

  gint64 monotonic_us;
  gint64 slept_us;
};

G_DEFINE_FINAL_TYPE (SwTestClock, sw_test_clock, SW_TYPE_CLOCK)

static gint64
sw_test_clock_monotonic_us (SwClock *clock)
{
  return SW_TEST_CLOCK (clock)->monotonic_us;
}

static gint64
sw_test_clock_boottime_us (SwClock *clock)
{
  return SW_TEST_CLOCK (clock)->monotonic_us + SW_TEST_CLOCK (clock)->slept_us;
}

static gint64
sw_test_clock_busy_ns (SwClock *clock)
{
  return SW_TEST_CLOCK (clock)->monotonic_us * 1000;
}

static void
sw_test_clock_class_init (SwTestClockClass *klass)
{
  SW_CLOCK_CLASS (klass)->monotonic_us = sw_test_clock_monotonic_us;
  SW_CLOCK_CLASS (klass)->boottime_us = sw_test_clock_boottime_us;
  SW_CLOCK_CLASS (klass)->busy_ns = sw_test_clock_busy_ns;
}

static void
sw_test_clock_init (SwTestClock *self)
{
  self->monotonic_us = 1000 * SW_SECOND_US;
}

SwTestClock *
sw_test_clock_new (void)
{
  return g_object_new (SW_TYPE_TEST_CLOCK, NULL);
}

void
sw_test_clock_advance (SwTestClock *self, gint64 us)
{
  self->monotonic_us += us;
}

void
sw_test_clock_suspend (SwTestClock *self, gint64 us)
{
  self->slept_us += us;
}

/* Lets time pass, waking only when the scheduler asks to be woken. */
void
sw_test_clock_run (SwTestClock *self, SwScheduler *scheduler, gint64 us)
{
  const gint64 end_us = self->monotonic_us + us;
  gint64 wakeup_us;

  for (;;)
    {
      wakeup_us = sw_scheduler_get_next_wakeup_us (scheduler);
      if (wakeup_us < 0 || wakeup_us > end_us)
        break;
      self->monotonic_us = MAX (self->monotonic_us, wakeup_us);
      sw_scheduler_dispatch (scheduler);
    }
  self->monotonic_us = MAX (self->monotonic_us, end_us);
}

gboolean
sw_test_record_run (G_GNUC_UNUSED SwJob *job, const SwTick *tick, gpointer user_data)
{
  SwTestRecord *record = user_data;

  record->n_runs++;
  record->last = *tick;
  if (record->work_us > 0)
    sw_test_clock_advance (record->clock, record->work_us);
  return !record->fails;
}

SwTick
sw_test_tick (guint64 serial)
{
  const gint64 now_us = (1000 + (gint64) serial) * SW_SECOND_US;

  return (SwTick) {
    .serial = serial,
    .now_us = now_us,
    .boottime_us = now_us,
    .due_us = now_us,
    .elapsed_us = serial > 1 ? SW_SECOND_US : 0,
  };
}

struct _SwTestTree
{
  char *root;
};

SwTestTree *
sw_test_tree_new (void)
{
  SwTestTree *self = g_new0 (SwTestTree, 1);

  self->root = g_dir_make_tmp ("stillwatch-test-XXXXXX", NULL);
  g_assert_nonnull (self->root);
  return self;
}

static int
remove_entry (const char *path,
              G_GNUC_UNUSED const struct stat *status,
              G_GNUC_UNUSED int kind,
              G_GNUC_UNUSED struct FTW *walk)
{
  return remove (path);
}

void
sw_test_tree_free (SwTestTree *self)
{
  nftw (self->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_free (self->root);
  g_free (self);
}

const char *
sw_test_tree_get_root (SwTestTree *self)
{
  return self->root;
}

static char *
make_place (SwTestTree *self, const char *path)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return g_steal_pointer (&full);
}

/* Written in place, as the kernel's files change under an open descriptor. */
void
sw_test_tree_write (SwTestTree *self, const char *path, const char *text)
{
  sw_test_tree_write_bytes (self, path, text, strlen (text));
}

/* For text that a NUL does not end. */
void
sw_test_tree_write_bytes (SwTestTree *self, const char *path, const char *bytes, gsize n_bytes)
{
  g_autofree char *full = make_place (self, path);
  FILE *stream = fopen (full, "w");

  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (bytes, 1, n_bytes, stream), ==, n_bytes);
  g_assert_cmpint (fclose (stream), ==, 0);
}

void
sw_test_tree_link (SwTestTree *self, const char *path, const char *target)
{
  g_autofree char *full = make_place (self, path);

  g_assert_cmpint (symlink (target, full), ==, 0);
}

void
sw_test_tree_remove (SwTestTree *self, const char *path)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);

  nftw (full, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

gboolean
sw_test_on_bound_reached (G_GNUC_UNUSED gpointer unused)
{
  g_assert_not_reached ();
}

static gboolean
is_another_asleep (const char *task)
{
  g_autofree char *path = g_build_filename ("/proc/self/task", task, "stat", NULL);
  g_autofree char *text = NULL;

  /* The name of the thread, in brackets, and then its state. */
  return atoi (task) == getpid () || !g_file_get_contents (path, &text, NULL, NULL)
         || strstr (text, ") S") != NULL;
}

void
sw_test_wait_for_quiet (void)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;
  gboolean quiet;

  do
    {
      g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
      const char *task;

      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_thread_yield ();
      quiet = TRUE;
      while ((task = g_dir_read_name (folder)) != NULL)
        quiet &= is_another_asleep (task);
    }
  while (!quiet);
}

static gpointer
tell_thread (gpointer id)
{
  *(pid_t *) id = gettid ();
  return NULL;
}

/* Joined is not gone: the kernel lists a thread for a while after it has told of its end. */
void
sw_test_have_first_thread (void)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;
  g_autofree char *path = NULL;
  pid_t id;

  g_thread_join (g_thread_new ("first", tell_thread, &id));
  path = g_strdup_printf ("/proc/self/task/%d", (int) id);
  while (g_access (path, F_OK) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_thread_yield ();
    }
}
