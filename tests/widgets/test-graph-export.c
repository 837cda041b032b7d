/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-graph-export.h"
#include "widgets/sw-graph-private.h"

#define NOW_US (5000 * SW_SECOND_US)
#define FULL_DISK_ALONE "/graph-export/full-disk/subprocess"

static const SwGraphSpec usual = {
  .width = 480,
  .height = 270,
  .span_us = 30 * SW_SECOND_US,
  .epoch_us = G_GINT64_CONSTANT (1795271400) * SW_SECOND_US,
  .parts = SW_GRAPH_PART_ALL,
};

static SwSource *
make_source (void)
{
  SwSource *source
      = sw_fake_source_new ("fake", "Fake / <title>", SW_UNIT_PERCENT, SW_STYLE_STACKED);

  sw_fake_source_add_channels (source, SW_ROLE_1, "user & co", "system", NULL);
  for (int age = 60; age >= 0; age--)
    sw_fake_source_push (source, NOW_US - age * SW_SECOND_US, (double[]) { age, 20 });
  return source;
}

static void
test_format_of_file_name (void)
{
  const struct
  {
    const char *name;
    SwExportFormat format;
  } cases[] = {
    { "cpu.png", SW_EXPORT_PNG }, { "cpu.svg", SW_EXPORT_SVG }, { "CPU.SVG", SW_EXPORT_SVG },
    { "a.b.csv", SW_EXPORT_CSV }, { "csv", SW_EXPORT_PNG },     { "", SW_EXPORT_PNG },
    { "cpu.jpg", SW_EXPORT_PNG }, { ".csv", SW_EXPORT_CSV },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sw_graph_export_get_format (cases[i].name), ==, cases[i].format);
}

typedef struct
{
  const guint8 *data;
  gsize n_left;
} Reader;

static cairo_status_t
read_bytes (void *data, unsigned char *to, unsigned int n_bytes)
{
  Reader *reader = data;

  if (n_bytes > reader->n_left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (to, reader->data, n_bytes);
  reader->data += n_bytes;
  reader->n_left -= n_bytes;
  return CAIRO_STATUS_SUCCESS;
}

/* Twice as many pixels, light, and something drawn on them. */
static void
test_png (void)
{
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = sw_graph_export_to_bytes (source, &usual, SW_EXPORT_PNG, &error);
  Reader reader;
  cairo_surface_t *surface;
  const guint32 *pixels;
  guint n_other = 0;

  g_assert_no_error (error);
  reader.data = g_bytes_get_data (png, &reader.n_left);
  surface = cairo_image_surface_create_from_png_stream (read_bytes, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 960);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 540);
  pixels = (gconstpointer) cairo_image_surface_get_data (surface);
  g_assert_cmphex (pixels[0] & 0xffffff, ==, 0xffffff);
  for (guint i = 0; i < 960 * 540; i++)
    n_other += (pixels[i] & 0xffffff) != 0xffffff;
  g_assert_cmpuint (n_other, >, 20000);
  cairo_surface_destroy (surface);
}

typedef struct
{
  guint n_elements, n_texts;
  gboolean has_view_box;
} Svg;

static void
on_element (G_GNUC_UNUSED GMarkupParseContext *context,
            const char *element,
            const char **names,
            const char **values,
            gpointer user_data,
            G_GNUC_UNUSED GError **error)
{
  Svg *svg = user_data;

  svg->n_elements++;
  svg->n_texts += g_str_equal (element, "text");
  for (guint i = 0; g_str_equal (element, "svg") && names[i] != NULL; i++)
    if (g_str_equal (names[i], "viewBox"))
      svg->has_view_box = g_str_equal (values[i], "0 0 480 270");
}

static void
test_svg (void)
{
  const GMarkupParser parser = { .start_element = on_element };
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sw_graph_export_to_bytes (source, &usual, SW_EXPORT_SVG, &error);
  g_autoptr (GMarkupParseContext) context = NULL;
  Svg svg = { 0 };

  g_assert_no_error (error);
  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &svg, NULL);
  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_true (svg.has_view_box);
  g_assert_cmpuint (svg.n_elements, >, 20);
  g_assert_cmpuint (svg.n_texts, ==, 0);
}

