/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-bus-data.h"
#include "shell/sw-bus-info.h"
#include "shell/sw-bus-reads.h"
#include "shell/sw-bus-service.h"
#include "shell/sw-page.h"

/* What Stillwatch offers on the session bus: data/org.stillwatch.Stillwatch1.xml, which says what each method does. It is
 * there before the name is owned, so that who waits for the name finds it, and answers from when the program has
 * started until it leaves. */
struct _SwBusService
{
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this */
  GDBusConnection *connection;
  guint registration;
  SwSourceRegistry *registry; /* (nullable) while closed */
  GListModel *pages;          /* (nullable) while closed; of SwPage */
  SwBusReads *reads;          /* (nullable) while closed */
};

typedef struct
{
  const char *name;
  void (*handle) (SwBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation);
} Method;

#define MAX_IDS 512
#define MAX_TOLD_CHARACTERS 64 /* of what somebody asked for, in an error */

G_DEFINE_FINAL_TYPE (SwBusService, sw_bus_service, G_TYPE_OBJECT)

static void
handle_list_sources (SwBusService *self,
                     G_GNUC_UNUSED GVariant *parameters,
                     GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, sw_bus_data_list_sources (self->registry));
}

static SwSource *
find_source (SwBusService *self, const char *id, GError **error)
{
  SwSource *source = sw_source_registry_lookup (self->registry, id);
  g_autofree char *told = NULL;

  if (source != NULL)
    return source;
  told = g_utf8_truncate_middle (id, MAX_TOLD_CHARACTERS);
  g_set_error (error, SW_BUS_ERROR, SW_BUS_ERROR_NO_SUCH_SOURCE,
               "There is no source “%s”: see ListSources", told);
  return NULL;
}

static GPtrArray *
find_sources (SwBusService *self, GVariant *ids, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GList) all = NULL;
  GVariantIter iter;
  const char *id;

  if (g_variant_n_children (ids) > MAX_IDS)
    {
      g_set_error (error, SW_BUS_ERROR, SW_BUS_ERROR_TOO_MUCH, "At most %d ids, or none for all",
                   MAX_IDS);
      return NULL;
    }
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "&s", &id))
    {
      SwSource *source = find_source (self, id, error);

      if (source == NULL)
        return NULL;
      g_ptr_array_add (sources, g_object_ref (source));
    }
  if (sources->len == 0)
    all = sw_source_registry_list (self->registry);
  for (GList *link = all; link != NULL; link = link->next)
    g_ptr_array_add (sources, g_object_ref (link->data));
  return g_steal_pointer (&sources);
}

static void
handle_get_values (SwBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameters, 0);
  g_autoptr (GPtrArray) sources = NULL;
  GError *error = NULL;

  sources = find_sources (self, ids, &error);
  if (sources == NULL)
    g_dbus_method_invocation_take_error (invocation, error);
  else
    sw_bus_reads_begin (self->reads, sources, invocation);
}

static void
handle_get_series (SwBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  SwBusRange range;
  SwSource *source;
  GVariant *series;
  const char *id;
  GError *error = NULL;

  g_variant_get (parameters, "(&sxxx&s)", &id, &range.from_us, &range.to_us, &range.step_us,
                 &range.statistic);
  source = find_source (self, id, &error);
  series = source != NULL ? sw_bus_data_get_series (source, &range, &error) : NULL;
  if (series == NULL)
    g_dbus_method_invocation_take_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, series);
}

static void
handle_list_pages (SwBusService *self,
                   G_GNUC_UNUSED GVariant *parameters,
                   GDBusMethodInvocation *invocation)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < g_list_model_get_n_items (self->pages); i++)
    {
      g_autoptr (SwPage) page = g_list_model_get_item (self->pages, i);

      g_variant_builder_add (&builder, "(ss)", sw_page_get_id (page), sw_page_get_title (page));
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a(ss))", &builder));
}

static void
handle_show_page (SwBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree char *told = NULL;
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  if (!sw_page_list_has (self->pages, name))
    {
      told = g_utf8_truncate_middle (name, MAX_TOLD_CHARACTERS);
      g_dbus_method_invocation_return_error (invocation, SW_BUS_ERROR, SW_BUS_ERROR_NO_SUCH_PAGE,
                                             "There is no page “%s”: see ListPages", told);
      return;
    }
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-page",
                                  g_variant_new_string (name));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Answered before, since nobody is there after. */
