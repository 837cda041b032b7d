/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-cell.h"
#include "plugins/packets/packets-columns.h"
#include "plugins/packets/packets-selection.h"
#include "plugins/packets/packets-table.h"

#define MIN_WIDTH_PX 100
#define MIN_HEIGHT_PX 80

/* The list of packets. While its end is in sight it follows what comes; scrolled up, it holds still, and a button leads
 * back. Left and Right step like Up and Down. Where there is little room, columns go before the summary is cut. It emits
 * "selected" when another packet is the one to look at and "activated" when somebody wants to see more of it.
 *
 * CSS node `packetstable`; the columns are a GtkColumnView with the class `packets`. */
struct _PacketsTable
{
  GtkWidget parent_instance;

  GtkWidget *bin;                                  /* the only child */
  AdwBreakpoint *stages[PACKETS_COLUMNS_N_STAGES]; /* the bin's */
  GtkWidget *scrolled;
  GtkColumnView *view;
  GtkWidget *follow;

  PacketsFilterModel *model;
  PacketsSelection *selection;
  guint selected; /* the packet's number; G_MAXUINT: none */
  guint live : 1; /* packets come: there is an end to follow */
  guint following : 1;
  guint numbered : 1;
};

enum
{
  SIGNAL_SELECTED = 1,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsTable, packets_table, GTK_TYPE_WIDGET)

static guint
count_rows (PacketsTable *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

static GtkAdjustment *
get_adjustment (PacketsTable *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

static void
update_follow (PacketsTable *self)
{
  gtk_widget_set_visible (self->follow, self->live && !self->following);
}

/* Wherever it was scrolled, by whatever: what counts is whether the end is in sight. */
static void
on_adjustment_scrolled_cb (PacketsTable *self, GtkAdjustment *adjustment)
{
  const double end
      = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  const gboolean following = self->live && gtk_adjustment_get_value (adjustment) >= end - 1;

  if (self->following == following)
    return;
  self->following = following;
  update_follow (self);
}

/* In the layout the list tells the scrollbar how long it is now. A scrollbar that is to be laid out anyway asks for nothing
 * then; one that is not asks for another layout of the window, and another frame. */
static void
expect_scrollbar (PacketsTable *self)
{
  GtkWidget *part = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->scrolled));

  while (gtk_widget_get_first_child (part) != NULL)
    part = gtk_widget_get_first_child (part);
  gtk_widget_queue_allocate (part);
}

/* Before the layout, so that it needs no other. The list takes a row that it has not laid out for one without height at the
 * end of the others, and holds on to the lower edge only of one that is out of sight: so the end goes there, by a pixel. */
static void
hold_end (PacketsTable *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  GtkScrollInfo *scroll = gtk_scroll_info_new ();
  const double end
      = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  gtk_scroll_info_set_enable_horizontal (scroll, FALSE);
  gtk_scroll_info_set_enable_vertical (scroll, FALSE);
  gtk_adjustment_set_value (adjustment, end - 1);
  gtk_column_view_scroll_to (self->view, count_rows (self) - 1, NULL, GTK_LIST_SCROLL_NONE, scroll);
}

/* The packet that was selected under another filter stays so, as soon as it is found again. */
static void
restore_selection (PacketsTable *self)
{
  g_autoptr (GtkBitset) selection
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  const guint position = packets_filter_model_find (self->model, self->selected);

  if (self->selected == G_MAXUINT || !gtk_bitset_is_empty (selection)
      || packets_filter_model_get_index (self->model, position) != self->selected)
    return;
  gtk_column_view_scroll_to (self->view, position, NULL, GTK_LIST_SCROLL_SELECT, NULL);
}

static void
on_items_changed_cb (PacketsTable *self, guint position, guint n_removed, guint n_added)
{
  restore_selection (self);
  if (n_removed > 0 || position == 0 || n_added == 0)
    return;
  expect_scrollbar (self);
  if (self->following)
    hold_end (self);
}

