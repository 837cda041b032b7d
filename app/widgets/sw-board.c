/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-job.h"
#include "core/sw-source.h"
#include "widgets/sw-absent-row.h"
#include "widgets/sw-board-grid.h"
#include "widgets/sw-board-layout.h"
#include "widgets/sw-board.h"
#include "widgets/sw-card.h"
#include "widgets/sw-history-view.h"
#include "widgets/sw-widgets.h"

/**
 * SwBoard:
 *
 * The cards of a registry's sources, of one plugin or of all, in as many columns as there is room for. It
 * follows the registry: sources come, go, are switched on and off. What this machine doesn't have is gathered in one
 * quiet section at the end, each with its reason. All graphs share one cursor. A graph that is activated opens its
 * history ([class@HistoryView]) in the same place.
 *
 * # CSS nodes
 *
 * ```
 * board
 * ╰── navigation-view
 *     ├── navigation-view-page
 *     │   ╰── scrolledwindow
 *     │       ╰── viewport
 *     │           ╰── box.board-content
 *     │               ├── widget.board-cards
 *     │               │   ╰── sourcecard …
 *     │               ├── statuspage
 *     │               ╰── box.board-absent
 *     │                   ├── label.heading
 *     │                   ╰── widget
 *     │                       ╰── absentrow …
 *     ╰── navigation-view-page.history
 * ```
 */
struct _SwBoard
{
  AdwBin parent_instance;

  AdwNavigationView *pages;
  GtkWidget *cards;       /* laid out in columns */
  GtkWidget *empty;       /* what to say when there are none */
  GtkWidget *absent;      /* the section of what is not available */
  GtkWidget *absent_list; /* its rows, in the same columns */

  SwSourceRegistry *registry;
  char *owner; /* (nullable) only that plugin's sources */
  SwGraphCursor *cursor;
  GPtrArray *entries; /* of Entry, in the registry's order */
};

/* A source and the one widget that shows it, if any. */
typedef struct
{
  SwBoard *board;
  SwSource *source;
  GtkWidget *card; /* (nullable) borrowed child */
  GtkWidget *row;  /* (nullable) borrowed child */
} Entry;

typedef enum
{
  SIGNAL_SETTINGS_REQUESTED,
} SwBoardSignal;

static guint signals[SIGNAL_SETTINGS_REQUESTED + 1];

G_DEFINE_FINAL_TYPE (SwBoard, sw_board, ADW_TYPE_BIN)

static void
on_card_settings_requested_cb (GtkWidget *widget, SwBoard *self)
{
  SwSource *source = SW_IS_CARD (widget) ? sw_card_get_source (SW_CARD (widget))
                                         : sw_absent_row_get_source (SW_ABSENT_ROW (widget));

  g_signal_emit (self, signals[SIGNAL_SETTINGS_REQUESTED], 0, source);
}

static void
on_history_settings_requested_cb (SwBoard *self, SwSource *source)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_REQUESTED], 0, source);
}

static void
on_card_history_requested_cb (SwCard *card, SwBoard *self)
{
  sw_board_show_history (self, sw_card_get_source (card));
}

/* The last widget, in the board's order, that stands before ENTRY among the cards or the rows. */
static GtkWidget *
find_sibling (SwBoard *self, Entry *entry, gsize offset)
{
  GtkWidget *sibling = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *other = g_ptr_array_index (self->entries, i);

      if (other == entry)
        break;
      if (G_STRUCT_MEMBER (GtkWidget *, other, offset) != NULL)
        sibling = G_STRUCT_MEMBER (GtkWidget *, other, offset);
    }
  return sibling;
}

static void
add_card (Entry *entry)
{
  SwBoard *self = entry->board;

  entry->card = sw_card_new (entry->source, self->cursor);
  g_signal_connect_object (entry->card, "settings-requested",
                           G_CALLBACK (on_card_settings_requested_cb), self, 0);
  g_signal_connect_object (entry->card, "history-requested",
                           G_CALLBACK (on_card_history_requested_cb), self, 0);
  gtk_widget_insert_after (entry->card, self->cards,
                           find_sibling (self, entry, G_STRUCT_OFFSET (Entry, card)));
}

