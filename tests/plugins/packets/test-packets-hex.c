/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Bytes in hex: their lines, the same as one text, and the widget that draws them. */

#include "config.h"

#include <adwaita.h>

#include "tests/widgets/sw-widget-test.h"

#include "plugins/packets/packets-hex-line.h"
#include "plugins/packets/packets-hex-text.h"
#include "plugins/packets/packets-hex.h"

/* A whole line; the widget's padding on either side. */
#define WHOLE_LINE "0020  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1.."
#define PADDING 12

static void
test_lines (void)
{
  static const guint8 bytes[] = "GET / HTTP/1.1\r\n";
  char text[PACKETS_HEX_LINE_BYTES];

  packets_hex_line_write (bytes, 16, 0x20, 16, text);
  g_assert_cmpstr (text, ==, WHOLE_LINE);
  packets_hex_line_write (bytes, 3, 0x12340, 8, text);
  g_assert_cmpstr (text, ==, "12340 47 45 54                 GET");
  for (guint n = 8; n <= 16; n += 8)
    for (guint at = 0; at < n; at++)
      {
        g_assert_cmpuint (packets_hex_line_find_byte (packets_hex_line_get_hex_column (at) + 0.5,
                                                      n),
                          ==, at);
        g_assert_cmpuint (packets_hex_line_find_byte (packets_hex_line_get_text_column (at, n)
                                                          + 0.5,
                                                      n),
                          ==, at);
      }
  g_assert_cmpuint (packets_hex_line_find_byte (-5, 16), ==, 0);
  g_assert_cmpuint (packets_hex_line_find_byte (1e6, 16), ==, 15);
}

static void
assert_text (GBytes *text, const char *expected)
{
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), expected,
                   strlen (expected));
  g_bytes_unref (text);
}

/* The lines as one text, to be read by pieces. */
static void
test_text (void)
{
  static const guint8 bytes[] = "GET / HTTP/1.1\r\n\r\n";
  const char *first = "0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..\n";
  const guint n_bytes = 18, length = (guint) strlen (first);
  guint begin, end;

  assert_text (packets_hex_text_get (bytes, n_bytes, 16, 0, length), first);
  assert_text (packets_hex_text_get (bytes, n_bytes, 16, 6, 11), "47 45");
  assert_text (packets_hex_text_get (bytes, n_bytes, 16, length - 4, length + 4), "1..\n0010");
  assert_text (packets_hex_text_get (bytes, n_bytes, 16, length, G_MAXUINT),
               "0010  0d 0a                                             ..");
  assert_text (packets_hex_text_get (bytes, n_bytes, 16, 4 * length, 5 * length), "");
  assert_text (packets_hex_text_get (bytes, n_bytes, 16, 9, 2), "");
  assert_text (packets_hex_text_get (NULL, 0, 16, 0, G_MAXUINT), "");
  for (gsize n = 0; n <= n_bytes; n++)
    for (guint n_per_line = 8; n_per_line <= 16; n_per_line += 8)
      {
        g_autoptr (GBytes) whole = packets_hex_text_get (bytes, n, n_per_line, 0, G_MAXUINT);

        g_assert_cmpuint (packets_hex_text_count (n, n_per_line), ==, g_bytes_get_size (whole));
      }
  g_assert_cmpuint (packets_hex_text_find_byte (1, 16), ==, 9);
  g_assert_cmpuint (packets_hex_text_find_byte (17, 16), ==, length + 9);
  packets_hex_text_find_line (length + 9, 16, &begin, &end);
  g_assert_cmpuint (begin, ==, length);
  for (guint at = 9; at <= 10; at++)
    {
      packets_hex_text_find_word (bytes, n_bytes, 16, length + at, &begin, &end);
      assert_text (packets_hex_text_get (bytes, n_bytes, 16, begin, end), "0a");
    }
  packets_hex_text_find_word (bytes, n_bytes, 16, 5 * length, &begin, &end);
  g_assert_cmpuint (begin, ==, end);
}

/* Marks and clicks find their bytes by the width of one character, which need not be a whole number of pixels; and is the
 * same whether a line has letters or not, although some languages would have their digits from another font. */
static void
test_width (gconstpointer language)
{
  GtkWidget *hex = GTK_WIDGET (packets_hex_new ());
  g_autoptr (PangoLayout) layout = NULL;
  GtkWindow *window;
  int natural, width;

  gtk_widget_add_css_class (hex, "monospace");
  pango_context_set_language (gtk_widget_get_pango_context (hex),
                              pango_language_from_string (language));
  window = sw_widget_test_show (hex, 900, 100);
  layout = gtk_widget_create_pango_layout (hex, WHOLE_LINE);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_measure (hex, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (ABS (natural - 2 * PADDING - width), <=, 1);
  sw_widget_test_close (window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/hex/lines", test_lines);
  g_test_add_func ("/packets/hex/text", test_text);
  g_test_add_data_func ("/packets/hex/width", "en", test_width);
  g_test_add_data_func ("/packets/hex/width-arabic", "ar", test_width);
  g_test_add_data_func ("/packets/hex/width-hebrew", "he", test_width);
  g_test_add_data_func ("/packets/hex/width-hindi", "hi", test_width);
  return g_test_run ();
}
