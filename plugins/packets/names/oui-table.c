/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/oui-table.h"

/* Rows are "Registry,Assignment,Organization Name,Organization Address" (oui.csv, mam.csv, oui36.csv and iab.csv of
 * standards-oui.ieee.org): RFC 4180's CSV, of which the assignment's number of hex digits says how long the prefix is. */
typedef struct
{
  guint64 prefix; /* of 48 bits, those beyond it 0 */
  guint n_bits;
  const char *name; /* the table's */
} OuiRow;

struct _OuiTable
{
  GArray *rows; /* of OuiRow */
  GStringChunk *names;
  gboolean sorted;
};

/* Longest first, as they are looked for: oui36 and iab, mam, oui. */
static const guint prefix_lengths[] = { 36, 28, 24 };

/* A row's fields that matter. */
enum
{
  FIELD_ASSIGNMENT = 1,
  FIELD_NAME = 2,
};

typedef struct
{
  const char *at;
  const char *end;
} Csv;

typedef struct
{
  gsize length;
  char text[OUI_TABLE_MAX_NAME];
} Field;

static void
field_add (Field *field, char c)
{
  if (field->length < sizeof field->text)
    field->text[field->length++] = c;
}

/* Takes what is in quotes, the cursor being behind the first one. A quote that never ends takes no more than its line, so that
 * one odd row does not swallow the rest of the file. */
static void
take_quoted (Csv *csv, Field *field)
{
  while (csv->at < csv->end && *csv->at != '\n')
    {
      const char c = *csv->at++;

      if (c != '"')
        field_add (field, c);
      else if (csv->at < csv->end && *csv->at == '"')
        field_add (field, *csv->at++);
      else
        return;
    }
}

/* TRUE: another field follows in the same row. */
static gboolean
take_field (Csv *csv, Field *field)
{
  field->length = 0;
  while (csv->at < csv->end && *csv->at != '\n')
    {
      const char c = *csv->at++;

      if (c == ',')
        return TRUE;
      if (c == '"')
        take_quoted (csv, field);
      else if (c != '\r')
        field_add (field, c);
    }
  if (csv->at < csv->end)
    csv->at++;
  return FALSE;
}

static gboolean
parse_assignment (const Field *field, OuiRow *row)
{
  row->prefix = 0;
  row->n_bits = field->length * 4;
  if (row->n_bits != 24 && row->n_bits != 28 && row->n_bits != 36)
    return FALSE;
  for (gsize i = 0; i < field->length; i++)
    {
      const int digit = g_ascii_xdigit_value (field->text[i]);

      if (digit < 0)
        return FALSE;
      row->prefix = row->prefix << 4 | digit;
    }
  row->prefix <<= 48 - row->n_bits;
  return TRUE;
}

/* One line of UTF-8 without control characters; the last character may have been cut. */
static const char *
keep_name (OuiTable *self, const Field *field)
{
  const char *end;
  g_autofree char *name = NULL;

  g_utf8_validate_len (field->text, field->length, &end);
  name = field->length == sizeof field->text ? g_strndup (field->text, end - field->text)
                                             : g_utf8_make_valid (field->text, field->length);
  for (char *c = name; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_strstrip (name);
  return *name != '\0' ? g_string_chunk_insert_const (self->names, name) : NULL;
}

static void
take_row (OuiTable *self, Csv *csv)
{
  Field field, name = { 0 };
  OuiRow row = { 0 };
  gboolean more = TRUE, good = FALSE;

  for (guint i = 0; more; i++)
    {
      more = take_field (csv, i == FIELD_NAME ? &name : &field);
      if (i == FIELD_ASSIGNMENT)
        good = parse_assignment (&field, &row);
    }
  if (good)
    row.name = keep_name (self, &name);
  if (row.name != NULL)
    g_array_append_val (self->rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const OuiRow *row_a = a, *row_b = b;

  if (row_a->prefix != row_b->prefix)
    return row_a->prefix < row_b->prefix ? -1 : 1;
  return (row_a->n_bits > row_b->n_bits) - (row_a->n_bits < row_b->n_bits);
}

OuiTable *
oui_table_new (void)
{
  OuiTable *self = g_new0 (OuiTable, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (OuiRow));
  self->names = g_string_chunk_new (4096);
  return self;
}

void
oui_table_free (OuiTable *self)
{
  g_array_unref (self->rows);
  g_string_chunk_free (self->names);
  g_free (self);
}

/* Takes the rows of any of the registries; what is none, the head among them, is passed over. */
void
oui_table_add_csv (OuiTable *self, const char *text, gsize n_bytes)
{
  Csv csv = { .at = text, .end = text + n_bytes };

  g_return_if_fail (self != NULL && text != NULL);

  while (csv.at < csv.end && self->rows->len < OUI_TABLE_MAX_ROWS)
    take_row (self, &csv);
  self->sorted = FALSE;
}

/* Whose block MAC is in, the smallest one that there is; %NULL: nobody's. The name lives as long as the table. */
const char *
oui_table_find (OuiTable *self, const guint8 mac[6])
{
  guint64 address = 0;

  g_return_val_if_fail (self != NULL && mac != NULL, NULL);

  if (!self->sorted)
    g_array_sort (self->rows, compare_rows);
  self->sorted = TRUE;
  for (guint i = 0; i < 6; i++)
    address = address << 8 | mac[i];
  for (guint i = 0; i < G_N_ELEMENTS (prefix_lengths); i++)
    {
      const guint n_bits = prefix_lengths[i];
      const OuiRow wanted
          = { .prefix = address >> (48 - n_bits) << (48 - n_bits), .n_bits = n_bits };
      guint index;

      if (g_array_binary_search (self->rows, &wanted, compare_rows, &index))
        return g_array_index (self->rows, OuiRow, index).name;
    }
  return NULL;
}
