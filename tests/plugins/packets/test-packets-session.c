/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/sw-watch.h"

#include "plugins/packets/packets-feed.h"
#include "plugins/packets/format/paste.h"
#include "tests/plugins/packets/session-files.h"

#define N_PACKETS 1000
#define N_STEPS 100

/* A program of the machine as a source; whatever is begun and let go leaves nothing (session_fixture_clear()). */

static void
test_command_is_read_to_its_end (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  session_fixture_run_command (&f, (const char *[]) { "cat", path, NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_true (packets_session_get_unsaved (f.session));
  g_assert_false (packets_session_get_captured_here (f.session));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 1);
  packets_session_close (f.session);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  session_fixture_clear (&f);
}

static void
test_commands_that_fail_say_why (void)
{
  const struct
  {
    const char *script; /* "$0" is a capture of some packets */
    guint n_packets;
    const char *problem;
    const char *explanation;
  } cases[] = {
    { "echo 'no route to host' >&2; exit 255", 0, "Failed", "no route to host" },
    { "cat \"$0\"; echo 'connection reset' >&2; exit 255", 10, "Failed", "connection reset" },
    { "cat \"$0\"; echo 'killed by the other side' >&2; kill -9 $$", 10, "Failed",
      "killed by the" },
    { "echo 'tcpdump: not found' >&2", 0, "No Capture", "not found" },
    { "echo 'Welcome! This is no capture, but a long greeting.'", 0, "No Capture", "" },
    { "head -c 300 \"$0\"", 2, "Broke Off", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SessionFixture f;
      g_autofree char *path = NULL;

      g_test_message ("%s", cases[i].script);
      session_fixture_init (&f, NULL);
      path = session_fixture_write (&f, "a.pcapng", 10, 0);
      session_fixture_run_command (&f,
                                   (const char *[]) { "sh", "-c", cases[i].script, path, NULL });
      WAIT_UNTIL (session_fixture_settled (&f));
      g_test_message ("→ %s: %s", packets_session_get_problem (f.session),
                      packets_session_get_explanation (f.session));
      g_assert_cmpuint (session_fixture_count (&f), ==, cases[i].n_packets);
      g_assert_cmpint (session_fixture_state (&f), ==,
                       cases[i].n_packets > 0 ? PACKETS_SESSION_READY : PACKETS_SESSION_EMPTY);
      g_assert_nonnull (strstr (packets_session_get_problem (f.session), cases[i].problem));
      g_assert_nonnull (strstr (packets_session_get_explanation (f.session), cases[i].explanation));
      session_fixture_clear (&f);
    }
}

static void
test_command_that_is_not_there (void)
{
  SessionFixture f;

  session_fixture_init (&f, NULL);
  session_fixture_run_command (&f, (const char *[]) { "no-such-program-anywhere", NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "no-such-program"));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  session_fixture_clear (&f);
}

/* It is told to end, or does not listen and is ended; what came until then is there. */
static void
test_command_without_end_is_stopped (void)
{
  const char *const scripts[] = {
    "cat \"$0\"; exec sleep 1000",
    "trap '' INT; cat \"$0\"; sleep 120",
    "cat \"$0\"; exec 1>&-; exec sleep 1000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      SessionFixture f;
      g_autofree char *path = NULL;

      g_test_message ("%s", scripts[i]);
      session_fixture_init (&f, NULL);
      path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
      session_fixture_run_command (&f, (const char *[]) { "sh", "-c", scripts[i], path, NULL });
      WAIT_UNTIL (session_fixture_count (&f) == N_PACKETS);
      g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_CAPTURING);
      packets_session_stop (f.session);
      WAIT_UNTIL (session_fixture_state (&f) == PACKETS_SESSION_READY);
      g_assert_null (packets_session_get_problem (f.session));
      g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
      session_fixture_clear (&f);
    }
}

/* Nothing that was begun outlives another beginning. */
static void
test_beginning_anew_ends_what_was (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *other = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  other = session_fixture_write (&f, "b.pcapng", 3, 0);
  for (guint i = 0; i < 20; i++)
    packets_session_start_command (f.session, (const char *[]) { "cat", path, NULL });
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "cat \"$0\"; exec sleep 1000",
                                                      path, NULL });
  WAIT_UNTIL (session_fixture_count (&f) > 0);
  session_fixture_open (&f, other);
  g_assert_cmpuint (session_fixture_count (&f), ==, 3);
  g_assert_cmpstr (packets_session_get_title (f.session), ==, "b.pcapng");
  g_assert_false (packets_session_get_unsaved (f.session));
  session_fixture_clear (&f);
}

