/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "services/sw-source-settings.h"
#include "widgets/sw-channel-row.h"
#include "widgets/sw-interval.h"
#include "widgets/sw-source-dialog.h"
#include "widgets/sw-widgets.h"

/**
 * SwSourceDialog:
 *
 * The settings of one source. They act at once, on the source itself: whoever keeps settings binds the source's and its
 * channels' properties, and this dialog follows changes that come from there. With [class@SourceSettings] all of them can
 * be taken back at once.
 */
struct _SwSourceDialog
{
  AdwPreferencesDialog parent_instance;

  AdwSwitchRow *enabled;
  AdwComboRow *interval;
  AdwSpinRow *interval_custom;
  GtkAdjustment *seconds;
  AdwComboRow *style;
  AdwSwitchRow *automatic;
  AdwSpinRow *scale;
  GtkAdjustment *top;
  AdwPreferencesGroup *general;
  AdwPreferencesGroup *channels;
  GtkWidget *resets; /* the group of the button below */
  GtkWidget *reset;

  SwSource *source;
  const guint *presets_ms; /* static */
  guint n_presets;
  guint custom_interval : 1; /* the user chose to type the interval */
  guint updating : 1;        /* rows are being set from the source */
};

G_DEFINE_FINAL_TYPE (SwSourceDialog, sw_source_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static void
fill_interval (SwSourceDialog *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->n_presets; i++)
    gtk_string_list_take (model, sw_interval_to_string (self->presets_ms[i]));
  gtk_string_list_append (model, C_ ("update interval", "Other"));
  adw_combo_row_set_model (self->interval, G_LIST_MODEL (model));
}

/* The last entry of the list, behind the presets, opens a field for any other. */
static guint
find_preset (SwSourceDialog *self, gint64 interval_us)
{
  for (guint i = 0; i < self->n_presets; i++)
    if (self->presets_ms[i] * (gint64) 1000 == interval_us)
      return i;
  return self->n_presets;
}

static void
show_pace (SwSourceDialog *self)
{
  const char *note = sw_source_get_pace_note (self->source);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->interval), note != NULL ? note : "");
}

/* Everything shown, from the source. */
static void
update_rows (SwSourceDialog *self)
{
  const gint64 interval_us = sw_source_get_interval_us (self->source);
  const double scale_max = sw_source_get_scale_max (self->source);
  const guint preset = find_preset (self, interval_us);
  const gboolean custom = self->custom_interval || preset == self->n_presets;

  self->updating = TRUE;
  adw_combo_row_set_selected (self->interval, custom ? self->n_presets : preset);
  show_pace (self);
  gtk_adjustment_set_value (self->seconds, interval_us / (double) SW_SECOND_US);
  gtk_widget_set_visible (GTK_WIDGET (self->interval_custom), custom);
  adw_combo_row_set_selected (self->style, sw_source_get_style (self->source));
  adw_switch_row_set_active (self->automatic, scale_max == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), scale_max > 0);
  if (scale_max > 0)
    {
      gtk_adjustment_set_step_increment (self->top, pow (10, floor (log10 (scale_max))));
      gtk_adjustment_set_value (self->top, scale_max);
    }
  self->updating = FALSE;
}

/* The group takes markup, which a description is not. */
static void
show_description (SwSourceDialog *self)
{
  const char *description = sw_source_get_description (self->source);
  g_autofree char *escaped = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_preferences_group_set_description (self->general, escaped);
}

static void
on_interval_selected_cb (SwSourceDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->interval);

  if (self->updating || selected == GTK_INVALID_LIST_POSITION)
    return;
  self->custom_interval = selected >= self->n_presets;
  if (!self->custom_interval)
    sw_source_set_interval_us (self->source, self->presets_ms[selected] * (gint64) 1000);
  update_rows (self);
}

static void
on_seconds_changed_cb (SwSourceDialog *self)
{
  const double seconds = gtk_adjustment_get_value (self->seconds);

  if (!self->updating && self->custom_interval)
    sw_source_set_interval_us (self->source, llround (seconds * 10) * (SW_SECOND_US / 10));
}

static void
on_style_selected_cb (SwSourceDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->style);

  if (!self->updating && selected != GTK_INVALID_LIST_POSITION)
    sw_source_set_style (self->source, (SwStyle) selected);
}

/* A scale that becomes fixed begins at what it was likely to show: the whole, else the greatest value so far. */
static double
suggest_top (SwSourceDialog *self)
{
  SwSeries *series = sw_source_get_series (self->source);
  const SwUnit unit = sw_source_get_unit (self->source);
  double peak = 0;

  if (sw_source_get_natural_max (self->source) > 0)
    return sw_source_get_natural_max (self->source);
  for (guint i = 0; series != NULL && i < sw_series_get_n_rows (series); i++)
    peak = fmax (peak, sw_source_get_headline_value (self->source, sw_series_peek_row (series, i)));
  return sw_unit_round_up (unit, peak);
}

