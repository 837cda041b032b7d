/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Where the program's own files are when the tree that was installed has been moved: beside it as they were. Only what
 * others start it by (the desktop entry, the bus, systemd) names the prefix that was configured. */

#include "config.h"

#include <string.h>

#include "shell/sw-prefix.h"

/*
 * sw_prefix_find:
 * @program: (type filename): the program's file
 * @bindir: (type filename): where it was to be installed
 * @prefix: (type filename): the prefix of that
 *
 * Returns: (transfer full): the prefix that PROGRAM has where it is; PREFIX itself if it is not in a folder like BINDIR
 */
char *
sw_prefix_find (const char *program, const char *bindir, const char *prefix)
{
  g_autofree char *folder = g_path_get_dirname (program);
  const char *tail = g_str_has_prefix (bindir, prefix) ? bindir + strlen (prefix) : "";

  if (tail[0] != '/' || !g_str_has_suffix (folder, tail) || strlen (folder) == strlen (tail))
    return g_strdup (prefix);
  return g_strndup (folder, strlen (folder) - strlen (tail));
}

/*
 * sw_prefix_move:
 * @path: (type filename): a path as it was configured
 * @prefix: (type filename): the prefix that was configured
 * @moved: (type filename): the prefix that is
 *
 * Returns: (transfer full): PATH below MOVED; as it is if it is not below PREFIX
 */
char *
sw_prefix_move (const char *path, const char *prefix, const char *moved)
{
  if (!g_str_has_prefix (path, prefix) || path[strlen (prefix)] != '/')
    return g_strdup (path);
  return g_strconcat (moved, path + strlen (prefix), NULL);
}

static char *
find_own (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? sw_prefix_find (program, INSTALL_BINDIR, INSTALL_PREFIX)
                         : g_strdup (INSTALL_PREFIX);
}

/* Returns: (transfer full): where what was configured as PATH is */
char *
sw_prefix_resolve (const char *path)
{
  g_autofree char *moved = find_own ();

  return sw_prefix_move (path, INSTALL_PREFIX, moved);
}

/*
 * sw_prefix_announce:
 *
 * Has GLib and GTK find schemas and icons in a tree that was moved, and the help browser, which inherits it, the help.
 * Comes before anything asks for them.
 */
void
sw_prefix_announce (void)
{
  const char *others = g_getenv ("XDG_DATA_DIRS");
  g_autofree char *own = sw_prefix_resolve (INSTALL_DATADIR);
  g_autofree char *all = NULL;

  if (g_str_equal (own, INSTALL_DATADIR))
    return;
  /* The folders that stand for an empty one, by the XDG Base Directory Specification. */
  if (others == NULL || others[0] == '\0')
    others = "/usr/local/share/:/usr/share/";
  all = g_strjoin (G_SEARCHPATH_SEPARATOR_S, own, others, NULL);
  g_setenv ("XDG_DATA_DIRS", all, TRUE);
}
