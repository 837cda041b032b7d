/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-plugin-item.h"

/* What is known of one plugin: what its description file says, whether the user wants it, and what became of it. The
 * host changes it, views watch it. */
struct _SwPluginItem
{
  GObject parent_instance;

  char *id;            /* the module's name; the file's where that cannot be read */
  char *name;          /* translated */
  char *description;   /* (nullable) translated */
  char *icon_name;     /* (nullable) */
  char *folder;        /* of the description file */
  char *loader;        /* in lower case; "c" if the file names none */
  char **dependencies; /* ids */
  char *reason;        /* (nullable) why it failed; translated */
  SwPlugin *plugin;    /* (nullable) while active */
  int order;           /* among the pages; then by name */
  SwPluginState state;
  guint enabled : 1;
  guint broken : 1; /* the description file cannot be used: it fails whatever is done */
};

typedef enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_ICON_NAME,
  PROP_ENABLED,
  PROP_STATE,
  PROP_REASON,
} SwPluginItemProperty;

#define GROUP "Plugin"
#define ORDER_LAST 1000

static GParamSpec *properties[PROP_REASON + 1];

G_DEFINE_FINAL_TYPE (SwPluginItem, sw_plugin_item, G_TYPE_OBJECT)

static void
sw_plugin_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwPluginItem *self = SW_PLUGIN_ITEM (object);

  switch ((SwPluginItemProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, sw_plugin_item_get_icon_name (self));
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_plugin_item_dispose (GObject *object)
{
  g_clear_object (&SW_PLUGIN_ITEM (object)->plugin);
  G_OBJECT_CLASS (sw_plugin_item_parent_class)->dispose (object);
}

static void
sw_plugin_item_finalize (GObject *object)
{
  SwPluginItem *self = SW_PLUGIN_ITEM (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->icon_name);
  g_free (self->folder);
  g_free (self->loader);
  g_free (self->reason);
  g_strfreev (self->dependencies);
  G_OBJECT_CLASS (sw_plugin_item_parent_class)->finalize (object);
}

static void
sw_plugin_item_class_init (SwPluginItemClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_plugin_item_get_property;
  object_class->dispose = sw_plugin_item_dispose;
  object_class->finalize = sw_plugin_item_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, SW_PLUGIN_STATE_OFF,
                                              SW_PLUGIN_STATE_FAILED, SW_PLUGIN_STATE_OFF, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_plugin_item_init (SwPluginItem *self)
{
  self->order = ORDER_LAST;
}

static void
read_texts (SwPluginItem *self, GKeyFile *file)
{
  g_autofree char *loader = g_key_file_get_string (file, GROUP, "Loader", NULL);

  self->name = g_key_file_get_locale_string (file, GROUP, "Name", NULL, NULL);
  self->description = g_key_file_get_locale_string (file, GROUP, "Description", NULL, NULL);
  self->icon_name = g_key_file_get_string (file, GROUP, "Icon", NULL);
  self->dependencies = g_key_file_get_string_list (file, GROUP, "Depends", NULL, NULL);
  self->loader = g_ascii_strdown (loader != NULL ? loader : "c", -1);
  if (g_key_file_has_key (file, GROUP, "X-Order", NULL))
    self->order = g_key_file_get_integer (file, GROUP, "X-Order", NULL);
}

/* Ids become parts of settings' paths, of folders and of files' names, and may come from anybody's file. */
static gboolean
is_valid_id (const char *id)
{
  return id != NULL && id[0] != '\0' && strlen (id) <= 64
         && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen (id);
}

static void
check (SwPluginItem *self, const GError *error)
{
  g_autofree char *reason = NULL;

  if (error != NULL)
    reason = g_strdup_printf (C_ ("plugin failure", "Its description file cannot be read: %s"),
                              error->message);
  else if (!is_valid_id (self->id) || self->name == NULL || self->name[0] == '\0')
    reason = g_strdup (C_ ("plugin failure", "Its description file names no module or no title"));
  else if (!g_str_equal (self->loader, "c") && !g_str_equal (self->loader, "python"))
    reason
        = g_strdup_printf (C_ ("plugin failure",
                               "It is written in “%s”; Stillwatch loads plugins in C and Python"),
                           self->loader);
  if (reason == NULL)
    return;
  self->broken = TRUE;
  sw_plugin_item_set_state (self, SW_PLUGIN_STATE_FAILED, reason);
}

/*
 * sw_plugin_item_new_from_file:
 * @path: (type filename): a description file, `NAME.plugin`
 *
 * Returns: (transfer full): what the file says; a failed item with the reason where it cannot be used
 */
SwPluginItem *
sw_plugin_item_new_from_file (const char *path)
{
  SwPluginItem *self = g_object_new (SW_TYPE_PLUGIN_ITEM, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *leaf = g_path_get_basename (path);

  self->folder = g_path_get_dirname (path);
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error))
    self->id = g_key_file_get_string (file, GROUP, "Module", &error);
  read_texts (self, file);
  check (self, error);
  if (self->broken && g_str_has_suffix (leaf, ".plugin"))
    leaf[strlen (leaf) - strlen (".plugin")] = '\0';
  if (!is_valid_id (self->id))
    g_set_str (&self->id, leaf);
  if (self->name == NULL || self->name[0] == '\0')
    g_set_str (&self->name, self->id);
  return self;
}

const char *
sw_plugin_item_get_id (SwPluginItem *self)
{
  return self->id;
}

const char *
sw_plugin_item_get_name (SwPluginItem *self)
{
  return self->name;
}

const char *
sw_plugin_item_get_description (SwPluginItem *self)
{
  return self->description;
}

const char *
sw_plugin_item_get_icon_name (SwPluginItem *self)
{
  return self->icon_name != NULL ? self->icon_name : "application-x-addon-symbolic";
}

const char *
sw_plugin_item_get_folder (SwPluginItem *self)
{
  return self->folder;
}

const char *
sw_plugin_item_get_loader (SwPluginItem *self)
{
  return self->loader;
}

const char *const *
sw_plugin_item_get_dependencies (SwPluginItem *self)
{
  static const char *const none[] = { NULL };

  return self->dependencies != NULL ? (const char *const *) self->dependencies : none;
}

/* Whether the description file cannot be used, so that there is nothing to load. */
gboolean
sw_plugin_item_is_broken (SwPluginItem *self)
{
  return self->broken;
}

/* In the order of their pages. */
int
sw_plugin_item_compare (SwPluginItem *a, SwPluginItem *b)
{
  if (a->order != b->order)
    return a->order < b->order ? -1 : 1;
  return g_utf8_collate (a->name, b->name);
}

gboolean
sw_plugin_item_get_enabled (SwPluginItem *self)
{
  return self->enabled;
}

void
sw_plugin_item_set_enabled (SwPluginItem *self, gboolean enabled)
{
  if (self->enabled == !!enabled)
    return;
  self->enabled = !!enabled;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

SwPluginState
sw_plugin_item_get_state (SwPluginItem *self)
{
  return self->state;
}

const char *
sw_plugin_item_get_reason (SwPluginItem *self)
{
  return self->reason;
}

void
sw_plugin_item_set_state (SwPluginItem *self, SwPluginState state, const char *reason)
{
  const gboolean changed = self->state != state;

  self->state = state;
  if (g_set_str (&self->reason, reason))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

SwPlugin *
sw_plugin_item_get_plugin (SwPluginItem *self)
{
  return self->plugin;
}

void
sw_plugin_item_set_plugin (SwPluginItem *self, SwPlugin *plugin)
{
  g_set_object (&self->plugin, plugin);
}

/* Whether it has a page of its own for the preferences now. */
gboolean
sw_plugin_item_has_preferences (SwPluginItem *self)
{
  return self->state == SW_PLUGIN_STATE_ACTIVE
         && SW_PLUGIN_GET_IFACE (self->plugin)->create_preferences != NULL;
}
