/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-capture-bar.h"
#include "plugins/packets/packets-checked-entry.h"
#include "plugins/packets/packets-interface-choice.h"

/* What to capture and the button that does: interfaces, a filter in BPF, and the menu of the page. It acts by the actions
 * of the page that it stands in, `capture.toggle` and `capture.start`. */
struct _PacketsCaptureBar
{
  GtkWidget parent_instance;

  GtkWidget *box; /* the only child */
  GtkWidget *line;
  GtkWidget *start;
  AdwButtonContent *start_content;
  PacketsInterfaceChoice *choice;
  PacketsCheckedEntry *filter;

  PacketsInterfaces *interfaces;
  GSettings *settings; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PacketsCaptureBar, packets_capture_bar, GTK_TYPE_WIDGET)

static gboolean
is_chosen (PacketsCaptureBar *self, const char *name)
{
  const char *const *chosen = packets_interface_choice_get_chosen (self->choice);

  return chosen != NULL && g_strv_contains (chosen, name);
}

/* For Ethernet, and for what else is chosen and there. */
static char *
check_filter (const char *text, gpointer user_data)
{
  PacketsCaptureBar *self = user_data;
  GListModel *interfaces = G_LIST_MODEL (self->interfaces);
  char *message = NULL;

  if (*text == '\0')
    return NULL;
  if (packets_interface_choice_get_chosen (self->choice) == NULL)
    return packets_session_check_filter (text, LINK_TYPE_ETHERNET);
  for (guint i = 0; i < g_list_model_get_n_items (interfaces) && message == NULL; i++)
    {
      g_autoptr (PacketsInterface) interface = g_list_model_get_item (interfaces, i);

      if (is_chosen (self, packets_interface_get_name (interface)))
        message = packets_session_check_filter (text, packets_interface_get_link_type (interface));
    }
  return message;
}

static void
on_interfaces_chosen_cb (PacketsCaptureBar *self)
{
  static const char *const none[] = { NULL };
  const char *const *chosen = packets_interface_choice_get_chosen (self->choice);

  packets_checked_entry_check (self->filter);
  if (self->settings != NULL)
    g_settings_set_strv (self->settings, "interfaces", chosen != NULL ? chosen : none);
}

static void
on_filter_accepted_cb (PacketsCaptureBar *self)
{
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "capture-filter",
                           packets_checked_entry_get_text (self->filter));
}

static void
on_filter_activated_cb (PacketsCaptureBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "capture.start", NULL);
}

static void
packets_capture_bar_dispose (GObject *object)
{
  PacketsCaptureBar *self = PACKETS_CAPTURE_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->interfaces);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (packets_capture_bar_parent_class)->dispose (object);
}

