/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

#include "plugins/packets/packets-load.h"
#include "tests/plugins/packets/session-files.h"

#define N_PACKETS 20000
#define MOST_TRIES 5

/* Opening and saving: whatever goes wrong, what was good is there, and what was on the disk is as it was. */

static char *own_path;

static void
assert_opened (SessionFixture *f, const char *path, guint n_packets, const char *problem)
{
  session_fixture_open (f, path);
  g_test_message ("%s: %s: %s", path, packets_session_get_problem (f->session),
                  packets_session_get_explanation (f->session));
  g_assert_cmpuint (session_fixture_count (f), ==, n_packets);
  g_assert_cmpint (session_fixture_state (f), ==,
                   n_packets > 0 ? PACKETS_SESSION_READY : PACKETS_SESSION_EMPTY);
  if (problem == NULL)
    g_assert_null (packets_session_get_problem (f->session));
  else
    g_assert_nonnull (strstr (packets_session_get_problem (f->session), problem));
  g_assert_false (packets_session_get_unsaved (f->session));
}

/* (transfer full) BYTES as gzip has them. */
static GByteArray *
compress (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GBytes) plain = g_bytes_new (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) packed = g_converter_convert_bytes (G_CONVERTER (packer), plain, &error);

  g_assert_no_error (error);
  return g_bytes_unref_to_array (g_steal_pointer (&packed));
}

static char *
write_bytes (SessionFixture *f, const char *name, const GByteArray *bytes, gsize n_bytes)
{
  sw_test_tree_write_bytes (f->tree, name, (const char *) bytes->data, n_bytes);
  return session_fixture_path (f, name);
}

static void
test_plain_files (void)
{
  SessionFixture f;
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *text = NULL;
  g_autofree char *empty = NULL;

  session_fixture_init (&f, NULL);
  whole = session_fixture_write (&f, "whole.pcapng", N_PACKETS, 0);
  cut = session_fixture_write (&f, "cut.pcapng", N_PACKETS, 7);
  sw_test_tree_write (f.tree, "text.pcapng", "Dear diary, this is no capture at all.");
  text = session_fixture_path (&f, "text.pcapng");
  sw_test_tree_write (f.tree, "empty.pcapng", "");
  empty = session_fixture_path (&f, "empty.pcapng");
  assert_opened (&f, whole, N_PACKETS, NULL);
  g_assert_cmpfloat (packets_session_get_progress (f.session), ==, 1);
  g_assert_cmpstr (packets_session_get_title (f.session), ==, "whole.pcapng");
  assert_opened (&f, cut, N_PACKETS - 1, "Middle of a Packet");
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "19999 packets"));
  assert_opened (&f, text, 0, "No Capture File");
  assert_opened (&f, empty, 0, "Cannot Be Opened");
  session_fixture_clear (&f);
}

static void
test_what_is_no_file_is_refused (void)
{
  SessionFixture f;
  g_autofree char *fifo = NULL;
  g_autofree char *none = NULL;

  session_fixture_init (&f, NULL);
  fifo = session_fixture_path (&f, "fifo");
  none = session_fixture_path (&f, "none");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_opened (&f, fifo, 0, "Cannot Be Opened");
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "a pipe or a device"));
  assert_opened (&f, "/dev/zero", 0, "Cannot Be Opened");
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "a pipe or a device"));
  assert_opened (&f, sw_test_tree_get_root (f.tree), 0, "Cannot Be Opened");
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "a folder"));
  assert_opened (&f, none, 0, "Cannot Be Opened");
  session_fixture_clear (&f);
}

static void
test_packed_files (void)
{
  SessionFixture f;
  g_autoptr (GByteArray) capture = build_capture (N_PACKETS);
  g_autoptr (GByteArray) packed = compress (capture->data, capture->len);
  g_autoptr (GByteArray) halves = compress (capture->data, capture->len / 2);
  g_autoptr (GByteArray) second
      = compress (capture->data + capture->len / 2, capture->len - capture->len / 2);
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *members = NULL;
  g_autofree char *padded = NULL;
  g_autofree char *stub = NULL;

  session_fixture_init (&f, NULL);
  /* The name says nothing, the first bytes do. */
  whole = write_bytes (&f, "whole", packed, packed->len);
  cut = write_bytes (&f, "cut.gz", packed, packed->len / 2);
  stub = write_bytes (&f, "stub.gz", packed, 5);
  g_byte_array_append (halves, second->data, second->len);
  members = write_bytes (&f, "members.gz", halves, halves->len);
  g_byte_array_append (packed, (const guint8 *) "\0\0\0\0\0\0\0", 7);
  padded = write_bytes (&f, "padded.gz", packed, packed->len);
  assert_opened (&f, whole, N_PACKETS, NULL);
  assert_opened (&f, members, N_PACKETS, NULL);
  assert_opened (&f, padded, N_PACKETS, NULL);
  assert_opened (&f, stub, 0, "Cannot Be Opened");
  session_fixture_open (&f, cut);
  g_assert_cmpuint (session_fixture_count (&f), >, 1000);
  g_assert_cmpuint (session_fixture_count (&f), <, N_PACKETS);
  g_assert_nonnull (strstr (packets_session_get_explanation (f.session), "damaged or not whole"));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  session_fixture_clear (&f);
}

