/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-strip-entry.h"

/* One place in the strip: a source's graph or a plugin's own item, and how the user wants it. What it shows may be
 * away: then the place is kept. It is no widget. */
struct _SwStripEntry
{
  GObject parent_instance;

  char *id;
  SwSource *source;     /* (nullable) */
  SwPluginItem *plugin; /* (nullable) whose own item it is; never with a source */
  char *page;           /* (nullable) that a click opens */
  guint width_px;       /* of the graph */
  guint shown : 1;
  guint numeral : 1;
};

typedef enum
{
  PROP_SHOWN = 1,
  PROP_WIDTH_PX,
  PROP_NUMERAL,
} SwStripEntryProperty;

static GParamSpec *properties[PROP_NUMERAL + 1];

G_DEFINE_FINAL_TYPE (SwStripEntry, sw_strip_entry, G_TYPE_OBJECT)

static void
sw_strip_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwStripEntry *self = SW_STRIP_ENTRY (object);

  switch ((SwStripEntryProperty) id)
    {
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    case PROP_WIDTH_PX:
      g_value_set_uint (value, self->width_px);
      break;
    case PROP_NUMERAL:
      g_value_set_boolean (value, self->numeral);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_strip_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwStripEntry *self = SW_STRIP_ENTRY (object);

  switch ((SwStripEntryProperty) id)
    {
    case PROP_SHOWN:
      sw_strip_entry_set_shown (self, g_value_get_boolean (value));
      break;
    case PROP_WIDTH_PX:
      sw_strip_entry_set_width_px (self, g_value_get_uint (value));
      break;
    case PROP_NUMERAL:
      sw_strip_entry_set_numeral (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_strip_entry_finalize (GObject *object)
{
  SwStripEntry *self = SW_STRIP_ENTRY (object);

  g_free (self->id);
  g_free (self->page);
  g_clear_object (&self->source);
  g_clear_object (&self->plugin);
  G_OBJECT_CLASS (sw_strip_entry_parent_class)->finalize (object);
}

static void
sw_strip_entry_class_init (SwStripEntryClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_strip_entry_get_property;
  object_class->set_property = sw_strip_entry_set_property;
  object_class->finalize = sw_strip_entry_finalize;

  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE, flags);
  properties[PROP_WIDTH_PX]
      = g_param_spec_uint ("width-px", NULL, NULL, 0, G_MAXUINT, SW_STRIP_DEFAULT_WIDTH_PX, flags);
  properties[PROP_NUMERAL] = g_param_spec_boolean ("numeral", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_strip_entry_init (SwStripEntry *self)
{
  self->width_px = SW_STRIP_DEFAULT_WIDTH_PX;
}

/*
 * sw_strip_entry_new:
 * @id: a source's, or a plugin's behind %SW_STRIP_PLUGIN_PREFIX
 *
 * Returns: (transfer full): a place that shows nothing yet. A plugin's own item was made to be seen; of graphs there are
 *   many, from which the user chooses
 */
SwStripEntry *
sw_strip_entry_new (const char *id)
{
  SwStripEntry *self = g_object_new (SW_TYPE_STRIP_ENTRY, NULL);

  self->id = g_strdup (id);
  self->shown = g_str_has_prefix (id, SW_STRIP_PLUGIN_PREFIX);
  return self;
}

const char *
sw_strip_entry_get_id (SwStripEntry *self)
{
  return self->id;
}

/* Returns: what users call it; the id of what is away */
const char *
sw_strip_entry_get_title (SwStripEntry *self)
{
  if (self->source != NULL)
    return sw_source_get_title (self->source);
  return self->plugin != NULL ? sw_plugin_item_get_name (self->plugin) : self->id;
}

/* Returns: (transfer none) (nullable) */
SwSource *
sw_strip_entry_get_source (SwStripEntry *self)
{
  return self->source;
}

/* Returns: (transfer none) (nullable): the plugin whose own item it is */
SwPluginItem *
sw_strip_entry_get_plugin (SwStripEntry *self)
{
  return self->plugin;
}

/* Returns: (nullable): the id of the page that tells more */
const char *
sw_strip_entry_get_page (SwStripEntry *self)
{
  return self->page;
}

/*
 * sw_strip_entry_set_source:
 * @source: (nullable): what came; %NULL when it went
 * @page: (nullable): the id of its page
 */
void
sw_strip_entry_set_source (SwStripEntry *self, SwSource *source, const char *page)
{
  g_set_object (&self->source, source);
  g_set_str (&self->page, page);
}

/*
 * sw_strip_entry_set_plugin:
 * @plugin: (nullable): what came; %NULL when it went
 */
void
sw_strip_entry_set_plugin (SwStripEntry *self, SwPluginItem *plugin)
{
  g_set_object (&self->plugin, plugin);
  g_set_str (&self->page, plugin != NULL ? sw_plugin_item_get_id (plugin) : NULL);
}

/* Whether what it shows is there. */
gboolean
sw_strip_entry_is_present (SwStripEntry *self)
{
  return self->source != NULL || self->plugin != NULL;
}

gboolean
sw_strip_entry_get_shown (SwStripEntry *self)
{
  return self->shown;
}

void
sw_strip_entry_set_shown (SwStripEntry *self, gboolean shown)
{
  if (self->shown == !!shown)
    return;
  self->shown = !!shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

guint
sw_strip_entry_get_width_px (SwStripEntry *self)
{
  return self->width_px;
}

/* Whatever is asked for, it stays usable. */
void
sw_strip_entry_set_width_px (SwStripEntry *self, guint width_px)
{
  width_px = CLAMP (width_px, SW_STRIP_MIN_WIDTH_PX, SW_STRIP_MAX_WIDTH_PX);
  if (self->width_px == width_px)
    return;
  self->width_px = width_px;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH_PX]);
}

gboolean
sw_strip_entry_get_numeral (SwStripEntry *self)
{
  return self->numeral;
}

void
sw_strip_entry_set_numeral (SwStripEntry *self, gboolean numeral)
{
  if (self->numeral == !!numeral)
    return;
  self->numeral = !!numeral;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMERAL]);
}
