/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-pill.h"
#include "plugins/packets/packets-problem.h"

static void
on_copy_clicked_cb (GtkWidget *button, GtkLabel *command)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), gtk_label_get_text (command));
  gtk_button_set_icon_name (GTK_BUTTON (button), "object-select-symbolic");
  gtk_accessible_announce (GTK_ACCESSIBLE (button), C_ ("problem", "Copied"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* The command in a frame, to be read before it is run, and copied. */
static GtkWidget *
create_remedy (const char *remedy)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *command = gtk_label_new (remedy);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  const char *label = C_ ("problem", "Copy the command");

  gtk_label_set_wrap (GTK_LABEL (command), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (command), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (command), TRUE);
  gtk_label_set_xalign (GTK_LABEL (command), 0);
  gtk_widget_set_direction (command, GTK_TEXT_DIR_LTR);
  gtk_widget_set_hexpand (command, TRUE);
  gtk_widget_add_css_class (command, "monospace");
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (on_copy_clicked_cb), command,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "packetscommand");
  gtk_box_append (GTK_BOX (box), command);
  gtk_box_append (GTK_BOX (box), copy);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  return clamp;
}

/* Why nothing could be captured or opened, and what to do about it: the session's last problem as a page.
 * Returns: (transfer floating) */
GtkWidget *
packets_problem_new (PacketsSession *session)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  const char *explanation = packets_session_get_explanation (session);
  const char *remedy = packets_session_get_remedy (session);
  g_autofree char *escaped = g_markup_escape_text (explanation != NULL ? explanation : "", -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), packets_session_get_problem (session));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  if (remedy != NULL)
    gtk_box_append (GTK_BOX (box), create_remedy (remedy));
  if (packets_session_get_can_ask_administrator (session))
    gtk_box_append (GTK_BOX (box),
                    packets_pill_new (C_ ("problem", "Capture Once as _Administrator"),
                                      "capture.start-as-administrator", TRUE));
  gtk_box_append (GTK_BOX (box),
                  packets_pill_new (C_ ("problem", "_Try Again"), "capture.start",
                                    !packets_session_get_can_ask_administrator (session)));
  gtk_box_append (GTK_BOX (box),
                  packets_pill_new (C_ ("problem", "_Open a File…"), "capture.open", FALSE));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}