/* (nullable) the one that reads what is captured. */
static SwWatch *
find_watch (SessionFixture *f)
{
  g_autoptr (GList) watches = sw_scheduler_list_watches (f->scheduler);

  for (GList *link = watches; link != NULL; link = link->next)
    if (g_str_equal (sw_watch_get_name (link->data), "packets"))
      return link->data;
  return NULL;
}

/* More than can be read: the wakeups are bounded, what is read in each too, and views are told ten times a second. Time is
 * the test's own. */
static void
test_flood_is_bounded (void)
{
  const gint64 step_us = 10 * G_TIME_SPAN_MILLISECOND;
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  const SwAccount *account;
  SessionFixture f;
  g_autofree char *path = NULL;
  gint64 elapsed_us = 0;
  SwWatch *watch = NULL;
  guint n_runs;

  session_fixture_init (&f, SW_CLOCK (clock));
  path = session_fixture_write (&f, "a.pcapng", 20000, 0);
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "while cat \"$0\"; do :; done",
                                                      path, NULL });
  WAIT_UNTIL ((watch = find_watch (&f)) != NULL);
  account = sw_watch_get_account (watch);
  while (account->runs < 40)
    {
      struct pollfd pipe = { .fd = sw_watch_get_fd (watch), .events = POLLIN };

      g_assert_cmpint (poll (&pipe, 1, 30000), ==, 1);
      sw_test_clock_advance (clock, step_us);
      elapsed_us += step_us;
      sw_scheduler_dispatch (f.scheduler);
    }
  n_runs = account->runs;
  g_test_message ("%u runs, %u changes in %" G_GINT64_FORMAT " ms, %" G_GUINT64_FORMAT " bytes",
                  n_runs, f.n_changes, elapsed_us / 1000, account->bytes_read);
  g_assert_cmpuint (n_runs, <=, elapsed_us / PACKETS_FEED_FULL_INTERVAL_US + 1);
  g_assert_cmpuint (f.n_changes, <=, elapsed_us / (100 * G_TIME_SPAN_MILLISECOND) + 1);
  g_assert_cmpuint (account->bytes_read, <=, (guint64) n_runs * PACKETS_FEED_MAX_BYTES);
  g_assert_cmpuint (session_fixture_count (&f), >, 0);
  session_fixture_clear (&f);
}

/* What leaves the pipe far from full is read half as often, and told in the very wakeup that reads it. Time is the test's own. */
static void
test_trickle_is_read_seldom (void)
{
  const gint64 step_us = 10 * G_TIME_SPAN_MILLISECOND;
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (GByteArray) bytes = build_capture (N_STEPS);
  const gssize n_bytes = bytes->len / N_STEPS;
  SessionFixture f;
  g_autofree char *fifo = NULL;
  g_autofd int fd = -1;
  SwWatch *watch = NULL;

  session_fixture_init (&f, SW_CLOCK (clock));
  fifo = session_fixture_path (&f, "fifo");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  fd = g_open (fifo, O_RDWR | O_CLOEXEC, 0);
  session_fixture_run_command (&f, (const char *[]) { "cat", fifo, NULL });
  WAIT_UNTIL ((watch = find_watch (&f)) != NULL);
  for (guint i = 0; i < N_STEPS; i++)
    {
      struct pollfd pipe = { .fd = sw_watch_get_fd (watch), .events = POLLIN };

      g_assert_cmpint (write (fd, bytes->data + i * n_bytes, n_bytes), ==, n_bytes);
      g_assert_cmpint (poll (&pipe, 1, 30000), ==, 1);
      sw_test_clock_advance (clock, step_us);
      sw_scheduler_dispatch (f.scheduler);
      if (i == 0)
        g_assert_cmpuint (f.n_changes, ==, 1);
    }
  g_assert_cmpuint (sw_watch_get_account (watch)->runs, <=,
                    N_STEPS * step_us / PACKETS_FEED_INTERVAL_US + 1);
  g_assert_cmpuint (session_fixture_count (&f), >, 0);
  session_fixture_clear (&f);
}