static void
on_automatic_switched_cb (SwSourceDialog *self)
{
  if (!self->updating)
    sw_source_set_scale_max (self->source,
                             adw_switch_row_get_active (self->automatic) ? 0 : suggest_top (self));
}

static void
on_top_changed_cb (SwSourceDialog *self)
{
  if (!self->updating && sw_source_get_scale_max (self->source) > 0)
    sw_source_set_scale_max (self->source, gtk_adjustment_get_value (self->top));
}

static int
on_scale_input_cb (SwSourceDialog *self, double *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->scale));

  if (self->source == NULL || !sw_unit_parse (sw_source_get_unit (self->source), text, value)
      || !(*value > 0))
    return GTK_INPUT_ERROR;
  return TRUE;
}

static gboolean
on_scale_output_cb (SwSourceDialog *self)
{
  char text[SW_UNIT_TEXT_BYTES];

  if (self->source == NULL)
    return FALSE;
  sw_unit_format (sw_source_get_unit (self->source), gtk_adjustment_get_value (self->top), text,
                  sizeof text);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->scale)), text))
    gtk_editable_set_text (GTK_EDITABLE (self->scale), text);
  return TRUE;
}

static void
on_reset_activated_cb (SwSourceDialog *self)
{
  SwSourceSettings *settings = sw_source_settings_lookup (self->source);

  if (settings != NULL)
    sw_source_settings_reset (settings);
  self->custom_interval = FALSE;
  update_rows (self);
}

static void
sw_source_dialog_dispose (GObject *object)
{
  SwSourceDialog *self = SW_SOURCE_DIALOG (object);

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  gtk_widget_dispose_template (GTK_WIDGET (self), SW_TYPE_SOURCE_DIALOG);
  G_OBJECT_CLASS (sw_source_dialog_parent_class)->dispose (object);
}

static void
sw_source_dialog_class_init (SwSourceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_source_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/stillwatch/widgets/sw-source-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, enabled);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, interval);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, interval_custom);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, seconds);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, style);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, automatic);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, top);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, general);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, channels);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, resets);
  gtk_widget_class_bind_template_child (widget_class, SwSourceDialog, reset);
}

static void
sw_source_dialog_init (SwSourceDialog *self)
{
  sw_widgets_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->presets_ms = sw_interval_get_presets_ms (&self->n_presets);
  fill_interval (self);
}

static void
listen_to_rows (SwSourceDialog *self)
{
  const struct
  {
    gpointer object;
    const char *signal;
    GCallback callback;
  } rows[] = {
    { self->interval, "notify::selected", G_CALLBACK (on_interval_selected_cb) },
    { self->seconds, "value-changed", G_CALLBACK (on_seconds_changed_cb) },
    { self->style, "notify::selected", G_CALLBACK (on_style_selected_cb) },
    { self->automatic, "notify::active", G_CALLBACK (on_automatic_switched_cb) },
    { self->top, "value-changed", G_CALLBACK (on_top_changed_cb) },
    { self->reset, "activated", G_CALLBACK (on_reset_activated_cb) },
  };
  const char *const changes[]
      = { "notify::interval-us", "notify::style", "notify::scale-max", "notify::pace-note" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_signal_connect_object (rows[i].object, rows[i].signal, rows[i].callback, self,
                             G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (self->source, changes[i], G_CALLBACK (update_rows), self,
                             G_CONNECT_SWAPPED);
}

/**
 * sw_source_dialog_new:
 * @source: whose settings to show
 *
 * Returns: (transfer floating): a dialog to be presented
 */
AdwDialog *
sw_source_dialog_new (SwSource *source)
{
  SwSourceDialog *self;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  self = g_object_new (SW_TYPE_SOURCE_DIALOG, "title", sw_source_get_title (source), NULL);
  self->source = g_object_ref (source);
  show_description (self);
  g_signal_connect_object (source, "notify::description", G_CALLBACK (show_description), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (source, "enabled", self->enabled, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->scale, "input", G_CALLBACK (on_scale_input_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scale, "output", G_CALLBACK (on_scale_output_cb), self,
                           G_CONNECT_SWAPPED);
  update_rows (self);
  listen_to_rows (self);
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    adw_preferences_group_add (self->channels,
                               sw_channel_row_new (sw_source_get_channel (source, i)));
  gtk_widget_set_visible (self->resets, sw_source_settings_lookup (source) != NULL);
  return ADW_DIALOG (self);
}
