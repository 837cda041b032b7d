/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "core/sw-plural.h"
#include "tests/sw-test.h"

static const char *
seconds (gulong n)
{
  return sw_plural ("update interval", "%d second", "%d seconds", n);
}

static void
test_untranslated (void)
{
  g_assert_cmpstr (sw_plural ("no such place", "%d mouse", "%d mice", 0), ==, "%d mice");
  g_assert_cmpstr (sw_plural ("no such place", "%d mouse", "%d mice", 1), ==, "%d mouse");
  g_assert_cmpstr (sw_plural ("no such place", "%d mouse", "%d mice", 2), ==, "%d mice");
  /* The same words elsewhere have a translation. */
  g_assert_cmpstr (sw_plural ("no such place", "%d second", "%d seconds", 1), ==, "%d second");
}

static void
test_translated (void)
{
  g_assert_cmpstr (seconds (0), ==, "%d Sekunden");
  g_assert_cmpstr (seconds (1), ==, "%d Sekunde");
  g_assert_cmpstr (seconds (2), ==, "%d Sekunden");
}

/* gettext translates in no locale that is called C; under another name the same one will do. */
static void
speak_german (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();

  sw_test_tree_link (tree, "de.utf8", "/usr/lib/locale/C.utf8");
  g_setenv ("LOCPATH", sw_test_tree_get_root (tree), TRUE);
  g_setenv ("LANGUAGE", "de", TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "de.UTF-8"));
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STILLWATCH_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  speak_german ();
  g_test_add_func ("/plural/untranslated", test_untranslated);
  g_test_add_func ("/plural/translated", test_translated);
  return g_test_run ();
}
