/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The icon as a panel sees it, with a source whose samples this test makes. Run beside a real panel: tests/ui/with-panel. */

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "shell/sw-page.h"
#include "shell/sw-tray-icon.h"
#include "shell/sw-tray-menu.h"
#include "shell/sw-tray.h"

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"

#define ITEM "org.kde.StatusNotifierItem"
#define ITEM_PATH "/StatusNotifierItem"
#define MENU "com.canonical.dbusmenu"

typedef struct
{
  GDBusConnection *bus;  /* the tray's */
  GDBusConnection *peer; /* of somebody else */
  GMainContext *nobody;  /* runs the scheduler never */
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSource *source;
  GSettings *settings;
  GListModel *pages;
  SwTray *tray;
  gint64 now_us;
  guint n_icons, n_tooltips; /* signals that the peer heard */
  guint subscription_id;
  char *name;
  GVariant *answer; /* (nullable) of the peer's last call */
  GError *error;    /* (nullable) */
  gboolean answered;
} Fixture;

static void
on_signal_cb (G_GNUC_UNUSED GDBusConnection *bus,
              G_GNUC_UNUSED const char *sender,
              G_GNUC_UNUSED const char *path,
              G_GNUC_UNUSED const char *interface,
              const char *signal,
              G_GNUC_UNUSED GVariant *parameters,
              gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_icons += g_str_equal (signal, "NewIcon");
  fixture->n_tooltips += g_str_equal (signal, "NewToolTip");
}

static GDBusConnection *
connect_to (const char *address)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
set_up (Fixture *fixture, const char *address)
{
  *fixture = (Fixture) { .now_us = 1000 * SW_SECOND_US };
  fixture->bus = connect_to (address);
  fixture->peer = connect_to (address);
  fixture->nobody = g_main_context_new ();
  fixture->scheduler = sw_scheduler_new (NULL, fixture->nobody);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  fixture->source = sw_fake_source_new ("fake", "Fake <b>", SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (fixture->source, SW_ROLE_1, "user & co", "system", NULL);
  sw_source_registry_add (fixture->registry, "test", fixture->source);
  fixture->settings = sw_tray_open_settings ();
  g_settings_set_string (fixture->settings, "source", "fake");
  fixture->pages = G_LIST_MODEL (g_list_store_new (SW_TYPE_PAGE));
  fixture->tray = sw_tray_new (fixture->bus, fixture->settings, fixture->registry, fixture->pages);
  fixture->name = g_strdup_printf (ITEM "-%d-1", (int) getpid ());
  fixture->subscription_id
      = g_dbus_connection_signal_subscribe (fixture->peer, fixture->name, ITEM, NULL, ITEM_PATH,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal_cb, fixture,
                                            NULL);
}

static void
tear_down (Fixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "enabled", FALSE);
  g_dbus_connection_signal_unsubscribe (fixture->peer, fixture->subscription_id);
  g_clear_pointer (&fixture->answer, g_variant_unref);
  g_clear_error (&fixture->error);
  sw_test_assert_last_unref (fixture->tray);
  g_assert_cmpuint (sw_source_get_demand (fixture->source), ==, 0);
  sw_source_registry_remove (fixture->registry, fixture->source);
  sw_test_assert_last_unref (fixture->source);
  g_clear_object (&fixture->registry);
  g_clear_object (&fixture->scheduler);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->pages);
  g_dbus_connection_close_sync (fixture->peer, NULL, NULL);
  g_dbus_connection_close_sync (fixture->bus, NULL, NULL);
  g_clear_object (&fixture->peer);
  g_clear_object (&fixture->bus);
  g_main_context_unref (fixture->nobody);
  g_free (fixture->name);
}

static void
on_answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &fixture->error);
  fixture->answered = TRUE;
}

static gboolean
is_answered (gpointer data)
{
  return ((Fixture *) data)->answered;
}

/* Asks as a panel does. Signals that were told before are heard when the answer is there. Returns: (transfer none)
 * (nullable): the answer; without one there is an error */