static void
on_opened_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  PacketsOpened **opened = user_data;
  g_autoptr (GError) error = NULL;

  *opened = packets_open_finish (result, &error);
  g_assert_no_error (error);
}

/* A few kilobytes that would fill the disk. */
static void
test_unpacking_is_capped (void)
{
  const guint64 max_bytes = 1 << 20;
  SessionFixture f;
  g_autofree guint8 *zeros = g_malloc0 (64 << 20);
  g_autoptr (GByteArray) packed = compress (zeros, 64 << 20);
  g_autoptr (PacketsProgress) progress = packets_progress_new ();
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  PacketsOpened *opened = NULL;
  struct stat status;

  session_fixture_init (&f, NULL);
  path = write_bytes (&f, "bomb.gz", packed, packed->len);
  file = g_file_new_for_path (path);
  packets_open_async (file, f.cache_dir, max_bytes, progress, NULL, on_opened_cb, &opened);
  WAIT_UNTIL (opened != NULL);
  g_assert_cmpint (fstat (opened->fd, &status), ==, 0);
  g_assert_cmpuint (status.st_size, >=, max_bytes);
  g_assert_cmpuint (status.st_size, <=, max_bytes + (1 << 17));
  g_assert_nonnull (strstr (opened->note, "left out"));
  packets_opened_free (opened);
  session_fixture_clear (&f);
}

/* Closed while it loads: nothing of it comes later. */
static void
test_loading_can_be_left (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  file = g_file_new_for_path (path);
  for (guint i = 0; i < 50; i++)
    {
      packets_session_open (f.session, file);
      g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_LOADING);
      if (i % 2 == 0)
        g_main_context_iteration (NULL, TRUE);
    }
  packets_session_close (f.session);
  f.n_changes = 0;
  WAIT_UNTIL (f.n_changes > 0);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_null (packets_session_get_store (f.session));
  session_fixture_clear (&f);
}

typedef struct
{
  gboolean done;
  GError *error;
  char *losses;
} Saved;

static void
on_saved_cb (GObject *session, GAsyncResult *result, gpointer user_data)
{
  Saved *saved = user_data;

  packets_session_save_finish (PACKETS_SESSION (session), result, &saved->error);
  saved->losses = packets_session_dup_losses (PACKETS_SESSION (session), result);
  saved->done = TRUE;
}

static void
saved_clear (Saved *saved)
{
  g_clear_error (&saved->error);
  g_free (saved->losses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saved, saved_clear)

static Saved
save (SessionFixture *f, const char *path, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  Saved saved = { 0 };

  packets_session_save_async (f->session, file, NULL, 0, cancellable, on_saved_cb, &saved);
  WAIT_UNTIL (saved.done);
  return saved;
}

static void
test_saved_files_are_read_again (void)
{
  const struct
  {
    const char *name;
    guint8 first;
  } cases[] = {
    { "out/a.pcapng", 0x0a },  { "out/a.pcap", 0x4d },    { "out/a.pcapng.gz", 0x1f },
    { "out/A.PCAP.GZ", 0x1f }, { "out/no-ending", 0x0a },
  };
  SessionFixture f;
  g_autofree char *path = NULL;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *to = session_fixture_path (&f, cases[i].name);
      g_autofree char *contents = NULL;
      g_auto (Saved) saved = { 0 };

      g_test_message ("%s", cases[i].name);
      sw_test_tree_write (f.tree, cases[i].name, "what was there");
      session_fixture_open (&f, path);
      saved = save (&f, to, NULL);
      g_assert_no_error (saved.error);
      g_assert_true (g_file_get_contents (to, &contents, NULL, NULL));
      g_assert_cmpuint ((guint8) contents[0], ==, cases[i].first);
      assert_opened (&f, to, N_PACKETS, NULL);
    }
  session_fixture_clear (&f);
}