static void
test_capture_stops_at_its_cap (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;

  session_fixture_init (&f, NULL);
  packets_session_set_max_bytes (f.session, 1 << 20);
  path = session_fixture_write (&f, "a.pcapng", 20000, 0);
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "while cat \"$0\"; do :; done",
                                                      path, NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_cmpuint (session_fixture_count (&f), >, 0);
  g_assert_cmpuint (capture_store_get_n_bytes (packets_session_get_store (f.session)), <=,
                    (1 << 20) + (4 << 20));
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "the limit"));
  session_fixture_clear (&f);
}

/* As a full disk does, and any test may set. */
static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = n_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk_keeps_what_was_good (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", 20000, 0);
  signal (SIGXFSZ, SIG_IGN);
  limit_files (256 * 1024);
  session_fixture_run_command (&f, (const char *[]) { "cat", path, NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  limit_files (RLIM_INFINITY);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_cmpuint (session_fixture_count (&f), >, 1000);
  g_assert_cmpuint (session_fixture_count (&f), <, 20000);
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "cannot be written"));
  session_fixture_clear (&f);
}

typedef struct
{
  const char *bytes;
  gsize n_bytes;
  guint16 link_type;
  guint32 n_missing;
} Pasted;

static void
open_pasted (SessionFixture *f, const Pasted *pasted, guint n_pasted)
{
  g_autoptr (GPtrArray) packets = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_pasted; i++)
    {
      PastedPacket *packet = g_new0 (PastedPacket, 1);

      packet->bytes = g_bytes_new_static (pasted[i].bytes, pasted[i].n_bytes);
      packet->link_type = pasted[i].link_type;
      packet->original_bytes = (guint32) pasted[i].n_bytes + pasted[i].n_missing;
      g_ptr_array_add (packets, packet);
    }
  packets_session_open_pasted (f->session, packets);
  for (guint i = 0; i < n_pasted; i++)
    g_bytes_unref (((PastedPacket *) packets->pdata[i])->bytes);
}