static GVariant *
call (Fixture *fixture,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters)
{
  g_clear_pointer (&fixture->answer, g_variant_unref);
  g_clear_error (&fixture->error);
  fixture->answered = FALSE;
  g_dbus_connection_call (fixture->peer, fixture->name, path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, on_answered_cb, fixture);
  sw_widget_test_wait (is_answered, fixture);
  return fixture->answer;
}

static GVariant *
call_menu (Fixture *fixture, const char *method, const char *parameters)
{
  return call (fixture, SW_TRAY_MENU_PATH, MENU, method, g_variant_new_parsed (parameters));
}

static GVariant *
get (Fixture *fixture, const char *property)
{
  g_autoptr (GVariant) value = NULL;

  call (fixture, ITEM_PATH, "org.freedesktop.DBus.Properties", "Get",
        g_variant_new ("(ss)", ITEM, property));
  g_assert_no_error (fixture->error);
  g_variant_get (fixture->answer, "(v)", &value);
  return g_steal_pointer (&value);
}

static void
push (Fixture *fixture, double user, double system)
{
  fixture->now_us += SW_SECOND_US;
  sw_fake_source_push (fixture->source, fixture->now_us, (double[]) { user, system });
}

static gboolean
is_shown (gpointer data)
{
  return sw_tray_get_shown (((Fixture *) data)->tray);
}

static void
show (Fixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "enabled", TRUE);
  sw_widget_test_wait (is_shown, fixture);
}

static void
test_demands_while_it_is_seen (void)
{
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 0);
  show (&fixture);
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 1);
  g_assert_false (sw_source_get_recorded (fixture.source));
  g_object_set (fixture.tray, "paused", TRUE, NULL);
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 0);
  g_object_set (fixture.tray, "paused", FALSE, NULL);
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 1);
  g_settings_set_string (fixture.settings, "source", "other");
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 0);
  g_settings_set_string (fixture.settings, "source", "fake");
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 1);
  g_settings_set_boolean (fixture.settings, "enabled", FALSE);
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 0);
  g_assert_false (sw_tray_get_shown (fixture.tray));
  tear_down (&fixture);
}

