/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
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

static void
slow_down (G_GNUC_UNUSED Fixture *fixture, SwWatch *self)
{
  sw_watch_set_interval_us (self, SW_SECOND_US / 2);
}

/* From within and from outside; one that fired already waits for the new grid. */
static void
test_interval_changed (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  Actor *actor = add_watch (fixture, 0, fixture->reading, G_IO_IN, SW_SECOND_US / 10);

  write_byte (fixture);
  settle (fixture);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 1 + 10);
  actor->act = slow_down;
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US / 10);
  g_assert_cmpuint (actor->n_fired, ==, 12);
  actor->act = NULL;
  sw_test_clock_run (fixture->clock, fixture->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 12 + 20);
  sw_watch_set_interval_us (actor->watch, SW_SECOND_US / 10);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 2 * SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 32 + 20);
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

/* A PSI trigger that was refused looks the same: ready for what was asked for, and an error beside it, for ever. */
static void
test_error_beside_what_was_asked_for (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      Fixture fixture = { 0 };
      Actor *actor;

      set_up (&fixture, NULL);
      actor = add_watch (&fixture, 0, fixture.writing, G_IO_OUT, intervals_us[i]);
      g_clear_fd (&fixture.reading, NULL);
      g_assert_cmpuint (settle (&fixture), <, 20);
      sw_test_clock_run (fixture.clock, fixture.scheduler, 5 * SW_SECOND_US);
      g_assert_cmpuint (settle (&fixture), <, 20);
      g_assert_cmpuint (actor->n_fired, ==, 8);
      g_assert_cmpint (actor->seen, ==, G_IO_OUT | G_IO_ERR);
      g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture.scheduler), ==, -1);
      tear_down (&fixture, NULL);
    }
}

/* The kernel's own, where it has PSI: a trigger is refused by never having been written. */
static void
test_refused_trigger (void)
{
  g_autofd int fd = open ("/proc/pressure/cpu", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  Fixture fixture = { 0 };
  Actor *actor;

  if (fd < 0)
    {
      g_test_skip ("this kernel has no PSI");
      return;
    }
  set_up (&fixture, NULL);
  actor = add_watch (&fixture, 0, fd, G_IO_PRI, SW_SECOND_US / 10);
  settle (&fixture);
  sw_test_clock_run (fixture.clock, fixture.scheduler, 5 * SW_SECOND_US);
  g_assert_cmpuint (actor->n_fired, ==, 8);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture.scheduler), ==, -1);
  tear_down (&fixture, NULL);
}

/* Takes the error away that it is told. */
static void
take_error (Fixture *fixture, SwWatch *self)
{
  int error = 0;
  socklen_t n_bytes = sizeof error;

  g_assert_cmpint (fixture->actors[0].seen, ==, G_IO_OUT | G_IO_ERR);
  g_assert_no_errno (getsockopt (sw_watch_get_fd (self), SOL_SOCKET, SO_ERROR, &error, &n_bytes));
  g_assert_cmpint (error, ==, ECONNREFUSED);
}

/* Of each datagram to a port at which nobody listens its sender is told. */
static int
open_refused (void)
{
  struct sockaddr_in address
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autofd int unheard = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  socklen_t n_bytes = sizeof address;

  g_assert_no_errno (bind (unheard, (struct sockaddr *) &address, n_bytes));
  g_assert_no_errno (getsockname (unheard, (struct sockaddr *) &address, &n_bytes));
  g_assert_no_errno (connect (fd, (struct sockaddr *) &address, n_bytes));
  return fd;
}

/* However often there is an error: each was answered. */
static void
test_errors_that_pass (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofd int fd = open_refused ();
  /* A busy kernel may tell of it later than it sends. */
  struct pollfd refused = { .fd = fd };
  Actor *actor = add_watch (fixture, 0, fd, G_IO_OUT, SW_SECOND_US / 10);

  actor->act = take_error;
  for (guint n = 1; n <= 20; n++)
    {
      g_assert_cmpint (send (fd, "x", 1, 0), ==, 1);
      g_assert_cmpint (poll (&refused, 1, 30 * 1000), ==, 1);
      sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US / 10);
      settle (fixture);
      g_assert_cmpuint (actor->n_fired, ==, n);
    }
  sw_watch_remove (actor->watch);
}

/* A user's own mounts, if this kernel lets users have any. */
static gboolean
own_mounts (void)
{
  return unshare (CLONE_NEWNS) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0;
}

static gboolean
change_mounts (void)
{
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("none", "/proc/self/fdinfo", "tmpfs", 0, NULL) == 0;
}

static void
change_again (Fixture *fixture, G_GNUC_UNUSED SwWatch *self)
{
  g_assert_cmpint (fixture->actors[0].seen, ==, G_IO_PRI | G_IO_ERR);
  if (fixture->actors[0].n_fired % 7 != 0)
    g_assert_true (change_mounts ());
}

/* The list of mounts tells each change once, to whoever looks first: looking for an error that stands must not swallow
 * one that came while the callback ran. */
static void
test_change_comes_again (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofd int fd = -1;
  Actor *actor;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  if (!own_mounts () || !change_mounts ())
    {
      g_test_message ("No mounts of its own here: %s", g_strerror (errno));
      return;
    }
  fd = open ("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
  actor = add_watch (fixture, 0, fd, G_IO_PRI, SW_SECOND_US);
  actor->act = change_again;
  g_assert_cmpuint (settle (fixture), ==, 0);
  for (guint round = 1; round <= 2; round++)
    {
      g_assert_true (change_mounts ());
      for (guint i = 0; i < 20; i++)
        {
          settle (fixture);
          sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
        }
      g_assert_cmpuint (actor->n_fired, ==, 7 * round);
    }
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
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
  ADD ("rate/changed", test_interval_changed);
  g_test_add_func ("/watch/dead/hang-up", test_hang_up);
  g_test_add_func ("/watch/dead/error", test_error);
  g_test_add_func ("/watch/dead/error-beside", test_error_beside_what_was_asked_for);
  g_test_add_func ("/watch/dead/refused-trigger", test_refused_trigger);
  ADD ("error/passes", test_errors_that_pass);
  ADD ("error/comes-again", test_change_comes_again);
  g_test_add_func ("/watch/dead/closed", test_closed);
  ADD ("removed/by-itself", test_removes_itself);
  ADD ("removed/by-the-other", test_removes_the_other);
  ADD ("removed/reopened-in-its-callback", test_reopened_in_its_callback);
  ADD ("removed/with-the-scheduler", test_lets_go_of_the_scheduler);
  ADD ("nested/iterates-the-main-context", test_iterates_the_main_context);
  return g_test_run ();
}