static void
packets_capture_bar_class_init (PacketsCaptureBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_capture_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
packets_capture_bar_init (G_GNUC_UNUSED PacketsCaptureBar *self)
{
}

static GtkWidget *
create_menu (GMenuModel *menu)
{
  GtkWidget *button = gtk_menu_button_new ();
  const char *label = C_ ("packets", "Files and View");

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

static void
create_parts (PacketsCaptureBar *self)
{
  self->start_content = ADW_BUTTON_CONTENT (adw_button_content_new ());
  adw_button_content_set_use_underline (self->start_content, TRUE);
  self->start = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->start), GTK_WIDGET (self->start_content));
  gtk_widget_set_valign (self->start, GTK_ALIGN_START);
  /* One action for both: with each of its own the button would be insensitive between them, and lose the focus. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->start), "capture.toggle");
  self->choice = packets_interface_choice_new (self->interfaces);
  gtk_widget_set_valign (GTK_WIDGET (self->choice), GTK_ALIGN_START);
  self->filter = packets_checked_entry_new (
      C_ ("packets", "Capture filter: only what matches is captured (BPF, as tcpdump has it)"),
      C_ ("packets", "Capture filter, as “arp or udp port 67”"), check_filter, self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->filter), TRUE);
  g_signal_connect_object (self->choice, "chosen", G_CALLBACK (on_interfaces_chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
restore (PacketsCaptureBar *self)
{
  g_auto (GStrv) chosen = NULL;
  g_autofree char *filter = NULL;

  if (self->settings == NULL)
    return;
  chosen = g_settings_get_strv (self->settings, "interfaces");
  filter = g_settings_get_string (self->settings, "capture-filter");
  packets_interface_choice_set_chosen (self->choice, (const char *const *) chosen);
  packets_checked_entry_set_text (self->filter, filter);
}

/* Returns: (transfer floating): SETTINGS (nullable): where the choice is kept */
PacketsCaptureBar *
packets_capture_bar_new (PacketsInterfaces *interfaces, GSettings *settings, GMenuModel *menu)
{
  PacketsCaptureBar *self = g_object_new (PACKETS_TYPE_CAPTURE_BAR, NULL);

  self->interfaces = g_object_ref (interfaces);
  g_set_object (&self->settings, settings);
  create_parts (self);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->line), self->start);
  gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (self->filter));
  gtk_box_append (GTK_BOX (self->line), create_menu (menu));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "packetsbar");
  gtk_box_append (GTK_BOX (self->box), self->line);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  restore (self);
  g_signal_connect_object (self->filter, "accepted", G_CALLBACK (on_filter_accepted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter, "activated", G_CALLBACK (on_filter_activated_cb), self,
                           G_CONNECT_SWAPPED);
  packets_capture_bar_set_state (self, PACKETS_SESSION_EMPTY);
  return self;
}

static gboolean
has_focus (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* While it captures, what is captured cannot be changed; whoever was about to goes to the button, not to nowhere. */
void
packets_capture_bar_set_state (PacketsCaptureBar *self, PacketsSessionState state)
{
  const gboolean running = state == PACKETS_SESSION_CAPTURING || state == PACKETS_SESSION_STARTING;

  adw_button_content_set_label (self->start_content,
                                running ? C_ ("packets", "S_top") : C_ ("packets", "_Capture"));
  adw_button_content_set_icon_name (self->start_content, running ? "media-playback-stop-symbolic"
                                                                 : "media-record-symbolic");
  if (running)
    gtk_widget_remove_css_class (self->start, "suggested-action");
  else
    gtk_widget_add_css_class (self->start, "suggested-action");
  if (running && (has_focus (GTK_WIDGET (self->choice)) || has_focus (GTK_WIDGET (self->filter))))
    gtk_widget_grab_focus (self->start);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choice), !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->filter), !running);
}

/* Where there is little room the filter has a line of its own. */
void
packets_capture_bar_set_narrow (PacketsCaptureBar *self, gboolean narrow)
{
  GtkWidget *filter = GTK_WIDGET (self->filter);
  GtkWidget *parent = narrow ? self->box : self->line;

  gtk_widget_set_hexpand (GTK_WIDGET (self->choice), narrow);
  if (gtk_widget_get_parent (filter) == parent)
    return;
  g_object_ref (filter);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (filter)), filter);
  if (narrow)
    gtk_box_append (GTK_BOX (parent), filter);
  else
    gtk_box_insert_child_after (GTK_BOX (parent), filter, GTK_WIDGET (self->choice));
  g_object_unref (filter);
}

/* Returns: (nullable): names; NULL: all */
const char *const *
packets_capture_bar_get_interfaces (PacketsCaptureBar *self)
{
  return packets_interface_choice_get_chosen (self->choice);
}

const char *
packets_capture_bar_get_filter (PacketsCaptureBar *self)
{
  return packets_checked_entry_get_text (self->filter);
}

gboolean
packets_capture_bar_get_valid (PacketsCaptureBar *self)
{
  return packets_checked_entry_get_valid (self->filter);
}
