/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-source-settings.h"
#include "core/sw-source-registry.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-source-dialog.h"

typedef struct
{
  SwSource *source;
  SwSourceSettings *settings;
  GtkWindow *window;
  GtkWidget *dialog;
} Fixture;

static void
fixture_init (Fixture *fixture)
{
  fixture->source
      = sw_fake_source_new ("network", "Network", SW_UNIT_BYTES_PER_SECOND, SW_STYLE_LINES);
  sw_fake_source_add_channels (fixture->source, SW_ROLE_INBOUND, "Received", "Sent", NULL);
  sw_channel_set_shown (sw_source_get_channel (fixture->source, 1), FALSE);
  fixture->settings = sw_source_settings_new (fixture->source);
  fixture->window = sw_widget_test_show (gtk_label_new ("Network"), 600, 500);
  fixture->dialog = GTK_WIDGET (sw_source_dialog_new (fixture->source));
  g_object_ref_sink (fixture->dialog);
}

static void
fixture_clear (Fixture *fixture)
{
  sw_test_assert_last_unref (fixture->dialog);
  sw_widget_test_close (fixture->window);
  sw_source_settings_reset (fixture->settings);
  sw_test_assert_last_unref (fixture->settings);
  sw_test_assert_last_unref (fixture->source);
}

static gpointer
get_row (Fixture *fixture, const char *name)
{
  GObject *row = gtk_widget_get_template_child (fixture->dialog, SW_TYPE_SOURCE_DIALOG, name);

  g_assert_nonnull (row);
  return row;
}

static void
test_switch (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_true (adw_switch_row_get_active (get_row (&fixture, "enabled")));
  adw_switch_row_set_active (get_row (&fixture, "enabled"), FALSE);
  g_assert_false (sw_source_get_enabled (fixture.source));
  sw_source_set_enabled (fixture.source, TRUE);
  g_assert_true (adw_switch_row_get_active (get_row (&fixture, "enabled")));
  fixture_clear (&fixture);
}

static void
test_interval (void)
{
  Fixture fixture;
  AdwComboRow *row;
  GtkAdjustment *seconds;

  fixture_init (&fixture);
  row = get_row (&fixture, "interval");
  seconds = get_row (&fixture, "seconds");
  adw_combo_row_set_selected (row, 0);
  g_assert_cmpint (sw_source_get_interval_us (fixture.source), ==, SW_SECOND_US / 10);
  adw_combo_row_set_selected (row, 11);
  g_assert_cmpint (sw_source_get_interval_us (fixture.source), ==, 3600 * SW_SECOND_US);
  g_assert_false (gtk_widget_get_visible (get_row (&fixture, "interval_custom")));
  /* Any other, typed. */
  adw_combo_row_set_selected (row, 12);
  g_assert_true (gtk_widget_get_visible (get_row (&fixture, "interval_custom")));
  gtk_adjustment_set_value (seconds, 7.3);
  g_assert_cmpint (sw_source_get_interval_us (fixture.source), ==, 73 * SW_SECOND_US / 10);
  /* And from outside. */
  sw_source_set_interval_us (fixture.source, 42 * SW_SECOND_US);
  g_assert_cmpfloat (gtk_adjustment_get_value (seconds), ==, 42);
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 12);
  fixture_clear (&fixture);
}

static gboolean
sample_slowly (G_GNUC_UNUSED SwSource *source,
               G_GNUC_UNUSED gint64 time_us,
               gpointer clock,
               G_GNUC_UNUSED GError **error)
{
  sw_test_clock_advance (clock, 3 * SW_JOB_BUDGET_US / 2);
  return TRUE;
}

/* Where the interval is chosen it says that another is kept to. */
static void
test_interval_that_is_not_kept (void)
{
  Fixture fixture;
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (scheduler);
  AdwActionRow *row;

  fixture_init (&fixture);
  row = get_row (&fixture, "interval");
  sw_source_registry_add (registry, "test", fixture.source);
  sw_source_acquire (fixture.source);
  sw_test_clock_run (clock, scheduler, SW_SECOND_US);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "");
  sw_fake_source_set_func (fixture.source, sample_slowly, clock);
  sw_test_clock_run (clock, scheduler, 10 * SW_SECOND_US);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==,
                   "Answers slowly: sampled every 2 s instead of every 1 s");
  sw_source_release (fixture.source);
  sw_source_registry_remove (registry, fixture.source);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "");
  fixture_clear (&fixture);
}

static void
test_style (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (get_row (&fixture, "style")), ==, SW_STYLE_LINES);
  adw_combo_row_set_selected (get_row (&fixture, "style"), SW_STYLE_STACKED);
  g_assert_cmpint (sw_source_get_style (fixture.source), ==, SW_STYLE_STACKED);
  sw_source_set_style (fixture.source, SW_STYLE_HEAT);
  g_assert_cmpuint (adw_combo_row_get_selected (get_row (&fixture, "style")), ==, SW_STYLE_HEAT);
  fixture_clear (&fixture);
}

