/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gstdio.h>

#include "shell/sw-autostart-entry.h"
#include "shell/sw-autostart.h"
#include "tests/services/bus-mock.h"
#include "tests/sw-test.h"

#define LEAF "/autostart/" APP_ID ".desktop"
#define ENTRY "[Desktop Entry]\nType=Application\nName=Stillwatch\nExec=stillwatch --background\n"

static void
test_entries_are_read (void)
{
  static const struct
  {
    const char *text;
    gboolean starts;
  } cases[] = {
    { ENTRY, TRUE },
    { ENTRY "Hidden=false\n", TRUE },
    { ENTRY "Hidden=true\n", FALSE },
    { ENTRY "X-GNOME-Autostart-enabled=true\n", TRUE },
    { ENTRY "X-GNOME-Autostart-enabled=false\n", FALSE },
    { ENTRY "Hidden=perhaps\n", TRUE },
    { "", FALSE },
    { "\n", FALSE },
    { "rubbish", FALSE },
    { "[Desktop Entry", FALSE },
    { "[Desktop Entry]\n", FALSE },
    { "[Desktop Entry]\nExec=\n", FALSE },
    { "[Other]\nExec=stillwatch\n", FALSE },
    { "\xff\xfe\x01[Desktop Entry]\nExec=stillwatch\n", FALSE },
    { "[Desktop Entry]\nExec=\xff\xfe\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sw_autostart_entry_starts (cases[i].text, strlen (cases[i].text)), ==,
                     cases[i].starts);
}

/* What a session makes of the Exec line is what was meant. */
static void
test_entries_are_written (void)
{
  const char *const programs[]
      = { "stillwatch", "/usr/bin/stillwatch", "/a folder/still\"watch", "/100%/$x/`y`/\\z" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    for (gboolean hidden = FALSE; hidden <= TRUE; hidden++)
      {
        g_autofree char *text = sw_autostart_entry_write (programs[i], hidden);
        g_autoptr (GKeyFile) file = g_key_file_new ();
        g_autofree char *command = NULL;
        g_auto (GStrv) words = NULL;
        g_autoptr (GString) program = NULL;

        g_assert_cmpint (sw_autostart_entry_starts (text, strlen (text)), ==, !hidden);
        g_assert_true (g_key_file_load_from_data (file, text, (gsize) -1, 0, NULL));
        command = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
        g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
        program = g_string_new (words[0]);
        g_string_replace (program, "%%", "%", 0);
        g_assert_cmpstr (program->str, ==, programs[i]);
        g_assert_cmpstr (words[1], ==, "--background");
        g_assert_null (words[2]);
      }
}

typedef struct
{
  SwTestTree *tree;
  char *user, *system, *path;
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->tree = sw_test_tree_new ();
  self->user = g_build_filename (sw_test_tree_get_root (self->tree), "user", NULL);
  self->system = g_build_filename (sw_test_tree_get_root (self->tree), "system", NULL);
  self->path = g_strconcat (self->user, LEAF, NULL);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_free (self->user);
  g_free (self->system);
  g_free (self->path);
  sw_test_tree_free (self->tree);
}

static SwAutostart *
look (Fixture *self)
{
  const char *const folders[] = { self->user, self->system, NULL };
  SwAutostart *autostart = sw_autostart_new_for_folders (folders);

  wait_until (!sw_autostart_get_busy (autostart));
  return autostart;
}

static void
change (SwAutostart *autostart, gboolean enabled)
{
  sw_autostart_set_enabled (autostart, enabled);
  g_assert_true (sw_autostart_get_busy (autostart));
  wait_until (!sw_autostart_get_busy (autostart));
}

static void
test_switched_on_and_off (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwAutostart) autostart = look (self);
  g_autoptr (SwAutostart) other = NULL;
  g_autofree char *text = NULL;

  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_null (sw_autostart_get_error (autostart));
  change (autostart, TRUE);
  g_assert_true (sw_autostart_get_enabled (autostart));
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "--background"));
  other = look (self);
  g_assert_true (sw_autostart_get_enabled (other));
  change (autostart, FALSE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  change (autostart, FALSE);
  g_assert_null (sw_autostart_get_error (autostart));
}

