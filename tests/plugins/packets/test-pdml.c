/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/names/pdml.h"

/* As tshark 4.4 writes it, shortened. */
static const char good[]
    = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<?xml-stylesheet type=\"text/xsl\" href=\"pdml2html.xsl\"?>\n"
      "<!-- You can find pdml2html.xsl -->\n"
      "<pdml version=\"0\" creator=\"wireshark/4.4.19\" capture_file=\"-\">\n"
      "<packet>\n"
      "  <proto name=\"geninfo\" pos=\"0\" showname=\"General information\" size=\"42\">\n"
      "    <field name=\"num\" pos=\"0\" show=\"1\" showname=\"Number\" size=\"42\"/>\n"
      "  </proto>\n"
      "  <proto name=\"eth\" showname=\"Ethernet II, Src: 52:54:00:aa:bb:01\" size=\"14\" "
      "pos=\"0\">\n"
      "    <field name=\"eth.dst\" showname=\"Destination: ff:ff:ff:ff:ff:ff\" size=\"6\" "
      "pos=\"0\">\n"
      "      <field name=\"eth.addr\" hide=\"yes\" showname=\"Address: x\" size=\"6\" pos=\"0\">\n"
      "        <field name=\"below\" showname=\"Below\" size=\"6\" pos=\"0\"/>\n"
      "      </field>\n"
      "      <field name=\"eth.dst.ig\" showname=\"IG bit: Group\" size=\"3\" pos=\"0\"/>\n"
      "    </field>\n"
      "    <field name=\"eth.type\" showname=\"Type: ARP &lt;0x0806&gt;\" size=\"2\" pos=\"12\"/>\n"
      "  </proto>\n"
      "  <proto name=\"arp\" showname=\"Address Resolution Protocol (request)\" size=\"28\" "
      "pos=\"14\">\n"
      "    <field name=\"\" show=\"From show\" size=\"29\" pos=\"14\"/>\n"
      "    <field name=\"only.name\" size=\"-1\" pos=\"14\"/>\n"
      "    <field showname=\"two&#10;lines: &#9;a: b\" size=\"28\" pos=\"14\"/>\n"
      "  </proto>\n"
      "</packet>\n\n\n</pdml>\n";

static gboolean
parse (const char *text, gsize n_bytes, DissectTree *tree)
{
  g_autoptr (PdmlNames) names = pdml_names_new ();
  g_autoptr (GError) error = NULL;
  const gboolean parsed = pdml_parse (text, n_bytes, 42, names, tree, &error);

  if (parsed)
    g_assert_no_error (error);
  else
    g_assert_error (error, G_MARKUP_ERROR, error->code);
  return parsed;
}

static void
test_fields (void)
{
  static const struct
  {
    guint level;
    const char *name;
    const char *text;
    guint offset;
    guint n_bytes;
  } expected[] = {
    { 0, "Ethernet II, Src", "52:54:00:aa:bb:01", 0, 14 },
    { 1, "Destination", "ff:ff:ff:ff:ff:ff", 0, 6 },
    { 2, "IG bit", "Group", 0, 3 },
    { 1, "Type", "ARP <0x0806>", 12, 2 },
    { 0, "Address Resolution Protocol (request)", "", 14, 28 },
    { 1, "From show", "", 0, 0 }, /* one byte beyond the frame */
    { 1, "only.name", "", 14, 0 },
    { 1, "two lines", " a: b", 14, 28 },
  };
  g_autoptr (DissectTree) tree = dissect_tree_new ();

  g_assert_true (parse (good, strlen (good), tree));
  g_assert_cmpuint (dissect_tree_get_n_fields (tree), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      g_assert_cmpuint (field->level, ==, expected[i].level);
      g_assert_cmpstr (field->name, ==, expected[i].name);
      g_assert_cmpstr (field->text, ==, expected[i].text);
      g_assert_cmpuint (field->offset, ==, expected[i].offset);
      g_assert_cmpuint (field->n_bytes, ==, expected[i].n_bytes);
    }
}

