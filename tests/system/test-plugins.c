/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-plugin-scan.h"
#include "tests/host-fixture.h"

#define KEY_DISABLED "disabled-plugins"
#define N_TOGGLES 100

/* The fixture that leaves things behind is on only where that is what is tested. */
static void
set_up (HostFixture *self, gconstpointer folder)
{
  host_fixture_set_up (self, folder, (const char *[]) { "untidy", NULL });
}

static void
tear_down (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  host_fixture_tear_down (self);
}

static void
test_each_says_why (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  const struct
  {
    const char *id;
    SwPluginState state;
    const char *reason;
  } cases[] = {
    { "works", SW_PLUGIN_STATE_ACTIVE, NULL },
    { "needs-works", SW_PLUGIN_STATE_ACTIVE, NULL },
    { "silent", SW_PLUGIN_STATE_ACTIVE, NULL },
    { "null-page", SW_PLUGIN_STATE_ACTIVE, NULL },
    { "untidy", SW_PLUGIN_STATE_OFF, NULL },
    { "fails", SW_PLUGIN_STATE_FAILED, "flux capacitor" },
    { "missing-symbol", SW_PLUGIN_STATE_FAILED, "sw_no_such_function" },
    { "no-type", SW_PLUGIN_STATE_FAILED, "for another program" },
    { "no-register", SW_PLUGIN_STATE_FAILED, "registers nothing" },
    { "missing-file", SW_PLUGIN_STATE_FAILED, "libmissing-file.so is missing" },
    { "missing-dependency", SW_PLUGIN_STATE_FAILED, "“absent”, which is not installed" },
    { "circle-a", SW_PLUGIN_STATE_FAILED, "does not work" },
    { "circle-b", SW_PLUGIN_STATE_FAILED, "need each other" },
    { "other-language", SW_PLUGIN_STATE_FAILED, "“lua5.1”" },
    { "broken", SW_PLUGIN_STATE_FAILED, "description file" },
  };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->host)), ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SwPluginItem *item = sw_plugin_host_lookup (self->host, cases[i].id);

      g_test_message ("%s", cases[i].id);
      g_assert_nonnull (item);
      g_assert_cmpint (sw_plugin_item_get_state (item), ==, cases[i].state);
      if (cases[i].reason == NULL)
        g_assert_null (sw_plugin_item_get_reason (item));
      else
        {
          g_assert_nonnull (strstr (sw_plugin_item_get_reason (item), cases[i].reason));
          /* Short: without the folder. */
          g_assert_null (strchr (sw_plugin_item_get_reason (item), G_DIR_SEPARATOR));
        }
      g_assert_cmpint (sw_plugin_item_get_plugin (item) != NULL, ==,
                       cases[i].state == SW_PLUGIN_STATE_ACTIVE);
    }
}

static void
test_order_is_that_of_the_pages (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  g_autoptr (SwPluginItem) first = g_list_model_get_item (G_LIST_MODEL (self->host), 0);
  g_autoptr (SwPluginItem) second = g_list_model_get_item (G_LIST_MODEL (self->host), 1);

  g_assert_cmpstr (sw_plugin_item_get_id (first), ==, "works");
  g_assert_cmpstr (sw_plugin_item_get_id (second), ==, "circle-a");
}

static void
test_dependents_follow (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  SwPluginItem *works = sw_plugin_host_lookup (self->host, "works");
  SwPluginItem *dependent = sw_plugin_host_lookup (self->host, "needs-works");

  sw_plugin_host_set_enabled (self->host, works, FALSE);
  g_assert_cmpint (sw_plugin_item_get_state (works), ==, SW_PLUGIN_STATE_OFF);
  g_assert_cmpint (sw_plugin_item_get_state (dependent), ==, SW_PLUGIN_STATE_FAILED);
  g_assert_true (sw_plugin_item_get_enabled (dependent));
  g_assert_nonnull (strstr (sw_plugin_item_get_reason (dependent), "“Works”, which is off"));
  sw_plugin_host_set_enabled (self->host, works, TRUE);
  g_assert_cmpint (sw_plugin_item_get_state (dependent), ==, SW_PLUGIN_STATE_ACTIVE);
}

