/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "shell/sw-strip-items.h"

/* What may stand in the strip, in the user's order: a list model of the SwStripEntry that are there today. It follows the
 * registry and the plugins. Who leaves keeps the place, in the settings too. */
struct _SwStripItems
{
  GObject parent_instance;

  GSettings *settings;
  SwSourceRegistry *registry;
  SwPluginHost *host;
  GPtrArray *places;  /* of SwStripEntry, in order, with those that are away */
  GPtrArray *present; /* of SwStripEntry, as the model shows them */
  guint applying : 1; /* the settings' order; nothing is to be stored */
};

#define KEY_ITEMS "items"
/* More than anybody can have meant. */
#define MAX_PLACES 512
#define MAX_ID_BYTES 256

static void sw_strip_items_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SwStripItems,
                               sw_strip_items,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sw_strip_items_list_model_init))

static GType
sw_strip_items_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return SW_TYPE_STRIP_ENTRY;
}

static guint
sw_strip_items_get_n_items (GListModel *model)
{
  return SW_STRIP_ITEMS (model)->present->len;
}

static gpointer
sw_strip_items_get_item (GListModel *model, guint position)
{
  SwStripItems *self = SW_STRIP_ITEMS (model);

  if (position >= self->present->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->present, position));
}

static void
sw_strip_items_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sw_strip_items_get_item_type;
  iface->get_n_items = sw_strip_items_get_n_items;
  iface->get_item = sw_strip_items_get_item;
}

static SwStripEntry *
find (GPtrArray *entries, const char *id)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (sw_strip_entry_get_id (g_ptr_array_index (entries, i)), id))
      return g_ptr_array_index (entries, i);
  return NULL;
}

/*
 * sw_strip_items_parse:
 * @stored: of the type a(sbub)
 *
 * Returns: (transfer full): the entries of it that make sense, each once
 */
GPtrArray *
sw_strip_items_parse (GVariant *stored)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  GVariantIter iter;
  const char *id;
  gboolean shown, numeral;
  guint32 width_px;

  g_variant_iter_init (&iter, stored);
  while (entries->len < MAX_PLACES
         && g_variant_iter_next (&iter, "(&sbub)", &id, &shown, &width_px, &numeral))
    {
      SwStripEntry *entry;

      if (id[0] == '\0' || strlen (id) > MAX_ID_BYTES || find (entries, id) != NULL)
        continue;
      entry = sw_strip_entry_new (id);
      sw_strip_entry_set_shown (entry, shown);
      sw_strip_entry_set_width_px (entry, width_px);
      sw_strip_entry_set_numeral (entry, numeral);
      g_ptr_array_add (entries, entry);
    }
  return entries;
}

/* Interfaces of containers come and go for ever: whose place nobody has touched is not kept. */
static gboolean
is_forgettable (SwStripEntry *entry)
{
  return !sw_strip_entry_is_present (entry) && !sw_strip_entry_get_shown (entry)
         && !sw_strip_entry_get_numeral (entry)
         && sw_strip_entry_get_width_px (entry) == SW_STRIP_DEFAULT_WIDTH_PX;
}

static void
store (SwStripItems *self)
{
  GVariantBuilder items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sbub)"));

  if (self->applying)
    return;
  for (guint i = 0; i < self->places->len; i++)
    {
      SwStripEntry *entry = g_ptr_array_index (self->places, i);

      if (is_forgettable (entry))
        continue;
      g_variant_builder_add (&items, "(sbub)", sw_strip_entry_get_id (entry),
                             sw_strip_entry_get_shown (entry), sw_strip_entry_get_width_px (entry),
                             sw_strip_entry_get_numeral (entry));
    }
  self->applying = TRUE;
  g_settings_set_value (self->settings, KEY_ITEMS, g_variant_builder_end (&items));
  self->applying = FALSE;
}

/* Tells what of the model is new: all between what stayed the same at both ends. */
static void
update_present (SwStripItems *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->present);
  guint first = 0, last = 0;

  self->present = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->places->len; i++)
    if (sw_strip_entry_is_present (g_ptr_array_index (self->places, i)))
      g_ptr_array_add (self->present, g_object_ref (g_ptr_array_index (self->places, i)));
  while (first < before->len && first < self->present->len
         && before->pdata[first] == self->present->pdata[first])
    first++;
  while (last + first < before->len && last + first < self->present->len
         && before->pdata[before->len - 1 - last]
                == self->present->pdata[self->present->len - 1 - last])
    last++;
  if (first + last < before->len || first + last < self->present->len)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                self->present->len - first - last);
}

static SwStripEntry *
add_place (SwStripItems *self, const char *id)
{
  SwStripEntry *entry = find (self->places, id);

  if (entry != NULL)
    return entry;
  entry = sw_strip_entry_new (id);
  g_signal_connect_object (entry, "notify", G_CALLBACK (store), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->places, entry);
  return entry;
}

static void
take_source (SwStripItems *self, SwSource *source)
{
  g_autofree char *page
      = g_strdup_printf ("%s/%s", sw_source_registry_get_owner (self->registry, source),
                         sw_source_get_id (source));

  sw_strip_entry_set_source (add_place (self, sw_source_get_id (source)), source, page);
}

static void
on_source_added_cb (SwStripItems *self, SwSource *source)
{
  take_source (self, source);
  update_present (self);
}

static void
on_source_removed_cb (SwStripItems *self, SwSource *source)
{
  SwStripEntry *entry = find (self->places, sw_source_get_id (source));

  if (entry == NULL || sw_strip_entry_get_source (entry) != source)
    return;
  sw_strip_entry_set_source (entry, NULL, NULL);
  update_present (self);
  if (self->places->len > MAX_PLACES && is_forgettable (entry))
    g_ptr_array_remove (self->places, entry);
}