static void
test_scale_in_human_units (void)
{
  Fixture fixture;
  GtkWidget *scale;

  fixture_init (&fixture);
  scale = get_row (&fixture, "scale");
  sw_fake_source_push (fixture.source, 1, (const double[]) { 3e6, 1e6 });
  g_assert_false (gtk_widget_get_visible (scale));
  adw_switch_row_set_active (get_row (&fixture, "automatic"), FALSE);
  g_assert_cmpfloat (sw_source_get_scale_max (fixture.source), ==, 5e6);
  g_assert_true (gtk_widget_get_visible (scale));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (scale)), ==, "5.0 MB/s");
  gtk_editable_set_text (GTK_EDITABLE (scale), "250 k");
  adw_spin_row_update (ADW_SPIN_ROW (scale));
  g_assert_cmpfloat (sw_source_get_scale_max (fixture.source), ==, 250e3);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (scale)), ==, "250 kB/s");
  gtk_editable_set_text (GTK_EDITABLE (scale), "nonsense");
  adw_spin_row_update (ADW_SPIN_ROW (scale));
  g_assert_cmpfloat (sw_source_get_scale_max (fixture.source), ==, 250e3);
  adw_switch_row_set_active (get_row (&fixture, "automatic"), TRUE);
  g_assert_cmpfloat (sw_source_get_scale_max (fixture.source), ==, 0);
  fixture_clear (&fixture);
}

/* The only button of a channel's row that is no colour's. */
static GtkWidget *
find_reset (Fixture *fixture)
{
  GtkWidget *row = gtk_widget_get_ancestor (sw_widget_test_find (get_row (fixture, "channels"),
                                                                 GTK_TYPE_SWITCH),
                                            ADW_TYPE_ACTION_ROW);

  return sw_widget_test_find (row, GTK_TYPE_BUTTON);
}

/* All that was chosen, and the curves that the source itself prefers not to show stay hidden. */
static void
test_reset (void)
{
  Fixture fixture;
  AdwComboRow *interval;

  fixture_init (&fixture);
  interval = get_row (&fixture, "interval");
  g_assert_true (gtk_widget_get_visible (get_row (&fixture, "resets")));
  adw_combo_row_set_selected (interval, 12);
  gtk_adjustment_set_value (get_row (&fixture, "seconds"), 7.3);
  adw_combo_row_set_selected (get_row (&fixture, "style"), SW_STYLE_HEAT);
  sw_channel_set_colour (sw_source_get_channel (fixture.source, 0), "#ff8000");
  sw_channel_set_shown (sw_source_get_channel (fixture.source, 0), FALSE);
  g_signal_emit_by_name (get_row (&fixture, "reset"), "activated");
  g_assert_false (sw_source_settings_is_changed (fixture.settings));
  g_assert_cmpint (sw_source_get_interval_us (fixture.source), ==, SW_SECOND_US);
  g_assert_cmpuint (adw_combo_row_get_selected (interval), ==, 3);
  g_assert_cmpint (sw_source_get_style (fixture.source), ==, SW_STYLE_LINES);
  g_assert_null (sw_channel_get_colour (sw_source_get_channel (fixture.source, 0)));
  g_assert_true (sw_channel_get_shown (sw_source_get_channel (fixture.source, 0)));
  g_assert_false (sw_channel_get_shown (sw_source_get_channel (fixture.source, 1)));
  fixture_clear (&fixture);
}

static void
test_colours (void)
{
  Fixture fixture;
  GtkWidget *button;
  SwChannel *channel;

  fixture_init (&fixture);
  channel = sw_source_get_channel (fixture.source, 0);
  button = sw_widget_test_find (get_row (&fixture, "channels"), GTK_TYPE_COLOR_DIALOG_BUTTON);
  gtk_color_dialog_button_set_rgba (GTK_COLOR_DIALOG_BUTTON (button), &(GdkRGBA) { 1, 0.5, 0, 1 });
  g_assert_cmpstr (sw_channel_get_colour (channel), ==, "#ff8000");
  g_assert_true (gtk_widget_get_visible (find_reset (&fixture)));
  g_signal_emit_by_name (find_reset (&fixture), "clicked");
  g_assert_false (gtk_widget_get_visible (find_reset (&fixture)));
  g_assert_null (sw_channel_get_colour (channel));
  g_assert_false (
      gdk_rgba_equal (gtk_color_dialog_button_get_rgba (GTK_COLOR_DIALOG_BUTTON (button)),
                      &(GdkRGBA) { 1, 0.5, 0, 1 }));
  fixture_clear (&fixture);
}

/* What a source measures is known when it has begun, and is text, not markup. */
static void
test_description (void)
{
  const char *const texts[] = { "Received by eth0", "AT&T <R&D>", "<b>bold</b>", "a<b&\xff\xfe" };
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_nonnull (sw_widget_test_find_label (get_row (&fixture, "general"), "Made up for tests"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *shown = g_utf8_make_valid (texts[i], -1);

      sw_source_set_description (fixture.source, texts[i]);
      g_assert_nonnull (sw_widget_test_find_label (get_row (&fixture, "general"), shown));
    }
  sw_source_set_description (fixture.source, NULL);
  g_assert_cmpstr (adw_preferences_group_get_description (get_row (&fixture, "general")), ==, "");
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/source-dialog/switch", test_switch);
  g_test_add_func ("/source-dialog/interval", test_interval);
  g_test_add_func ("/source-dialog/interval/not-kept", test_interval_that_is_not_kept);
  g_test_add_func ("/source-dialog/style", test_style);
  g_test_add_func ("/source-dialog/scale", test_scale_in_human_units);
  g_test_add_func ("/source-dialog/colours", test_colours);
  g_test_add_func ("/source-dialog/reset", test_reset);
  g_test_add_func ("/source-dialog/description", test_description);
  return g_test_run ();
}
