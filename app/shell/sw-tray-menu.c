/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "shell/sw-page.h"
#include "shell/sw-tray-menu.h"
#include "shell/sw-tray-protocol.h"

/* The icon's menu as panels see it on the bus, com.canonical.dbusmenu: one level of entries. What is chosen is emitted as
 * an action of the application. */
struct _SwTrayMenu
{
  GObject parent_instance;

  GDBusConnection *bus;
  GListModel *pages; /* of SwPage */
  GArray *entries;   /* of Entry */
  GHashTable *ids;   /* of a page's id to that of its entry, also of pages that are away */
  GVariant *shown;   /* the entries as the last revision told them: aa{sv} */
  guint revision;
  guint registration_id;
  guint paused : 1;
};

/* An entry's id is never another's: a panel may send the click on what it showed before. 0 is the menu itself. */
enum
{
  ID_OPEN = 1,
  ID_LINE_BELOW_OPEN,
  ID_LINE_BELOW_PAGES,
  ID_PAUSE,
  ID_PREFERENCES,
  ID_LINE_ABOVE_QUIT,
  ID_QUIT,
  ID_FIRST_PAGE = 100,
};

typedef struct
{
  gint32 id;
  char *label;        /* (nullable) a line; underscores are mnemonics */
  const char *action; /* (nullable) */
  char *target;       /* (nullable) of the action */
} Entry;

typedef enum
{
  SIGNAL_CHOSEN,
} SwTrayMenuSignal;

#define INTERFACE "com.canonical.dbusmenu"
#define VERSION 3

static guint signals[SIGNAL_CHOSEN + 1];

G_DEFINE_FINAL_TYPE (SwTrayMenu, sw_tray_menu, G_TYPE_OBJECT)

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->label);
  g_free (entry->target);
}

static void
add_entry (SwTrayMenu *self, gint32 id, const char *label, const char *action, const char *target)
{
  const Entry entry = {
    .id = id,
    .label = g_strdup (label),
    .action = action,
    .target = g_strdup (target),
  };

  g_array_append_val (self->entries, entry);
}

static gint32
get_page_id (SwTrayMenu *self, const char *page)
{
  gint32 id = GPOINTER_TO_INT (g_hash_table_lookup (self->ids, page));

  if (id != 0)
    return id;
  id = ID_FIRST_PAGE + (gint32) g_hash_table_size (self->ids);
  g_hash_table_insert (self->ids, g_strdup (page), GINT_TO_POINTER (id));
  return id;
}

/* A page's title is no label: its underscores are meant. */
static void
add_page (SwTrayMenu *self, guint position)
{
  g_autoptr (SwPage) page = g_list_model_get_item (self->pages, position);
  g_autoptr (GString) label = g_string_new (sw_page_get_title (page));

  g_string_replace (label, "_", "__", 0);
  add_entry (self, get_page_id (self, sw_page_get_id (page)), label->str, "show-page",
             sw_page_get_id (page));
}

static void
fill_entries (SwTrayMenu *self)
{
  g_array_set_size (self->entries, 0);
  add_entry (self, ID_OPEN, C_ ("tray menu", "_Open Stillwatch"), "open", NULL);
  add_entry (self, ID_LINE_BELOW_OPEN, NULL, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (self->pages); i++)
    add_page (self, i);
  add_entry (self, ID_LINE_BELOW_PAGES, NULL, NULL, NULL);
  add_entry (self, ID_PAUSE, C_ ("tray menu", "_Pause This Icon"), "pause-tray", NULL);
  add_entry (self, ID_PREFERENCES, C_ ("tray menu", "P_references"), "preferences", NULL);
  add_entry (self, ID_LINE_ABOVE_QUIT, NULL, NULL, NULL);
  add_entry (self, ID_QUIT, C_ ("tray menu", "_Quit"), "quit", NULL);
}

static const Entry *
find_entry (SwTrayMenu *self, gint32 id)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_array_index (self->entries, Entry, i).id == id)
      return &g_array_index (self->entries, Entry, i);
  return NULL;
}

static void
add_property (GVariantDict *dict, const char *const *names, const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (names == NULL || names[0] == NULL || g_strv_contains (names, name))
    g_variant_dict_insert_value (dict, name, owned);
}

/* Those of NAMES, or all where there are none, that differ from what the protocol takes for given: a{sv}. */
static GVariant *
get_properties (SwTrayMenu *self, const Entry *entry, const char *const *names)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (entry == NULL)
    add_property (&dict, names, "children-display", g_variant_new_string ("submenu"));
  else if (entry->label == NULL)
    add_property (&dict, names, "type", g_variant_new_string ("separator"));
  else
    add_property (&dict, names, "label", g_variant_new_string (entry->label));
  if (entry != NULL && entry->id == ID_PAUSE)
    {
      add_property (&dict, names, "toggle-type", g_variant_new_string ("checkmark"));
      add_property (&dict, names, "toggle-state", g_variant_new_int32 (self->paused));
    }
  return g_variant_dict_end (&dict);
}