/* Before the frame is painted, but after the list has taken in its new rows: until then it knows neither their height nor
 * its own end. It is laid out once more then, in the same frame. */
static void
on_frame_laid_out_cb (PacketsTable *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  const double end
      = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (self->following && gtk_adjustment_get_value (adjustment) < end)
    gtk_adjustment_set_value (adjustment, end);
}

/* Of several selected ones the details of none are of more interest than those that are shown. */
static void
on_selection_changed_cb (PacketsTable *self)
{
  g_autoptr (GtkBitset) selection
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint selected = self->selected;

  if (gtk_bitset_get_size (selection) == 1)
    selected = packets_filter_model_get_index (self->model, gtk_bitset_get_minimum (selection));
  else if (gtk_bitset_is_empty (selection))
    selected = G_MAXUINT;
  if (selected == self->selected)
    return;
  self->selected = selected;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
on_row_activated_cb (PacketsTable *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* In the capture phase: the list would scroll or move its focus to the side. */
static gboolean
on_key_pressed_cb (PacketsTable *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType state)
{
  const int ahead = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      packets_table_step (self, -ahead);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      packets_table_step (self, ahead);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
packets_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (packets_table_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "layout",
                           G_CALLBACK (on_frame_laid_out_cb), widget,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
packets_table_unmap (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (widget), on_frame_laid_out_cb,
                                        widget);
  GTK_WIDGET_CLASS (packets_table_parent_class)->unmap (widget);
}

static gboolean
packets_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PACKETS_TABLE (widget)->view));
}

static void
packets_table_dispose (GObject *object)
{
  PacketsTable *self = PACKETS_TABLE (object);

  g_clear_pointer (&self->bin, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (packets_table_parent_class)->dispose (object);
}

static void
packets_table_class_init (PacketsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_table_dispose;
  widget_class->map = packets_table_map;
  widget_class->unmap = packets_table_unmap;
  widget_class->grab_focus = packets_table_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "packetstable");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_follow (PacketsTable *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("go-bottom-symbolic");
  const char *text = C_ ("packets", "Follow the newest packets");

  gtk_widget_add_css_class (button, "osd");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  gtk_widget_set_margin_end (button, 18);
  gtk_widget_set_margin_bottom (button, 18);
  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (packets_table_follow), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
create_view (PacketsTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "packets");
  gtk_column_view_set_reorderable (self->view, FALSE);
  gtk_column_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  packets_columns_add (self->view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("packets", "Packets"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/* Of the stages the bin keeps the last one that holds: each goes further than those before. */
static void
update_columns (PacketsTable *self)
{
  AdwBreakpoint *current
      = adw_breakpoint_bin_get_current_breakpoint (ADW_BREAKPOINT_BIN (self->bin));
  guint n_gone = 0;

  for (guint i = 0; i < PACKETS_COLUMNS_N_STAGES; i++)
    if (self->stages[i] == current)
      n_gone = i + 1;
  packets_columns_choose (self->view, n_gone, self->numbered);
}

static void
create_bin (PacketsTable *self)
{
  self->bin = adw_breakpoint_bin_new ();
  gtk_widget_set_size_request (self->bin, MIN_WIDTH_PX, MIN_HEIGHT_PX);
  for (guint i = 0; i < PACKETS_COLUMNS_N_STAGES; i++)
    {
      self->stages[i] = packets_columns_create_stage (i);
      adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (self->bin), self->stages[i]);
    }
  g_signal_connect_object (self->bin, "notify::current-breakpoint", G_CALLBACK (update_columns),
                           self, G_CONNECT_SWAPPED);
}

static void
packets_table_init (PacketsTable *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkAdjustment *adjustment;

  self->selected = G_MAXUINT;
  self->numbered = TRUE;
  create_view (self);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  adjustment = get_adjustment (self);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_scrolled_cb),
                           self, G_CONNECT_SWAPPED);
  self->follow = create_follow (self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->scrolled);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->follow);
  create_bin (self);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self->bin), overlay);
  gtk_widget_set_parent (self->bin, GTK_WIDGET (self));
}

