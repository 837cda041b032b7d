/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the command line asks of the Stillwatch that runs. Such a command has no window and nothing else to do: it waits
 * for the answer, prints it and ends. */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-bus-client.h"
#include "shell/sw-bus-service.h"

/* Above what an answer takes at most, with time to start. */
#define TIMEOUT_MS (60 * 1000)

static GVariant *
call (const char *method,
      GVariant *parameters,
      const char *answer_type,
      GDBusCallFlags flags,
      GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);

  if (bus == NULL)
    {
      g_prefix_error (error, "%s: ", C_ ("command line", "The session bus cannot be reached"));
      if (parameters != NULL)
        g_variant_unref (g_variant_ref_sink (parameters));
      return NULL;
    }
  return g_dbus_connection_call_sync (bus, APP_ID, SW_BUS_PATH, SW_BUS_INTERFACE, method,
                                      parameters, G_VARIANT_TYPE (answer_type), flags, TIMEOUT_MS,
                                      NULL, error);
}

static gboolean
runs_not (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
}

static int
fail (GError *error)
{
  g_dbus_error_strip_remote_error (error);
  g_printerr ("%s\n",
              runs_not (error) ? C_ ("command line", "Stillwatch does not run") : error->message);
  return 1;
}

/*
 * sw_bus_client_quit:
 *
 * Has the running program end. That none runs is what was wanted.
 *
 * Returns: the exit status
 */
int
sw_bus_client_quit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = call ("Quit", NULL, "()", G_DBUS_CALL_FLAGS_NO_AUTO_START, &error);

  return answer != NULL || runs_not (error) ? 0 : fail (error);
}

static GVariant *
find_source (GVariant *sources, const char *id)
{
  for (gsize i = 0; i < g_variant_n_children (sources); i++)
    {
      g_autoptr (GVariant) source = g_variant_get_child_value (sources, i);
      const char *other;

      g_variant_get_child (source, 0, "&s", &other);
      if (g_str_equal (other, id))
        return g_steal_pointer (&source);
    }
  return NULL;
}

/* A line per channel: source, channel, value, unit, parted by tabs; a line with the state and the reason for a source that
 * has no values. Numbers are written as in C, whatever the language. */
static void
print_source (GVariant *source, GVariant *values)
{
  g_autoptr (GVariant) numbers = g_variant_get_child_value (values, 4);
  g_autoptr (GVariant) channels = g_variant_get_child_value (source, 6);
  const char *id, *unit, *state, *reason;

  g_variant_get_child (source, 0, "&s", &id);
  g_variant_get_child (source, 3, "&s", &unit);
  g_variant_get_child (values, 2, "&s", &state);
  g_variant_get_child (values, 3, "&s", &reason);
  if (!g_str_equal (state, "ready"))
    {
      g_print ("%s\t\t%s\t%s\n", id, state, reason);
      return;
    }
  for (gsize i = 0; i < MIN (g_variant_n_children (numbers), g_variant_n_children (channels)); i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      const char *channel;
      double number;

      g_variant_get_child (numbers, i, "d", &number);
      g_variant_get_child (channels, i, "(&s&s)", &channel, NULL);
      g_print ("%s\t%s\t%s\t%s\n", id, channel,
               g_ascii_formatd (text, sizeof text, "%.15g", number), unit);
    }
}

/*
 * sw_bus_client_print_values:
 * @ids: (array zero-terminated=1) (nullable): ids of sources; none for all
 *
 * Prints the values of now. Where no Stillwatch runs the bus starts one, which leaves again.
 *
 * Returns: the exit status
 */
int
sw_bus_client_print_values (const char *const *ids)
{
  const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) sources = NULL;
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GVariant) source_list = NULL;
  GVariantIter *iter;
  GVariant *of_source;

  values = call ("GetValues", g_variant_new ("(^as)", ids != NULL ? ids : none), "(a(sxssad))",
                 G_DBUS_CALL_FLAGS_NONE, &error);
  if (values != NULL)
    sources = call ("ListSources", NULL, "(a(ssssssa(ss)))", G_DBUS_CALL_FLAGS_NONE, &error);
  if (sources == NULL)
    return fail (error);
  source_list = g_variant_get_child_value (sources, 0);
  g_variant_get (values, "(a(sxssad))", &iter);
  while ((of_source = g_variant_iter_next_value (iter)) != NULL)
    {
      g_autoptr (GVariant) source = NULL;
      const char *id;

      g_variant_get_child (of_source, 0, "&s", &id);
      source = find_source (source_list, id);
      if (source != NULL)
        print_source (source, of_source);
      g_variant_unref (of_source);
    }
  g_variant_iter_free (iter);
  return 0;
}
