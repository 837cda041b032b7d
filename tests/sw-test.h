/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the tests share: time turned by hand, trees of /proc and /sys, objects that must be gone. */

#pragma once

#include "core/sw-account.h"
#include "core/sw-clock.h"
#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source.h"
#include "core/sw-tick.h"

G_BEGIN_DECLS

#define SW_TYPE_TEST_CLOCK (sw_test_clock_get_type ())
G_DECLARE_FINAL_TYPE (SwTestClock, sw_test_clock, SW, TEST_CLOCK, SwClock)

SwTestClock *sw_test_clock_new (void);
void sw_test_clock_advance (SwTestClock *self, gint64 us);
void sw_test_clock_suspend (SwTestClock *self, gint64 us);
void sw_test_clock_run (SwTestClock *self, SwScheduler *scheduler, gint64 us);

/* What a job was told, and what it does: sw_test_record_run() is its callback, this its data. */
typedef struct
{
  guint n_runs;
  SwTick last;
  SwTestClock *clock; /* (nullable) borrowed */
  gint64 work_us;     /* by which each run turns the clock */
  gboolean fails;
} SwTestRecord;
gboolean sw_test_record_run (SwJob *job, const SwTick *tick, gpointer record);

/* A tick SERIAL whole seconds after the start, one second after the one before. */
SwTick sw_test_tick (guint64 serial);

/* A folder of its own that is removed with it; path separators in PATH make folders. */
typedef struct _SwTestTree SwTestTree;
SwTestTree *sw_test_tree_new (void);
void sw_test_tree_free (SwTestTree *self);
const char *sw_test_tree_get_root (SwTestTree *self);
void sw_test_tree_write (SwTestTree *self, const char *path, const char *text);
void sw_test_tree_write_bytes (SwTestTree *self,
                               const char *path,
                               const char *bytes,
                               gsize n_bytes);
void sw_test_tree_link (SwTestTree *self, const char *path, const char *target);
void sw_test_tree_remove (SwTestTree *self, const char *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SwTestTree, sw_test_tree_free)

/* Waits for what the main context brings, and not without end. */
gboolean sw_test_on_bound_reached (gpointer unused);
#define WAIT_UNTIL(condition) \
  G_STMT_START \
  { \
    guint bound = g_timeout_add_seconds (30, sw_test_on_bound_reached, NULL); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (bound); \
  } \
  G_STMT_END

/* Until all other threads wait for something: for their next round, or in a device. */
void sw_test_wait_for_quiet (void);

/* Starts a thread and waits until it is gone; ThreadSanitizer starts one of its own with the first. */
void sw_test_have_first_thread (void);

/* Drops the caller's reference, which must be the last. */
#define sw_test_assert_last_unref(object) \
  G_STMT_START \
  { \
    gpointer sw_test_object = g_steal_pointer (&(object)); \
    g_object_add_weak_pointer (sw_test_object, &sw_test_object); \
    g_object_unref (sw_test_object); \
    g_assert_null (sw_test_object); \
  } \
  G_STMT_END

G_END_DECLS
