/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-search.h"
#include "shell/sw-window-search.h"

/* The results of the search, in the sidebar in place of the pages. What can be found is listed when a search begins. */
struct _SwWindowSearch
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListBox *results;
  GPtrArray *hits; /* (nullable) of SwSearchHit, while somebody searches */

  GListModel *pages;
  SwPluginHost *host;
  SwPreferencesFunc create_preferences; /* (nullable) */
  gpointer create_data;
};

typedef enum
{
  SIGNAL_FOUND,
} SwWindowSearchSignal;

static guint signals[SIGNAL_FOUND + 1];

G_DEFINE_FINAL_TYPE (SwWindowSearch, sw_window_search, ADW_TYPE_BIN)

static void
on_result_activated_cb (SwWindowSearch *self, GtkListBoxRow *row)
{
  const SwSearchHit *hit = g_object_get_data (G_OBJECT (row), "hit");
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  g_autofree char *target = g_strdup (hit->target);
  const char *action = hit->action;

  /* Ends the search, and with it the hit. */
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
  g_action_group_activate_action (G_ACTION_GROUP (application), action,
                                  g_variant_new_string (target));
}

static void
sw_window_search_dispose (GObject *object)
{
  SwWindowSearch *self = SW_WINDOW_SEARCH (object);

  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_object (&self->pages);
  g_clear_object (&self->host);
  G_OBJECT_CLASS (sw_window_search_parent_class)->dispose (object);
}

static void
sw_window_search_class_init (SwWindowSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_window_search_dispose;
  signals[SIGNAL_FOUND] = g_signal_new ("found", SW_TYPE_WINDOW_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

/* Only now: of this size it is drawn from an SVG, and loads librsvg with 2 MiB of private memory. */
static void
on_nothing_mapped_cb (AdwStatusPage *nothing)
{
  adw_status_page_set_icon_name (nothing, "system-search-symbolic");
}

static void
sw_window_search_init (SwWindowSearch *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *nothing = adw_status_page_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  self->results = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->results, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->results), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->results), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("search", "Results"), -1);
  g_signal_connect_object (self->results, "row-activated", G_CALLBACK (on_result_activated_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->results));
  g_signal_connect (nothing, "map", G_CALLBACK (on_nothing_mapped_cb), NULL);
  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), C_ ("search", "No Results"));
  gtk_widget_add_css_class (nothing, "compact");
  gtk_stack_add_named (self->stack, scrolled, "results");
  gtk_stack_add_named (self->stack, nothing, "nothing");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static GtkWidget *
create_row (SwSearchHit *hit)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *place = new_label (hit->place);

  gtk_widget_add_css_class (place, "caption");
  gtk_widget_add_css_class (place, "dimmed");
  gtk_box_append (GTK_BOX (texts), new_label (hit->title));
  gtk_box_append (GTK_BOX (texts), place);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (hit->icon_name));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, hit->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hit->place, -1);
  g_object_set_data (G_OBJECT (row), "hit", hit);
  return row;
}

void
sw_window_search_set_up (SwWindowSearch *self, GListModel *pages, SwPluginHost *host)
{
  self->pages = g_object_ref (pages);
  self->host = g_object_ref (host);
}

/* CREATE has to work for as long as SELF can be used. */
void
sw_window_search_set_preferences (SwWindowSearch *self,
                                  SwPreferencesFunc create,
                                  gpointer user_data)
{
  self->create_preferences = create;
  self->create_data = user_data;
}

/* Lists what can be found: once for all that is typed until the end. */
void
sw_window_search_begin (SwWindowSearch *self)
{
  sw_window_search_end (self);
  self->hits
      = sw_search_index (self->pages, self->host, self->create_preferences, self->create_data);
}

void
sw_window_search_end (SwWindowSearch *self)
{
  gtk_list_box_remove_all (self->results);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
}

void
sw_window_search_set_query (SwWindowSearch *self, const char *query)
{
  guint n = 0;

  gtk_list_box_remove_all (self->results);
  for (guint i = 0; self->hits != NULL && i < self->hits->len; i++)
    if (sw_search_hit_matches (g_ptr_array_index (self->hits, i), query))
      {
        gtk_list_box_append (self->results, create_row (g_ptr_array_index (self->hits, i)));
        n++;
      }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "results" : "nothing");
}

/* What Return in the entry does. */
void
sw_window_search_activate_first (SwWindowSearch *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->results, 0);

  if (row != NULL)
    on_result_activated_cb (self, row);
}