/* As a desktop's own tool leaves it, and as a broken disk does. */
static void
test_disabled_elsewhere (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = { ENTRY "Hidden=true\n", ENTRY "X-GNOME-Autostart-enabled=false\n",
                                "", "\x01\x02\xff rubbish [" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SwAutostart) autostart = NULL;

      sw_test_tree_write (self->tree, "user" LEAF, texts[i]);
      autostart = look (self);
      g_assert_false (sw_autostart_get_enabled (autostart));
      change (autostart, TRUE);
      g_assert_true (sw_autostart_get_enabled (autostart));
    }
}

/* A file without end, as a device would be, is left after what an entry can have. */
static void
test_huge_file (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *text = g_strnfill (2 * SW_AUTOSTART_ENTRY_MAX_BYTES, '#');
  g_autoptr (SwAutostart) autostart = NULL;

  memcpy (text, ENTRY, strlen (ENTRY));
  sw_test_tree_write (self->tree, "user" LEAF, text);
  autostart = look (self);
  g_assert_false (sw_autostart_get_enabled (autostart));
}

/* What the system provides is taken back by a file that says so. */
static void
test_provided_by_system (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwAutostart) autostart = NULL;
  g_autofree char *text = NULL;

  sw_test_tree_write (self->tree, "system" LEAF, ENTRY);
  autostart = look (self);
  g_assert_true (sw_autostart_get_enabled (autostart));
  change (autostart, FALSE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Hidden=true"));
  change (autostart, TRUE);
  g_assert_true (sw_autostart_get_enabled (autostart));
}

/* A file where the folder should be, and a folder where the file should be, stop root too. */
static void
test_cannot_be_written (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwAutostart) autostart = NULL;
  g_autoptr (SwAutostart) other = NULL;

  sw_test_tree_write (self->tree, "user/autostart", "no folder");
  autostart = look (self);
  g_assert_false (sw_autostart_get_enabled (autostart));
  change (autostart, TRUE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_nonnull (sw_autostart_get_error (autostart));
  sw_test_tree_remove (self->tree, "user/autostart");
  change (autostart, TRUE);
  g_assert_true (sw_autostart_get_enabled (autostart));
  g_assert_null (sw_autostart_get_error (autostart));
  sw_test_tree_remove (self->tree, "user" LEAF);
  sw_test_tree_write (self->tree, "user" LEAF "/file", "in the way");
  other = look (self);
  g_assert_false (sw_autostart_get_enabled (other));
  change (other, TRUE);
  g_assert_false (sw_autostart_get_enabled (other));
  g_assert_nonnull (sw_autostart_get_error (other));
}

/* A portal: how it answers is in the test's hands. */
typedef struct
{
  GDBusConnection *bus;
  gboolean asked, autostart, grants, silent;
  guint response;
} Portal;

static void
on_portal_called (GDBusConnection *bus,
                  const char *sender,
                  G_GNUC_UNUSED const char *path,
                  G_GNUC_UNUSED const char *interface,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  Portal *portal = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = NULL;
  const char *token;
  g_auto (GStrv) command = NULL;
  GVariantBuilder results = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_assert_cmpstr (method, ==, "RequestBackground");
  g_assert_true (g_variant_lookup (options, "autostart", "b", &portal->autostart));
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "commandline", "^as", &command));
  g_assert_cmpstr (command[1], ==, "--background");
  request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  portal->asked = TRUE;
  if (portal->silent)
    return;
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (portal->grants));
  g_variant_builder_add (&results, "{sv}", "autostart",
                         g_variant_new_boolean (portal->grants && portal->autostart));
  g_dbus_connection_emit_signal (bus, sender, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", portal->response, &results), NULL);
}