static void
test_selection_is_saved (void)
{
  const guint indices[] = { 1, 5, 19999 };
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GFile) file = NULL;
  g_auto (Saved) saved = { 0 };

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  to = session_fixture_path (&f, "b.pcapng");
  file = g_file_new_for_path (to);
  session_fixture_open (&f, path);
  packets_session_save_async (f.session, file, indices, G_N_ELEMENTS (indices), NULL, on_saved_cb,
                              &saved);
  WAIT_UNTIL (saved.done);
  g_assert_no_error (saved.error);
  assert_opened (&f, to, G_N_ELEMENTS (indices), NULL);
  session_fixture_clear (&f);
}

/* The folder "out" has one file, as it was. */
static void
assert_untouched (SessionFixture *f)
{
  g_autofree char *folder = session_fixture_path (f, "out");
  g_autofree char *path = session_fixture_path (f, "out/a.pcapng");
  g_autofree char *contents = NULL;

  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "what was there");
}

static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = n_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_failed_saving_leaves_all_as_it_was (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autofree char *nowhere = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_auto (Saved) full = { 0 };
  g_auto (Saved) stopped = { 0 };
  g_auto (Saved) lost = { 0 };

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  sw_test_tree_write (f.tree, "out/a.pcapng", "what was there");
  to = session_fixture_path (&f, "out/a.pcapng");
  nowhere = session_fixture_path (&f, "none/a.pcapng");
  session_fixture_open (&f, path);
  signal (SIGXFSZ, SIG_IGN);
  limit_files (64 * 1024);
  full = save (&f, to, NULL);
  limit_files (RLIM_INFINITY);
  g_assert_nonnull (full.error);
  assert_untouched (&f);
  g_cancellable_cancel (cancelled);
  stopped = save (&f, to, cancelled);
  g_assert_error (stopped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_untouched (&f);
  lost = save (&f, nowhere, NULL);
  g_assert_error (lost.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
  session_fixture_clear (&f);
}

/* Whoever is gone is not told; what is saved all the same is whole, or not there. */
static void
test_saving_outlives_the_session (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_auto (Saved) saved = { 0 };

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  sw_test_tree_write (f.tree, "out/other", "");
  folder = session_fixture_path (&f, "out");
  to = session_fixture_path (&f, "out/a.pcapng");
  file = g_file_new_for_path (to);
  session_fixture_run_command (&f, (const char *[]) { "cat", path, NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  g_assert_cmpfloat (packets_session_get_saving (f.session), ==, -1);
  packets_session_save_async (f.session, file, NULL, 0, NULL, on_saved_cb, &saved);
  g_assert_cmpfloat (packets_session_get_saving (f.session), >=, 0);
  /* Thrown away while it is being saved: the writer has what it needs. */
  packets_session_close (f.session);
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  packets_session_end (f.session);
  WAIT_UNTIL (saved.done);
  g_assert_no_error (saved.error);
  g_assert_cmpfloat (packets_session_get_saving (f.session), ==, -1);
  g_assert_cmpuint (count_files (folder), ==, 2);
  session_fixture_clear (&f);
}

/* In the middle of it: nothing is left but what was there. */
static void
test_saving_is_cancelled (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Saved) saved = { 0 };

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", 40 * N_PACKETS, 0);
  to = session_fixture_path (&f, "out/a.pcapng");
  file = g_file_new_for_path (to);
  session_fixture_open (&f, path);
  /* Again where it was whole before this thread came to cancel it. */
  for (guint i = 0; saved.error == NULL && i < MOST_TRIES; i++)
    {
      sw_test_tree_write (f.tree, "out/a.pcapng", "what was there");
      g_clear_pointer (&saved.losses, g_free);
      saved.done = FALSE;
      packets_session_save_async (f.session, file, NULL, 0, cancellable, on_saved_cb, &saved);
      while (packets_session_get_saving (f.session) == 0)
        g_thread_yield ();
      g_cancellable_cancel (cancellable);
      WAIT_UNTIL (saved.done);
      g_cancellable_reset (cancellable);
    }
  g_assert_error (saved.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_untouched (&f);
  session_fixture_clear (&f);
}

/* "die FILE TO": the kernel ends it in the middle of writing. */
static int
die (const char *path, const char *to)
{
  SessionFixture f;

  session_fixture_init (&f, NULL);
  session_fixture_open (&f, path);
  signal (SIGXFSZ, SIG_DFL);
  limit_files (64 * 1024);
  save (&f, to, NULL);
  return 1;
}

static void
test_killed_saving_leaves_all_as_it_was (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  sw_test_tree_write (f.tree, "out/a.pcapng", "what was there");
  to = session_fixture_path (&f, "out/a.pcapng");
  g_spawn_sync (NULL, (char *[]) { own_path, (char *) "die", path, to, NULL }, NULL,
                G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGXFSZ);
  assert_untouched (&f);
  session_fixture_clear (&f);
}

/* What was captured is unsaved until all of it is saved; then the file in the cache goes, and the packets stay. */
static void
test_saving_frees_the_live_file (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  g_auto (Saved) saved = { 0 };
  g_autoptr (CaptureCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  Packet packet;

  session_fixture_init (&f, NULL);
  path = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  to = session_fixture_path (&f, "b.pcap");
  session_fixture_run_command (&f, (const char *[]) { "cat", path, NULL });
  WAIT_UNTIL (session_fixture_settled (&f));
  g_assert_true (packets_session_get_unsaved (f.session));
  saved = save (&f, to, NULL);
  g_assert_no_error (saved.error);
  g_assert_nonnull (strstr (saved.losses, "interfaces"));
  g_assert_false (packets_session_get_unsaved (f.session));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  cursor = capture_cursor_new (packets_session_get_store (f.session));
  g_assert_true (capture_cursor_read (cursor, N_PACKETS - 1, &packet, NULL, &error));
  g_assert_no_error (error);
  session_fixture_clear (&f);
}

/* Whoever saves what a crash left in the very place of it has saved it. */
static void
test_saving_over_what_was_left (void)
{
  SessionFixture f;
  g_autofree char *written = NULL;
  g_autofree char *left = NULL;
  g_auto (Saved) saved = { 0 };

  session_fixture_init (&f, NULL);
  written = session_fixture_write (&f, "a.pcapng", N_PACKETS, 0);
  g_assert_cmpint (g_mkdir (f.cache_dir, 0700), ==, 0);
  left = g_build_filename (f.cache_dir, "capture-left.pcapng", NULL);
  g_assert_cmpint (g_rename (written, left), ==, 0);
  session_fixture_open (&f, left);
  g_assert_true (packets_session_get_unsaved (f.session));
  saved = save (&f, left, NULL);
  g_assert_no_error (saved.error);
  g_assert_false (packets_session_get_unsaved (f.session));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 1);
  session_fixture_open (&f, left);
  g_assert_cmpuint (session_fixture_count (&f), ==, N_PACKETS);
  packets_session_end (f.session);
  session_fixture_clear (&f);
}

/* An empty file is nothing to offer; a new one may be that of a capture that begins in another window. */
static void
test_empty_files_of_captures (void)
{
  SessionFixture f;
  g_autofree char *fresh = NULL;
  g_autofree char *old = NULL;
  g_autoptr (GPtrArray) left = NULL;

  session_fixture_init (&f, NULL);
  fresh = g_build_filename (f.cache_dir, "capture-b.pcapng", NULL);
  old = g_build_filename (f.cache_dir, "capture-a.pcapng", NULL);
  sw_test_tree_write (f.tree, "cache/capture-a.pcapng", "");
  sw_test_tree_write (f.tree, "cache/capture-b.pcapng", "");
  g_assert_cmpint (g_utime (old, &(struct utimbuf) { 1000, 1000 }), ==, 0);
  left = session_fixture_list_left (&f);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_cmpint (g_access (fresh, F_OK), ==, 0);
  g_assert_cmpint (g_access (old, F_OK), !=, 0);
  session_fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "die"))
    return die (argv[2], argv[3]);
  own_path = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/open/plain", test_plain_files);
  g_test_add_func ("/packets/open/no-file", test_what_is_no_file_is_refused);
  g_test_add_func ("/packets/open/packed", test_packed_files);
  g_test_add_func ("/packets/open/capped", test_unpacking_is_capped);
  g_test_add_func ("/packets/open/left", test_loading_can_be_left);
  g_test_add_func ("/packets/save/read-again", test_saved_files_are_read_again);
  g_test_add_func ("/packets/save/selection", test_selection_is_saved);
  g_test_add_func ("/packets/save/outlives", test_saving_outlives_the_session);
  g_test_add_func ("/packets/save/cancelled", test_saving_is_cancelled);
  g_test_add_func ("/packets/save/failed", test_failed_saving_leaves_all_as_it_was);
  g_test_add_func ("/packets/save/killed", test_killed_saving_leaves_all_as_it_was);
  g_test_add_func ("/packets/save/live-file", test_saving_frees_the_live_file);
  g_test_add_func ("/packets/save/over-what-was-left", test_saving_over_what_was_left);
  g_test_add_func ("/packets/left/empty", test_empty_files_of_captures);
  return g_test_run ();
}
