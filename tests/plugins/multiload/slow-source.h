/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Sources whose values a thread brings: a test samples until what it waits for is there, within a bound. */

#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/sw-test.h"

G_BEGIN_DECLS

static inline void
sample_once (SwSource *source, guint64 *serial)
{
  const SwTick tick = sw_test_tick (++*serial);

  sw_source_sample (source, &tick);
}

#define sample_until(source, serial, condition) \
  G_STMT_START \
  { \
    const gint64 sample_until_us = g_get_monotonic_time () + 20 * SW_SECOND_US; \
    do \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, sample_until_us); \
        g_thread_yield (); \
        sample_once (source, serial); \
      } \
    while (!(condition)); \
  } \
  G_STMT_END

#define sample_until_answered(source, serial) \
  sample_until (source, serial, sw_source_get_state (source) != SW_SOURCE_STATE_WAITING)

/* A file that never answers: opening a FIFO waits for somebody who writes. */
static inline void
make_silent (SwTestTree *tree, const char *path)
{
  g_autofree char *full = g_build_filename (sw_test_tree_get_root (tree), path, NULL);

  g_unlink (full);
  g_assert_cmpint (mkfifo (full, 0600), ==, 0);
}

/* Whoever waits for its answer gets one, an error; the next reads TEXT. */
static inline void
end_silence (SwTestTree *tree, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename (sw_test_tree_get_root (tree), path, NULL);
  g_autofd int fd = open (full, O_RDWR | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (g_unlink (full), ==, 0);
  sw_test_tree_write (tree, path, text);
}

/* All devices but the silent ones answer each sample before the next. */
static inline void
sample_quietly (SwSource *source, guint64 *serial, guint n_samples)
{
  for (guint i = 0; i < n_samples; i++)
    {
      sample_once (source, serial);
      sw_test_wait_for_quiet ();
    }
}

/* Proves that a file is left alone: the kernel tells of every open. To be closed. */
static inline int
watch_opens (SwTestTree *tree, const char *path)
{
  g_autofree char *full = g_build_filename (sw_test_tree_get_root (tree), path, NULL);
  const int fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (inotify_add_watch (fd, full, IN_OPEN | IN_ACCESS), >=, 0);
  return fd;
}

/* Since the last call. */
static inline gboolean
was_opened (int fd)
{
  char events[4096];

  return read (fd, events, sizeof events) > 0;
}

G_END_DECLS
