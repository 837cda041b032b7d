/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gstdio.h>

#include "tests/sw-test.h"

/* Descriptors: as often as they may, never a busy loop, gone when removed. */

typedef struct _Fixture Fixture;

typedef struct
{
  Fixture *fixture;
  SwWatch *watch; /* borrowed */
  void (*act) (Fixture *fixture, SwWatch *self);
  guint n_fired;
  GIOCondition seen;
  guint n_destroyed;
} Actor;

struct _Fixture
{
  SwTestClock *clock;
  GMainContext *context;
  SwScheduler *scheduler;
  int reading; /* of a pipe */
  int writing;
  Actor actors[2];
};

static void
run_actor (SwWatch *watch, GIOCondition condition, gpointer user_data)
{
  Actor *actor = user_data;

  actor->n_fired++;
  actor->seen = condition;
  if (actor->act != NULL)
    actor->act (actor->fixture, watch);
  g_assert_cmpuint (actor->n_destroyed, ==, 0);
}

static void
on_actor_destroyed_cb (gpointer user_data)
{
  ((Actor *) user_data)->n_destroyed++;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  int pipe_fds[2];

  fixture->clock = sw_test_clock_new ();
  fixture->context = g_main_context_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), fixture->context);
  g_assert_true (g_unix_open_pipe (pipe_fds, O_CLOEXEC | O_NONBLOCK, NULL));
  fixture->reading = pipe_fds[0];
  fixture->writing = pipe_fds[1];
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_object (&fixture->scheduler);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->actors); i++)
    g_assert_cmpuint (fixture->actors[i].n_destroyed, ==, fixture->actors[i].fixture != NULL);
  g_clear_fd (&fixture->reading, NULL);
  g_clear_fd (&fixture->writing, NULL);
  g_main_context_unref (fixture->context);
  sw_test_assert_last_unref (fixture->clock);
}

static Actor *
add_watch (Fixture *fixture, guint index, int fd, GIOCondition condition, gint64 interval_us)
{
  Actor *actor = &fixture->actors[index];

  actor->fixture = fixture;
  actor->watch = sw_scheduler_add_watch (fixture->scheduler, "owner", "name", fd, condition,
                                         interval_us, run_actor, actor, on_actor_destroyed_cb);
  return actor;
}

static void
write_byte (Fixture *fixture)
{
  g_assert_cmpint (write (fixture->writing, "x", 1), ==, 1);
}

static void
drain (Fixture *fixture, G_GNUC_UNUSED SwWatch *self)
{
  char bytes[64];

  while (read (fixture->reading, bytes, sizeof bytes) > 0)
    ;
}

/* Turns the loop until it would sleep. Returns how often it turned; a hundred times is for ever. */
static guint
settle (Fixture *fixture)
{
  guint n_turns = 0;

  while (n_turns < 100 && g_main_context_iteration (fixture->context, FALSE))
    n_turns++;
  return n_turns;
}

static void
test_always_readable_at_a_rate (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US / 10);

  g_assert_cmpstr (sw_watch_get_owner (actor->watch), ==, "owner");
  g_assert_cmpstr (sw_watch_get_name (actor->watch), ==, "name");
  g_assert_cmpint (sw_watch_get_fd (actor->watch), ==, fixture->reading);
  g_assert_cmpuint (settle (fixture), ==, 0);
  write_byte (fixture);
  g_assert_cmpuint (settle (fixture), ==, 1);
  g_assert_cmpuint (actor->n_fired, ==, 1);
  g_assert_cmpint (actor->seen, ==, G_IO_IN);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 1 + 100);
  g_assert_cmpuint (sw_watch_get_account (actor->watch)->runs, ==, 101);
  g_assert_cmpuint (sw_scheduler_get_wakeups (fixture->scheduler), ==, 101);
}

static void
test_rate_in_the_main_loop (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US / 10);

  write_byte (fixture);
  for (guint i = 0; i < 1000; i++)
    {
      settle (fixture);
      sw_test_clock_advance (fixture->clock, SW_SECOND_US / 100);
    }
  g_assert_cmpuint (actor->n_fired, ==, 100);
}