static GVariant *
get_layout (SwTrayMenu *self, const Entry *entry, int depth, const char *const *names)
{
  GVariantBuilder children = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  for (guint i = 0; entry == NULL && depth != 0 && i < self->entries->len; i++)
    g_variant_builder_add (&children, "v",
                           get_layout (self, &g_array_index (self->entries, Entry, i), 0, names));
  return g_variant_new ("(i@a{sv}av)", entry != NULL ? entry->id : 0,
                        get_properties (self, entry, names), &children);
}

static void
tell (SwTrayMenu *self, const char *signal, GVariant *parameters)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);

  if (self->registration_id != 0)
    g_dbus_connection_emit_signal (self->bus, NULL, SW_TRAY_MENU_PATH, INTERFACE, signal, owned,
                                   NULL);
}

/* A new revision only if there is something new in it. */
static void
update (SwTrayMenu *self)
{
  g_autoptr (GVariant) layout = NULL;

  fill_entries (self);
  layout = g_variant_ref_sink (get_layout (self, NULL, -1, NULL));
  if (self->shown != NULL && g_variant_equal (self->shown, layout))
    return;
  g_clear_pointer (&self->shown, g_variant_unref);
  self->shown = g_steal_pointer (&layout);
  self->revision++;
  tell (self, "LayoutUpdated", g_variant_new ("(ui)", self->revision, 0));
}

static gboolean
handle_event (SwTrayMenu *self, gint32 id, const char *event)
{
  const Entry *entry = find_entry (self, id);

  if (entry == NULL && id != 0)
    return FALSE;
  if (entry != NULL && entry->action != NULL && g_str_equal (event, "clicked"))
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, entry->action, entry->target);
  return TRUE;
}

static GVariant *
handle_event_group (SwTrayMenu *self, GVariant *parameters)
{
  GVariantBuilder unknown = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));
  g_autoptr (GVariantIter) iter = NULL;
  const char *event;
  gint32 id;

  g_variant_get (parameters, "(a(isvu))", &iter);
  while (g_variant_iter_next (iter, "(i&s@vu)", &id, &event, NULL, NULL))
    if (!handle_event (self, id, event))
      g_variant_builder_add (&unknown, "i", id);
  return g_variant_new ("(ai)", &unknown);
}

/* Unknown ids are left out, as the protocol has it; no ids ask for all. */
static GVariant *
get_group_properties (SwTrayMenu *self, GVariant *parameters)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ia{sv})"));
  g_autoptr (GVariant) ids = NULL;
  g_autofree const char **names = NULL;
  const gint32 *wanted;
  gsize n_ids;

  g_variant_get (parameters, "(@ai^a&s)", &ids, &names);
  wanted = g_variant_get_fixed_array (ids, &n_ids, sizeof *wanted);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      gboolean asked = n_ids == 0;

      for (gsize j = 0; !asked && j < n_ids; j++)
        asked = wanted[j] == entry->id;
      if (asked)
        g_variant_builder_add (&builder, "(i@a{sv})", entry->id,
                               get_properties (self, entry, names));
    }
  return g_variant_new ("(a(ia{sv}))", &builder);
}

static GVariant *
get_whole_layout (SwTrayMenu *self, GVariant *parameters)
{
  g_autofree const char **names = NULL;
  const Entry *entry;
  gint32 id, depth;

  g_variant_get (parameters, "(ii^a&s)", &id, &depth, &names);
  entry = find_entry (self, id);
  if (entry == NULL && id != 0)
    return NULL;
  return g_variant_new ("(u@(ia{sv}av))", self->revision, get_layout (self, entry, depth, names));
}

static GVariant *
get_one_property (SwTrayMenu *self, GVariant *parameters)
{
  g_autoptr (GVariant) all = NULL;
  g_autoptr (GVariant) value = NULL;
  const Entry *entry;
  const char *name;
  gint32 id;

  g_variant_get (parameters, "(i&s)", &id, &name);
  entry = find_entry (self, id);
  if (entry == NULL && id != 0)
    return NULL;
  all = g_variant_ref_sink (get_properties (self, entry, NULL));
  value = g_variant_lookup_value (all, name, NULL);
  return value != NULL ? g_variant_new ("(v)", value) : NULL;
}

static GVariant *
answer_event (SwTrayMenu *self, GVariant *parameters)
{
  const char *event;
  gint32 id;

  g_variant_get (parameters, "(i&s@vu)", &id, &event, NULL, NULL);
  return handle_event (self, id, event) ? g_variant_new ("()") : NULL;
}

