/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/sw-scan.h"

#include "plugins/multiload/attribute.h"

/* What fits of the text, NUL-terminated and without the blanks around it. Its length, or -1. */
gssize
attribute_read (const char *path, char *buffer, gsize buffer_bytes)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gsize length = 0;
  gssize n_bytes;

  g_assert (buffer_bytes > 0);

  if (fd < 0)
    return -1;
  do
    {
      n_bytes = read (fd, buffer + length, buffer_bytes - 1 - length);
      if (n_bytes > 0)
        length += n_bytes;
    }
  while (n_bytes > 0 || (n_bytes < 0 && errno == EINTR));
  if (n_bytes < 0)
    return -1;
  buffer[length] = '\0';
  g_strstrip (buffer);
  return strlen (buffer);
}

gboolean
attribute_exists (const char *path)
{
  return faccessat (AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Of the device NAME in /sys/class/CLASS, as the device's own text has the name: sysfs writes cciss/c0d0 with a "!". */
char *
attribute_path (const char *root, const char *class, const char *name, const char *attribute)
{
  g_autofree char *folder = g_strdelimit (g_strdup (name), "/", '!');

  return g_strconcat (root, "/sys/class/", class, "/", folder, "/", attribute, NULL);
}

gboolean
attribute_is_of (const char *root, const char *class, const char *name, const char *attribute)
{
  g_autofree char *path = attribute_path (root, class, name, attribute);

  return attribute_exists (path);
}

/* 0 if there is none. */
guint64
attribute_number_of (const char *root, const char *class, const char *name, const char *attribute)
{
  g_autofree char *path = attribute_path (root, class, name, attribute);
  char text[32];
  const gssize length = attribute_read (path, text, sizeof text);
  SwScan scan = sw_scan_init (text, MAX (length, 0));
  guint64 value;

  return sw_scan_u64 (&scan, &value) ? value : 0;
}