static void
remove_card (Entry *entry)
{
  gtk_widget_unparent (g_steal_pointer (&entry->card));
}

static void
add_row (Entry *entry)
{
  SwBoard *self = entry->board;

  entry->row = sw_absent_row_new (entry->source);
  g_signal_connect_object (entry->row, "settings-requested",
                           G_CALLBACK (on_card_settings_requested_cb), self, 0);
  gtk_widget_insert_after (entry->row, self->absent_list,
                           find_sibling (self, entry, G_STRUCT_OFFSET (Entry, row)));
}

static void
remove_row (Entry *entry)
{
  gtk_widget_unparent (g_steal_pointer (&entry->row));
}

/* What to say where there are no cards: that all are switched off, with the way back, or that there are none. */
static void
update_empty (SwBoard *self)
{
  guint n_cards = 0, n_disabled = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      n_cards += entry->card != NULL;
      n_disabled += !sw_source_get_enabled (entry->source);
    }
  gtk_widget_set_visible (self->cards, n_cards > 0);
  gtk_widget_set_visible (self->empty, n_cards == 0);
  gtk_widget_set_visible (adw_status_page_get_child (ADW_STATUS_PAGE (self->empty)),
                          n_disabled > 0);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty),
                             n_disabled > 0 ? C_ ("board", "All Graphs Are Switched Off")
                                            : C_ ("board", "No Graphs"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   n_disabled > 0
                                       ? NULL
                                       : C_ ("board", "Switch on a plugin that has graphs"));
  gtk_widget_set_visible (self->absent, gtk_widget_get_first_child (self->absent_list) != NULL);
}

/* The new widget is made before the old one goes, so that the source is demanded all the while. */
static void
update_entry (Entry *entry)
{
  const gboolean enabled = sw_source_get_enabled (entry->source);
  const gboolean absent = sw_source_get_state (entry->source) == SW_SOURCE_STATE_UNAVAILABLE;

  if (enabled && absent && entry->row == NULL)
    add_row (entry);
  if (enabled && !absent && entry->card == NULL)
    add_card (entry);
  gtk_widget_set_visible (entry->board->absent, TRUE);
  if (entry->row != NULL && (!enabled || !absent))
    remove_row (entry);
  if (entry->card != NULL && (!enabled || absent))
    remove_card (entry);
  update_empty (entry->board);
}

static void
on_source_changed_cb (G_GNUC_UNUSED SwSource *source, G_GNUC_UNUSED GParamSpec *pspec, Entry *entry)
{
  update_entry (entry);
}

static void
entry_free (Entry *entry)
{
  g_signal_handlers_disconnect_by_data (entry->source, entry);
  if (entry->card != NULL)
    remove_card (entry);
  if (entry->row != NULL)
    remove_row (entry);
  g_object_unref (entry->source);
  g_free (entry);
}

static gboolean
is_mine (SwBoard *self, SwSource *source)
{
  const char *owner = sw_source_registry_get_owner (self->registry, source);

  return owner != NULL && (self->owner == NULL || g_str_equal (owner, self->owner));
}

/* How many of the board's sources stand before SOURCE in the registry, where it may have come back to an old place. */
static guint
count_before (SwBoard *self, SwSource *source)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);
  guint n = 0;

  for (GList *l = sources; l != NULL && l->data != source && n < self->entries->len; l = l->next)
    n += ((Entry *) g_ptr_array_index (self->entries, n))->source == l->data;
  return n;
}

static void
on_source_added_cb (SwBoard *self, SwSource *source)
{
  Entry *entry;

  if (!is_mine (self, source))
    return;
  entry = g_new0 (Entry, 1);
  entry->board = self;
  entry->source = g_object_ref (source);
  g_ptr_array_insert (self->entries, (int) count_before (self, source), entry);
  g_signal_connect (source, "notify::enabled", G_CALLBACK (on_source_changed_cb), entry);
  g_signal_connect (source, "notify::state", G_CALLBACK (on_source_changed_cb), entry);
  update_entry (entry);
}