static GVariant *
answer (SwTrayMenu *self, const char *method, GVariant *parameters)
{
  if (g_str_equal (method, "GetLayout"))
    return get_whole_layout (self, parameters);
  if (g_str_equal (method, "GetGroupProperties"))
    return get_group_properties (self, parameters);
  if (g_str_equal (method, "GetProperty"))
    return get_one_property (self, parameters);
  if (g_str_equal (method, "Event"))
    return answer_event (self, parameters);
  if (g_str_equal (method, "EventGroup"))
    return handle_event_group (self, parameters);
  /* What is shown is never older than what is known. */
  if (g_str_equal (method, "AboutToShow"))
    return g_variant_new ("(b)", FALSE);
  return g_variant_new_parsed ("(@ai [], @ai [])");
}

static void
on_method_called_cb (G_GNUC_UNUSED GDBusConnection *bus,
                     G_GNUC_UNUSED const char *sender,
                     G_GNUC_UNUSED const char *path,
                     G_GNUC_UNUSED const char *interface,
                     const char *method,
                     GVariant *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer user_data)
{
  g_autoptr (SwTrayMenu) self = g_object_ref (user_data);
  GVariant *reply = answer (self, method, parameters);

  if (reply != NULL)
    g_dbus_method_invocation_return_value (invocation, reply);
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_INVALID_ARGS,
                                                   "There is no such entry or property");
}

static GVariant *
on_property_asked_cb (G_GNUC_UNUSED GDBusConnection *bus,
                      G_GNUC_UNUSED const char *sender,
                      G_GNUC_UNUSED const char *path,
                      G_GNUC_UNUSED const char *interface,
                      const char *property,
                      G_GNUC_UNUSED GError **error,
                      G_GNUC_UNUSED gpointer user_data)
{
  if (g_str_equal (property, "Version"))
    return g_variant_new_uint32 (VERSION);
  if (g_str_equal (property, "Status"))
    return g_variant_new_string ("normal");
  if (g_str_equal (property, "TextDirection"))
    return g_variant_new_string (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "rtl"
                                                                                         : "ltr");
  return g_variant_new_strv (NULL, 0);
}

static void
sw_tray_menu_dispose (GObject *object)
{
  SwTrayMenu *self = SW_TRAY_MENU (object);

  if (self->bus != NULL)
    sw_tray_menu_close (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->pages);
  G_OBJECT_CLASS (sw_tray_menu_parent_class)->dispose (object);
}

static void
sw_tray_menu_finalize (GObject *object)
{
  SwTrayMenu *self = SW_TRAY_MENU (object);

  g_array_unref (self->entries);
  g_hash_table_unref (self->ids);
  g_clear_pointer (&self->shown, g_variant_unref);
  G_OBJECT_CLASS (sw_tray_menu_parent_class)->finalize (object);
}

static void
sw_tray_menu_class_init (SwTrayMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sw_tray_menu_dispose;
  object_class->finalize = sw_tray_menu_finalize;

  /* The name of an action, and its target (nullable). */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SW_TYPE_TRAY_MENU, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
sw_tray_menu_init (SwTrayMenu *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/*
 * sw_tray_menu_new:
 * @bus: the session's bus
 * @pages: what can be opened
 *
 * Returns: (transfer full): can be asked on the bus until it is closed
 */
SwTrayMenu *
sw_tray_menu_new (GDBusConnection *bus, GListModel *pages)
{
  const GDBusInterfaceVTable vtable
      = { .method_call = on_method_called_cb, .get_property = on_property_asked_cb };
  SwTrayMenu *self = g_object_new (SW_TYPE_TRAY_MENU, NULL);

  self->bus = g_object_ref (bus);
  self->pages = g_object_ref (pages);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  self->registration_id
      = sw_tray_protocol_export (bus, SW_TRAY_MENU_PATH, INTERFACE, &vtable, self);
  return self;
}

void
sw_tray_menu_close (SwTrayMenu *self)
{
  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration_id);
  self->registration_id = 0;
}

/* Whether the entry that pauses is checked. That is no new layout. */
void
sw_tray_menu_set_paused (SwTrayMenu *self, gboolean paused)
{
  const char *const names[] = { "toggle-state", NULL };
  GVariantBuilder changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ia{sv})"));

  if (self->paused == !!paused)
    {
      g_variant_builder_clear (&changed);
      return;
    }
  self->paused = !!paused;
  g_variant_builder_add (&changed, "(i@a{sv})", ID_PAUSE,
                         get_properties (self, find_entry (self, ID_PAUSE), names));
  tell (self, "ItemsPropertiesUpdated",
        g_variant_new ("(a(ia{sv})@a(ias))", &changed,
                       g_variant_new_array (G_VARIANT_TYPE ("(ias)"), NULL, 0)));
}