/* Returns: (transfer floating) */
PacketsTable *
packets_table_new (PacketsFilterModel *model)
{
  PacketsTable *self = g_object_new (PACKETS_TYPE_TABLE, NULL);

  self->model = g_object_ref (model);
  self->selection = packets_selection_new (G_LIST_MODEL (model));
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (on_selection_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}

void
packets_table_set_numbered (PacketsTable *self, gboolean numbered)
{
  self->numbered = numbered;
  update_columns (self);
}

/* CLOCK: times are of the day, and longer. */
void
packets_table_set_clock (PacketsTable *self, gboolean clock)
{
  packets_columns_set_clock (self->view, clock);
}

static void
refresh (GtkWidget *widget)
{
  if (PACKETS_IS_CELL (widget))
    packets_cell_refresh (PACKETS_CELL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    refresh (child);
}

/* After the decoder was told that what rows say is old. */
void
packets_table_refresh (PacketsTable *self)
{
  refresh (GTK_WIDGET (self->view));
}

/* Whether packets come: then the end is followed until somebody scrolls away from it. */
void
packets_table_set_live (PacketsTable *self, gboolean live)
{
  if (self->live == live)
    return;
  self->live = live;
  self->following = live;
  update_follow (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Before another capture is shown: none of its packets was selected. */
void
packets_table_forget (PacketsTable *self)
{
  if (count_rows (self) > 0)
    gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  self->selected = G_MAXUINT;
}

gboolean
packets_table_get_following (PacketsTable *self)
{
  return self->following;
}

void
packets_table_follow (PacketsTable *self)
{
  self->following = TRUE;
  update_follow (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
select_position (PacketsTable *self, guint position)
{
  gtk_column_view_scroll_to (self->view, position, NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

/* From where the selected packet is; where the filter hides it, from where it would be. */
static gint64
find_step (PacketsTable *self, int n_packets)
{
  const guint position = packets_filter_model_find (self->model, self->selected);
  const gboolean hidden = packets_filter_model_get_index (self->model, position) != self->selected;

  return (gint64) position + n_packets - (hidden && n_packets > 0);
}

/* To the packet so many further on in what is shown, or the last on that way. */
void
packets_table_step (PacketsTable *self, int n_packets)
{
  const guint n_rows = count_rows (self);
  gint64 position;

  if (n_rows == 0)
    return;
  if (self->selected == G_MAXUINT)
    position = n_packets > 0 ? 0 : n_rows - 1;
  else
    position = find_step (self, n_packets);
  select_position (self, (guint) CLAMP (position, 0, (gint64) n_rows - 1));
}

gboolean
packets_table_has_selection (PacketsTable *self)
{
  g_autoptr (GtkBitset) positions
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return !gtk_bitset_is_empty (positions);
}

/* Returns: (transfer full): the numbers of the selected packets */
GtkBitset *
packets_table_get_selection (PacketsTable *self)
{
  g_autoptr (GtkBitset) positions
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitset *selection;
  GtkBitsetIter iter;
  guint position;

  if (!packets_filter_model_get_filtered (self->model))
    return gtk_bitset_copy (positions);
  selection = gtk_bitset_new_empty ();
  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    gtk_bitset_add (selection, packets_filter_model_get_index (self->model, position));
  return selection;
}

/* Returns: the number of the packet to look at; G_MAXUINT: none */
guint
packets_table_get_selected (PacketsTable *self)
{
  return self->selected;
}

/* If it is among those that are shown. */
void
packets_table_select_index (PacketsTable *self, guint index)
{
  const guint position = packets_filter_model_find (self->model, index);

  if (position < count_rows (self)
      && packets_filter_model_get_index (self->model, position) == index)
    select_position (self, position);
}
