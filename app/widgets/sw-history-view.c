/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "widgets/sw-board-grid.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph-private.h"
#include "widgets/sw-history-table.h"
#include "widgets/sw-history-view.h"
#include "widgets/sw-widgets.h"

/**
 * SwHistoryView:
 *
 * What a source did, from a minute to a day: its graph large, the statistics of its channels over what is shown, and
 * below them the graphs of all other sources over the same time, with one cursor over all of them. It is a page of the
 * navigation view of [class@Board].
 *
 * It shows what memory holds, which it doesn't own: closing it loses nothing.
 *
 * # CSS nodes
 *
 * ```
 * navigation-view-page.history
 * ├── .toolbar
 * ├── .history-spans
 * ╰── .history-content
 *     ├── graph
 *     ├── historytable
 *     ╰── sourcecard …
 * ```
 */
struct _SwHistoryView
{
  AdwNavigationPage parent_instance;

  GtkBox *actions;
  GtkLabel *title;
  AdwToggleGroup *spans;
  GtkToggleButton *live;
  AdwBanner *trouble; /* why nothing comes any more */
  AdwBanner *banner;  /* why there are holes */
  SwGraph *graph;
  SwHistoryTable *table;
  GtkWidget *others;
  GtkWidget *cards;

  SwSourceRegistry *registry;
  SwSource *source;
  SwTimeRange *range;
  SwGraphCursor *cursor;
  guint updating : 1; /* the spans follow the range, not the user */
  guint gone : 1;     /* the registry has lost the source */
};

/* What the application offers, where there is one; what the user chose is its state. */
#define KEEP_MEASURING "measure-hidden"

#define FIRST_SPAN_US (5 * 60 * SW_SECOND_US)

/* A span that less than this part of is known of is worth the hint that nothing is measured unseen. */
#define KNOWN_PART 0.5

static const gint64 spans_s[] = { 60, 5 * 60, 15 * 60, 3600, 6 * 3600, 24 * 3600 };

typedef enum
{
  PROP_SOURCE = 1,
  PROP_RANGE,
} SwHistoryViewProperty;

typedef enum
{
  SIGNAL_SETTINGS_REQUESTED,
} SwHistoryViewSignal;

static GParamSpec *properties[PROP_RANGE + 1];
static guint signals[SIGNAL_SETTINGS_REQUESTED + 1];

G_DEFINE_FINAL_TYPE (SwHistoryView, sw_history_view, ADW_TYPE_NAVIGATION_PAGE)

static void
on_span_chosen_cb (SwHistoryView *self)
{
  const guint active = adw_toggle_group_get_active (self->spans);

  if (!self->updating && self->range != NULL && active < G_N_ELEMENTS (spans_s))
    sw_time_range_set_span_us (self->range, spans_s[active] * SW_SECOND_US);
}

static void
on_live_clicked_cb (SwHistoryView *self)
{
  sw_time_range_follow (self->range);
  gtk_toggle_button_set_active (self->live, sw_time_range_get_live (self->range));
}

static GActionGroup *
get_application_actions (void)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL
      || !g_action_group_has_action (G_ACTION_GROUP (application), KEEP_MEASURING))
    return NULL;
  return G_ACTION_GROUP (application);
}

static void
on_keep_measuring_clicked_cb (G_GNUC_UNUSED SwHistoryView *self)
{
  GActionGroup *actions = get_application_actions ();

  if (actions != NULL)
    g_action_group_change_action_state (actions, KEEP_MEASURING, g_variant_new_boolean (TRUE));
}

static gboolean
measures_only_seen (void)
{
  GActionGroup *actions = get_application_actions ();
  g_autoptr (GVariant) state = NULL;

  if (actions != NULL)
    state = g_action_group_get_action_state (actions, KEEP_MEASURING);
  return state != NULL && !g_variant_get_boolean (state);
}

static void
update_banner (SwHistoryView *self)
{
  const gint64 known_us
      = sw_time_range_get_end_us (self->range) - MAX (sw_time_range_get_oldest_us (self->range), sw_time_range_get_begin_us (self->range));

  adw_banner_set_revealed (self->banner,
                           measures_only_seen ()
                               && known_us < sw_time_range_get_span_us (self->range) * KNOWN_PART);
}

static void
on_range_changed_cb (SwHistoryView *self)
{
  const gint64 span_us = sw_time_range_get_span_us (self->range);
  guint active = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < G_N_ELEMENTS (spans_s); i++)
    if (spans_s[i] * SW_SECOND_US == span_us)
      active = i;
  self->updating = TRUE;
  if (adw_toggle_group_get_active (self->spans) != active)
    adw_toggle_group_set_active (self->spans, active);
  self->updating = FALSE;
  gtk_toggle_button_set_active (self->live, sw_time_range_get_live (self->range));
  update_banner (self);
}

