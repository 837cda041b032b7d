/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/sw-sample-file-private.h"
#include "tests/sw-test.h"

/* One open, one read a wakeup; and everything that may stand in place of the file. */

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_descriptors = 0;

  while (g_dir_read_name (folder) != NULL)
    n_descriptors++;
  return n_descriptors;
}

typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  SwSampleFile *file; /* of /proc/file */
  SwAccount account;
  SwTick tick;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->tree = sw_test_tree_new ();
  fixture->pool = sw_sample_pool_new (sw_test_tree_get_root (fixture->tree));
  fixture->file = sw_sample_pool_get (fixture->pool, "/proc/file");
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (fixture->file);
  sw_test_assert_last_unref (fixture->pool);
  sw_test_tree_free (fixture->tree);
}

static const char *
read_next (Fixture *fixture, gsize *length, GError **error)
{
  fixture->tick = sw_test_tick (fixture->tick.serial + 1);
  fixture->tick.account = &fixture->account;
  return sw_sample_file_read (fixture->file, &fixture->tick, length, error);
}

static void
assert_fails (Fixture *fixture, SwSourceError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_next (fixture, NULL, &error));
  g_assert_error (error, SW_SOURCE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "/proc/file"));
}

static void
test_once_a_wakeup (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *text;

  sw_test_tree_write (fixture->tree, "/proc/file", "one");
  text = read_next (fixture, NULL, NULL);
  sw_test_tree_write (fixture->tree, "/proc/file", "two");
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (SwSampleFile) same = sw_sample_pool_get (fixture->pool, "/proc/file");
      gsize length;

      g_assert_true (sw_sample_file_read (same, &fixture->tick, &length, NULL) == text);
      g_assert_cmpstr (text, ==, "one");
      g_assert_cmpuint (length, ==, 3);
    }
  g_assert_cmpuint (fixture->account.reads, ==, 1);
  g_assert_cmpuint (fixture->account.bytes_read, ==, 3);
  g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "two");
  g_assert_cmpuint (fixture->account.reads, ==, 2);
}

/* A failure too is one of the whole wakeup. */
static void
test_fails_once_a_wakeup (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_fails (fixture, SW_SOURCE_ERROR_GONE);
  sw_test_tree_write (fixture->tree, "/proc/file", "late");
  g_assert_null (sw_sample_file_read (fixture->file, &fixture->tick, NULL, NULL));
  g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "late");
}

static void
test_buffer_grows (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const gsize sizes[] = { 0,    1,    2047, 2048, 2049,  4094,  4095,  4096,   4097,
                          8190, 8191, 8192, 8193, 16383, 16384, 65536, 300000, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *expected = g_strnfill (sizes[i], 'a' + i);
      const char *text;
      gsize length;

      sw_test_tree_write (fixture->tree, "/proc/file", expected);
      for (guint again = 0; again < 2; again++)
        {
          text = read_next (fixture, &length, NULL);
          g_assert_cmpuint (length, ==, sizes[i]);
          g_assert_cmpstr (text, ==, expected);
        }
    }
}

static void
test_steady_state_opens_nothing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  guint n_before;

  sw_test_tree_write (fixture->tree, "/proc/file", "first");
  read_next (fixture, NULL, NULL);
  n_before = count_descriptors ();
  /* Another file of the same name would be seen by whoever opened it again. */
  sw_test_tree_remove (fixture->tree, "/proc/file");
  sw_test_tree_write (fixture->tree, "/proc/file", "other");
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "first");
  g_assert_cmpuint (count_descriptors (), ==, n_before);
  g_assert_cmpuint (fixture->account.reads, ==, 1001);
}

static void
test_vanishes_and_comes_back (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    assert_fails (fixture, SW_SOURCE_ERROR_GONE);
  sw_test_tree_write (fixture->tree, "/proc/file", "here");
  g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "here");
}

/* Behind an open descriptor only the kernel can make a file vanish. */
static void
test_vanishes_while_open (void)
{
  const guint n_before = count_descriptors ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSampleFile) file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SwTick tick = sw_test_tick (1);
  pid_t child = fork ();

  if (child == 0)
    {
      for (;;)
        pause ();
    }
  path = g_strdup_printf ("/proc/%d/stat", (int) child);
  file = sw_sample_pool_get (pool, path);
  g_assert_nonnull (sw_sample_file_read (file, &tick, NULL, NULL));
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  for (guint serial = 2; serial < 5; serial++)
    {
      g_clear_error (&error);
      tick = sw_test_tick (serial);
      g_assert_null (sw_sample_file_read (file, &tick, NULL, &error));
      g_assert_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE);
    }
  g_assert_cmpuint (count_descriptors (), ==, n_before);
}

