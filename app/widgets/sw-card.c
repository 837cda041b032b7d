/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "widgets/sw-board-grid.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-legend.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-redraw.h"
#include "widgets/sw-visibility.h"
#include "widgets/sw-widgets.h"

/**
 * SwCard:
 *
 * All about one source at a glance: its title, its headline value large, its graph, its legend, and the way to its
 * settings. While it has no values it says why: waiting for the first, failed, or not available on this machine, in
 * which case the card is no more than its title and the reason.
 *
 * # CSS nodes
 *
 * ```
 * sourcecard.card[.unavailable]
 * ├── .card-header
 * │   ├── label.card-title
 * │   ├── numeral.card-headline
 * │   ├── button.flat.circular
 * │   ╰── button.flat.circular
 * ├── .card-reason
 * ├── label.card-pace
 * ├── graph
 * ╰── legend
 * ```
 */
struct _SwCard
{
  AdwBin parent_instance;

  GtkLabel *title;
  SwNumeral *headline;
  GtkButton *history;
  GtkButton *settings;
  GtkWidget *reason_row;
  GtkWidget *reason_icon;
  GtkLabel *reason;
  GtkLabel *pace;
  GtkWidget *plot;
  SwGraph *graph;
  GtkLabel *waiting;
  AdwBin *legend;

  SwSource *source;
  SwGraphCursor *cursor; /* (nullable) */
  /* Demands the source itself, as the graph does, since a source that became unavailable has no graph to be seen
   * and must yet be asked whether it came back. */
  SwVisibility *visibility;
  guint changed : 1; /* since the last frame */
};

typedef enum
{
  SIGNAL_SETTINGS_REQUESTED,
  SIGNAL_HISTORY_REQUESTED,
} SwCardSignal;

static guint signals[SIGNAL_HISTORY_REQUESTED + 1];

G_DEFINE_FINAL_TYPE (SwCard, sw_card, ADW_TYPE_BIN)

static void
show_headline (SwCard *self)
{
  const guint n_channels = sw_source_get_n_channels (self->source);
  g_autofree float *values = NULL;
  char text[4 * SW_UNIT_TEXT_BYTES];

  self->changed = TRUE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  values = g_new (float, MAX (n_channels, 1));
  if (sw_graph_cursor_find_values (self->cursor, self->source, values))
    sw_source_format_headline (self->source, values, text, sizeof text);
  else
    g_strlcpy (text, "–", sizeof text);
  sw_numeral_set_text (self->headline, text);
}

/* Some know what they measure only after their first sample. */
static void
show_description (SwCard *self)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), sw_source_get_description (self->source));
}

static void
on_state_changed_cb (SwCard *self)
{
  const SwSourceState state = sw_source_get_state (self->source);
  const gboolean unavailable = state == SW_SOURCE_STATE_UNAVAILABLE;
  const gboolean failed = state == SW_SOURCE_STATE_FAILED;
  const char *reason = sw_source_get_reason (self->source);
  const char *pace = sw_source_get_pace_note (self->source);

  if (unavailable)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unavailable");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unavailable");
  gtk_widget_set_visible (GTK_WIDGET (self->headline), !unavailable);
  gtk_widget_set_visible (self->plot, !unavailable);
  gtk_widget_set_visible (GTK_WIDGET (self->history), !unavailable);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), !unavailable);
  gtk_label_set_label (self->waiting,
                       reason != NULL ? reason : C_ ("card", "Waiting for the first value"));
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), state == SW_SOURCE_STATE_WAITING);
  if (unavailable && reason == NULL)
    reason = C_ ("card", "Not available on this machine");
  gtk_label_set_label (self->reason, reason != NULL ? reason : C_ ("card", "It cannot be read"));
  gtk_widget_set_visible (self->reason_icon, failed);
  gtk_widget_set_visible (self->reason_row, unavailable || failed);
  gtk_label_set_label (self->pace, pace != NULL ? pace : "");
  gtk_widget_set_visible (GTK_WIDGET (self->pace), pace != NULL && !unavailable && !failed);
}

static void
on_settings_clicked_cb (SwCard *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_REQUESTED], 0);
}

static void
on_history_clicked_cb (SwCard *self)
{
  g_signal_emit (self, signals[SIGNAL_HISTORY_REQUESTED], 0);
}

static void
sw_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sw_card_parent_class)->map (widget);
  show_headline (SW_CARD (widget));
}

/* The headline and the plot, which lies right below it, count as one rectangle, where there are many cards all of the card:
 * see sw_redraw_unite (). */
static void
sw_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwCard *self = SW_CARD (widget);
  GtkWidget *const changing[]
      = { GTK_WIDGET (self->headline), self->plot, GTK_WIDGET (self->legend) };
  GtkWidget *parent = gtk_widget_get_parent (widget);
  const gboolean crowded
      = SW_IS_BOARD_GRID (parent) && sw_board_grid_get_crowded (SW_BOARD_GRID (parent));

  if (self->changed)
    sw_redraw_unite (widget, changing, crowded ? 3 : 2, snapshot);
  self->changed = FALSE;
  GTK_WIDGET_CLASS (sw_card_parent_class)->snapshot (widget, snapshot);
}