/* What is shown, and only that: with the sample at either edge. */
static void
test_csv (void)
{
  g_autoptr (SwSource) source = make_source ();
  SwGraphSpec spec = usual;
  g_autoptr (GBytes) newest = sw_graph_export_to_bytes (source, &spec, SW_EXPORT_CSV, NULL);
  g_autoptr (GBytes) past = NULL;
  g_auto (GStrv) lines = g_strsplit (g_bytes_get_data (newest, NULL), "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 31 + 1);
  g_assert_cmpstr (lines[0], ==, "Time,user & co (%),system (%)");
  g_assert_true (g_str_has_suffix (lines[1], ",30,20"));
  g_assert_true (g_str_has_suffix (lines[31], ",0,20"));
  spec.end_us = NOW_US - 20 * SW_SECOND_US;
  spec.span_us = SW_SECOND_US;
  past = sw_graph_export_to_bytes (source, &spec, SW_EXPORT_CSV, NULL);
  g_clear_pointer (&lines, g_strfreev);
  lines = g_strsplit (g_bytes_get_data (past, NULL), "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2 + 1);
  g_assert_true (g_str_has_suffix (lines[1], ",21,20"));
}

static void
test_too_large (void)
{
  g_autoptr (SwSource) source = make_source ();
  SwGraphSpec spec = usual;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) error = NULL;

  spec.width = 100000;
  png = sw_graph_export_to_bytes (source, &spec, SW_EXPORT_PNG, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (png);
}

typedef struct
{
  gboolean saved, done;
  GError *error;
} Save;

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;

  save->saved = sw_graph_export_save_finish (SW_SOURCE (source), result, &save->error);
  save->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Save *) data)->done;
}

static Save
save_to (const char *path)
{
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  Save save = { 0 };

  sw_graph_export_save_async (source, &usual, file, NULL, on_saved_cb, &save);
  sw_widget_test_wait (is_done, &save);
  return save;
}

static void
test_saves_by_ending (void)
{
  const char *const heads[][2] = {
    { "graph.png", "\x89PNG" },
    { "graph.svg", "<?xml" },
    { "graph.csv", "Time," },
  };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), heads[i][0], NULL);
      g_autofree char *contents = NULL;
      Save save;

      sw_test_tree_write (tree, heads[i][0], "what was there before");
      save = save_to (path);
      g_assert_no_error (save.error);
      g_assert_true (save.saved);
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_true (g_str_has_prefix (contents, heads[i][1]));
      g_assert_null (strstr (contents, "before"));
      sw_test_tree_remove (tree, heads[i][0]);
    }
}

static void
test_no_right_to_write (void)
{
  Save save = save_to ("/sys/graph.csv");

  g_assert_false (save.saved);
  g_assert_nonnull (save.error);
  g_assert_nonnull (strstr (save.error->message, "/sys"));
  g_clear_error (&save.error);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
write_line (const char *path, const char *text)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    g_error ("%s: %s", path, g_strerror (errno));
}

/* Mounts of its own, with or without the rights for it. */
static void
own_mounts (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %u 1\n", getuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %u 1\n", getgid ());

  if (unshare (CLONE_NEWNS) != 0)
    {
      g_assert_no_errno (unshare (CLONE_NEWUSER | CLONE_NEWNS));
      write_line ("/proc/self/setgroups", "deny");
      write_line ("/proc/self/uid_map", uid_map);
      write_line ("/proc/self/gid_map", gid_map);
    }
  g_assert_no_errno (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
}

static void
fill_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "filler", NULL);
  g_autofd int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const char page[4096] = "";

  g_assert_cmpint (fd, >=, 0);
  for (guint i = 0; i < 15; i++)
    g_assert_cmpint (write (fd, page, sizeof page), ==, sizeof page);
}

static void
assert_not_saved (const char *folder, const char *name, const char *before)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  Save save = save_to (path);

  g_assert_false (save.saved);
  g_assert_error (save.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&save.error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL) == (before != NULL));
  g_assert_cmpstr (contents, ==, before);
}

