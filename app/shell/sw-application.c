/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "services/sw-session.h"
#include "services/sw-settings.h"
#include "shell/sw-application-private.h"
#include "shell/sw-page.h"
#include "shell/sw-plugin-scan.h"

/* The program: one instance, which owns the state that windows show. */

#define SERVICE_REST_MS (10 * 1000)

G_DEFINE_FINAL_TYPE (SwApplication, sw_application, ADW_TYPE_APPLICATION)

/* Returns: (transfer full) (nullable): %NULL where the schema is not installed */
GSettings *
sw_application_open_settings (void)
{
  return sw_settings_open (APP_ID, NULL);
}

static void
sw_application_activate (GApplication *application)
{
  sw_application_present_window (SW_APPLICATION (application));
}

/* Until it is told to quit, though no window be open. */
static void
sw_application_stay (SwApplication *self)
{
  if (self->staying)
    return;
  self->staying = TRUE;
  g_application_hold (G_APPLICATION (self));
}

static int
sw_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const gboolean background = g_variant_dict_contains (options, "background");
  const gboolean strip = g_variant_dict_contains (options, "strip");
  const char *page = NULL;
  SwWindow *window;

  if (g_variant_dict_lookup (options, "page", "&s", &page)
      && !sw_page_list_has (SW_APPLICATION (application)->pages, page))
    {
      g_application_command_line_printerr (command_line,
                                           C_ ("command line",
                                               "There is no page “%s”: see --list-plugins\n"),
                                           page);
      return 1;
    }
  if (background)
    sw_application_stay (SW_APPLICATION (application));
  if (strip && SW_APPLICATION (application)->strip != NULL)
    sw_strip_set_enabled (SW_APPLICATION (application)->strip, TRUE);
  if ((background || strip) && page == NULL)
    return 0;
  window = sw_application_present_window (SW_APPLICATION (application));
  if (page != NULL)
    sw_window_show_page (window, page);
  return 0;
}

static gboolean
sw_application_dbus_register (GApplication *application,
                              GDBusConnection *connection,
                              const char *object_path,
                              GError **error)
{
  SwApplication *self = SW_APPLICATION (application);

  if (!G_APPLICATION_CLASS (sw_application_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->bus = sw_bus_service_new (application, connection, object_path, error);
  return self->bus != NULL;
}

static void
sw_application_dbus_unregister (GApplication *application,
                                GDBusConnection *connection,
                                const char *object_path)
{
  g_clear_object (&SW_APPLICATION (application)->bus);
  G_APPLICATION_CLASS (sw_application_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

/* Started by the bus for somebody's call, it leaves when nobody needs it any more. The timer is GApplication's own. */
static void
rest_as_service (GApplication *application)
{
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    g_application_set_inactivity_timeout (application, SERVICE_REST_MS);
}

static gboolean
on_end_signalled_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

/* Whoever ends the session, or the terminal, ends the program as its menu does: windows remember what they are. */
static void
listen_for_end (SwApplication *self)
{
  static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };

  G_STATIC_ASSERT (G_N_ELEMENTS (numbers) == G_N_ELEMENTS (self->end_signals));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->end_signals[i] = g_unix_signal_add (numbers[i], on_end_signalled_cb, self);
}

static gboolean
interval_of_setting (GValue *value, GVariant *variant, G_GNUC_UNUSED gpointer user_data)
{
  g_value_set_int64 (value, (gint64) g_variant_get_uint32 (variant) * 1000);
  return TRUE;
}

static void
sw_application_startup (GApplication *application)
{
  SwApplication *self = SW_APPLICATION (application);
  g_auto (GStrv) folders = sw_plugin_scan_list_folders ();

  G_APPLICATION_CLASS (sw_application_parent_class)->startup (application);
  /* The same as APP_ID's, as pixels: see meson.build. */
  gtk_window_set_default_icon_name ("stillwatch-window");
  self->settings = sw_application_open_settings ();
  self->scheduler = sw_scheduler_new (NULL, NULL);
  self->pool = sw_sample_pool_new (NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  if (self->settings != NULL)
    g_settings_bind_with_mapping (self->settings, "default-interval-ms", self->registry,
                                  "default-interval-us", G_SETTINGS_BIND_GET, interval_of_setting,
                                  NULL, NULL, NULL);
  self->session = sw_session_new ();
  self->policy = sw_policy_new (self->session, self->settings, self->scheduler);
  self->recorder = sw_recorder_new (self->registry, self->settings, G_APPLICATION (self));
  self->host = sw_plugin_host_new (self->settings, self->scheduler, self->registry, self->pool,
                                   self->session);
  sw_plugin_host_load (self->host, (const char *const *) folders);
  self->pages = sw_page_list_new (self->host);
  if (self->bus != NULL)
    sw_bus_service_open (self->bus, self->scheduler, self->registry, self->pages);
  rest_as_service (application);
  if (self->screenshot_path == NULL)
    self->strip = sw_strip_new (GTK_APPLICATION (self), self->registry, self->host);
  sw_application_add_actions (self);
  listen_for_end (self);
  sw_application_add_tray (self);
}

/* Actions, and the strip's own window, hold what they act on: it ends here all the same, and lets go of the plugins. */
static void
end_faces (SwApplication *self)
{
  const char *const actions[] = { "strip", "tray", "pause-tray" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), actions[i]);
  if (self->strip != NULL)
    g_object_run_dispose (G_OBJECT (self->strip));
  if (self->tray != NULL)
    g_object_run_dispose (G_OBJECT (self->tray));
  g_clear_object (&self->strip);
  g_clear_object (&self->tray);
}

static void
sw_application_shutdown (GApplication *application)
{
  SwApplication *self = SW_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->end_signals); i++)
    g_clear_handle_id (&self->end_signals[i], g_source_remove);
  sw_application_give_up_screenshot (self);
  if (self->bus != NULL)
    sw_bus_service_close (self->bus);
  end_faces (self);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->pages);
  g_clear_object (&self->host);
  g_clear_object (&self->recorder);
  g_clear_object (&self->policy);
  g_clear_object (&self->session);
  g_clear_object (&self->registry);
  g_clear_object (&self->pool);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->settings);
  G_APPLICATION_CLASS (sw_application_parent_class)->shutdown (application);
}

static void
sw_application_finalize (GObject *object)
{
  SwApplication *self = SW_APPLICATION (object);

  g_free (self->screenshot_path);
  g_free (self->size);
  G_OBJECT_CLASS (sw_application_parent_class)->finalize (object);
}

static void
sw_application_class_init (SwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sw_application_finalize;
  application_class->activate = sw_application_activate;
  application_class->dbus_register = sw_application_dbus_register;
  application_class->dbus_unregister = sw_application_dbus_unregister;
  application_class->command_line = sw_application_command_line;
  application_class->handle_local_options = sw_application_handle_local_options;
  application_class->startup = sw_application_startup;
  application_class->shutdown = sw_application_shutdown;
}

static void
sw_application_init (SwApplication *self)
{
  sw_application_add_options (self);
}

SwApplication *
sw_application_new (void)
{
  return g_object_new (SW_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

/* What the program ends with, where g_application_run () cannot know. */
int
sw_application_get_exit_status (SwApplication *self)
{
  return self->exit_status;
}