static gboolean
is_on_bus (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_sync (fixture->peer, "org.freedesktop.DBus", "/",
                                     "org.freedesktop.DBus", "NameHasOwner",
                                     g_variant_new ("(s)", fixture->name), NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  g_main_context_wakeup (NULL);
  return owned;
}

static gboolean
is_off_bus (gpointer data)
{
  return !is_on_bus (data);
}

/* At once, and without waiting for the bus: what takes the name back is on its way before what asks for it. */
static void
test_named_again (void)
{
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  for (int i = 0; i < 5; i++)
    {
      g_settings_set_boolean (fixture.settings, "enabled", TRUE);
      g_settings_set_boolean (fixture.settings, "enabled", FALSE);
    }
  show (&fixture);
  sw_widget_test_wait (is_on_bus, &fixture);
  g_variant_unref (get (&fixture, "Title"));
  g_settings_set_boolean (fixture.settings, "enabled", FALSE);
  sw_widget_test_wait (is_off_bus, &fixture);
  tear_down (&fixture);
}

/* On a bus on which nobody shows icons. What is asked first is answered first: when the icon has its name, it knows too
 * that there is no watcher. */
static void
test_without_a_panel (void)
{
  GTestDBus *daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  Fixture fixture;

  g_test_dbus_up (daemon);
  set_up (&fixture, g_test_dbus_get_bus_address (daemon));
  g_settings_set_boolean (fixture.settings, "enabled", TRUE);
  sw_widget_test_wait (is_on_bus, &fixture);
  g_assert_false (sw_tray_get_shown (fixture.tray));
  g_assert_cmpuint (sw_source_get_demand (fixture.source), ==, 0);
  push (&fixture, 10, 10);
  g_assert_nonnull (call_menu (&fixture, "AboutToShow", "(0,)"));
  g_assert_cmpuint (fixture.n_icons + fixture.n_tooltips, ==, 0);
  tear_down (&fixture);
  g_test_dbus_down (daemon);
  g_object_unref (daemon);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void
ask (Fixture *fixture)
{
  g_variant_unref (get (fixture, "IconPixmap"));
  g_variant_unref (get (fixture, "ToolTip"));
}

static void
push_and_ask (Fixture *fixture, double user, double system)
{
  push (fixture, user, system);
  ask (fixture);
}

/* The graph is filled with one value: what moves on looks the same. */
static void
test_tells_only_what_is_new (void)
{
  guint n_icons, n_tooltips;
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  for (int i = 0; i < 40; i++)
    push_and_ask (&fixture, 40, 20);
  n_icons = fixture.n_icons;
  n_tooltips = fixture.n_tooltips;
  g_assert_cmpuint (n_icons, >, 10);
  g_assert_cmpuint (n_tooltips, <=, 2);
  for (int i = 0; i < 40; i++)
    push_and_ask (&fixture, 40, 20);
  g_assert_cmpuint (fixture.n_icons, ==, n_icons);
  g_assert_cmpuint (fixture.n_tooltips, ==, n_tooltips);
  for (int i = 0; i < 2; i++)
    push_and_ask (&fixture, 70, 20);
  g_assert_cmpuint (fixture.n_icons, ==, n_icons + 1);
  tear_down (&fixture);
}

static void
test_values_told_seldom (void)
{
  Fixture fixture;
  guint n_icons, n_tooltips;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  push_and_ask (&fixture, 1, 0);
  n_icons = fixture.n_icons;
  n_tooltips = fixture.n_tooltips;
  for (int i = 0; i < 24; i++)
    push_and_ask (&fixture, 4 * i, 0);
  g_assert_cmpuint (fixture.n_icons, ==, n_icons + 12);
  g_assert_cmpuint (fixture.n_tooltips, ==, n_tooltips + 4);
  /* What is no value is told at once. */
  g_object_set (fixture.tray, "paused", TRUE, NULL);
  ask (&fixture);
  g_assert_cmpuint (fixture.n_icons, ==, n_icons + 13);
  g_assert_cmpuint (fixture.n_tooltips, ==, n_tooltips + 5);
  tear_down (&fixture);
}

/* No call is answered while this pushes, that of the real panel neither. */
static void
test_tells_who_asks (void)
{
  Fixture fixture;
  guint n_icons, n_tooltips;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  push_and_ask (&fixture, 1, 0);
  n_icons = fixture.n_icons;
  n_tooltips = fixture.n_tooltips;
  for (int i = 0; i < 20; i++)
    push (&fixture, 2 + i, 0);
  ask (&fixture);
  g_assert_cmpuint (fixture.n_icons, ==, n_icons + 1);
  g_assert_cmpuint (fixture.n_tooltips, ==, n_tooltips + 1);
  tear_down (&fixture);
}

static void
assert_tooltip (Fixture *fixture, const char *title, const char *text)
{
  g_autoptr (GVariant) tooltip = get (fixture, "ToolTip");
  const char *real_title, *real_text;

  g_variant_get (tooltip, "(&s@a(iiay)&s&s)", NULL, NULL, &real_title, &real_text);
  g_assert_cmpstr (real_title, ==, title);
  g_assert_cmpstr (real_text, ==, text);
}

static void
test_tooltip (void)
{
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  assert_tooltip (&fixture, "Fake <b>", "Waiting for the first value");
  push (&fixture, 40, 20);
  assert_tooltip (&fixture, "Fake <b>", "60 %\nuser &amp; co: 40 %\nsystem: 20 %");
  sw_channel_set_shown (sw_source_get_channel (fixture.source, 0), FALSE);
  for (int i = 0; i < 6; i++)
    push (&fixture, 40, 20);
  assert_tooltip (&fixture, "Fake <b>", "20 %\nsystem: 20 %");
  g_object_set (fixture.tray, "paused", TRUE, NULL);
  assert_tooltip (&fixture, "Fake <b>", "Paused");
  sw_source_registry_remove (fixture.registry, fixture.source);
  assert_tooltip (&fixture, "Stillwatch",
                  "What this icon showed is not there: choose something else in the preferences");
  sw_source_registry_add (fixture.registry, "test", fixture.source);
  assert_tooltip (&fixture, "Fake <b>", "Paused");
  tear_down (&fixture);
}

static void
test_properties (void)
{
  const struct
  {
    const char *name, *value;
  } cases[] = {
    { "Category", "'Hardware'" },
    { "Id", "'" APP_ID "'" },
    { "Status", "'Active'" },
    { "IconName", "''" },
    { "OverlayIconPixmap", "@a(iiay) []" },
    { "ItemIsMenu", "false" },
    { "Menu", "objectpath '" SW_TRAY_MENU_PATH "'" },
    { "WindowId", "0" },
  };
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) value = get (&fixture, cases[i].name);
      g_autofree char *text = g_variant_print (value, TRUE);

      g_assert_cmpstr (text, ==, cases[i].value);
    }
  tear_down (&fixture);
}

