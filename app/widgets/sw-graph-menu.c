/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What can be taken out of a graph: by its menu, or by keys while it has the focus. */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "widgets/sw-graph-export.h"
#include "widgets/sw-graph-private.h"

/* Room for what stands around the plot, and the least that looks well. */
#define FRAME_WIDTH_PX 24
#define FRAME_HEIGHT_PX 96
#define MIN_WIDTH_PX 480
#define MIN_HEIGHT_PX 270

/* A picture is of what is seen now, however long the user looks for a place to save it. It is made for paper and pages,
 * which are light. */
static gboolean
get_spec (SwGraph *self, SwGraphSpec *spec)
{
  SwGraphAxis axis;

  if (self->source == NULL || self->compact || !sw_graph_get_axis (self, &axis))
    return FALSE;
  *spec = (SwGraphSpec) {
    .width = MAX (axis.width + FRAME_WIDTH_PX, MIN_WIDTH_PX),
    .height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) + FRAME_HEIGHT_PX, MIN_HEIGHT_PX),
    .end_us = axis.newest_us,
    .span_us = axis.span_us,
    .scheme = SW_SCHEME_LIGHT,
    .parts = SW_GRAPH_PART_ALL,
    .mirrored = axis.mirrored,
  };
  return TRUE;
}

static void
on_copy_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  SwGraph *self = SW_GRAPH (widget);
  g_autoptr (GdkTexture) texture = NULL;
  SwGraphSpec spec;

  if (!get_spec (self, &spec))
    return;
  texture = sw_graph_export_to_texture (self->source, &spec);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), texture);
}

typedef struct
{
  SwGraph *graph;
  SwSource *source;
  SwGraphSpec spec;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->graph);
  g_object_unref (saving->source);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
tell_failure (SwGraph *self, const char *reason)
{
  AdwDialog *dialog = adw_alert_dialog_new (C_ ("export", "Could Not Save"), reason);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", C_ ("export", "_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (!sw_graph_export_save_finish (SW_SOURCE (source), result, &error))
    tell_failure (saving->graph, error->message);
}

static void
on_file_chosen_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);

  if (file != NULL)
    {
      Saving *kept = g_steal_pointer (&saving);

      sw_graph_export_save_async (kept->source, &kept->spec, file, NULL, on_saved_cb, kept);
    }
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
           && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    tell_failure (saving->graph, error->message);
}

static void
add_filter (GListStore *filters, const char *name, const char *ending)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, ending);
  g_list_store_append (filters, filter);
}

/* A title may have what no file name can. */
static char *
get_file_name (SwSource *source, const char *ending)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  g_autofree char *name = g_strdelimit (g_strdup (sw_source_get_title (source)), "/\\", '-');

  return g_strdup_printf ("%s %s.%s", name, time, ending);
}

static void
save (SwGraph *self, const char *ending)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *name = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Saving *saving;
  SwGraphSpec spec;

  if (!get_spec (self, &spec))
    return;
  if (g_str_equal (ending, "csv"))
    add_filter (filters, C_ ("export", "Table (CSV)"), "csv");
  else
    {
      add_filter (filters, C_ ("export", "Picture (PNG)"), "png");
      add_filter (filters, C_ ("export", "Drawing (SVG)"), "svg");
    }
  name = get_file_name (self->source, ending);
  gtk_file_dialog_set_title (dialog, g_str_equal (ending, "csv") ? C_ ("export", "Save Table")
                                                                 : C_ ("export", "Save Picture"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  saving = g_new0 (Saving, 1);
  saving->graph = g_object_ref (self);
  saving->source = g_object_ref (self->source);
  saving->spec = spec;
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                        on_file_chosen_cb, saving);
}

static void
on_save_picture_activated_cb (GtkWidget *widget,
                              G_GNUC_UNUSED const char *action,
                              G_GNUC_UNUSED GVariant *parameter)
{
  save (SW_GRAPH (widget), "png");
}

static void
on_save_table_activated_cb (GtkWidget *widget,
                            G_GNUC_UNUSED const char *action,
                            G_GNUC_UNUSED GVariant *parameter)
{
  save (SW_GRAPH (widget), "csv");
}

static void
append (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_append_item (menu, item);
}

/* Made when asked for, and kept: few graphs are ever asked. */
static GtkWidget *
ensure_menu (SwGraph *self)
{
  g_autoptr (GMenu) menu = NULL;

  if (self->menu != NULL)
    return self->menu;
  menu = g_menu_new ();
  append (menu, C_ ("graph menu", "_Copy as Picture"), "graph.copy");
  append (menu, C_ ("graph menu", "_Save Picture…"), "graph.save-picture");
  append (menu, C_ ("graph menu", "Save _Table…"), "graph.save-table");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  return self->menu;
}

static void
pop_up (SwGraph *self, int x, int y)
{
  GtkWidget *menu;

  if (self->compact || self->source == NULL)
    return;
  menu = ensure_menu (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
on_pressed_cb (GtkGestureClick *gesture, G_GNUC_UNUSED int n_presses, double x, double y)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  if (event == NULL || !gdk_event_triggers_context_menu (event))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up (SW_GRAPH (widget), x, y);
}

static void
on_menu_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  pop_up (SW_GRAPH (widget), gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2);
}

void
sw_graph_add_menu (SwGraph *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
sw_graph_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "graph.copy", NULL, on_copy_activated_cb);
  gtk_widget_class_install_action (widget_class, "graph.save-picture", NULL,
                                   on_save_picture_activated_cb);
  gtk_widget_class_install_action (widget_class, "graph.save-table", NULL,
                                   on_save_table_activated_cb);
  gtk_widget_class_install_action (widget_class, "graph.menu", NULL, on_menu_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "graph.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "graph.save-picture", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "graph.save-table", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "graph.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "graph.menu",
                                       NULL);
}