static void
test_quiet_after_an_event (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US / 10);

  actor->act = drain;
  write_byte (fixture);
  settle (fixture);
  write_byte (fixture);
  settle (fixture);
  g_assert_cmpuint (actor->n_fired, ==, 1);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 2);
  /* It is polled again, and no timer runs for it. */
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
  write_byte (fixture);
  settle (fixture);
  g_assert_cmpuint (actor->n_fired, ==, 3);
}

static void
test_every_event (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_WATCH_EVERY_EVENT);

  actor->act = drain;
  for (guint i = 1; i <= 50; i++)
    {
      write_byte (fixture);
      settle (fixture);
      g_assert_cmpuint (actor->n_fired, ==, i);
    }
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
}

static void
test_runs_due_jobs_with_it (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord record = { 0 };

  add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US);
  sw_scheduler_add_job (fixture->scheduler, "test", "job", SW_SECOND_US, sw_test_record_run,
                        &record, NULL);
  write_byte (fixture);
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  settle (fixture);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (record.n_runs, ==, 11);
  g_assert_cmpuint (fixture->actors[0].n_fired, ==, 11);
  g_assert_cmpuint (sw_scheduler_get_wakeups (fixture->scheduler), ==, 11);
}

static const gint64 intervals_us[] = { SW_WATCH_EVERY_EVENT, SW_SECOND_US / 10 };

/* The other end is gone: what is left is delivered, then the hang-up once, then nothing. */
static void
test_hang_up (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      Fixture fixture = { 0 };
      Actor *actor;

      set_up (&fixture, NULL);
      actor = add_watch (&fixture, 0, fixture.reading, G_IO_IN, intervals_us[i]);
      actor->act = drain;
      write_byte (&fixture);
      g_clear_fd (&fixture.writing, NULL);
      g_assert_cmpuint (settle (&fixture), <, 10);
      sw_test_clock_run (fixture.clock, fixture.scheduler, 5 * SW_SECOND_US);
      g_assert_cmpuint (settle (&fixture), <, 10);
      g_assert_cmpuint (actor->n_fired, ==, 2);
      g_assert_cmpint (actor->seen, ==, G_IO_HUP);
      g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture.scheduler), ==, -1);
      tear_down (&fixture, NULL);
    }
}

/* Nobody reads any more: a pipe's writing end has an error for ever. */
static void
test_error (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      Fixture fixture = { 0 };
      Actor *actor;

      set_up (&fixture, NULL);
      actor = add_watch (&fixture, 0, fixture.writing, 0, intervals_us[i]);
      g_clear_fd (&fixture.reading, NULL);
      g_assert_cmpuint (settle (&fixture), <, 10);
      sw_test_clock_run (fixture.clock, fixture.scheduler, 5 * SW_SECOND_US);
      g_assert_cmpuint (settle (&fixture), <, 10);
      g_assert_cmpuint (actor->n_fired, ==, 1);
      g_assert_cmpint (actor->seen, ==, G_IO_ERR);
      tear_down (&fixture, NULL);
    }
}

/* Closed under the watch, against its contract. */
static void
test_closed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      Fixture fixture = { 0 };
      Actor *actor;
      int closed;

      set_up (&fixture, NULL);
      /* A number that no other descriptor of this process takes meanwhile. */
      closed = fcntl (fixture.reading, F_DUPFD_CLOEXEC, 500);
      actor = add_watch (&fixture, 0, closed, G_IO_IN, intervals_us[i]);
      close (closed);
      g_assert_cmpuint (settle (&fixture), <, 10);
      sw_test_clock_run (fixture.clock, fixture.scheduler, 5 * SW_SECOND_US);
      g_assert_cmpuint (settle (&fixture), <, 10);
      g_assert_cmpuint (actor->n_fired, ==, 1);
      g_assert_cmpint (actor->seen, ==, G_IO_NVAL);
      tear_down (&fixture, NULL);
    }
}

static void
remove_self (G_GNUC_UNUSED Fixture *fixture, SwWatch *self)
{
  sw_watch_remove (self);
}

