/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "core/sw-account.h"
#include "core/sw-sample-file.h"
#include "tests/sw-test.h"

/* What the kernel makes record by record comes in chunks of a page: here only the real /proc shows it. */

#define MAX_CHANGES 10 /* of a file, one after another, while it is looked at */

static guint
count_lines (const char *text, gsize length_bytes)
{
  guint n_lines = 0;

  for (gsize i = 0; i < length_bytes; i++)
    n_lines += text[i] == '\n';
  return n_lines;
}

/* As many lines as by another way, unless the kernel got or lost some in between: then again. */
static void
assert_whole (SwSampleFile *file, const char *path, guint serial)
{
  gsize length, expected_length;
  guint n_lines, n_expected;

  for (guint i = 0; i < MAX_CHANGES; i++)
    {
      const SwTick tick = sw_test_tick (serial + i);
      const char *text = sw_sample_file_read (file, &tick, &length, NULL);
      g_autofree char *expected = NULL;

      g_assert_nonnull (text);
      g_assert_cmpint (text[length], ==, '\0');
      n_lines = count_lines (text, length);
      g_assert_true (g_file_get_contents (path, &expected, &expected_length, NULL));
      n_expected = count_lines (expected, expected_length);
      if (n_lines == n_expected)
        return;
    }
  g_assert_cmpuint (n_lines, ==, n_expected);
}

static void
test_files_of_many_records_come_whole (void)
{
  /* Whoever may not see the addresses of kallsyms gets zeros, in as many lines. */
  const char *const paths[] = { "/proc/kallsyms", "/proc/vmstat", "/proc/crypto", "/proc/stat" };
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  guint n_tried = 0;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, paths[i]);

      if (g_access (paths[i], R_OK) != 0)
        continue;
      for (guint serial = 1; serial <= 3 * MAX_CHANGES; serial += MAX_CHANGES)
        assert_whole (file, paths[i], serial);
      n_tried++;
    }
  g_assert_cmpuint (n_tried, >=, 2);
}

static void
test_a_short_file_costs_one_read (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, "/proc/loadavg");
  SwAccount account = { 0 };

  for (guint serial = 1; serial <= 10; serial++)
    {
      SwTick tick = sw_test_tick (serial);

      tick.account = &account;
      g_assert_nonnull (sw_sample_file_read (file, &tick, NULL, NULL));
    }
  g_assert_cmpuint (account.reads, ==, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-file/chunks/whole", test_files_of_many_records_come_whole);
  g_test_add_func ("/sample-file/chunks/one-read", test_a_short_file_costs_one_read);
  return g_test_run ();
}
