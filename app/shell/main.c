/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <locale.h>
#include <malloc.h>
#include <string.h>

#include <glib/gi18n.h>

#include "shell/sw-application.h"
#include "shell/sw-prefix.h"

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && value[0] != '\0';
}

/* GTK reads these when it opens the display, so this comes before everything else.
 *
 * Measured with GTK 4.18 and six graphs that redraw once a second: the GL renderer in software costs 7.9 wakeups/s
 * and 123 MiB PSS, the cairo renderer 1.9 wakeups/s; but as long as GL and Vulkan may be used at all they are
 * loaded too, 91 MiB instead of 23. A few small graphs a second gain nothing from a GPU, which would have to be woken
 * for them. Whoever sets one of these variables knows better. */
static void
choose_renderer (void)
{
  const char *disabled = g_getenv ("GDK_DISABLE");
  g_autofree char *merged = NULL;

  if (is_set ("GSK_RENDERER") || is_set ("GDK_DEBUG"))
    return;
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  if (!is_set ("GDK_DISABLE"))
    merged = g_strdup ("gl,vulkan");
  else if (strstr (disabled, "all") == NULL)
    merged = g_strconcat (disabled, ",gl,vulkan", NULL);
  /* After "all" the other names are exceptions from it. */
  if (merged != NULL)
    g_setenv ("GDK_DISABLE", merged, TRUE);
}

/* GTK's first frame frees surfaces of megabytes, after which glibc would take blocks of that size from the heap for
 * good, between small ones that stay: with the default graphs 13 MiB of heap instead of 9. The threads that GLib
 * starts use little, and an arena for each would be 1 MiB more. A lower limit would map and unmap memory in
 * each frame. */
static void
keep_heap_small (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 256 * 1024);
  mallopt (M_TRIM_THRESHOLD, 256 * 1024);
  mallopt (M_ARENA_MAX, 1);
#endif
}

int
main (int argc, char *argv[])
{
  g_autoptr (SwApplication) application = NULL;
  g_autofree char *locale_dir = sw_prefix_resolve (LOCALEDIR);
  /* For a run with translations that are not installed (tests/ui/pseudo-locale). */
  const char *given_locale_dir = g_getenv ("STILLWATCH_LOCALE_DIR");
  int status;

  keep_heap_small ();
  choose_renderer ();
  sw_prefix_announce ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, given_locale_dir != NULL ? given_locale_dir : locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (C_ ("application", "Stillwatch"));

  application = sw_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : sw_application_get_exit_status (application);
}
