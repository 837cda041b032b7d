/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "tests/plugins/packets/app-case.h"
#include "tests/plugins/packets/tree-check.h"

/* Where the bytes stand in their frame. */
#define OFFSET 42

static GByteArray *
read_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  while (*hex != '\0')
    {
      char *end = (char *) hex + 2;
      guint64 n = 1;
      guint8 byte;

      g_assert_true (g_ascii_isxdigit (hex[0]) && g_ascii_isxdigit (hex[1]));
      byte = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);
      if (*end == '*')
        n = g_ascii_strtoull (end + 1, &end, 10);
      for (; n > 0; n--)
        g_byte_array_append (bytes, &byte, 1);
      for (hex = end; *hex == ' ';)
        hex++;
    }
  return bytes;
}

static void
assert_line (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at++)
    g_assert_true ((guchar) *at >= ' ' && *at != 0x7f);
}

static void
assert_fields (const DissectTree *tree, gsize n_bytes)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      assert_line (field->text);
      g_assert_cmpuint (field->offset, >=, OFFSET);
      g_assert_cmpuint (field->offset + field->n_bytes, <=, OFFSET + n_bytes);
    }
}

/* With and without a tree, which must say the same, and what must hold of any bytes. They are a copy of just that size, so that a byte
 * read too far is seen. */
static gboolean
run (AppFunc func,
     guint16 port,
     DissectTree *tree,
     const guint8 *from,
     guint32 n_bytes,
     guint32 claimed_bytes,
     Dissection *self)
{
  g_autofree guint8 *copy = g_malloc (MAX (n_bytes, 1));
  const DissectBytes bytes = { copy, n_bytes, claimed_bytes, OFFSET };
  Dissection plain = { .protocol = "", .has_ports = port != 0, .source_port = port };
  gboolean taken;

  if (n_bytes > 0)
    memcpy (copy, from, n_bytes);
  *self = plain;
  self->tree = tree;
  dissect_tree_clear (tree);
  taken = func (self, bytes);
  g_assert_cmpint (func (&plain, bytes), ==, taken);
  g_assert_cmpstr (plain.summary.text, ==, self->summary.text);
  g_assert_cmpstr (plain.protocol, ==, self->protocol);
  g_assert_cmpint (plain.malformed, ==, self->malformed);
  g_assert_cmpint (plain.truncated, ==, self->truncated);
  assert_line (self->summary.text);
  assert_fields (tree, n_bytes);
  g_assert_cmpint (dissect_tree_get_n_fields (tree) > 0, ==, taken);
  g_assert_cmpint (self->summary.length > 0, ==, taken);
  g_assert_true (tree_check_closed (tree));
  return taken;
}

static void
assert_has_field (const DissectTree *tree, const char *wanted)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);
      g_autofree char *line = g_strdup_printf ("%s: %s", field->name, field->text);

      if (g_str_equal (line, wanted))
        return;
      g_string_append_printf (all, "  %s\n", line);
    }
  g_error ("no field \"%s\" among\n%s", wanted, all->str);
}

void
app_case_check (AppFunc func, const AppCase *self)
{
  g_autoptr (GByteArray) bytes = read_hex (self->hex);
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  Dissection dissection;
  const gboolean taken
      = run (func, self->port, tree, bytes->data, bytes->len, bytes->len, &dissection);

  g_assert_cmpint (taken, ==, self->protocol != NULL);
  if (!taken)
    return;
  g_assert_cmpstr (dissection.protocol, ==, self->protocol);
  g_assert_cmpstr (dissection.summary.text, ==, self->summary);
  for (guint i = 0; i < G_N_ELEMENTS (self->fields) && self->fields[i] != NULL; i++)
    assert_has_field (tree, self->fields[i]);
}

/* Ends early everywhere, once because it was not longer and once because the capture cut it. Then each byte by itself is another. */
void
app_case_spoil (AppFunc func, const AppCase *self)
{
  static const guint8 masks[] = { 0x01, 0x80, 0xc0, 0xff };
  g_autoptr (GByteArray) bytes = read_hex (self->hex);
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  Dissection dissection;
  gboolean malformed;

  run (func, self->port, tree, bytes->data, bytes->len, bytes->len, &dissection);
  malformed = dissection.malformed;
  for (guint n = 0; n < bytes->len; n++)
    {
      run (func, self->port, tree, bytes->data, n, n, &dissection);
      run (func, self->port, tree, bytes->data, n, bytes->len, &dissection);
      g_assert_true (malformed || !dissection.malformed);
    }
  for (guint i = 0; i < bytes->len; i++)
    for (guint mask = 0; mask < G_N_ELEMENTS (masks); mask++)
      {
        bytes->data[i] ^= masks[mask];
        run (func, self->port, tree, bytes->data, bytes->len, bytes->len, &dissection);
        bytes->data[i] ^= masks[mask];
      }
}

void
app_case_check_all (AppFunc func, const AppCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    app_case_check (func, &cases[i]);
}
