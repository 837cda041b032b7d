/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/sw-scan.h"

#include "plugins/multiload/sysfs.h"

/* More than any machine has; what a garbled tree may cost. */
#define MAX_ENTRIES 1024

/* The number between PREFIX and SUFFIX of "temp12_input"; -1 if that is not its form. */
static int
get_number (const char *entry, const char *prefix, const char *suffix)
{
  SwScan scan = sw_scan_init (entry, strlen (entry));
  guint64 number;

  if (!sw_scan_literal (&scan, prefix) || scan.at == scan.end || !g_ascii_isdigit (*scan.at)
      || !sw_scan_u64 (&scan, &number) || number > G_MAXINT)
    return -1;
  return sw_scan_literal (&scan, suffix) && scan.at == scan.end ? (int) number : -1;
}

static int
compare_entries (const void *a, const void *b)
{
  const char *first = *(const char *const *) a;
  const char *second = *(const char *const *) b;
  const gsize first_bytes = strlen (first);
  const gsize second_bytes = strlen (second);

  /* All are the same but for the number, which has no leading zeros: the longer one is the greater. */
  if (first_bytes != second_bytes)
    return first_bytes < second_bytes ? -1 : 1;
  return strcmp (first, second);
}

/* The entries of FOLDER named PREFIX, a number, SUFFIX, in the order of their numbers. */
GPtrArray *
sysfs_list (const char *folder, const char *prefix, const char *suffix)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && entries->len < MAX_ENTRIES && (entry = g_dir_read_name (dir)) != NULL)
    if (get_number (entry, prefix, suffix) >= 0)
      g_ptr_array_add (entries, g_strdup (entry));
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

/* The first line of an attribute, cut to what fits. FALSE if there is none. */
gboolean
sysfs_read_line (const char *folder, const char *name, char *line, gsize line_bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gssize n_bytes;

  line[0] = '\0';
  if (fd < 0)
    return FALSE;
  do
    n_bytes = pread (fd, line, line_bytes - 1, 0);
  while (n_bytes < 0 && errno == EINTR);
  line[MAX (n_bytes, 0)] = '\0';
  line[strcspn (line, "\n")] = '\0';
  g_strstrip (line);
  return line[0] != '\0';
}

/* The last part of where a link points to: a device's or driver's own name. */
char *
sysfs_get_link_name (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

/* An attribute's one number. FALSE for anything else around it. */
gboolean
sysfs_parse_number (const char *text, gsize length_bytes, gint64 *value)
{
  SwScan scan = sw_scan_init (text, length_bytes);

  if (!sw_scan_i64 (&scan, value))
    return FALSE;
  sw_scan_skip_blanks (&scan);
  return scan.at == scan.end || *scan.at == '\n';
}
