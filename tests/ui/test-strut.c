/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-strut.h"

#define MAX_MONITORS 3

typedef struct
{
  const char *what;
  int root_width, root_height;
  GdkRectangle monitors[MAX_MONITORS]; /* the bar is on the first */
  GtkPositionType edge;
  int thickness;
  GdkRectangle bar;
  gboolean reserved;
  long strut[SW_STRUT_N_VALUES];
} Case;

#define ONE { { 0, 0, 1920, 1080 } }
#define LEFT_OF_TWO { { 0, 0, 1920, 1080 }, { 1920, 0, 1280, 1024 } }
#define RIGHT_OF_TWO { { 1920, 0, 1280, 1024 }, { 0, 0, 1920, 1080 } }

static const Case cases[] = {
  { "bottom",
    1920,
    1080,
    ONE,
    GTK_POS_BOTTOM,
    24,
    { 0, 1056, 1920, 24 },
    TRUE,
    { 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 1919 } },
  { "top",
    1920,
    1080,
    ONE,
    GTK_POS_TOP,
    24,
    { 0, 0, 1920, 24 },
    TRUE,
    { 0, 0, 24, 0, 0, 0, 0, 0, 0, 1919, 0, 0 } },
  { "left",
    1920,
    1080,
    ONE,
    GTK_POS_LEFT,
    64,
    { 0, 0, 64, 1080 },
    TRUE,
    { 64, 0, 0, 0, 0, 1079, 0, 0, 0, 0, 0, 0 } },
  { "right",
    1920,
    1080,
    ONE,
    GTK_POS_RIGHT,
    16,
    { 1904, 0, 16, 1080 },
    TRUE,
    { 0, 16, 0, 0, 0, 0, 0, 1079, 0, 0, 0, 0 } },
  { "outer edge of the left of two",
    3200,
    1080,
    LEFT_OF_TWO,
    GTK_POS_LEFT,
    24,
    { 0, 0, 24, 1080 },
    TRUE,
    { 24, 0, 0, 0, 0, 1079, 0, 0, 0, 0, 0, 0 } },
  { "inner edge of the left of two",
    3200,
    1080,
    LEFT_OF_TWO,
    GTK_POS_RIGHT,
    24,
    { 1896, 0, 24, 1080 },
    FALSE,
    { 0 } },
  { "bottom of the left of two",
    3200,
    1080,
    LEFT_OF_TWO,
    GTK_POS_BOTTOM,
    24,
    { 0, 1056, 1920, 24 },
    TRUE,
    { 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 1919 } },
  /* Counted from the bottom of the whole screen, below the shorter monitor. */
  { "bottom of the shorter of two",
    3200,
    1080,
    RIGHT_OF_TWO,
    GTK_POS_BOTTOM,
    24,
    { 1920, 1000, 1280, 24 },
    TRUE,
    { 0, 0, 0, 80, 0, 0, 0, 0, 0, 0, 1920, 3199 } },
  { "inner edge of the right of two",
    3200,
    1080,
    RIGHT_OF_TWO,
    GTK_POS_LEFT,
    24,
    { 1920, 0, 24, 1024 },
    FALSE,
    { 0 } },
  { "between one above the other",
    1920,
    2160,
    { { 0, 0, 1920, 1080 }, { 0, 1080, 1920, 1080 } },
    GTK_POS_BOTTOM,
    24,
    { 0, 1056, 1920, 24 },
    FALSE,
    { 0 } },
  /* The middle of three, where the others are too short to lie in the way. */
  { "right edge beside a lower monitor",
    3200,
    2000,
    { { 0, 0, 1920, 1000 }, { 1920, 1000, 1280, 1000 } },
    GTK_POS_RIGHT,
    24,
    { 1896, 0, 24, 1000 },
    TRUE,
    { 0, 1304, 0, 0, 0, 0, 0, 999, 0, 0, 0, 0 } },
  { "mirrored",
    1920,
    1080,
    { { 0, 0, 1920, 1080 }, { 0, 0, 1920, 1080 } },
    GTK_POS_BOTTOM,
    24,
    { 0, 1056, 1920, 24 },
    TRUE,
    { 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 1919 } },
  { "thicker than the monitor",
    100,
    20,
    { { 0, 0, 100, 20 } },
    GTK_POS_TOP,
    24,
    { 0, 0, 100, 20 },
    TRUE,
    { 0, 0, 20, 0, 0, 0, 0, 0, 0, 99, 0, 0 } },
};

static guint
count_monitors (const Case *row)
{
  guint n = 0;

  while (n < MAX_MONITORS && row->monitors[n].width > 0)
    n++;
  return n;
}

static void
test_struts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SwStrutScreen screen = {
        .root_width = cases[i].root_width,
        .root_height = cases[i].root_height,
        .monitors = cases[i].monitors,
        .n_monitors = count_monitors (&cases[i]),
      };
      GdkRectangle bar;
      long strut[SW_STRUT_N_VALUES];

      g_test_message ("%s", cases[i].what);
      sw_strut_get_bar (&cases[i].monitors[0], cases[i].edge, cases[i].thickness, &bar);
      g_assert_true (gdk_rectangle_equal (&bar, &cases[i].bar));
      g_assert_cmpint (sw_strut_compute (&screen, &bar, cases[i].edge, strut), ==,
                       cases[i].reserved);
      g_assert_cmpmem (strut, sizeof strut, cases[i].strut, sizeof cases[i].strut);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strut/of-each-edge", test_struts);
  return g_test_run ();
}