/* All of them, each of its own kind. */
static void
test_pasted_bytes_are_packets (void)
{
  static const Pasted odd = { "abc", 3, LINK_TYPE_ETHERNET, 0 };
  static const Pasted pasted[]
      = { { "\x45\0\0\x14", 4, LINK_TYPE_RAW, 0 }, { "a", 1, LINK_TYPE_ETHERNET, 0 },
          { "bcdef", 5, LINK_TYPE_ETHERNET, 0 },   { "bcd", 3, LINK_TYPE_ETHERNET, 95 },
          { "bcd", 3, LINK_TYPE_ETHERNET, 1 },     { "b", 1, LINK_TYPE_ETHERNET, 0 },
          { "b", 1, LINK_TYPE_ETHERNET, 2 },       { "bcdef", 5, LINK_TYPE_ETHERNET, 0 },
          { "\x60", 1, LINK_TYPE_RAW, 0 } };
  g_autoptr (CaptureCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  SessionFixture f;
  Packet packet;

  session_fixture_init (&f, NULL);
  open_pasted (&f, &odd, 1);
  g_assert_cmpuint (session_fixture_count (&f), ==, 1);
  open_pasted (&f, pasted, G_N_ELEMENTS (pasted));
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_cmpuint (session_fixture_count (&f), ==, G_N_ELEMENTS (pasted));
  cursor = capture_cursor_new (packets_session_get_store (f.session));
  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_assert_true (capture_cursor_read (cursor, i, &packet, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (packet.bytes, packet.captured_bytes, pasted[i].bytes, pasted[i].n_bytes);
      g_assert_cmpuint (packet.original_bytes, ==, pasted[i].n_bytes + pasted[i].n_missing);
      g_assert_cmpuint (packet.link_type, ==, pasted[i].link_type);
      g_assert_cmpint (packet.time_ns, ==, PACKET_NO_TIME);
    }
  g_assert_false (packets_session_get_unsaved (f.session));
  session_fixture_clear (&f);
}

/* As many as can be pasted, each of another kind than the one before. */
static void
test_many_pasted (void)
{
  g_autofree Pasted *pasted = g_new (Pasted, PASTE_MAX_PACKETS);
  SessionFixture f;

  for (guint i = 0; i < PASTE_MAX_PACKETS; i++)
    pasted[i] = (Pasted) { "abc", 3, i % 2 == 0 ? LINK_TYPE_RAW : LINK_TYPE_ETHERNET };
  session_fixture_init (&f, NULL);
  open_pasted (&f, pasted, PASTE_MAX_PACKETS);
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_cmpuint (session_fixture_count (&f), ==, PASTE_MAX_PACKETS);
  session_fixture_clear (&f);
}

/* In place of polkit's: SCRIPT, of which "$0" is the program that was asked for. */
static void
write_pkexec (SessionFixture *f, const char *script)
{
  g_autofree char *path = session_fixture_path (f, "bin/pkexec");
  g_autofree char *folder = session_fixture_path (f, "bin");
  g_autofree char *search = g_strconcat (folder, ":", g_getenv ("PATH"), NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  sw_test_tree_write (f->tree, "bin/pkexec", text);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_setenv ("PATH", search, TRUE);
}

static void
test_administrator_is_asked_through_polkit (void)
{
  const struct
  {
    const char *script;
    const char *explanation;
  } cases[] = {
    { "exit 126", "dismissed" },
    { "exit 127", "not authorised" },
    { "echo \"asked for $(basename $1)\" >&2; exit 7", "asked for stillwatch-capture" },
    { "shift; echo \"with $*\" >&2; exit 7", "with --retire-ms 50 -- -x --all" },
  };
  const PacketsRequest request
      = { .interfaces = (const char *[]) { "-x", "--all", NULL }, .as_administrator = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *search = g_strdup (g_getenv ("PATH"));
      SessionFixture f;

      session_fixture_init (&f, NULL);
      write_pkexec (&f, cases[i].script);
      packets_session_start (f.session, &request);
      WAIT_UNTIL (session_fixture_settled (&f));
      g_test_message ("%s", packets_session_get_explanation (f.session));
      g_assert_nonnull (strstr (packets_session_get_explanation (f.session), cases[i].explanation));
      g_assert_cmpint (packets_session_get_can_ask_administrator (f.session), ==, i < 2);
      session_fixture_clear (&f);
      g_setenv ("PATH", search, TRUE);
    }
}

/* Another user's process takes no signal of ours: it ends when nobody reads, and nobody waits for that. */
static void
test_administrator_is_not_waited_for (void)
{
  const PacketsRequest request = { .as_administrator = TRUE };
  g_autofree char *search = g_strdup (g_getenv ("PATH"));
  g_autofree char *script = NULL;
  g_autofree char *path = NULL;
  SessionFixture f;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  script = g_strdup_printf ("trap '' INT TERM; cat '%s'; sleep 3", path);
  write_pkexec (&f, script);
  packets_session_start (f.session, &request);
  WAIT_UNTIL (session_fixture_count (&f) == N_PACKETS);
  packets_session_stop (f.session);
  WAIT_UNTIL (session_fixture_state (&f) == PACKETS_SESSION_READY);
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_true (packets_session_get_captured_here (f.session));
  session_fixture_open (&f, path);
  g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
  g_assert_false (packets_session_get_captured_here (f.session));
  session_fixture_clear (&f);
  g_setenv ("PATH", search, TRUE);
}

/* A process of its own that captures until it is killed: "crash CACHE-DIR FILE". */
static int
crash (const char *cache_dir, const char *path)
{
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, NULL);
  g_autoptr (PacketsSession) session = packets_session_new (scheduler, "test", cache_dir);

  packets_session_start_command (session, (const char *[]) { "sh", "-c", "cat \"$0\"; exec sleep 5",
                                                             path, NULL });
  WAIT_UNTIL (packets_session_get_store (session) != NULL
              && capture_store_get_n_packets (packets_session_get_store (session)) == N_PACKETS);
  raise (SIGKILL);
  return 1;
}

static char *own_path;

static void
test_crash_leaves_a_readable_file (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  g_spawn_sync (NULL, (char *[]) { own_path, (char *) "crash", f.cache_dir, path, NULL }, NULL,
                G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  left = session_fixture_list_left (&f);
  g_assert_cmpuint (left->len, ==, 1);
  file = g_file_get_path (left->pdata[0]);
  session_fixture_open (&f, file);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
  g_assert_true (packets_session_get_unsaved (f.session));
  /* Somebody has it now; and whoever closes it means it. */
  taken = session_fixture_list_left (&f);
  g_assert_cmpuint (taken->len, ==, 0);
  packets_session_close (f.session);
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  session_fixture_clear (&f);
}

static void
on_saved_cb (GObject *session, GAsyncResult *result, gpointer done)
{
  g_assert_true (packets_session_save_finish (PACKETS_SESSION (session), result, NULL));
  *(gboolean *) done = TRUE;
}

/* Saved or not: there is more in the file than was read. */
static void
test_what_was_cut_short_is_kept (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GFile) to = NULL;
  g_autoptr (GPtrArray) left = NULL;
  gboolean done = FALSE;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  g_spawn_sync (NULL, (char *[]) { own_path, (char *) "crash", f.cache_dir, path, NULL }, NULL,
                G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL);
  left = session_fixture_list_left (&f);
  g_assert_cmpuint (left->len, ==, 1);
  packets_session_open (f.session, left->pdata[0]);
  WAIT_UNTIL (packets_session_get_store (f.session) != NULL);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_LOADING);
  g_assert_true (packets_session_get_unsaved (f.session));
  packets_session_stop (f.session);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_READY);
  g_assert_nonnull (strstr (packets_session_get_problem (f.session), "Stopped"));
  g_assert_true (packets_session_get_unsaved (f.session));
  to = g_file_new_build_filename (f.cache_dir, "..", "saved.pcapng", NULL);
  packets_session_save_async (f.session, to, NULL, 0, NULL, on_saved_cb, &done);
  WAIT_UNTIL (done);
  g_assert_true (packets_session_get_unsaved (f.session));
  packets_session_end (f.session);
  g_assert_cmpuint (count_files (f.cache_dir), ==, 1);
  session_fixture_clear (&f);
}

