/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-page-row.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-visibility.h"

/* A page in the sidebar: its icon, its title, and below it the page's state in one line. While the row can be seen, the
 * page is told so, for a plugin to measure what it says there. A new state is drawn in the frame that the row's list is
 * drawn in anyway, and nothing is laid out again for it. */

static void
update_status (SwPage *page, G_GNUC_UNUSED GParamSpec *pspec, GtkWidget *row)
{
  GtkWidget *status = g_object_get_data (G_OBJECT (row), "status");
  const char *text = sw_page_get_status (page);

  gtk_widget_set_visible (status, text != NULL);
  if (!sw_numeral_set_text (SW_NUMERAL (status), text != NULL ? text : ""))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
on_visible_changed_cb (SwVisibility *visibility, G_GNUC_UNUSED GParamSpec *pspec, GtkWidget *row)
{
  SwPage *page = g_object_get_data (G_OBJECT (row), "page");
  const gboolean visible = sw_visibility_get_visible (visibility);
  const gboolean held = g_object_get_data (G_OBJECT (row), "held") != NULL;

  if (visible == held)
    return;
  g_object_set_data (G_OBJECT (row), "held", GINT_TO_POINTER (visible));
  if (visible)
    sw_page_acquire_status (page);
  else
    sw_page_release_status (page);
}

/* Detaching tells that it can no longer be seen. */
static void
on_row_destroyed_cb (GtkWidget *row, SwVisibility *visibility)
{
  sw_visibility_detach (visibility);
  g_object_set_data (G_OBJECT (row), "visibility", NULL);
}

static void
follow_visibility (GtkWidget *row)
{
  SwVisibility *visibility = sw_visibility_new (row);

  g_object_set_data_full (G_OBJECT (row), "visibility", visibility, g_object_unref);
  g_signal_connect_object (visibility, "notify::visible", G_CALLBACK (on_visible_changed_cb), row,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (row, "destroy", G_CALLBACK (on_row_destroyed_cb), visibility,
                           G_CONNECT_DEFAULT);
  on_visible_changed_cb (visibility, NULL, row);
}

static GtkWidget *
new_text (SwPage *page, GtkWidget *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (sw_page_get_title (page));
  GtkWidget *status
      = g_object_new (SW_TYPE_NUMERAL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (status, "caption");
  gtk_widget_add_css_class (status, "dimmed");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), status);
  g_object_set_data (G_OBJECT (row), "status", status);
  return box;
}

/*
 * sw_page_row_new:
 * @page: one of the list of pages
 *
 * Returns: (transfer floating): its row, for a list box
 */
GtkWidget *
sw_page_row_new (SwPage *page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (sw_page_get_icon_name (page)));
  gtk_box_append (GTK_BOX (box), new_text (page, row));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "page-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sw_page_get_title (page), -1);
  g_object_set_data_full (G_OBJECT (row), "page", g_object_ref (page), g_object_unref);
  g_signal_connect_object (page, "notify::status", G_CALLBACK (update_status), row,
                           G_CONNECT_DEFAULT);
  update_status (page, NULL, row);
  follow_visibility (row);
  return row;
}