static void
sw_card_dispose (GObject *object)
{
  SwCard *self = SW_CARD (object);

  if (self->visibility != NULL)
    sw_visibility_detach (self->visibility);
  g_clear_object (&self->visibility);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  if (self->cursor != NULL)
    g_signal_handlers_disconnect_by_data (self->cursor, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SW_TYPE_CARD);
  g_clear_object (&self->source);
  g_clear_object (&self->cursor);
  G_OBJECT_CLASS (sw_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stillwatch/widgets/sw-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SwCard, title);
  gtk_widget_class_bind_template_child (widget_class, SwCard, headline);
  gtk_widget_class_bind_template_child (widget_class, SwCard, history);
  gtk_widget_class_bind_template_child (widget_class, SwCard, settings);
  gtk_widget_class_bind_template_child (widget_class, SwCard, reason_row);
  gtk_widget_class_bind_template_child (widget_class, SwCard, reason_icon);
  gtk_widget_class_bind_template_child (widget_class, SwCard, reason);
  gtk_widget_class_bind_template_child (widget_class, SwCard, pace);
  gtk_widget_class_bind_template_child (widget_class, SwCard, plot);
  gtk_widget_class_bind_template_child (widget_class, SwCard, graph);
  gtk_widget_class_bind_template_child (widget_class, SwCard, waiting);
  gtk_widget_class_bind_template_child (widget_class, SwCard, legend);
}

static void
sw_card_class_init (SwCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_card_dispose;
  widget_class->map = sw_card_map;
  widget_class->snapshot = sw_card_snapshot;

  /**
   * SwCard::settings-requested:
   * @self: the card
   *
   * The user wants to change how the source is shown.
   */
  signals[SIGNAL_SETTINGS_REQUESTED]
      = g_signal_new ("settings-requested", SW_TYPE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
  /**
   * SwCard::history-requested:
   * @self: the card
   *
   * The user wants to see more of what the source did; [class@HistoryView] is made for that.
   */
  signals[SIGNAL_HISTORY_REQUESTED]
      = g_signal_new ("history-requested", SW_TYPE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
  g_type_ensure (SW_TYPE_GRAPH);
  g_type_ensure (SW_TYPE_NUMERAL);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "sourcecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sw_card_init (SwCard *self)
{
  sw_widgets_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
  g_signal_connect_object (self->settings, "clicked", G_CALLBACK (on_settings_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "clicked", G_CALLBACK (on_history_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->graph, "activated", G_CALLBACK (on_history_clicked_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
name_parts (SwCard *self)
{
  const char *title = sw_source_get_title (self->source);
  g_autofree char *settings = NULL;
  g_autofree char *history = NULL;

  /* Translators: names a button; the hole is the title of a graph */
  settings = g_strdup_printf (C_ ("card", "Settings of %s"), title);
  /* Translators: names a button; the hole is the title of a graph */
  history = g_strdup_printf (C_ ("card", "History of %s"), title);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->history), C_ ("card", "History"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->history), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  history, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->settings), C_ ("card", "Settings"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->settings), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  settings, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * sw_card_new:
 * @source: what to show
 * @cursor: (nullable): the instant shared with other cards
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
sw_card_new (SwSource *source, SwGraphCursor *cursor)
{
  SwCard *self;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);
  g_return_val_if_fail (cursor == NULL || SW_IS_GRAPH_CURSOR (cursor), NULL);

  self = g_object_new (SW_TYPE_CARD, NULL);
  self->source = g_object_ref (source);
  sw_graph_set_source (self->graph, source);
  sw_graph_set_cursor (self->graph, cursor);
  self->cursor = g_object_ref (sw_graph_get_cursor (self->graph));
  adw_bin_set_child (self->legend, sw_legend_new (source, self->cursor));
  name_parts (self);
  show_description (self);
  g_signal_connect_object (source, "notify::description", G_CALLBACK (show_description), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "sampled", G_CALLBACK (show_headline), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::state", G_CALLBACK (on_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::reason", G_CALLBACK (on_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::pace-note", G_CALLBACK (on_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cursor, "notify::time-us", G_CALLBACK (show_headline), self,
                           G_CONNECT_SWAPPED);
  on_state_changed_cb (self);
  sw_visibility_set_source (self->visibility, source);
  return GTK_WIDGET (self);
}

/**
 * sw_card_get_source:
 * @self: a card
 *
 * Returns: (transfer none): what it shows
 */
SwSource *
sw_card_get_source (SwCard *self)
{
  g_return_val_if_fail (SW_IS_CARD (self), NULL);

  return self->source;
}

/**
 * sw_card_set_range:
 * @self: a card
 * @range: (nullable): the time that its graph shows together with others; %NULL for the newest
 */
void
sw_card_set_range (SwCard *self, SwTimeRange *range)
{
  g_return_if_fail (SW_IS_CARD (self));

  sw_graph_set_range (self->graph, range);
}