static void
on_source_removed_cb (SwBoard *self, SwSource *source)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) g_ptr_array_index (self->entries, i))->source == source)
      {
        g_ptr_array_remove_index (self->entries, i);
        break;
      }
  update_empty (self);
}

static void
on_show_all_clicked_cb (SwBoard *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    sw_source_set_enabled (((Entry *) g_ptr_array_index (self->entries, i))->source, TRUE);
}

static void
sw_board_dispose (GObject *object)
{
  SwBoard *self = SW_BOARD (object);

  if (self->registry != NULL)
    g_signal_handlers_disconnect_by_data (self->registry, self);
  g_ptr_array_set_size (self->entries, 0);
  g_clear_object (&self->registry);
  g_clear_object (&self->cursor);
  if (self->cards != NULL)
    gtk_widget_dispose_template (GTK_WIDGET (self), SW_TYPE_BOARD);
  self->cards = NULL;
  G_OBJECT_CLASS (sw_board_parent_class)->dispose (object);
}

static void
sw_board_finalize (GObject *object)
{
  SwBoard *self = SW_BOARD (object);

  g_ptr_array_unref (self->entries);
  g_free (self->owner);
  G_OBJECT_CLASS (sw_board_parent_class)->finalize (object);
}

static void
sw_board_class_init (SwBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_board_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_board_finalize;

  /**
   * SwBoard::settings-requested:
   * @self: the board
   * @source: a source
   *
   * The user wants to change how @source is shown; [class@SourceDialog] is made for that.
   */
  signals[SIGNAL_SETTINGS_REQUESTED]
      = g_signal_new ("settings-requested", SW_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, SW_TYPE_SOURCE);
  g_type_ensure (SW_TYPE_BOARD_GRID);
  g_type_ensure (SW_TYPE_BOARD_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stillwatch/widgets/sw-board.ui");
  gtk_widget_class_bind_template_child (widget_class, SwBoard, cards);
  gtk_widget_class_bind_template_child (widget_class, SwBoard, empty);
  gtk_widget_class_bind_template_child (widget_class, SwBoard, absent);
  gtk_widget_class_bind_template_child (widget_class, SwBoard, absent_list);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked_cb);
  gtk_widget_class_set_css_name (widget_class, "board");
}

static void
sw_board_init (SwBoard *self)
{
  sw_widgets_init ();
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->cursor = sw_graph_cursor_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pages = ADW_NAVIGATION_VIEW (adw_bin_get_child (ADW_BIN (self)));
}

/**
 * sw_board_new:
 * @registry: whose sources to show
 * @owner: (nullable): the plugin whose sources to show; %NULL for all
 *
 * Returns: (transfer floating): a board
 */
GtkWidget *
sw_board_new (SwSourceRegistry *registry, const char *owner)
{
  SwBoard *self;
  g_autoptr (GList) sources = NULL;

  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (SW_TYPE_BOARD, NULL);
  self->registry = g_object_ref (registry);
  self->owner = g_strdup (owner);
  g_signal_connect_object (registry, "added", G_CALLBACK (on_source_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  sources = sw_source_registry_list (registry);
  for (GList *l = sources; l != NULL; l = l->next)
    on_source_added_cb (self, l->data);
  update_empty (self);
  return GTK_WIDGET (self);
}

/**
 * sw_board_show_history:
 * @self: a board
 * @source: one of the registry's sources
 *
 * Shows what @source did, in the place of all graphs, to which the user can go back.
 */
void
sw_board_show_history (SwBoard *self, SwSource *source)
{
  AdwNavigationPage *page;

  g_return_if_fail (SW_IS_BOARD (self) && SW_IS_SOURCE (source));

  page = adw_navigation_view_get_visible_page (self->pages);
  if (SW_IS_HISTORY_VIEW (page))
    {
      sw_history_view_set_source (SW_HISTORY_VIEW (page), source);
      return;
    }
  page = sw_history_view_new (self->registry, source);
  g_signal_connect_object (page, "settings-requested",
                           G_CALLBACK (on_history_settings_requested_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->pages, page);
}