static void
test_settings_are_obeyed_at_once (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  const char *const off[] = { "works", "not-installed", "untidy", NULL };
  SwPluginItem *works = sw_plugin_host_lookup (self->host, "works");
  g_auto (GStrv) disabled = NULL;

  g_settings_set_strv (self->settings, KEY_DISABLED, off);
  g_assert_false (sw_plugin_item_get_enabled (works));
  g_assert_cmpint (sw_plugin_item_get_state (works), ==, SW_PLUGIN_STATE_OFF);
  sw_plugin_host_set_enabled (self->host, works, TRUE);
  g_assert_cmpint (sw_plugin_item_get_state (works), ==, SW_PLUGIN_STATE_ACTIVE);
  disabled = g_settings_get_strv (self->settings, KEY_DISABLED);
  g_assert_cmpstrv (disabled, ((const char *[]) { "not-installed", "untidy", NULL }));
}

typedef struct
{
  guint jobs, watches, sources, fds;
} Census;

static guint
count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* Until what a page had begun in threads is done, and nobody holds or opens anything for it any more. */
static void
settle (void)
{
  for (guint i = 0; i < 3; i++)
    {
      sw_test_wait_for_quiet ();
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static Census
take_census (HostFixture *self)
{
  g_autoptr (GList) jobs = sw_scheduler_list_jobs (self->scheduler);
  g_autoptr (GList) watches = sw_scheduler_list_watches (self->scheduler);
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);

  return (Census) { g_list_length (jobs), g_list_length (watches), g_list_length (sources),
                    count_fds () };
}

static void
assert_same (const Census *before, const Census *after)
{
  g_assert_cmpuint (after->jobs, ==, before->jobs);
  g_assert_cmpuint (after->watches, ==, before->watches);
  g_assert_cmpuint (after->sources, ==, before->sources);
  g_assert_cmpuint (after->fds, ==, before->fds);
}

/* The page is seen, so that what it demands has really begun. */
static void
show_page (SwPlugin *plugin)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = sw_plugin_create_page (plugin);

  if (page != NULL)
    {
      gtk_window_set_child (GTK_WINDOW (window), page);
      gtk_window_present (GTK_WINDOW (window));
      while (!gtk_widget_get_mapped (page))
        g_main_context_iteration (NULL, TRUE);
      g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (page);
}

static void
toggle (HostFixture *self, SwPluginItem *item, gboolean with_page)
{
  SwPlugin *plugin;

  sw_plugin_host_set_enabled (self->host, item, TRUE);
  g_assert_cmpint (sw_plugin_item_get_state (item), ==, SW_PLUGIN_STATE_ACTIVE);
  plugin = sw_plugin_item_get_plugin (item);
  g_object_add_weak_pointer (G_OBJECT (plugin), (gpointer *) &plugin);
  if (with_page)
    show_page (plugin);
  sw_plugin_host_set_enabled (self->host, item, FALSE);
  g_assert_null (plugin);
}

/* What the first activations open for good (a type's name, a theme's icon) is no leak: only what grows is. */
static void
test_toggling_leaves_nothing (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  GListModel *model = G_LIST_MODEL (self->host);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (model, i);
      Census before, after;

      if (sw_plugin_item_get_state (item) != SW_PLUGIN_STATE_ACTIVE)
        continue;
      g_test_message ("%s", sw_plugin_item_get_id (item));
      sw_plugin_host_set_enabled (self->host, item, FALSE);
      toggle (self, item, TRUE);
      settle ();
      before = take_census (self);
      for (guint j = 0; j < N_TOGGLES; j++)
        toggle (self, item, j % 10 == 0);
      settle ();
      after = take_census (self);
      assert_same (&before, &after);
      sw_plugin_host_set_enabled (self->host, item, TRUE);
    }
}

/* A plugin need not have deactivate (): what it added is taken back for it, without a word. */
static void
test_what_is_left_is_taken_back (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  SwPluginItem *untidy = sw_plugin_host_lookup (self->host, "untidy");
  const Census before = take_census (self);
  Census during, after;

  sw_plugin_host_set_enabled (self->host, untidy, TRUE);
  g_assert_null (SW_PLUGIN_GET_IFACE (sw_plugin_item_get_plugin (untidy))->deactivate);
  during = take_census (self);
  g_assert_cmpuint (during.jobs, >, before.jobs);
  g_assert_cmpuint (during.watches, ==, before.watches + 1);
  g_assert_cmpuint (during.sources, ==, before.sources + 1);
  sw_plugin_host_set_enabled (self->host, untidy, FALSE);
  for (guint i = 0; i < N_TOGGLES; i++)
    toggle (self, untidy, FALSE);
  after = take_census (self);
  assert_same (&before, &after);
}