static void
handle_quit (SwBusService *self,
             G_GNUC_UNUSED GVariant *parameters,
             GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
}

/* GDBus has checked that the method is there and that its arguments have the right types. */
static void
on_method_called_cb (G_GNUC_UNUSED GDBusConnection *connection,
                     G_GNUC_UNUSED const char *sender,
                     G_GNUC_UNUSED const char *object_path,
                     G_GNUC_UNUSED const char *interface_name,
                     const char *method_name,
                     GVariant *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer user_data)
{
  static const Method methods[] = {
    { "ListSources", handle_list_sources }, { "GetValues", handle_get_values },
    { "GetSeries", handle_get_series },     { "ListPages", handle_list_pages },
    { "ShowPage", handle_show_page },       { "Quit", handle_quit },
  };
  g_autoptr (SwBusService) self = g_object_ref (user_data);
  GApplication *application = self->application;

  if (self->registry == NULL)
    {
      g_dbus_method_invocation_return_error_literal (invocation, SW_BUS_ERROR, SW_BUS_ERROR_LEAVING,
                                                     "Stillwatch is about to quit");
      return;
    }
  /* Where nothing else keeps the program, its time of rest begins anew. */
  g_application_hold (application);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method_name))
      methods[i].handle (self, parameters, invocation);
  g_application_release (application);
}

static GVariant *
on_property_read_cb (G_GNUC_UNUSED GDBusConnection *connection,
                     G_GNUC_UNUSED const char *sender,
                     G_GNUC_UNUSED const char *object_path,
                     G_GNUC_UNUSED const char *interface_name,
                     G_GNUC_UNUSED const char *property_name,
                     G_GNUC_UNUSED GError **error,
                     G_GNUC_UNUSED gpointer user_data)
{
  return g_variant_new_string (PACKAGE_VERSION);
}

static void
sw_bus_service_dispose (GObject *object)
{
  SwBusService *self = SW_BUS_SERVICE (object);

  sw_bus_service_close (self);
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (sw_bus_service_parent_class)->dispose (object);
}

static void
sw_bus_service_class_init (SwBusServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_bus_service_dispose;
}

static void
sw_bus_service_init (G_GNUC_UNUSED SwBusService *self)
{
}

/*
 * sw_bus_service_new:
 * @application: whose actions it calls; outlives this
 * @connection: the session bus
 * @object_path: where it is registered
 * @error: set when it cannot be
 *
 * Returns: (transfer full) (nullable): registered while it lives; not yet open
 */
SwBusService *
sw_bus_service_new (GApplication *application,
                    GDBusConnection *connection,
                    const char *object_path,
                    GError **error)
{
  static const GDBusInterfaceVTable vtable
      = { .method_call = on_method_called_cb, .get_property = on_property_read_cb };
  g_autoptr (SwBusService) self = g_object_new (SW_TYPE_BUS_SERVICE, NULL);

  self->application = application;
  self->connection = g_object_ref (connection);
  self->registration
      = g_dbus_connection_register_object (connection, object_path,
                                           (GDBusInterfaceInfo
                                                *) &org_stillwatch_stillwatch1_interface,
                                           &vtable, self, NULL, error);
  return self->registration != 0 ? g_steal_pointer (&self) : NULL;
}

/*
 * sw_bus_service_open:
 * @self: a service
 * @scheduler: who bounds the time that a call takes
 * @registry: all sources
 * @pages: the pages that there are
 *
 * Answers from now on.
 */
void
sw_bus_service_open (SwBusService *self,
                     SwScheduler *scheduler,
                     SwSourceRegistry *registry,
                     GListModel *pages)
{
  g_return_if_fail (SW_IS_BUS_SERVICE (self) && self->registry == NULL);

  self->registry = g_object_ref (registry);
  self->pages = g_object_ref (pages);
  self->reads = sw_bus_reads_new (self->application, scheduler, registry);
}

/*
 * sw_bus_service_close:
 * @self: a service
 *
 * Answers no more: what is asked from now on, and what was not answered yet, gets an error.
 */
void
sw_bus_service_close (SwBusService *self)
{
  g_return_if_fail (SW_IS_BUS_SERVICE (self));

  if (self->reads != NULL)
    sw_bus_reads_close (self->reads);
  g_clear_object (&self->reads);
  g_clear_object (&self->registry);
  g_clear_object (&self->pages);
}