/* A file is whole, or as it was, or not there; and nothing else is left behind. Before GTK, whose threads forbid it. */
static void
test_full_disk_alone (void)
{
  g_autofree char *folder = g_dir_make_tmp ("full-XXXXXX", NULL);
  g_autofree char *old = g_build_filename (folder, "old.png", NULL);

  own_mounts ();
  g_assert_no_errno (mount ("none", folder, "tmpfs", 0, "nr_blocks=17"));
  g_assert_true (g_file_set_contents (old, "before", -1, NULL));
  fill_disk (folder);
  assert_not_saved (folder, "new.png", NULL);
  assert_not_saved (folder, "old.png", "before");
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_no_errno (umount2 (folder, MNT_DETACH));
  rmdir (folder);
}

static void
test_full_disk (void)
{
  g_test_trap_subprocess (FULL_DISK_ALONE, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* The disk is full in the middle of the file, as a limit of its size lets it seem. */
static void
test_no_room (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "graph.csv", NULL);
  g_autofree char *contents = NULL;
  struct rlimit all, little;
  Save save;

  sw_test_tree_write (tree, "graph.csv", "what was there before");
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &all);
  little = all;
  little.rlim_cur = 100;
  setrlimit (RLIMIT_FSIZE, &little);
  save = save_to (path);
  setrlimit (RLIMIT_FSIZE, &all);
  g_assert_false (save.saved);
  g_assert_nonnull (save.error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "what was there before");
  g_clear_error (&save.error);
}

typedef struct
{
  GdkTexture *texture;
  gboolean done;
} Paste;

static void
on_pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  Paste *paste = user_data;

  paste->texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  paste->done = TRUE;
}

static gboolean
is_pasted (gpointer data)
{
  return ((Paste *) data)->done;
}

static void
test_copies (void)
{
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = sw_graph_new (source, NULL);
  GtkWindow *window = sw_widget_test_show (graph, 700, 300);
  Paste paste = { 0 };

  g_assert_true (gtk_widget_activate_action (graph, "graph.copy", NULL));
  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (graph), NULL, on_pasted_cb, &paste);
  sw_widget_test_wait (is_pasted, &paste);
  g_assert_nonnull (paste.texture);
  g_assert_cmpint (gdk_texture_get_width (paste.texture), ==, 2 * (700 + 24));
  g_assert_cmpint (gdk_texture_get_height (paste.texture), ==, 2 * (300 + 96));
  g_clear_object (&paste.texture);
  sw_widget_test_close (window);
}

static gboolean
is_menu_mapped (gpointer graph)
{
  GtkWidget *menu = SW_GRAPH (graph)->menu;

  return menu != NULL && gtk_widget_get_mapped (menu);
}

static void
test_has_a_menu (void)
{
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = sw_graph_new (source, NULL);
  GtkWindow *window = sw_widget_test_show (graph, 700, 300);

  g_assert_true (gtk_widget_activate_action (graph, "graph.menu", NULL));
  sw_widget_test_wait (is_menu_mapped, graph);
  gtk_popover_popdown (GTK_POPOVER (SW_GRAPH (graph)->menu));
  sw_graph_set_compact (SW_GRAPH (graph), TRUE);
  g_assert_true (gtk_widget_activate_action (graph, "graph.menu", NULL));
  g_assert_false (gtk_widget_get_visible (SW_GRAPH (graph)->menu));
  sw_widget_test_close (window);
}

int
main (int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], FULL_DISK_ALONE))
      {
        g_test_init (&argc, &argv, NULL);
        g_test_add_func (FULL_DISK_ALONE, test_full_disk_alone);
        return g_test_run ();
      }
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-export/format-of-file-name", test_format_of_file_name);
  g_test_add_func ("/graph-export/png", test_png);
  g_test_add_func ("/graph-export/svg", test_svg);
  g_test_add_func ("/graph-export/csv", test_csv);
  g_test_add_func ("/graph-export/too-large", test_too_large);
  g_test_add_func ("/graph-export/saves-by-ending", test_saves_by_ending);
  g_test_add_func ("/graph-export/no-right-to-write", test_no_right_to_write);
  g_test_add_func ("/graph-export/no-room", test_no_room);
  g_test_add_func ("/graph-export/full-disk", test_full_disk);
  g_test_add_func (FULL_DISK_ALONE, test_full_disk_alone);
  g_test_add_func ("/graph-export/copies", test_copies);
  g_test_add_func ("/graph-export/has-a-menu", test_has_a_menu);
  return g_test_run ();
}
