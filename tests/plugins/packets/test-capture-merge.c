/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>
#include <string.h>

#include "plugins/packets/capture/merge.h"

static bool
give (const MergedFrame *frame, void *data)
{
  GString *said = data;

  g_assert_cmpuint (frame->n_bytes, ==, 1);
  g_string_append_c (said, (char) frame->bytes[0]);
  return frame->bytes[0] != '!';
}

static void
add (Merge *merge, guint origin, guint64 time_ns, char letter)
{
  const MergedFrame frame
      = { .time_ns = time_ns, .bytes = (const guint8 *) &letter, .n_bytes = 1, .origin = origin };

  g_assert_true (merge_add (merge, &frame));
}

static void
test_order (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  Merge *merge = merge_new ();

  add (merge, 0, 10, 'a');
  add (merge, 0, 30, 'd');
  add (merge, 1, 20, 'b');
  add (merge, 1, 20, 'c');
  add (merge, 1, 50, 'f');
  merge_give (merge, 35, give, said);
  g_assert_cmpstr (said->str, ==, "abcd");
  g_assert_cmpuint (merge_get_n_waiting (merge), ==, 1);
  g_assert_cmpuint (merge_get_latest_ns (merge), ==, 50);
  add (merge, 0, 40, 'e');
  add (merge, 2, 50, 'g');
  merge_give (merge, G_MAXUINT64, give, said);
  g_assert_cmpstr (said->str, ==, "abcdefg");
  g_assert_cmpuint (merge_get_n_waiting (merge), ==, 0);
  merge_free (merge);
}

/* Of one interface and direction the kernel's order is the truth; its clock may be set back at any time. */
static void
test_steps_back (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  Merge *merge = merge_new ();

  add (merge, 0, 30, 'b');
  add (merge, 0, 10, 'c'); /* as if at 30 */
  add (merge, 1, 20, 'a');
  add (merge, 1, 40, 'e');
  add (merge, 0, 35, 'd');
  merge_give (merge, 25, give, said);
  g_assert_cmpstr (said->str, ==, "a");
  merge_give (merge, 30, give, said);
  g_assert_cmpstr (said->str, ==, "abc");
  /* What is out holds nothing up. */
  add (merge, 2, 5, 'x');
  merge_give (merge, 40, give, said);
  g_assert_cmpstr (said->str, ==, "abcxde");
  g_assert_cmpuint (merge_get_latest_ns (merge), ==, 0);
  merge_free (merge);
}

static void
test_refused (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  Merge *merge = merge_new ();

  add (merge, 0, 1, '!');
  add (merge, 1, 2, 'b');
  merge_give (merge, 9, give, said);
  g_assert_cmpstr (said->str, ==, "!");
  g_assert_cmpuint (merge_get_n_waiting (merge), ==, 1);
  merge_free (merge);
}

/* Against the plainest way there is. */
static void
test_many (void)
{
  g_autofree char *expected = g_malloc0 (2001);
  g_autoptr (GString) said = g_string_new (NULL);
  Merge *merge = merge_new ();

  for (int i = 0; i < 2000; i++)
    {
      const guint time = (guint) g_test_rand_int_range (0, 26);

      add (merge, time, time, (char) ('a' + time));
      expected[i] = (char) ('a' + time);
    }
  for (int i = 1; i < 2000; i++)
    for (int j = i; j > 0 && expected[j - 1] > expected[j]; j--)
      {
        const char keep = expected[j];

        expected[j] = expected[j - 1];
        expected[j - 1] = keep;
      }
  merge_give (merge, 12, give, said);
  merge_give (merge, 25, give, said);
  g_assert_cmpstr (said->str, ==, expected);
  merge_free (merge);
}

static void
test_bounds (void)
{
  static guint8 large[1024 * 1024];
  const MergedFrame frame = { .bytes = large, .n_bytes = sizeof large };
  Merge *merge = merge_new ();
  guint n = 0;

  while (merge_add (merge, &frame))
    n++;
  g_assert_cmpuint (n, ==, 4);
  merge_free (merge);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/merge/order-by-time", test_order);
  g_test_add_func ("/packets/capture/merge/own-order-is-kept", test_steps_back);
  g_test_add_func ("/packets/capture/merge/no-more-wanted", test_refused);
  g_test_add_func ("/packets/capture/merge/many", test_many);
  g_test_add_func ("/packets/capture/merge/bounds", test_bounds);
  return g_test_run ();
}
