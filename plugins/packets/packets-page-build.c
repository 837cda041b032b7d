/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-arrow-image.h"
#include "plugins/packets/packets-filter-help.h"
#include "plugins/packets/packets-page-private.h"
#include "plugins/packets/packets-pill.h"

/* Puts the page together: bars above and below, between them one of the states that a session can be in. */

#define MENU_PATH "/org/stillwatch/plugins/packets/packets-page-menu.ui"

/* Below it the list and the details take turns; above it they stand beside each other. */
#define NARROW_SP "max-width: 640sp"
#define WIDE_SP "min-width: 1500sp"
#define WIDE_DETAILS_PX 640
#define DETAILS_PX 260

static char *
check_view_filter (const char *text, gpointer user_data)
{
  PacketsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  ServiceNames *services = self->names != NULL ? packets_names_get_services (self->names) : NULL;
  FieldFilter *filter = field_filter_new (text, services, NULL, &error);

  if (filter == NULL)
    return g_strdup (error->message);
  g_clear_pointer (&self->view_filter, field_filter_unref);
  self->view_filter = filter;
  return NULL;
}

static void
on_view_filter_accepted_cb (PacketsPage *self)
{
  packets_filter_model_set_filter (self->model, field_filter_is_empty (self->view_filter)
                                                    ? NULL
                                                    : self->view_filter);
  packets_page_refresh (self);
}

static void
on_view_filter_activated_cb (PacketsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* Back to where one came from. */
static gboolean
on_view_filter_escaped_cb (GtkWidget *widget, G_GNUC_UNUSED GVariant *args, gpointer user_data)
{
  PacketsPage *self = user_data;

  return gtk_widget_get_mapped (widget) && gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
add_escape (PacketsPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, GDK_NO_MODIFIER_MASK),
                        gtk_callback_action_new (on_view_filter_escaped_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->filter), keys);
}

static void
on_packet_activated_cb (PacketsPage *self)
{
  self->details_wanted = TRUE;
  packets_page_show_details (self);
  packets_page_update_layout (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

static void
on_details_closed_cb (PacketsPage *self)
{
  self->details_wanted = FALSE;
  packets_page_update_layout (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
set_narrow (PacketsPage *self, gboolean narrow)
{
  self->narrow = narrow;
  /* Whoever looks at the list goes on doing so. */
  self->details_wanted = !narrow;
  packets_capture_bar_set_narrow (self->capture_bar, narrow);
  packets_page_update_layout (self);
}

static void
on_narrow_applied_cb (PacketsPage *self)
{
  set_narrow (self, TRUE);
}

static void
on_narrow_unapplied_cb (PacketsPage *self)
{
  set_narrow (self, FALSE);
}

static GtkWidget *
create_filter_line (PacketsPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->filter = packets_checked_entry_new (C_ ("packets", "Filter: only what matches is shown; "
                                                           "the rest stays in the capture"),
                                            C_ ("packets", "Filter, as “dir:in proto:arp”"),
                                            check_view_filter, self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->filter), TRUE);
  g_signal_connect_object (focus, "notify::contains-focus",
                           G_CALLBACK (packets_page_update_actions), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->filter), focus);
  add_escape (self);
  g_signal_connect_object (self->filter, "accepted", G_CALLBACK (on_view_filter_accepted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter, "activated", G_CALLBACK (on_view_filter_activated_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->filter));
  gtk_box_append (GTK_BOX (line), packets_filter_help_new (self->filter));
  gtk_widget_add_css_class (line, "packetsbar");
  self->filter_line = line;
  return line;
}

static GtkWidget *
create_legend (PacketDirection direction, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (line), packets_arrow_image_new (direction));
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

static GtkWidget *
create_empty (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "network-transmit-receive-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), C_ ("packets", "Which Way Every Frame Goes"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   C_ ("packets", "Capture from this computer’s interfaces, or "
                                                  "open a capture. A file can also be "
                                                  "dropped here."));
  gtk_widget_set_halign (legend, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (legend, 12);
  gtk_box_append (GTK_BOX (legend),
                  create_legend (PACKET_DIRECTION_INBOUND,
                                 C_ ("packets", "In: the interface received it. For a virtual "
                                                "machine’s tap that is what the guest sent.")));
  gtk_box_append (GTK_BOX (legend), create_legend (PACKET_DIRECTION_OUTBOUND,
                                                   C_ ("packets", "Out: the interface sent it.")));
  gtk_box_append (GTK_BOX (box), legend);
  gtk_box_append (GTK_BOX (box),
                  packets_pill_new (C_ ("packets", "_Capture"), "capture.start", TRUE));
  gtk_box_append (GTK_BOX (box),
                  packets_pill_new (C_ ("packets", "_Open a File…"), "capture.open", FALSE));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

static GtkWidget *
create_waiting (PacketsPage *self)
{
  GtkWidget *stop = packets_pill_new (C_ ("packets", "S_top"), "capture.stop", FALSE);
  g_autoptr (GdkPaintable) spinner = NULL;

  self->waiting = ADW_STATUS_PAGE (adw_status_page_new ());
  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->waiting)));
  adw_status_page_set_paintable (self->waiting, spinner);
  adw_status_page_set_child (self->waiting, stop);
  return GTK_WIDGET (self->waiting);
}