static void
test_no_regular_file (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const guint n_before = count_descriptors ();
  g_autofree char *path = sw_sample_pool_resolve (fixture->pool, "/proc/file");
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  sw_test_tree_remove (fixture->tree, "/proc/file");
  /* Nobody writes to it: an ordinary open or read would wait for ever. */
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  sw_test_tree_remove (fixture->tree, "/proc/file");
  sw_test_tree_link (fixture->tree, "/proc/file", "file");
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  sw_test_tree_remove (fixture->tree, "/proc/file");
  sw_test_tree_link (fixture->tree, "/proc/file", "/dev/zero");
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  sw_test_tree_remove (fixture->tree, "/proc/file");
  sw_test_tree_link (fixture->tree, "/proc/file", "/dev/null");
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  sw_test_tree_remove (fixture->tree, "/proc/file");
  sw_test_tree_write (fixture->tree, "/proc/target", "linked");
  sw_test_tree_link (fixture->tree, "/proc/file", "target");
  g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "linked");
  g_assert_cmpuint (count_descriptors (), ==, n_before + 1);
}

static void
test_far_too_large (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const guint n_before = count_descriptors ();
  g_autofree char *path = sw_sample_pool_resolve (fixture->pool, "/proc/file");

  sw_test_tree_write (fixture->tree, "/proc/file", "x");
  g_assert_cmpint (truncate (path, 20 * 1024 * 1024), ==, 0);
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  assert_fails (fixture, SW_SOURCE_ERROR_FAILED);
  g_assert_cmpuint (count_descriptors (), ==, n_before);
  g_assert_cmpint (truncate (path, 1), ==, 0);
  g_assert_cmpstr (read_next (fixture, NULL, NULL), ==, "x");
}

static const struct
{
  int read_errno;
  SwSourceError code;
} meanings[] = {
  { ENOENT, SW_SOURCE_ERROR_GONE },
  { ENODEV, SW_SOURCE_ERROR_GONE },
  { ENXIO, SW_SOURCE_ERROR_GONE },
  { ESRCH, SW_SOURCE_ERROR_GONE },
  { EACCES, SW_SOURCE_ERROR_FORBIDDEN },
  { EPERM, SW_SOURCE_ERROR_FORBIDDEN },
  { EOPNOTSUPP, SW_SOURCE_ERROR_UNAVAILABLE },
  { EIO, SW_SOURCE_ERROR_FAILED },
  { EMFILE, SW_SOURCE_ERROR_FAILED },
};

static void
test_errors_have_a_meaning (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      g_autoptr (GError) error = NULL;

      sw_sample_file_set_error (&error, "/sys/x", meanings[i].read_errno);
      g_assert_error (error, SW_SOURCE_ERROR, (int) meanings[i].code);
      g_assert_nonnull (strstr (error->message, "/sys/x"));
    }
}

static void
test_pool_shares_files (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new ("/some/root//");
  g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, "/proc/stat");
  g_autoptr (SwSampleFile) same = sw_sample_pool_get (pool, "/proc/stat");
  g_autoptr (SwSampleFile) other = sw_sample_pool_get (pool, "/proc/stat2");

  g_assert_cmpstr (sw_sample_pool_get_root (pool), ==, "/some/root");
  g_assert_cmpstr (sw_sample_file_get_path (file), ==, "/some/root/proc/stat");
  g_assert_true (file == same && file != other);
  g_clear_object (&same);
  sw_test_assert_last_unref (file);
  file = sw_sample_pool_get (pool, "/proc/stat");
  g_assert_cmpstr (sw_sample_file_get_path (file), ==, "/some/root/proc/stat");
}

static void
test_either_may_die_first (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, "/proc/uptime");
  g_autoptr (SwSampleFile) other = sw_sample_pool_get (pool, "/proc/loadavg");
  const SwTick tick = sw_test_tick (1);

  sw_test_assert_last_unref (other);
  sw_test_assert_last_unref (pool);
  g_assert_nonnull (sw_sample_file_read (file, &tick, NULL, NULL));
  sw_test_assert_last_unref (file);
}

#define ADD(path, function) \
  g_test_add ("/sample-file/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read/once-a-wakeup", test_once_a_wakeup);
  ADD ("read/fails-once-a-wakeup", test_fails_once_a_wakeup);
  ADD ("read/buffer-grows", test_buffer_grows);
  ADD ("read/steady-state-opens-nothing", test_steady_state_opens_nothing);
  ADD ("gone/comes-back", test_vanishes_and_comes_back);
  g_test_add_func ("/sample-file/gone/while-open", test_vanishes_while_open);
  ADD ("refused/no-regular-file", test_no_regular_file);
  ADD ("refused/far-too-large", test_far_too_large);
  g_test_add_func ("/sample-file/refused/errors-have-a-meaning", test_errors_have_a_meaning);
  g_test_add_func ("/sample-pool/shares-files", test_pool_shares_files);
  g_test_add_func ("/sample-pool/either-may-die-first", test_either_may_die_first);
  return g_test_run ();
}