/* Wherever it is cut off, what came before stays. */
static void
test_cut_off (void)
{
  guint most = 0;

  for (gsize n_bytes = 0; n_bytes <= strlen (good); n_bytes++)
    {
      g_autoptr (DissectTree) tree = dissect_tree_new ();
      g_autofree char *copy = g_memdup2 (good, MAX (n_bytes, 1));
      const gboolean parsed = parse (copy, n_bytes, tree);
      const guint n_fields = dissect_tree_get_n_fields (tree);

      g_assert_cmpint (parsed, ==, n_fields > 0);
      g_assert_cmpuint (n_fields, >=, most);
      most = n_fields;
    }
  g_assert_cmpuint (most, ==, 8);
}

static void
test_no_pdml (void)
{
  static const char *const texts[] = {
    "", "\n", "tshark: no", "<a/>", "<pdml><packet></packet></pdml>", "<field showname=", "\xff"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DissectTree) tree = dissect_tree_new ();

      g_assert_false (parse (texts[i], strlen (texts[i]), tree));
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new ("<pdml>");
  g_autoptr (DissectTree) tree = dissect_tree_new ();

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<field showname='x'>");
  g_assert_false (parse (text->str, text->len, tree));
  g_assert_cmpuint (dissect_tree_get_n_fields (tree), ==, PDML_MAX_DEPTH - 1);
}

static void
test_number (void)
{
  g_autoptr (GString) text = g_string_new ("<pdml>");
  g_autoptr (DissectTree) tree = dissect_tree_new ();

  for (guint i = 0; i < PDML_MAX_ELEMENTS; i++)
    g_string_append (text, "<field showname='x'/>");
  g_assert_false (parse (text->str, text->len, tree));
  g_assert_cmpuint (dissect_tree_get_n_fields (tree), ==, DISSECT_TREE_MAX_FIELDS);
}

static void
test_names (void)
{
  static const char late[] = "<p><field showname='late: 1'/>"
                             "<field showname='late'/><field showname='a: 1'/>";
  static const char *const expected[][2]
      = { { "Field", "late: 1" }, { "Field", "late" }, { "a", "1" } };
  g_autoptr (PdmlNames) names = pdml_names_new ();
  g_autoptr (GString) text = g_string_new ("<pdml>");
  g_autofree char *long_name = g_strnfill (PDML_MAX_NAME + 1, 'y');
  g_autofree char *long_text = g_strnfill (PDML_MAX_TEXT + 1, 'z');
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  const DissectField *field;

  g_string_append_printf (text, "<field showname='%s: z'/><field showname='a: %s'/>", long_name,
                          long_text);
  for (guint i = 0; i < PDML_MAX_NAMES; i++)
    g_string_append_printf (text, "<field showname='name %u: a: b'/>", i);
  g_assert_true (pdml_parse (text->str, text->len, 42, names, tree, NULL));
  field = dissect_tree_get_field (tree, 0);
  g_assert_cmpstr (field->name, ==, "Field");
  g_assert_true (g_str_has_suffix (field->text, "y: z"));
  field = dissect_tree_get_field (tree, 1);
  g_assert_cmpuint (strlen (field->text), ==, PDML_MAX_TEXT - 3);
  /* Here the tree is full; "a" was the first to be kept. */
  g_assert_cmpuint (dissect_tree_get_n_fields (tree), ==, DISSECT_TREE_MAX_FIELDS);
  field = dissect_tree_get_field (tree, DISSECT_TREE_MAX_FIELDS - 1);
  g_assert_cmpstr (field->name, ==, "name 4093");
  dissect_tree_clear (tree);
  g_assert_true (pdml_parse (late, strlen (late), 42, names, tree, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpstr (dissect_tree_get_field (tree, i)->name, ==, expected[i][0]);
      g_assert_cmpstr (dissect_tree_get_field (tree, i)->text, ==, expected[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/pdml/fields", test_fields);
  g_test_add_func ("/packets/pdml/cut-off", test_cut_off);
  g_test_add_func ("/packets/pdml/no-pdml", test_no_pdml);
  g_test_add_func ("/packets/pdml/bounds/depth", test_depth);
  g_test_add_func ("/packets/pdml/bounds/number", test_number);
  g_test_add_func ("/packets/pdml/bounds/names", test_names);
  return g_test_run ();
}