static GtkWidget *
create_list_stack (PacketsPage *self)
{
  self->table = packets_table_new (self->model);
  self->clear_filter
      = packets_pill_new (C_ ("packets", "C_lear the Filter"), "capture.clear-filter", FALSE);
  self->nothing = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->nothing), "compact");
  adw_status_page_set_child (self->nothing, self->clear_filter);
  self->list_stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->table), "table");
  gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->nothing), "nothing");
  g_signal_connect_object (self->table, "selected", G_CALLBACK (packets_page_show_details), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (on_packet_activated_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->list_stack);
}

static GtkWidget *
create_panes (PacketsPage *self)
{
  self->panes = GTK_PANED (gtk_paned_new (GTK_ORIENTATION_VERTICAL));
  self->details = packets_details_new ();
  gtk_widget_set_size_request (GTK_WIDGET (self->details), -1, DETAILS_PX);
  gtk_paned_set_start_child (self->panes, create_list_stack (self));
  gtk_paned_set_end_child (self->panes, GTK_WIDGET (self->details));
  gtk_paned_set_resize_end_child (self->panes, FALSE);
  g_signal_connect_object (self->details, "closed", G_CALLBACK (on_details_closed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->panes);
}

static GtkWidget *
create_stack (PacketsPage *self)
{
  self->problem = ADW_BIN (adw_bin_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, create_empty (), "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), "problem");
  gtk_stack_add_named (self->stack, create_waiting (self), "waiting");
  gtk_stack_add_named (self->stack, create_panes (self), "packets");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  return GTK_WIDGET (self->stack);
}

static GMenuModel *
load_menu (PacketsPage *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  GMenuModel *menu;

  gtk_builder_set_translation_domain (builder, GETTEXT_PACKAGE);
  if (!gtk_builder_add_from_resource (builder, MENU_PATH, NULL))
    g_assert_not_reached ();
  self->recent = g_object_ref (G_MENU (gtk_builder_get_object (builder, "recent")));
  menu = G_MENU_MODEL (gtk_builder_get_object (builder, "menu"));
  return g_object_ref (menu);
}

static GtkWidget *
create_box (PacketsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GMenuModel) menu = load_menu (self);

  self->capture_bar = packets_capture_bar_new (self->interfaces, self->settings, menu);
  self->note = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->note, FALSE);
  self->left_note
      = ADW_BANNER (adw_banner_new (C_ ("packets", "A capture that was not saved is still there")));
  adw_banner_set_button_label (self->left_note, C_ ("packets", "Loo_k…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->left_note), "capture.look-at-left");
  self->saving_note = ADW_BANNER (adw_banner_new (C_ ("packets", "Saving…")));
  adw_banner_set_button_label (self->saving_note, C_ ("button", "_Cancel"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->saving_note), "capture.cancel-saving");
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->progress), "osd");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("packets", "Progress"), -1);
  self->status_bar = packets_status_bar_new (self->session, self->model);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->capture_bar));
  gtk_box_append (GTK_BOX (box), create_filter_line (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->left_note));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->saving_note));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), create_stack (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status_bar));
  return box;
}

static void
add_breakpoints (PacketsPage *self)
{
  AdwBreakpointBin *bin = ADW_BREAKPOINT_BIN (self->bin);
  AdwBreakpoint *narrow = adw_breakpoint_new (adw_breakpoint_condition_parse (NARROW_SP));
  AdwBreakpoint *wide = adw_breakpoint_new (adw_breakpoint_condition_parse (WIDE_SP));

  g_signal_connect_object (narrow, "apply", G_CALLBACK (on_narrow_applied_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (narrow, "unapply", G_CALLBACK (on_narrow_unapplied_cb), self,
                           G_CONNECT_SWAPPED);
  adw_breakpoint_add_setters (wide, G_OBJECT (self->panes), "orientation",
                              GTK_ORIENTATION_HORIZONTAL, NULL);
  adw_breakpoint_add_setters (wide, G_OBJECT (self->details), "width-request", WIDE_DETAILS_PX,
                              NULL);
  /* Of those that hold the last one counts. */
  adw_breakpoint_bin_add_breakpoint (bin, narrow);
  adw_breakpoint_bin_add_breakpoint (bin, wide);
}

static gboolean
on_files_dropped_cb (PacketsPage *self, const GValue *value)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files != NULL)
    packets_page_open_one_of (self, files);
  g_slist_free (files);
  return files != NULL;
}

static void
add_view_actions (PacketsPage *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  const char *const keys[] = { "time-format", "resolve-names", "show-numbers" };

  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (group), action);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (group));
}

/* All of its widgets, for a session that is there. */
void
packets_page_build (PacketsPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, create_box (self));
  self->bin = adw_breakpoint_bin_new ();
  gtk_widget_set_size_request (self->bin, 320, 200);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self->bin), GTK_WIDGET (self->toasts));
  add_breakpoints (self);
  add_view_actions (self);
  gtk_widget_set_parent (self->bin, GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_files_dropped_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (packets_page_refresh), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->model, "notify::searching", G_CALLBACK (packets_page_refresh),
                           self, G_CONNECT_SWAPPED);
}
