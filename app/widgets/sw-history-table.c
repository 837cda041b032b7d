/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-history-table.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-swatch.h"
#include "widgets/sw-time-text.h"

/* Beyond that nobody reads them; the graph and its cursor tell of all. */
#define MAX_ROWS 64

/* How often in a live range the statistics are made anew: when it has moved on by this part of it. A value beyond them
 * is shown at once. */
#define STEPS_PER_RANGE 600

#define COLUMN_GAP_PX 18
#define NARROW_GAP_PX 9

typedef enum
{
  COLUMN_NAME,
  COLUMN_NOW,
  COLUMN_MIN,
  COLUMN_MEAN,
  COLUMN_MAX,
  COLUMN_WHEN,
  N_COLUMNS,
} Column;

typedef struct
{
  GtkWidget *box;
  SwNumeral *numerals[N_COLUMNS]; /* none of the name */
  SwStatistics statistics;
} Row;

typedef enum
{
  PROP_NARROW = 1,
} SwHistoryTableProperty;

static GParamSpec *properties[PROP_NARROW + 1];

struct _SwHistoryTable
{
  AdwBin parent_instance;

  SwSource *source; /* (nullable) */
  SwTimeRange *range;
  SwGraphCursor *cursor;
  GSignalGroup *source_signals;

  guint narrow : 1;   /* without the columns that one asks for last */
  GtkWidget *box;     /* child */
  SwNumeral *now;     /* the head of the column of values; borrowed */
  GArray *rows;       /* of Row; their widgets are borrowed from the box */
  gint64 made_end_us; /* the range that the statistics are of */
  gint64 made_span_us;
};

/* CSS nodes: historytable > box > box.history-row > (swatch, label, numeral …) */
G_DEFINE_FINAL_TYPE (SwHistoryTable, sw_history_table, ADW_TYPE_BIN)

static void
format_when (const SwStatistics *statistics, char *text, gsize text_bytes)
{
  if (isnan (statistics->max))
    g_strlcpy (text, "–", text_bytes);
  else
    sw_time_text_format_moment (statistics->max_us, text, text_bytes);
}

static void
speak_row (SwHistoryTable *self, guint index)
{
  const Row *row = &g_array_index (self->rows, Row, index);
  const SwStatistics *statistics = &row->statistics;
  const SwUnit unit = sw_source_get_unit (self->source);
  char min[SW_UNIT_TEXT_BYTES], mean[SW_UNIT_TEXT_BYTES], max[SW_UNIT_TEXT_BYTES];
  char when[SW_TIME_TEXT_BYTES];
  g_autofree char *text = NULL;

  sw_unit_format (unit, statistics->min, min, sizeof min);
  sw_unit_format (unit, statistics->mean, mean, sizeof mean);
  sw_unit_format (unit, statistics->max, max, sizeof max);
  format_when (statistics, when, sizeof when);
  /* Translators: read out: a channel, its least value, mean and peak, and the time of that */
  text = g_strdup_printf (C_ ("history", "%s: least %s, mean %s, peak %s at %s"),
                          sw_channel_get_name (sw_source_get_channel (self->source, index)), min,
                          mean, max, when);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->box), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
make_statistics (SwHistoryTable *self, SwSeries *series)
{
  const SwUnit unit = sw_source_get_unit (self->source);
  const gint64 begin_us = sw_time_range_get_begin_us (self->range);

  self->made_end_us = sw_time_range_get_end_us (self->range);
  self->made_span_us = sw_time_range_get_span_us (self->range);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      char when[SW_TIME_TEXT_BYTES];

      sw_series_get_statistics (series, i, begin_us, self->made_end_us + 1, &row->statistics);
      sw_numeral_set_value (row->numerals[COLUMN_MIN], unit, row->statistics.min);
      sw_numeral_set_value (row->numerals[COLUMN_MEAN], unit, row->statistics.mean);
      sw_numeral_set_value (row->numerals[COLUMN_MAX], unit, row->statistics.max);
      format_when (&row->statistics, when, sizeof when);
      sw_numeral_set_text (row->numerals[COLUMN_WHEN], when);
      speak_row (self, i);
    }
}

static gboolean
exceeds (SwHistoryTable *self, const float *values)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const SwStatistics *statistics = &g_array_index (self->rows, Row, i).statistics;

      if (!isnan (values[i]) && !(values[i] <= statistics->max && values[i] >= statistics->min))
        return TRUE;
    }
  return FALSE;
}