/* Of a capture that runs nobody else is told. What a plugin that is switched off leaves is left for the next. */
static void
test_living_capture_is_not_offered (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) living = NULL;
  g_autoptr (GPtrArray) ended = NULL;
  g_autoptr (PacketsSession) next = NULL;
  struct stat status;
  g_autofree char *file = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "cat \"$0\"; exec sleep 1000",
                                                      path, NULL });
  WAIT_UNTIL (session_fixture_count (&f) == N_PACKETS);
  living = session_fixture_list_left (&f);
  g_assert_cmpuint (living->len, ==, 0);
  packets_session_end (f.session);
  ended = session_fixture_list_left (&f);
  g_assert_cmpuint (ended->len, ==, 1);
  file = g_file_get_path (ended->pdata[0]);
  g_assert_cmpint (stat (file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  session_fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "crash"))
    return crash (argv[2], argv[3]);
  own_path = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/command/to-its-end", test_command_is_read_to_its_end);
  g_test_add_func ("/packets/command/says-why", test_commands_that_fail_say_why);
  g_test_add_func ("/packets/command/not-there", test_command_that_is_not_there);
  g_test_add_func ("/packets/command/stopped", test_command_without_end_is_stopped);
  g_test_add_func ("/packets/administrator/asked", test_administrator_is_asked_through_polkit);
  g_test_add_func ("/packets/administrator/not-waited-for", test_administrator_is_not_waited_for);
  g_test_add_func ("/packets/session/begun-anew", test_beginning_anew_ends_what_was);
  g_test_add_func ("/packets/session/flood", test_flood_is_bounded);
  g_test_add_func ("/packets/session/trickle", test_trickle_is_read_seldom);
  g_test_add_func ("/packets/session/cap", test_capture_stops_at_its_cap);
  g_test_add_func ("/packets/session/full-disk", test_full_disk_keeps_what_was_good);
  g_test_add_func ("/packets/session/pasted", test_pasted_bytes_are_packets);
  g_test_add_func ("/packets/session/pasted-many", test_many_pasted);
  g_test_add_func ("/packets/session/crash", test_crash_leaves_a_readable_file);
  g_test_add_func ("/packets/left/cut-short-is-kept", test_what_was_cut_short_is_kept);
  g_test_add_func ("/packets/session/living", test_living_capture_is_not_offered);
  return g_test_run ();
}
