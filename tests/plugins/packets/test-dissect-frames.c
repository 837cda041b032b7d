/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What frames say: the tables are frames/NAME.frames. Each frame is also cut at every length, of which nothing may come
 * but that it is cut short. */

#include "config.h"

#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/dissect/dissection.h"
#include "tests/plugins/packets/tree-check.h"

#define MAX_FRAME_BYTES 2048

/* The lines of one frame, which begins with "frame NAME". */
typedef struct
{
  char **lines;
  guint8 bytes[MAX_FRAME_BYTES];
  Packet packet;
} Frame;

/* What stands behind WORD in the frame's only line that begins with it. */
static const char *
get_value (const Frame *self, const char *word)
{
  for (char **line = self->lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, word) && (*line)[strlen (word)] == ' ')
      return *line + strlen (word) + 1;
  g_error ("%s has no %s", self->lines[0], word);
}

static Frame *
frame_new (const char *text)
{
  Frame *self = g_new0 (Frame, 1);
  const char *hex;
  guint32 n = 0;

  self->lines = g_strsplit (text, "\n", -1);
  hex = get_value (self, "bytes");
  for (; hex[2 * n] != '\0'; n++)
    {
      g_assert_cmpuint (n, <, MAX_FRAME_BYTES);
      self->bytes[n]
          = g_ascii_xdigit_value (hex[2 * n]) << 4 | g_ascii_xdigit_value (hex[2 * n + 1]);
    }
  self->packet = (Packet) {
    .bytes = self->bytes,
    .captured_bytes = n,
    .original_bytes = n,
    .link_type = g_ascii_strtoull (get_value (self, "link"), NULL, 10),
  };
  return self;
}

static void
frame_free (Frame *self)
{
  g_strfreev (self->lines);
  g_free (self);
}

static char *
print_field (const DissectField *field)
{
  return g_strdup_printf ("field %u+%u %s%s%s", field->offset, field->n_bytes, field->name,
                          field->text[0] != '\0' ? ": " : "", field->text);
}

static gboolean
has_field (const DissectTree *tree, const char *expected)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      g_autofree char *line = print_field (dissect_tree_get_field (tree, i));

      if (g_str_equal (line, expected))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_covered (const DissectTree *tree, guint32 at)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      if (at >= field->offset && at - field->offset < field->n_bytes)
        return TRUE;
    }
  return FALSE;
}

/* No byte of a whole frame is passed over in silence. */
static void
assert_covered (const Frame *self, const DissectTree *tree)
{
  for (guint32 i = 0; i < self->packet.captured_bytes; i++)
    if (!is_covered (tree, i))
      g_error ("%s: nothing is said of byte %u", self->lines[0], i);
}

static void
assert_fields (const Frame *self, const DissectTree *tree)
{
  for (char **line = self->lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "field ") && !has_field (tree, *line))
      g_error ("%s: %s is missing", self->lines[0], *line);
}

/* What holds of any frame, whatever is in it. */
static void
assert_sound (const Dissection *dissection, const Packet *packet)
{
  g_assert_cmpstr (dissection->protocol, !=, "");
  g_assert_true (g_utf8_validate (dissection->summary.text, dissection->summary.length, NULL));
  g_assert_null (strpbrk (dissection->summary.text, "\n\r\t"));
  for (guint i = 0; dissection->tree != NULL && i < dissect_tree_get_n_fields (dissection->tree);
       i++)
    {
      const DissectField *field = dissect_tree_get_field (dissection->tree, i);

      g_assert_cmpuint (field->offset, <=, packet->captured_bytes);
      g_assert_cmpuint (field->n_bytes, <=, packet->captured_bytes - field->offset);
      g_assert_true (g_utf8_validate (field->text, -1, NULL));
    }
}

static void
test_whole (gconstpointer data)
{
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  Frame *self = frame_new (data);
  Dissection dissection;

  dissection_init (&dissection);
  for (guint with_tree = FALSE; with_tree <= TRUE; with_tree++)
    {
      dissection.tree = with_tree ? tree : NULL;
      dissect_packet (&dissection, &self->packet);
      assert_sound (&dissection, &self->packet);
      g_assert_cmpstr (dissection.protocol, ==, get_value (self, "protocol"));
      g_assert_cmpstr (dissection.source.text, ==, get_value (self, "source"));
      g_assert_cmpstr (dissection.destination.text, ==, get_value (self, "destination"));
      g_assert_cmpstr (dissection.summary.text, ==, get_value (self, "summary"));
      g_assert_false (dissection.malformed);
      g_assert_false (dissection.truncated);
    }
  assert_fields (self, tree);
  assert_covered (self, tree);
  g_assert_true (tree_check_closed (tree));
  frame_free (self);
}

/* On the heap and no longer than it says, so that the sanitizers see a byte read too far. */
static void
test_cut_short (gconstpointer data)
{
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  Frame *self = frame_new (data);
  Dissection dissection;

  dissection_init (&dissection);
  for (guint32 n = 0; n < self->packet.original_bytes; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (self->bytes, n);
      Packet packet = self->packet;

      packet.bytes = copy;
      packet.captured_bytes = n;
      for (guint with_tree = FALSE; with_tree <= TRUE; with_tree++)
        {
          dissection.tree = with_tree ? tree : NULL;
          dissect_packet (&dissection, &packet);
          assert_sound (&dissection, &packet);
          g_assert_true (dissection.truncated);
          if (dissection.malformed)
            g_error ("%s, cut to %u bytes: %s", self->lines[0], n, dissection.summary.text);
        }
    }
  frame_free (self);
}

/* Any other frame than it is: nothing is asserted but what holds of all. */
static void
test_changed (gconstpointer data)
{
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  Frame *self = frame_new (data);
  Dissection dissection;

  dissection_init (&dissection);
  dissection.tree = tree;
  for (guint32 i = 0; i < self->packet.captured_bytes; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        self->bytes[i] ^= 1 << bit;
        dissect_packet (&dissection, &self->packet);
        assert_sound (&dissection, &self->packet);
        self->bytes[i] ^= 1 << bit;
      }
  frame_free (self);
}

static void
add_frame (const char *text)
{
  g_autofree char *name
      = g_strndup (text + strlen ("frame "), strcspn (text, "\n") - strlen ("frame "));
  g_autofree char *whole = g_strdup_printf ("/dissect/frames/%s/whole", name);
  g_autofree char *cut = g_strdup_printf ("/dissect/frames/%s/cut-short", name);
  g_autofree char *changed = g_strdup_printf ("/dissect/frames/%s/changed", name);

  g_test_add_data_func_full (whole, g_strdup (text), test_whole, g_free);
  g_test_add_data_func_full (cut, g_strdup (text), test_cut_short, g_free);
  g_test_add_data_func_full (changed, g_strdup (text), test_changed, g_free);
}

/* Blank lines part the frames; what begins with "#" says something to the reader. */
static void
add_table (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plugins/packets/frames", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) blocks = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  blocks = g_strsplit (text, "\n\n", -1);
  for (char **block = blocks; *block != NULL; block++)
    if (g_str_has_prefix (*block, "frame "))
      add_frame (g_strchomp (*block));
}

int
main (int argc, char **argv)
{
  static const char *const tables[] = {
    "link.frames", "wlan.frames", "other-links.frames", "ip.frames", "control.frames", "tcp.frames",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    add_table (tables[i]);
  return g_test_run ();
}