static gboolean
are_stale (SwHistoryTable *self, SwSeries *series)
{
  const gint64 span_us = sw_time_range_get_span_us (self->range);
  const gint64 end_us = sw_time_range_get_end_us (self->range);

  if (span_us != self->made_span_us || end_us < self->made_end_us)
    return TRUE;
  if (!sw_time_range_get_live (self->range))
    return end_us != self->made_end_us;
  return end_us - self->made_end_us >= span_us / STEPS_PER_RANGE
         || exceeds (self, sw_series_peek_row (series, sw_series_get_n_rows (series) - 1));
}

/* Of the instant pointed at, else the newest. */
static void
show_values (SwHistoryTable *self, SwSeries *series)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  const SwUnit unit = sw_source_get_unit (self->source);
  g_autofree float *values = g_new (float, MAX (sw_series_get_n_channels (series), 1));
  const gboolean known = sw_graph_cursor_find_values (self->cursor, self->source, values);
  char text[SW_TIME_TEXT_BYTES];

  if (time_us == 0)
    g_strlcpy (text, C_ ("history", "Now"), sizeof text);
  else
    sw_time_text_format_moment (time_us, text, sizeof text);
  sw_numeral_set_text (self->now, text);
  for (guint i = 0; i < self->rows->len; i++)
    sw_numeral_set_value (g_array_index (self->rows, Row, i).numerals[COLUMN_NOW], unit,
                          known ? values[i] : NAN);
}

static void
update (SwHistoryTable *self)
{
  SwSeries *series = self->source != NULL ? sw_source_get_series (self->source) : NULL;

  if (series == NULL || sw_series_get_n_rows (series) == 0
      || sw_series_get_n_channels (series) < self->rows->len
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_values (self, series);
  if (are_stale (self, series))
    make_statistics (self, series);
}

static SwNumeral *
add_numeral (GtkWidget *box, GtkSizeGroup *group, const char *widest)
{
  GtkWidget *numeral = g_object_new (SW_TYPE_NUMERAL, "widest", widest, "xalign", 1.0, NULL);

  gtk_box_append (GTK_BOX (box), numeral);
  gtk_size_group_add_widget (group, numeral);
  return SW_NUMERAL (numeral);
}

static GtkWidget *
make_row (SwHistoryTable *self, const char *class)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW,
                                 "spacing", COLUMN_GAP_PX, NULL);

  gtk_widget_add_css_class (box, class);
  gtk_box_append (GTK_BOX (self->box), box);
  return box;
}

static void
add_name (GtkWidget *box, SwChannel *channel)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (sw_channel_get_name (channel));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 8);
  gtk_widget_set_hexpand (cell, TRUE);
  gtk_box_append (GTK_BOX (cell), sw_swatch_new (channel, FALSE));
  gtk_box_append (GTK_BOX (cell), name);
  gtk_box_append (GTK_BOX (box), cell);
}

static void
add_heads (SwHistoryTable *self, GtkSizeGroup *const *groups, const char *when)
{
  const char *const titles[N_COLUMNS] = {
    [COLUMN_MIN] = C_ ("history", "Least"),
    [COLUMN_MEAN] = C_ ("history", "Mean"),
    [COLUMN_MAX] = C_ ("history", "Peak"),
    /* Translators: heads a column of the times at which values peaked */
    [COLUMN_WHEN] = C_ ("history", "Peak At"),
  };
  GtkWidget *box = make_row (self, "history-heads");
  GtkWidget *name = gtk_label_new (NULL);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  self->now = add_numeral (box, groups[COLUMN_NOW], when);
  for (guint i = COLUMN_MIN; i < N_COLUMNS; i++)
    {
      GtkWidget *title = gtk_label_new (titles[i]);

      gtk_label_set_xalign (GTK_LABEL (title), 1);
      gtk_size_group_add_widget (groups[i], title);
      gtk_box_append (GTK_BOX (box), title);
    }
}

