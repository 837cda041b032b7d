/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-field.h"

/* One field of a packet for a tree of list models. It outlives the DissectTree that it was made of. */
struct _PacketsField
{
  GObject parent_instance;

  char *name;
  char *text; /* name and value */
  guint32 offset;
  guint32 n_bytes;
  DissectKind kind;
  guint8 value[6];
  PacketsField *parent; /* (nullable) borrowed: it owns the children */
  GListStore *children; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PacketsField, packets_field, G_TYPE_OBJECT)

static void
forget_parent (PacketsField *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->children));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PacketsField) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      child->parent = NULL;
    }
}

static void
packets_field_finalize (GObject *object)
{
  PacketsField *self = PACKETS_FIELD (object);

  if (self->children != NULL)
    forget_parent (self);
  g_clear_object (&self->children);
  g_free (self->name);
  g_free (self->text);
  G_OBJECT_CLASS (packets_field_parent_class)->finalize (object);
}

static void
packets_field_class_init (PacketsFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_field_finalize;
}

static void
packets_field_init (G_GNUC_UNUSED PacketsField *self)
{
}

static PacketsField *
create_field (const DissectField *field)
{
  PacketsField *self = g_object_new (PACKETS_TYPE_FIELD, NULL);

  self->name = g_strdup (field->name);
  self->text = *field->text == '\0' ? g_strdup (field->name)
                                    : g_strconcat (field->name, ": ", field->text, NULL);
  self->offset = field->offset;
  self->n_bytes = field->n_bytes;
  self->kind = field->kind;
  memcpy (self->value, field->value, sizeof self->value);
  return self;
}

static void
add_child (PacketsField *self, PacketsField *child)
{
  if (self->children == NULL)
    self->children = g_list_store_new (PACKETS_TYPE_FIELD);
  child->parent = self;
  g_list_store_append (self->children, child);
}

/* Returns: (transfer full): the protocols of TREE, which have the rest below them */
GListStore *
packets_field_list_new (const DissectTree *tree)
{
  GListStore *protocols = g_list_store_new (PACKETS_TYPE_FIELD);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);
      g_autoptr (PacketsField) item = create_field (field);

      g_ptr_array_set_size (path, MIN (field->level, path->len));
      if (path->len == 0)
        g_list_store_append (protocols, item);
      else
        add_child (g_ptr_array_index (path, path->len - 1), item);
      /* Borrowed: its list holds it. */
      g_ptr_array_add (path, item);
    }
  return protocols;
}

/* In the protocol's own words. */
const char *
packets_field_get_name (PacketsField *self)
{
  return self->name;
}

const char *
packets_field_get_text (PacketsField *self)
{
  return self->text;
}

guint32
packets_field_get_offset (PacketsField *self)
{
  return self->offset;
}

guint32
packets_field_get_n_bytes (PacketsField *self)
{
  return self->n_bytes;
}

/* VALUE: its bytes, where it is of a kind. */
DissectKind
packets_field_get_kind (PacketsField *self, const guint8 **value)
{
  *value = self->value;
  return self->kind;
}

/* Returns: (nullable) (transfer none) */
PacketsField *
packets_field_get_parent (PacketsField *self)
{
  return self->parent;
}

/* Returns: (nullable) (transfer none) */
GListModel *
packets_field_get_children (PacketsField *self)
{
  return (GListModel *) self->children;
}
