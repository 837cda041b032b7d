/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissect-tree.h"

/* The fields of one frame in the order of its bytes, each with its level: a tree without pointers, which is cleared and
 * filled again for the next frame. */
struct _DissectTree
{
  GArray *fields; /* of DissectField */
  GStringChunk *texts;
  guint16 level;
  guint16 protocol; /* the last line of level 0 */
};

DissectTree *
dissect_tree_new (void)
{
  DissectTree *self = g_new0 (DissectTree, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (DissectField));
  self->texts = g_string_chunk_new (4096);
  return self;
}

void
dissect_tree_free (DissectTree *self)
{
  g_array_unref (self->fields);
  g_string_chunk_free (self->texts);
  g_free (self);
}

void
dissect_tree_clear (DissectTree *self)
{
  g_array_set_size (self->fields, 0);
  g_string_chunk_clear (self->texts);
  self->level = 0;
  self->protocol = 0;
}

guint
dissect_tree_get_n_fields (const DissectTree *self)
{
  return self->fields->len;
}

const DissectField *
dissect_tree_get_field (const DissectTree *self, guint index)
{
  return &g_array_index (self->fields, DissectField, index);
}

static void
add (DissectTree *self, DissectField field, const char *text)
{
  g_autofree char *valid = NULL;

  if (self->fields->len >= DISSECT_TREE_MAX_FIELDS)
    return;
  field.level = self->level;
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  if (self->level == 0)
    self->protocol = self->fields->len;
  field.protocol = self->protocol;
  field.text = g_string_chunk_insert (self->texts, text);
  g_array_append_val (self->fields, field);
}

/* TEXT is copied; what is not UTF-8 in it is made so. */
void
dissect_tree_add (DissectTree *self,
                  guint32 offset,
                  guint32 n_bytes,
                  const char *name,
                  const char *text)
{
  add (self, (DissectField) { .name = name, .offset = offset, .n_bytes = n_bytes }, text);
}

/* The same for a VALUE of a KIND, which has as many bytes as values of that kind have. */
void
dissect_tree_add_value (DissectTree *self,
                        guint32 offset,
                        const char *name,
                        const char *text,
                        DissectKind kind,
                        const guint8 *value)
{
  const guint32 n_bytes = kind == DISSECT_KIND_MAC ? 6 : 2;
  DissectField field
      = { .name = name, .offset = offset, .n_bytes = n_bytes, .kind = (guint8) kind };

  memcpy (field.value, value, n_bytes);
  add (self, field, text);
}

/* What is added from now on stands below the last one, until the matching dissect_tree_pop(). */
void
dissect_tree_push (DissectTree *self)
{
  if (self->level < G_MAXUINT16)
    self->level++;
}

void
dissect_tree_pop (DissectTree *self)
{
  if (self->level > 0)
    self->level--;
}