static void
assert_answer (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_no_error (fixture->error);
  text = g_variant_print (fixture->answer, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

/* Panels ask in all the ways that the protocol has; what is wrong is refused. */
static void
test_menu_protocol (void)
{
  const struct
  {
    const char *method, *parameters;
    const char *answer; /* NULL: refused */
  } cases[] = {
    { "GetLayout", "(0, 0, @as [])", "(1, (0, {'children-display': <'submenu'>}, []))" },
    { "GetLayout", "(4, -1, ['toggle-state'])", "(1, (4, {'toggle-state': <0>}, []))" },
    { "GetLayout", "(77, -1, @as [])", NULL },
    { "GetGroupProperties", "([2, 77], @as [])", "([(2, {'type': <'separator'>})],)" },
    { "GetGroupProperties", "([7], ['label', 'enabled'])", "([(7, {'label': <'_Quit'>})],)" },
    { "GetProperty", "(4, 'toggle-type')", "(<'checkmark'>,)" },
    { "GetProperty", "(4, 'nonsense')", NULL },
    { "GetProperty", "(77, 'label')", NULL },
    { "Event", "(0, 'opened', <''>, uint32 0)", "()" },
    { "Event", "(77, 'clicked', <''>, uint32 0)", NULL },
    { "EventGroup", "([(4, 'hovered', <''>, uint32 0), (77, 'clicked', <0>, 0)],)", "([77],)" },
    { "AboutToShow", "(0,)", "(false,)" },
    { "AboutToShowGroup", "([0, 4],)", "([], [])" },
  };
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      call_menu (&fixture, cases[i].method, cases[i].parameters);
      if (cases[i].answer != NULL)
        assert_answer (&fixture, cases[i].answer);
      else
        g_assert_error (fixture.error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
    }
  tear_down (&fixture);
}

static void
on_chosen_cb (G_GNUC_UNUSED SwTray *tray, const char *action, const char *target, GString *chosen)
{
  g_string_append_printf (chosen, "%s(%s) ", action, target != NULL ? target : "");
}

static void
test_menu_chooses (void)
{
  g_autoptr (GString) chosen = g_string_new (NULL);
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  show (&fixture);
  g_signal_connect (fixture.tray, "chosen", G_CALLBACK (on_chosen_cb), chosen);
  call_menu (&fixture, "Event", "(1, 'clicked', <''>, uint32 0)");
  call_menu (&fixture, "Event", "(2, 'clicked', <''>, uint32 0)");
  call_menu (&fixture, "EventGroup",
             "([(4, 'clicked', <''>, uint32 0), (7, 'clicked', <''>, 0)],)");
  g_assert_cmpstr (chosen->str, ==, "open() pause-tray() quit() ");
  tear_down (&fixture);
}

static void
append_page (Fixture *fixture, const char *id)
{
  g_autoptr (SwPage) page = sw_page_new (id, id, "", NULL);

  g_list_store_append (G_LIST_STORE (fixture->pages), page);
}

/* A panel shows the menu as it was for a while. */
static void
test_menu_ids_stay (void)
{
  g_autoptr (GString) chosen = g_string_new (NULL);
  Fixture fixture;

  set_up (&fixture, g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  append_page (&fixture, "a");
  append_page (&fixture, "b");
  show (&fixture);
  g_signal_connect (fixture.tray, "chosen", G_CALLBACK (on_chosen_cb), chosen);
  call_menu (&fixture, "GetProperty", "(101, 'label')");
  assert_answer (&fixture, "(<'b'>,)");
  g_list_store_remove (G_LIST_STORE (fixture.pages), 0);
  append_page (&fixture, "c");
  call_menu (&fixture, "Event", "(101, 'clicked', <''>, uint32 0)");
  call_menu (&fixture, "Event", "(102, 'clicked', <''>, uint32 0)");
  call_menu (&fixture, "Event", "(100, 'clicked', <''>, uint32 0)");
  g_assert_error (fixture.error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  append_page (&fixture, "a");
  call_menu (&fixture, "Event", "(100, 'clicked', <''>, uint32 0)");
  g_assert_cmpstr (chosen->str, ==, "show-page(b) show-page(c) show-page(a) ");
  tear_down (&fixture);
}

/* What was drawn last is what is sent: opaque in the middle, transparent at the corners, other colours where the graph is. */
static void
test_pixels (void)
{
  g_autoptr (SwTrayIcon) icon = sw_tray_icon_new ();
  g_autoptr (GVariant) plain = NULL, paused = NULL;

  g_assert_true (sw_tray_icon_draw (icon, NULL, FALSE));
  g_assert_false (sw_tray_icon_draw (icon, NULL, FALSE));
  plain = g_variant_ref_sink (sw_tray_icon_to_variant (icon));
  g_assert_true (sw_tray_icon_draw (icon, NULL, TRUE));
  paused = g_variant_ref_sink (sw_tray_icon_to_variant (icon));
  g_assert_false (g_variant_equal (plain, paused));
  for (gsize i = 0; i < g_variant_n_children (plain); i++)
    {
      g_autoptr (GVariant) size = g_variant_get_child_value (plain, i);
      g_autoptr (GVariant) bytes = NULL;
      const guint8 *pixels;
      gsize n_bytes;
      gint32 width, height;

      g_variant_get (size, "(ii@ay)", &width, &height, &bytes);
      pixels = g_variant_get_fixed_array (bytes, &n_bytes, 1);
      g_assert_cmpuint (n_bytes, ==, 4 * width * height);
      g_assert_cmpuint (pixels[0], <, 128);
      /* ARGB, the most significant byte first. */
      pixels += 4 * (height / 2 * width + width / 2);
      g_assert_cmpuint (pixels[0], ==, 255);
      g_assert_cmpuint (pixels[1], ==, 28);
      g_assert_cmpuint (pixels[3], ==, 33);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-item/demand", test_demands_while_it_is_seen);
  g_test_add_func ("/tray-item/without-a-panel", test_without_a_panel);
  g_test_add_func ("/tray-item/tells-only-what-is-new", test_tells_only_what_is_new);
  g_test_add_func ("/tray-item/tells-who-asks", test_tells_who_asks);
  g_test_add_func ("/tray-item/named-again", test_named_again);
  g_test_add_func ("/tray-item/tooltip", test_tooltip);
  g_test_add_func ("/tray-item/values-told-seldom", test_values_told_seldom);
  g_test_add_func ("/tray-item/properties", test_properties);
  g_test_add_func ("/tray-item/menu/protocol", test_menu_protocol);
  g_test_add_func ("/tray-item/menu/chooses", test_menu_chooses);
  g_test_add_func ("/tray-item/menu/ids-stay", test_menu_ids_stay);
  g_test_add_func ("/tray-item/pixels", test_pixels);
  return g_test_run ();
}