static guint
start_portal (BusMock *mock, Portal *portal)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_portal_called };
  static const char xml[] = "<node><interface name='org.freedesktop.portal.Background'><method "
                            "name='RequestBackground'>"
                            "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
                            "<arg type='o' direction='out'/></method></interface></node>";
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  guint owner;

  portal->bus = g_dbus_connection_new_for_address_sync (
      bus_mock_get_address (mock),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_dbus_connection_register_object (portal->bus, "/org/freedesktop/portal/desktop",
                                     node->interfaces[0], &vtable, portal, NULL, NULL);
  owner = g_bus_own_name_on_connection (portal->bus, "org.freedesktop.portal.Desktop", 0, NULL,
                                        NULL, NULL, NULL);
  /* Sent is not owned: the bus may read a call of the other connection first. */
  wait_until (bus_mock_has_owner (mock, "org.freedesktop.portal.Desktop"));
  return owner;
}

static void
test_portal (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  Portal portal = { .grants = TRUE };
  g_autoptr (GSettings) settings = g_settings_new ("org.stillwatch.Stillwatch");
  g_autoptr (SwAutostart) autostart
      = sw_autostart_new_for_portal (bus_mock_get_connection (mock), settings);
  guint owner;

  change (autostart, TRUE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_nonnull (sw_autostart_get_error (autostart));
  owner = start_portal (mock, &portal);
  change (autostart, TRUE);
  g_assert_true (portal.asked && portal.autostart);
  g_assert_true (sw_autostart_get_enabled (autostart));
  g_assert_null (sw_autostart_get_error (autostart));
  g_assert_true (g_settings_get_boolean (settings, "portal-autostart"));
  change (autostart, FALSE);
  g_assert_false (portal.autostart);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_null (sw_autostart_get_error (autostart));
  portal.grants = FALSE;
  change (autostart, TRUE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_nonnull (sw_autostart_get_error (autostart));
  portal.grants = TRUE;
  portal.response = 1;
  change (autostart, TRUE);
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_settings_reset (settings, "portal-autostart");
  g_bus_unown_name (owner);
  g_clear_object (&portal.bus);
}

/* A portal that ends while a user thinks about its question. */
static void
test_portal_that_dies (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  Portal portal = { .grants = TRUE, .silent = TRUE };
  SwAutostart *autostart = sw_autostart_new_for_portal (bus_mock_get_connection (mock), NULL);
  guint owner = start_portal (mock, &portal);

  sw_autostart_set_enabled (autostart, TRUE);
  wait_until (portal.asked);
  g_assert_true (sw_autostart_get_busy (autostart));
  /* Its answer to the call comes first, and is no answer to the question. */
  g_dbus_connection_flush_sync (portal.bus, NULL, NULL);
  g_bus_unown_name (owner);
  g_dbus_connection_close_sync (portal.bus, NULL, NULL);
  g_clear_object (&portal.bus);
  wait_until (!sw_autostart_get_busy (autostart));
  g_assert_false (sw_autostart_get_enabled (autostart));
  g_assert_nonnull (strstr (sw_autostart_get_error (autostart), "ended before it answered"));
  portal.silent = FALSE;
  owner = start_portal (mock, &portal);
  change (autostart, TRUE);
  g_assert_true (sw_autostart_get_enabled (autostart));
  g_assert_null (sw_autostart_get_error (autostart));
  sw_test_assert_last_unref (autostart);
  g_bus_unown_name (owner);
  g_clear_object (&portal.bus);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autostart/entry/read", test_entries_are_read);
  g_test_add_func ("/autostart/entry/written", test_entries_are_written);
  ADD ("/autostart/file/on-and-off", test_switched_on_and_off);
  ADD ("/autostart/file/disabled-elsewhere", test_disabled_elsewhere);
  ADD ("/autostart/file/huge", test_huge_file);
  ADD ("/autostart/file/provided-by-system", test_provided_by_system);
  ADD ("/autostart/file/cannot-be-written", test_cannot_be_written);
  g_test_add_func ("/autostart/portal", test_portal);
  g_test_add_func ("/autostart/portal/dies", test_portal_that_dies);
  return g_test_run ();
}
