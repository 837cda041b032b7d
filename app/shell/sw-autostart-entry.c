/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The text of an autostart file: Desktop Entry Specification and Desktop Application Autostart Specification of
 * freedesktop.org. Other programs write these files too. */

#include "config.h"

#include "shell/sw-autostart-entry.h"

#define GNOME_KEY "X-GNOME-Autostart-enabled"

/*
 * sw_autostart_entry_starts:
 * @data: (array length=length_bytes): what is in a file; anything
 *
 * Returns: whether a session would start the program for it
 */
gboolean
sw_autostart_entry_starts (const char *data, gsize length_bytes)
{
  const char *const group = G_KEY_FILE_DESKTOP_GROUP;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command = NULL;

  /* GLib takes an empty text for none at all. */
  if (length_bytes == 0 || length_bytes > SW_AUTOSTART_ENTRY_MAX_BYTES
      || !g_key_file_load_from_data (file, data, length_bytes, G_KEY_FILE_NONE, NULL))
    return FALSE;
  command = g_key_file_get_string (file, group, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  if (command == NULL || command[0] == '\0')
    return FALSE;
  if (g_key_file_get_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;
  return !g_key_file_has_key (file, group, GNOME_KEY, NULL)
         || g_key_file_get_boolean (file, group, GNOME_KEY, NULL);
}

/* In an Exec line a percent sign begins a field code, and within quotes four characters need a backslash. */
static char *
quote (const char *program)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (const char *c = program; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append_c (quoted, '\\');
      if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');
  return g_string_free_and_steal (g_steal_pointer (&quoted));
}

/*
 * sw_autostart_entry_write:
 * @program: the program's name or path
 * @hidden: whether the file shall say that nothing is started, for where another says it is
 *
 * Returns: (transfer full): the text of a file
 */
char *
sw_autostart_entry_write (const char *program, gboolean hidden)
{
  const char *const group = G_KEY_FILE_DESKTOP_GROUP;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *quoted
      = g_str_equal (program, "stillwatch") ? g_strdup (program) : quote (program);
  g_autofree char *command = g_strconcat (quoted, " --background", NULL);

  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_TYPE,
                         G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_NAME, "Stillwatch");
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_ICON, APP_ID);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_TERMINAL, FALSE);
  if (hidden)
    g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_HIDDEN, TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}
