/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A session over a folder of its own, and captures for it. */

#pragma once

#include "tests/sw-test.h"

#include "plugins/packets/packets-session.h"

typedef struct
{
  SwTestTree *tree;
  SwScheduler *scheduler;
  PacketsSession *session;
  char *cache_dir;
  guint n_changes;
} SessionFixture;

static inline void
session_fixture_count_change (SessionFixture *self)
{
  self->n_changes++;
}

/* CLOCK (nullable): the system's. */
static inline void
session_fixture_init (SessionFixture *self, SwClock *clock)
{
  *self = (SessionFixture) { .tree = sw_test_tree_new () };
  self->scheduler = sw_scheduler_new (clock, NULL);
  self->cache_dir = g_build_filename (sw_test_tree_get_root (self->tree), "cache", NULL);
  self->session = packets_session_new (self->scheduler, "test", self->cache_dir);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (session_fixture_count_change),
                            self);
}

/* What was told to worker threads and to processes comes back in its time. */
static inline void
session_fixture_clear (SessionFixture *self)
{
  packets_session_end (self->session);
  g_assert_null (sw_scheduler_list_watches (self->scheduler));
  g_assert_null (sw_scheduler_list_jobs (self->scheduler));
  g_object_add_weak_pointer (G_OBJECT (self->session), (gpointer *) &self->session);
  g_object_add_weak_pointer (G_OBJECT (self->scheduler), (gpointer *) &self->scheduler);
  g_object_unref (self->session);
  g_object_unref (self->scheduler);
  WAIT_UNTIL (self->session == NULL && self->scheduler == NULL);
  g_clear_pointer (&self->tree, sw_test_tree_free);
  g_free (self->cache_dir);
}

static inline char *
session_fixture_path (SessionFixture *self, const char *name)
{
  return g_build_filename (sw_test_tree_get_root (self->tree), name, NULL);
}

static inline guint
session_fixture_count (SessionFixture *self)
{
  CaptureStore *store = packets_session_get_store (self->session);

  return store != NULL ? capture_store_get_n_packets (store) : 0;
}

static inline PacketsSessionState
session_fixture_state (SessionFixture *self)
{
  return packets_session_get_state (self->session);
}

static inline gboolean
session_fixture_settled (SessionFixture *self)
{
  return session_fixture_state (self) == PACKETS_SESSION_READY
         || session_fixture_state (self) == PACKETS_SESSION_EMPTY;
}

static inline void
session_fixture_run_command (SessionFixture *self, const char *const *argv)
{
  packets_session_start_command (self->session, argv);
  g_assert_cmpint (session_fixture_state (self), ==, PACKETS_SESSION_STARTING);
}

static inline void
session_fixture_open (SessionFixture *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  packets_session_open (self->session, file);
  WAIT_UNTIL (session_fixture_settled (self));
}
