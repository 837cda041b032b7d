/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Places in the preferences, by name: a page, or a page and the title of a group or row in it. Titles that occur more than
 * once on a page are told apart by their number. */

#include "config.h"

#include "shell/sw-preferences-place.h"

/* What stands between the title and its number: no title has it. */
#define NUMBER_SEPARATOR '\n'

/* Without markup and without the underscore of a key. */
static char *
get_plain_text (const char *title, gboolean is_markup, gboolean has_underline)
{
  g_autofree char *escaped = is_markup ? NULL : g_markup_escape_text (title, -1);
  char *plain = NULL;

  if (pango_parse_markup (is_markup ? title : escaped, -1, has_underline ? '_' : 0, NULL, &plain,
                          NULL, NULL))
    return plain;
  return g_strdup (title);
}

/* (nullable) (transfer full) */
static char *
get_title (GtkWidget *widget)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    {
      AdwPreferencesRow *row = ADW_PREFERENCES_ROW (widget);

      return get_plain_text (adw_preferences_row_get_title (row),
                             adw_preferences_row_get_use_markup (row),
                             adw_preferences_row_get_use_underline (row));
    }
  if (ADW_IS_PREFERENCES_GROUP (widget))
    return get_plain_text (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)), TRUE,
                           FALSE);
  return NULL;
}

/*
 * sw_preferences_walk:
 * @root: what to look through
 * @visit: called for what has a title and is not hidden, in the order in which users see it; rows within rows are left out
 * @user_data: passed to it
 */
void
sw_preferences_walk (GtkWidget *root, SwPreferencesVisit visit, gpointer user_data)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *title = NULL;

      if (!gtk_widget_get_visible (child))
        continue;
      title = get_title (child);
      if (title != NULL && title[0] != '\0')
        visit (child, title, user_data);
      if (!ADW_IS_PREFERENCES_ROW (child))
        sw_preferences_walk (child, visit, user_data);
    }
}

/*
 * sw_preferences_place_new:
 * @page: the name of a page
 * @title: of a group or row in it
 * @nth: how many of that title come before it
 *
 * Returns: (transfer full): a text that names it
 */
char *
sw_preferences_place_new (const char *page, const char *title, guint nth)
{
  if (nth == 0)
    return g_strconcat (page, "/", title, NULL);
  return g_strdup_printf ("%s/%s%c%u", page, title, NUMBER_SEPARATOR, nth);
}

typedef struct
{
  const char *title;
  guint64 n_before; /* of that title, still to be passed over */
  GtkWidget *found; /* (nullable) */
} Search;

static void
compare_title (GtkWidget *widget, const char *title, gpointer user_data)
{
  Search *search = user_data;

  if (search->found == NULL && g_str_equal (title, search->title) && search->n_before-- == 0)
    search->found = widget;
}

/*
 * sw_preferences_place_find:
 * @page: a page
 * @place: what sw_preferences_place_new () made, without the page and its slash
 *
 * Returns: (transfer none) (nullable): the group or row
 */
GtkWidget *
sw_preferences_place_find (GtkWidget *page, const char *place)
{
  const char *number = strrchr (place, NUMBER_SEPARATOR);
  g_autofree char *title
      = g_strndup (place, number != NULL ? (gsize) (number - place) : strlen (place));
  Search search = { title, number != NULL ? g_ascii_strtoull (number + 1, NULL, 10) : 0, NULL };

  sw_preferences_walk (page, compare_title, &search);
  return search.found;
}

static void
take_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!gtk_widget_grab_focus (widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus_visible (GTK_WINDOW (root), TRUE);
}

static void
on_frame_painted_cb (GtkWidget *widget, GdkFrameClock *clock)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  g_signal_handlers_disconnect_by_func (clock, on_frame_painted_cb, widget);
  take_focus (widget);
}

/* Shows the focus too, also to whoever came here by the pointer: it says which of many rows it is. A dialog that was just
 * presented gives the focus to its first widget while it is laid out. */
void
sw_preferences_place_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GdkFrameClock *clock = root != NULL ? gtk_widget_get_frame_clock (GTK_WIDGET (root)) : NULL;

  if (gtk_widget_get_mapped (widget) || clock == NULL)
    take_focus (widget);
  else
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_frame_painted_cb), widget,
                             G_CONNECT_SWAPPED);
}
