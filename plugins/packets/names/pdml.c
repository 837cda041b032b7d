/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/pdml.h"

/* Where there are too many to be kept, or one is too long. */
#define OTHER_NAME "Field"

struct _PdmlNames
{
  GHashTable *known; /* set of interned strings */
};

typedef struct
{
  DissectTree *tree;
  PdmlNames *names;
  guint32 frame_bytes;
  guint n_elements;
  guint depth;
  guint
      hidden_depth; /* of the outermost element that is left out with all that it holds; 0: none */
  guint64 added;    /* a bit for each depth: there is a line for the element */
} Pdml;

typedef struct
{
  const char *name;
  const char *show;
  const char *showname;
  const char *pos;
  const char *size;
  gboolean hidden;
} Attributes;

G_STATIC_ASSERT (PDML_MAX_DEPTH < 64);

PdmlNames *
pdml_names_new (void)
{
  PdmlNames *self = g_new0 (PdmlNames, 1);

  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
pdml_names_free (PdmlNames *self)
{
  g_hash_table_unref (self->known);
  g_free (self);
}

static const char *
keep_name (PdmlNames *self, const char *name)
{
  const char *known = g_hash_table_lookup (self->known, name);

  if (known != NULL)
    return known;
  if (g_hash_table_size (self->known) >= PDML_MAX_NAMES || strlen (name) > PDML_MAX_NAME)
    return NULL;
  known = g_intern_string (name);
  g_hash_table_add (self->known, (gpointer) known);
  return known;
}

static Attributes
read_attributes (const char **names, const char **values)
{
  Attributes attributes = { 0 };

  for (; *names != NULL; names++, values++)
    if (g_str_equal (*names, "name"))
      attributes.name = *values;
    else if (g_str_equal (*names, "show"))
      attributes.show = *values;
    else if (g_str_equal (*names, "showname"))
      attributes.showname = *values;
    else if (g_str_equal (*names, "pos"))
      attributes.pos = *values;
    else if (g_str_equal (*names, "size"))
      attributes.size = *values;
    else if (g_str_equal (*names, "hide"))
      attributes.hidden = g_str_equal (*values, "yes");
  return attributes;
}

static guint32
parse_number (const char *text)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL))
    return 0;
  return number;
}

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

/* One line, not too long. */
static char *
make_line (const Attributes *attributes)
{
  const char *text = is_given (attributes->showname) ? attributes->showname
                     : is_given (attributes->show)   ? attributes->show
                     : is_given (attributes->name)   ? attributes->name
                                                     : OTHER_NAME;
  gsize length = strnlen (text, PDML_MAX_TEXT);
  char *line;

  while (length > 0 && text[length] != '\0' && (text[length] & 0xc0) == 0x80)
    length--;
  line = g_strndup (text, length);
  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return line;
}

/* "Name: value", as wireshark has it, becomes name and value; what has no colon, or too long a name, a value or a name. */
static void
add_line (Pdml *self, const Attributes *attributes)
{
  g_autofree char *line = make_line (attributes);
  char *colon = strstr (line, ": ");
  const char *name, *value = "";
  guint32 offset = parse_number (attributes->pos), n_bytes = parse_number (attributes->size);

  if (colon != NULL)
    {
      *colon = '\0';
      value = colon + 2;
    }
  name = keep_name (self->names, line);
  if (name == NULL && colon != NULL)
    *colon = ':';
  if (name == NULL)
    value = line;
  /* Bytes of another buffer, as of a packet put together from several frames, have no place in this one. */
  if (offset > self->frame_bytes || n_bytes > self->frame_bytes - offset)
    offset = n_bytes = 0;
  dissect_tree_add (self->tree, offset, n_bytes, name != NULL ? name : OTHER_NAME, value);
}

static gboolean
is_line (const char *element)
{
  return g_str_equal (element, "field") || g_str_equal (element, "proto");
}

/* General information is about the capture, and repeated in wireshark's own "frame". */
static gboolean
is_hidden (const char *element, const Attributes *attributes)
{
  return attributes->hidden
         || (g_str_equal (element, "proto") && g_strcmp0 (attributes->name, "geninfo") == 0);
}

static void
start_element (G_GNUC_UNUSED GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  Pdml *self = user_data;
  const Attributes attributes = read_attributes (names, values);

  if (++self->depth > PDML_MAX_DEPTH || ++self->n_elements > PDML_MAX_ELEMENTS)
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                           "Too many elements");
      return;
    }
  self->added &= ~(G_GUINT64_CONSTANT (1) << self->depth);
  if (self->hidden_depth != 0 || !is_line (element))
    return;
  if (is_hidden (element, &attributes))
    {
      self->hidden_depth = self->depth;
      return;
    }
  add_line (self, &attributes);
  dissect_tree_push (self->tree);
  self->added |= G_GUINT64_CONSTANT (1) << self->depth;
}

static void
end_element (G_GNUC_UNUSED GMarkupParseContext *context,
             G_GNUC_UNUSED const char *element,
             gpointer user_data,
             G_GNUC_UNUSED GError **error)
{
  Pdml *self = user_data;

  if (self->added & G_GUINT64_CONSTANT (1) << self->depth)
    dissect_tree_pop (self->tree);
  if (self->hidden_depth == self->depth)
    self->hidden_depth = 0;
  self->depth--;
}

/* Fills TREE, which is empty, with the fields of the packet in TEXT, whose end may be missing. What points beyond FRAME_BYTES
 * has no bytes. FALSE where there is not one field, or TEXT is not as tshark writes it; what was good before stays. */
gboolean
pdml_parse (const char *text,
            gsize n_bytes,
            guint32 frame_bytes,
            PdmlNames *names,
            DissectTree *tree,
            GError **error)
{
  static const GMarkupParser parser
      = { .start_element = start_element, .end_element = end_element };
  Pdml pdml = { .tree = tree, .names = names, .frame_bytes = frame_bytes };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &pdml, NULL);

  g_return_val_if_fail (text != NULL && names != NULL && tree != NULL, FALSE);

  /* Not ended, so that a text that was cut off is no error. */
  if (!g_markup_parse_context_parse (context, text, n_bytes, error))
    return FALSE;
  if (dissect_tree_get_n_fields (tree) > 0)
    return TRUE;
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_EMPTY, "No fields");
  return FALSE;
}