static char *
make_plugin_id (SwPluginItem *item)
{
  return g_strconcat (SW_STRIP_PLUGIN_PREFIX, sw_plugin_item_get_id (item), NULL);
}

static gboolean
has_strip_item (SwPluginItem *item)
{
  return sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_ACTIVE
         && SW_PLUGIN_GET_IFACE (sw_plugin_item_get_plugin (item))->create_strip_item != NULL;
}

static void
take_plugin (SwStripItems *self, SwPluginItem *item)
{
  g_autofree char *id = make_plugin_id (item);
  SwStripEntry *entry = find (self->places, id);

  if (has_strip_item (item))
    sw_strip_entry_set_plugin (add_place (self, id), item);
  else if (entry != NULL)
    sw_strip_entry_set_plugin (entry, NULL);
}

static void
on_plugin_state_changed_cb (SwPluginItem *item, G_GNUC_UNUSED GParamSpec *pspec, SwStripItems *self)
{
  take_plugin (self, item);
  update_present (self);
}

/* Entries stay the objects that they are, or whoever shows them would begin anew. */
static void
apply (SwStripItems *self)
{
  g_autoptr (GVariant) stored = g_settings_get_value (self->settings, KEY_ITEMS);
  g_autoptr (GPtrArray) wanted = sw_strip_items_parse (stored);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->places);

  self->places = g_ptr_array_new_with_free_func (g_object_unref);
  self->applying = TRUE;
  for (guint i = 0; i < wanted->len; i++)
    {
      SwStripEntry *parsed = g_ptr_array_index (wanted, i);
      SwStripEntry *entry = find (before, sw_strip_entry_get_id (parsed));

      if (entry != NULL)
        g_ptr_array_add (self->places, g_object_ref (entry));
      else
        entry = add_place (self, sw_strip_entry_get_id (parsed));
      sw_strip_entry_set_shown (entry, sw_strip_entry_get_shown (parsed));
      sw_strip_entry_set_width_px (entry, sw_strip_entry_get_width_px (parsed));
      sw_strip_entry_set_numeral (entry, sw_strip_entry_get_numeral (parsed));
    }
  for (guint i = 0; i < before->len; i++)
    if (find (self->places, sw_strip_entry_get_id (before->pdata[i])) == NULL
        && sw_strip_entry_is_present (before->pdata[i]))
      g_ptr_array_add (self->places, g_object_ref (before->pdata[i]));
  self->applying = FALSE;
}

static void
on_settings_changed_cb (SwStripItems *self)
{
  if (self->applying)
    return;
  apply (self);
  update_present (self);
}

static void
sw_strip_items_dispose (GObject *object)
{
  SwStripItems *self = SW_STRIP_ITEMS (object);

  if (self->registry != NULL)
    g_signal_handlers_disconnect_by_data (self->registry, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->registry);
  g_clear_object (&self->host);
  g_ptr_array_set_size (self->present, 0);
  g_ptr_array_set_size (self->places, 0);
  G_OBJECT_CLASS (sw_strip_items_parent_class)->dispose (object);
}

static void
sw_strip_items_finalize (GObject *object)
{
  SwStripItems *self = SW_STRIP_ITEMS (object);

  g_ptr_array_unref (self->present);
  g_ptr_array_unref (self->places);
  G_OBJECT_CLASS (sw_strip_items_parent_class)->finalize (object);
}

static void
sw_strip_items_class_init (SwStripItemsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_strip_items_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_strip_items_finalize;
}

static void
sw_strip_items_init (SwStripItems *self)
{
  self->places = g_ptr_array_new_with_free_func (g_object_unref);
  self->present = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
take_all (SwStripItems *self)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);

  for (GList *link = sources; link != NULL; link = link->next)
    take_source (self, link->data);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->host)); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (G_LIST_MODEL (self->host), i);

      g_signal_connect_object (item, "notify::state", G_CALLBACK (on_plugin_state_changed_cb), self,
                               G_CONNECT_DEFAULT);
      take_plugin (self, item);
    }
}

/*
 * sw_strip_items_new:
 * @settings: the strip's
 * @registry: whose sources there are
 * @host: a host that has loaded its plugins
 *
 * Returns: (transfer full): what may stand in the strip
 */
SwStripItems *
sw_strip_items_new (GSettings *settings, SwSourceRegistry *registry, SwPluginHost *host)
{
  SwStripItems *self = g_object_new (SW_TYPE_STRIP_ITEMS, NULL);

  self->settings = g_object_ref (settings);
  self->registry = g_object_ref (registry);
  self->host = g_object_ref (host);
  g_signal_connect_object (settings, "changed::" KEY_ITEMS, G_CALLBACK (on_settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "added", G_CALLBACK (on_source_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  apply (self);
  take_all (self);
  update_present (self);
  return self;
}

/*
 * sw_strip_items_move:
 * @self: the items
 * @entry: one of them
 * @position: where it is to stand in the model
 *
 * Moves it and remembers the order.
 */
void
sw_strip_items_move (SwStripItems *self, SwStripEntry *entry, guint position)
{
  SwStripEntry *other;
  guint from, to;

  g_return_if_fail (SW_IS_STRIP_ITEMS (self) && self->present->len > 0);

  position = MIN (position, self->present->len - 1);
  other = g_ptr_array_index (self->present, position);
  if (other == entry || !g_ptr_array_find (self->places, entry, &from)
      || !g_ptr_array_find (self->places, other, &to))
    return;
  g_object_ref (entry);
  g_ptr_array_remove_index (self->places, from);
  /* What stood at that place makes room towards where the entry came from. */
  g_ptr_array_insert (self->places, (int) to, entry);
  store (self);
  update_present (self);
}