static gboolean
is_other (SwHistoryView *self, SwSource *source)
{
  return source != self->source && sw_source_get_enabled (source)
         && sw_source_get_state (source) != SW_SOURCE_STATE_UNAVAILABLE;
}

static void
on_card_settings_requested_cb (SwCard *card, SwHistoryView *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_REQUESTED], 0, sw_card_get_source (card));
}

static void
on_card_history_requested_cb (SwCard *card, SwHistoryView *self)
{
  g_autoptr (SwSource) source = g_object_ref (sw_card_get_source (card));

  sw_history_view_set_source (self, source);
}

static GtkWidget *
find_card (SwHistoryView *self, SwSource *source)
{
  GtkWidget *card = gtk_widget_get_first_child (self->cards);

  while (card != NULL && sw_card_get_source (SW_CARD (card)) != source)
    card = gtk_widget_get_next_sibling (card);
  return card;
}

static void
add_card (SwHistoryView *self, SwSource *source, GtkWidget *after)
{
  GtkWidget *card = sw_card_new (source, self->cursor);

  sw_card_set_range (SW_CARD (card), self->range);
  g_signal_connect_object (card, "settings-requested", G_CALLBACK (on_card_settings_requested_cb),
                           self, 0);
  g_signal_connect_object (card, "history-requested", G_CALLBACK (on_card_history_requested_cb),
                           self, 0);
  gtk_widget_insert_after (card, self->cards, after);
}

/* Brings the cards in step with the registry: those that stay are kept, in its order. */
static void
update_cards (SwHistoryView *self)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);
  GtkWidget *after = NULL, *next;

  for (GtkWidget *card = gtk_widget_get_first_child (self->cards); card != NULL; card = next)
    {
      SwSource *source = sw_card_get_source (SW_CARD (card));

      next = gtk_widget_get_next_sibling (card);
      if (!is_other (self, source) || g_list_find (sources, source) == NULL)
        gtk_widget_unparent (card);
    }
  for (GList *l = sources; l != NULL; l = l->next)
    if (is_other (self, l->data))
      {
        if (find_card (self, l->data) == NULL)
          add_card (self, l->data, after);
        after = find_card (self, l->data);
      }
  gtk_widget_set_visible (self->others, after != NULL);
}

/* The past stays readable whatever happened to its source. */
static void
update_trouble (SwHistoryView *self)
{
  const char *reason = NULL;

  if (self->gone)
    reason = C_ ("history", "No longer there. What was measured is still shown");
  else if (sw_source_get_state (self->source) != SW_SOURCE_STATE_READY)
    reason = sw_source_get_reason (self->source);
  if (reason != NULL)
    adw_banner_set_title (self->trouble, reason);
  adw_banner_set_revealed (self->trouble, reason != NULL);
}

static void
listen_to_source (SwHistoryView *self, SwSource *source)
{
  g_signal_connect_object (source, "notify::state", G_CALLBACK (update_trouble), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::enabled", G_CALLBACK (update_cards), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::state", G_CALLBACK (update_cards), self,
                           G_CONNECT_SWAPPED);
}

/* What was made anew (a set of sensors, a device that came back) goes on where the one before was shown. */
static void
on_source_added_cb (SwHistoryView *self, SwSource *source)
{
  listen_to_source (self, source);
  if (g_str_equal (sw_source_get_id (source), sw_source_get_id (self->source)))
    sw_history_view_set_source (self, source);
  else
    update_cards (self);
}

static void
on_source_removed_cb (SwHistoryView *self, SwSource *source)
{
  g_signal_handlers_disconnect_by_data (source, self);
  update_cards (self);
  self->gone |= source == self->source;
  update_trouble (self);
}

/* What is shown is what the large graph shows, with the time that it has now. */
static void
on_export_clicked_cb (SwHistoryView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->graph), "graph.menu", NULL);
}

/* What the graph has keys for works wherever the focus is. */
static gboolean
on_key_pressed_cb (SwHistoryView *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType modifiers)
{
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
    case GDK_KEY_l:
      return sw_graph_navigate (self->graph, keyval, modifiers);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
sw_history_view_shown (AdwNavigationPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (SW_HISTORY_VIEW (page)->graph));
  update_banner (SW_HISTORY_VIEW (page));
}