static void
test_removes_itself (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_WATCH_EVERY_EVENT);

  actor->act = remove_self;
  write_byte (fixture);
  settle (fixture);
  g_assert_cmpuint (actor->n_fired, ==, 1);
  g_assert_cmpuint (actor->n_destroyed, ==, 1);
  g_assert_null (sw_scheduler_list_watches (fixture->scheduler));
}

static void
remove_both (Fixture *fixture, G_GNUC_UNUSED SwWatch *self)
{
  sw_watch_remove (fixture->actors[0].watch);
  sw_watch_remove (fixture->actors[1].watch);
}

/* Both are ready in the same poll: whichever comes first, the other must not come. */
static void
test_removes_the_other (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    add_watch (fixture, i, fixture->reading, G_IO_IN, SW_WATCH_EVERY_EVENT)->act = remove_both;
  write_byte (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->actors[0].n_fired + fixture->actors[1].n_fired, ==, 1);
}

static void
reopen (Fixture *fixture, SwWatch *self)
{
  const int before = fixture->reading;
  int pipe_fds[2];

  sw_watch_remove (self);
  g_clear_fd (&fixture->reading, NULL);
  g_clear_fd (&fixture->writing, NULL);
  g_assert_true (g_unix_open_pipe (pipe_fds, O_CLOEXEC | O_NONBLOCK, NULL));
  fixture->reading = pipe_fds[0];
  fixture->writing = pipe_fds[1];
  g_assert_cmpint (fixture->reading, ==, before);
  add_watch (fixture, 1, fixture->reading, G_IO_IN, SW_WATCH_EVERY_EVENT)->act = drain;
}

/* The same number is another descriptor now: what was seen of the old one is not told of it. */
static void
test_reopened_in_its_callback (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_WATCH_EVERY_EVENT);

  actor->act = reopen;
  write_byte (fixture);
  g_assert_cmpuint (settle (fixture), ==, 1);
  g_assert_cmpuint (actor->n_fired, ==, 1);
  g_assert_cmpuint (fixture->actors[1].n_fired, ==, 0);
  write_byte (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->actors[1].n_fired, ==, 1);
}

static void
unref_scheduler (Fixture *fixture, G_GNUC_UNUSED SwWatch *self)
{
  g_clear_object (&fixture->scheduler);
}

static void
test_lets_go_of_the_scheduler (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US)->act = unref_scheduler;
  add_watch (fixture, 1, fixture->reading, G_IO_IN, SW_SECOND_US);
  write_byte (fixture);
  settle (fixture);
  g_assert_null (fixture->scheduler);
  g_assert_cmpuint (settle (fixture), ==, 0);
}

static void
iterate (Fixture *fixture, G_GNUC_UNUSED SwWatch *self)
{
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (fixture->context, FALSE);
}

static void
test_iterates_the_main_context (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US);

  actor->act = iterate;
  write_byte (fixture);
  g_main_context_iteration (fixture->context, FALSE);
  g_assert_cmpuint (actor->n_fired, ==, 1);
}

#define ADD(path, function) g_test_add ("/watch/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rate/always-readable", test_always_readable_at_a_rate);
  ADD ("rate/in-the-main-loop", test_rate_in_the_main_loop);
  ADD ("rate/quiet-after-an-event", test_quiet_after_an_event);
  ADD ("rate/every-event", test_every_event);
  ADD ("rate/runs-due-jobs-with-it", test_runs_due_jobs_with_it);
  g_test_add_func ("/watch/dead/hang-up", test_hang_up);
  g_test_add_func ("/watch/dead/error", test_error);
  g_test_add_func ("/watch/dead/closed", test_closed);
  ADD ("removed/by-itself", test_removes_itself);
  ADD ("removed/by-the-other", test_removes_the_other);
  ADD ("removed/reopened-in-its-callback", test_reopened_in_its_callback);
  ADD ("removed/with-the-scheduler", test_lets_go_of_the_scheduler);
  ADD ("nested/iterates-the-main-context", test_iterates_the_main_context);
  return g_test_run ();
}