static void
add_rows (SwHistoryTable *self, GtkSizeGroup *const *groups, const char *when)
{
  g_autofree char *widest = sw_numeral_get_widest (sw_source_get_unit (self->source));
  const guint n = MIN (sw_source_get_n_channels (self->source), MAX_ROWS);

  for (guint i = 0; i < n; i++)
    {
      Row row = { .box = make_row (self, "history-row"), .statistics = { NAN, NAN, NAN, 0, 0 } };

      gtk_widget_set_focusable (row.box, TRUE);
      add_name (row.box, sw_source_get_channel (self->source, i));
      for (guint j = COLUMN_NOW; j < N_COLUMNS; j++)
        row.numerals[j] = add_numeral (row.box, groups[j], j == COLUMN_WHEN ? when : widest);
      g_array_append_val (self->rows, row);
    }
}

/* Which columns there are depends on the room. Each row's widgets stand in the order of the columns. */
static void
show_columns (SwHistoryTable *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *cell = gtk_widget_get_first_child (row);

      for (guint i = 0; i < N_COLUMNS; i++, cell = gtk_widget_get_next_sibling (cell))
        gtk_widget_set_visible (cell, !self->narrow || (i != COLUMN_MIN && i != COLUMN_MEAN));
      gtk_box_set_spacing (GTK_BOX (row), self->narrow ? NARROW_GAP_PX : COLUMN_GAP_PX);
    }
}

static void
rebuild (SwHistoryTable *self)
{
  GtkSizeGroup *groups[N_COLUMNS];
  char when[2 * SW_TIME_TEXT_BYTES], day[SW_TIME_TEXT_BYTES];

  g_array_set_size (self->rows, 0);
  self->made_span_us = 0;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  adw_bin_set_child (ADW_BIN (self), self->box);
  if (self->source == NULL)
    return;
  sw_time_text_format_widest (SW_TIME_TEXT_SECONDS, when, SW_TIME_TEXT_BYTES);
  sw_time_text_format_widest (SW_TIME_TEXT_DAY_MINUTES, day, sizeof day);
  g_strlcat (when, "\n", sizeof when);
  g_strlcat (when, day, sizeof when);
  for (guint i = 0; i < N_COLUMNS; i++)
    groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  add_heads (self, groups, when);
  add_rows (self, groups, when);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_object_unref (groups[i]);
  show_columns (self);
  update (self);
}

static void
sw_history_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwHistoryTableProperty) id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, SW_HISTORY_TABLE (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_history_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwHistoryTable *self = SW_HISTORY_TABLE (object);

  switch ((SwHistoryTableProperty) id)
    {
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      if (self->box != NULL)
        show_columns (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_history_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sw_history_table_parent_class)->map (widget);
  update (SW_HISTORY_TABLE (widget));
}

static void
sw_history_table_dispose (GObject *object)
{
  SwHistoryTable *self = SW_HISTORY_TABLE (object);

  g_clear_object (&self->source_signals);
  g_clear_object (&self->source);
  g_clear_object (&self->range);
  g_clear_object (&self->cursor);
  g_array_set_size (self->rows, 0);
  G_OBJECT_CLASS (sw_history_table_parent_class)->dispose (object);
}

static void
sw_history_table_finalize (GObject *object)
{
  g_array_unref (SW_HISTORY_TABLE (object)->rows);
  G_OBJECT_CLASS (sw_history_table_parent_class)->finalize (object);
}

static void
sw_history_table_class_init (SwHistoryTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = sw_history_table_get_property;
  G_OBJECT_CLASS (klass)->set_property = sw_history_table_set_property;
  G_OBJECT_CLASS (klass)->dispose = sw_history_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_history_table_finalize;
  widget_class->map = sw_history_table_map;
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "historytable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
sw_history_table_init (SwHistoryTable *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->source_signals = g_signal_group_new (SW_TYPE_SOURCE);
  g_signal_group_connect_swapped (self->source_signals, "sampled", G_CALLBACK (update), self);
  sw_time_text_connect_changed (self, G_CALLBACK (rebuild));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("history", "Statistics"), -1);
}

void
sw_history_table_bind (SwHistoryTable *self, SwTimeRange *range, SwGraphCursor *cursor)
{
  g_set_object (&self->range, range);
  g_set_object (&self->cursor, cursor);
  g_signal_connect_object (range, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cursor, "notify::time-us", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
sw_history_table_set_source (SwHistoryTable *self, SwSource *source)
{
  if (!g_set_object (&self->source, source))
    return;
  g_signal_group_set_target (self->source_signals, source);
  rebuild (self);
}