static void
sw_history_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwHistoryView *self = SW_HISTORY_VIEW (object);

  switch ((SwHistoryViewProperty) id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_RANGE:
      g_value_set_object (value, self->range);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_history_view_dispose (GObject *object)
{
  SwHistoryView *self = SW_HISTORY_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SW_TYPE_HISTORY_VIEW);
  g_clear_object (&self->registry);
  g_clear_object (&self->source);
  g_clear_object (&self->range);
  g_clear_object (&self->cursor);
  G_OBJECT_CLASS (sw_history_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (SW_TYPE_BOARD_GRID);
  g_type_ensure (SW_TYPE_GRAPH);
  g_type_ensure (SW_TYPE_HISTORY_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/stillwatch/widgets/sw-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, actions);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, title);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, spans);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, live);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, trouble);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, banner);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, graph);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, table);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, others);
  gtk_widget_class_bind_template_child (widget_class, SwHistoryView, cards);
  gtk_widget_class_bind_template_callback (widget_class, on_span_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_live_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_measuring_clicked_cb);
}

static void
sw_history_view_class_init (SwHistoryViewClass *klass)
{
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_history_view_get_property;
  object_class->dispose = sw_history_view_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = sw_history_view_shown;

  /**
   * SwHistoryView:source:
   *
   * What its large graph shows.
   */
  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, SW_TYPE_SOURCE, shown);
  /**
   * SwHistoryView:range:
   *
   * The time that it shows; the same object for as long as the view lives.
   */
  properties[PROP_RANGE] = g_param_spec_object ("range", NULL, NULL, SW_TYPE_TIME_RANGE, shown);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  /**
   * SwHistoryView::settings-requested:
   * @self: the view
   * @source: a source
   *
   * The user wants to change how @source is shown.
   */
  signals[SIGNAL_SETTINGS_REQUESTED]
      = g_signal_new ("settings-requested", SW_TYPE_HISTORY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, SW_TYPE_SOURCE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
sw_history_view_init (SwHistoryView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  sw_widgets_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->range = sw_time_range_new (FIRST_SPAN_US);
  self->cursor = sw_graph_cursor_new ();
  sw_graph_set_cursor (self->graph, self->cursor);
  sw_graph_set_range (self->graph, self->range);
  sw_history_table_bind (self->table, self->range, self->cursor);
  g_signal_connect_object (self->range, "notify", G_CALLBACK (on_range_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

static void
listen_to_application (SwHistoryView *self)
{
  GActionGroup *actions = get_application_actions ();

  if (actions != NULL)
    g_signal_connect_object (actions, "action-state-changed::" KEEP_MEASURING,
                             G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
}

/**
 * sw_history_view_new:
 * @registry: whose other sources to show below
 * @source: what to show
 *
 * Returns: (transfer floating): a page for a navigation view
 */
AdwNavigationPage *
sw_history_view_new (SwSourceRegistry *registry, SwSource *source)
{
  SwHistoryView *self;
  g_autoptr (GList) sources = NULL;

  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (registry) && SW_IS_SOURCE (source), NULL);

  self = g_object_new (SW_TYPE_HISTORY_VIEW, NULL);
  self->registry = g_object_ref (registry);
  sources = sw_source_registry_list (registry);
  for (GList *l = sources; l != NULL; l = l->next)
    listen_to_source (self, l->data);
  g_signal_connect_object (registry, "added", G_CALLBACK (on_source_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  listen_to_application (self);
  sw_history_view_set_source (self, source);
  on_range_changed_cb (self);
  return ADW_NAVIGATION_PAGE (self);
}

/**
 * sw_history_view_get_source:
 * @self: a history view
 *
 * Returns: (transfer none): what its large graph shows
 */
SwSource *
sw_history_view_get_source (SwHistoryView *self)
{
  g_return_val_if_fail (SW_IS_HISTORY_VIEW (self), NULL);

  return self->source;
}

/**
 * sw_history_view_set_source:
 * @self: a history view
 * @source: what its large graph shall show; the one before joins the others
 */
void
sw_history_view_set_source (SwHistoryView *self, SwSource *source)
{
  g_return_if_fail (SW_IS_HISTORY_VIEW (self) && SW_IS_SOURCE (source));

  if (!g_set_object (&self->source, source))
    return;
  self->gone = FALSE;
  update_trouble (self);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), sw_source_get_title (source));
  gtk_label_set_label (self->title, sw_source_get_title (source));
  sw_graph_set_source (self->graph, source);
  sw_history_table_set_source (self->table, source);
  update_cards (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->graph));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

/**
 * sw_history_view_get_range:
 * @self: a history view
 *
 * Returns: (transfer none): the time that it shows
 */
SwTimeRange *
sw_history_view_get_range (SwHistoryView *self)
{
  g_return_val_if_fail (SW_IS_HISTORY_VIEW (self), NULL);

  return self->range;
}

/**
 * sw_history_view_add_action:
 * @self: a history view
 * @widget: a button for its bar, after those that are there
 */
void
sw_history_view_add_action (SwHistoryView *self, GtkWidget *widget)
{
  g_return_if_fail (SW_IS_HISTORY_VIEW (self) && GTK_IS_WIDGET (widget));

  gtk_box_append (self->actions, widget);
}