/* Of a build, every real plugin works: its own sources may lack something, it may not. */
static void
test_real_ones_work (HostFixture *self, G_GNUC_UNUSED gconstpointer folder)
{
  GListModel *model = G_LIST_MODEL (self->host);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (model, i);

      g_test_message ("%s: %s", sw_plugin_item_get_id (item), sw_plugin_item_get_reason (item));
      g_assert_cmpint (sw_plugin_item_get_state (item), ==, SW_PLUGIN_STATE_ACTIVE);
    }
}

static void
test_first_folder_wins (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *first = g_build_filename (sw_test_tree_get_root (tree), "first", NULL);
  g_autofree char *second = g_build_filename (sw_test_tree_get_root (tree), "second", NULL);
  const char *const folders[] = { "/nonexistent", first, second, NULL };
  g_autoptr (GPtrArray) items = NULL;

  sw_test_tree_write (tree, "first/one/one.plugin", "[Plugin]\nModule=one\nName=First\n");
  sw_test_tree_write (tree, "second/one.plugin", "[Plugin]\nModule=one\nName=Second\n");
  sw_test_tree_write (tree, "second/two/two.plugin", "[Plugin]\nModule=two\nName=Two\n");
  sw_test_tree_write (tree, "second/two/deeper/three.plugin", "[Plugin]\nModule=three\nName=x\n");
  items = sw_plugin_scan (folders);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpstr (sw_plugin_item_get_name (items->pdata[0]), ==, "First");
  g_assert_cmpstr (sw_plugin_item_get_id (items->pdata[1]), ==, "two");
}

static void
test_hostile_descriptions_are_refused (void)
{
  const char *const texts[] = {
    "",
    "\n\n[",
    "[Plugin]\n",
    "[Plugin]\nModule=\nName=x\n",
    "[Plugin]\nModule=../../etc/passwd\nName=x\n",
    "[Plugin]\nModule=Upper\nName=x\n",
    "[Plugin]\nModule=a\n",
    "[Plugin]\nModule=a\nName=x\nLoader=gjs\n",
    "[Plugin]\nModule=\xff\nName=x\n",
    "[Other]\nModule=a\nName=x\n",
    "[Plugin]\nModule="
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nName=x\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SwTestTree) tree = sw_test_tree_new ();
      const char *const folders[] = { sw_test_tree_get_root (tree), NULL };
      g_autoptr (GPtrArray) items = NULL;

      sw_test_tree_write (tree, "bad.plugin", texts[i]);
      items = sw_plugin_scan (folders);
      g_assert_cmpuint (items->len, ==, 1);
      g_assert_true (sw_plugin_item_is_broken (items->pdata[0]));
      g_assert_cmpint (sw_plugin_item_get_state (items->pdata[0]), ==, SW_PLUGIN_STATE_FAILED);
      g_assert_nonnull (sw_plugin_item_get_reason (items->pdata[0]));
      g_assert_cmpstr (sw_plugin_item_get_name (items->pdata[0]), !=, "");
    }
}

#define ADD(path, folder, func) g_test_add (path, HostFixture, folder, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  const char *fixtures = g_getenv ("STILLWATCH_FIXTURE_DIR");
  const char *real = g_getenv ("STILLWATCH_PLUGIN_DIR");

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/plugins/states/each-says-why", fixtures, test_each_says_why);
  ADD ("/plugins/order/pages", fixtures, test_order_is_that_of_the_pages);
  ADD ("/plugins/dependents/follow", fixtures, test_dependents_follow);
  ADD ("/plugins/settings/at-once", fixtures, test_settings_are_obeyed_at_once);
  ADD ("/plugins/untidy/taken-back", fixtures, test_what_is_left_is_taken_back);
  ADD ("/plugins/toggle/fixtures", fixtures, test_toggling_leaves_nothing);
  ADD ("/plugins/toggle/real", real, test_toggling_leaves_nothing);
  ADD ("/plugins/real/work", real, test_real_ones_work);
  g_test_add_func ("/plugins/scan/first-folder-wins", test_first_folder_wins);
  g_test_add_func ("/plugins/scan/hostile", test_hostile_descriptions_are_refused);
  return g_test_run ();
}
