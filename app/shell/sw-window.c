/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-probes.h"
#include "shell/sw-page-row.h"
#include "shell/sw-plugins-page.h"
#include "shell/sw-window-search.h"
#include "shell/sw-window.h"

/* The window: a sidebar of pages and the page that is shown. It is a view of the list of pages and of the plugins' host;
 * what it remembers itself is its size and which page was shown. */
struct _SwWindow
{
  AdwApplicationWindow parent_instance;

  AdwNavigationSplitView *split_view;
  AdwNavigationPage *content_page;
  GtkListBox *page_list;
  GtkStack *stack; /* of the pages that were shown, by id */
  GtkStack *sidebar_stack;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  SwWindowSearch *search;

  GListModel *pages;
  SwPluginHost *host;
  GSettings *settings; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (SwWindow, sw_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
create_row (gpointer page, G_GNUC_UNUSED gpointer user_data)
{
  return sw_page_row_new (page);
}

/* (nullable) (transfer full) */
static SwPage *
find_page (SwWindow *self, const char *id, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->pages); i++)
    {
      g_autoptr (SwPage) page = g_list_model_get_item (self->pages, i);

      if (!g_str_equal (sw_page_get_id (page), id))
        continue;
      *position = i;
      return g_steal_pointer (&page);
    }
  return NULL;
}

static GtkWidget *
create_page (SwWindow *self, SwPage *page)
{
  SwPluginItem *item = sw_page_get_item (page);
  GtkWidget *widget, *button;

  if (item == NULL)
    return sw_plugins_page_new (self->host);
  widget = sw_plugin_create_page (sw_plugin_item_get_plugin (item));
  if (widget != NULL)
    return widget;
  widget = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (widget), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (widget), C_ ("window", "Nothing to Show"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (widget),
      C_ ("window", "The plugin did not make its page. Switch it off and on again in the list of "
                    "plugins; if that does not help, tell its authors."));
  button = gtk_button_new_with_mnemonic (C_ ("window", "Show _Plugins"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "app.show-page::plugins");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  adw_status_page_set_child (ADW_STATUS_PAGE (widget), button);
  return widget;
}

/* What is not the visible child of the stack is unmapped, and with it its jobs stop. */
static void
present_page (SwWindow *self, SwPage *page)
{
  const char *id = sw_page_get_id (page);

  if (gtk_stack_get_child_by_name (self->stack, id) == NULL)
    gtk_stack_add_named (self->stack, create_page (self, page), id);
  gtk_stack_set_visible_child_name (self->stack, id);
  adw_navigation_page_set_title (self->content_page, sw_page_get_title (page));
}

static void
on_page_list_selected_cb (SwWindow *self, GtkListBoxRow *row)
{
  g_autoptr (SwPage) page = NULL;

  if (row == NULL)
    return;
  page = g_list_model_get_item (self->pages, gtk_list_box_row_get_index (row));
  present_page (self, page);
}

static void
on_page_list_activated_cb (SwWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
show_nth_page (SwWindow *self, guint position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->page_list, (int) position);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->page_list, row);
  /* The focus must not stay behind on the row of another page. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page_list)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* In a narrow window, when somebody goes back to it: to where they came from, not to the first row; or to search. */
static void
on_sidebar_shown_cb (SwWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->page_list);

  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  else if (row != NULL && adw_navigation_split_view_get_collapsed (self->split_view))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
remove_gone_pages (SwWindow *self)
{
  GtkWidget *next;
  guint position;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = next)
    {
      GtkStackPage *stack_page = gtk_stack_get_page (self->stack, child);
      g_autoptr (SwPage) page = find_page (self, gtk_stack_page_get_name (stack_page), &position);

      next = gtk_widget_get_next_sibling (child);
      if (page == NULL)
        gtk_stack_remove (self->stack, child);
    }
}

/* Comes after the list box has heard the same. */
static void
on_pages_changed_cb (SwWindow *self)
{
  remove_gone_pages (self);
  if (gtk_list_box_get_selected_row (self->page_list) == NULL)
    gtk_list_box_select_row (self->page_list, gtk_list_box_get_row_at_index (self->page_list, 0));
}

static void
on_show_nth_activated_cb (GtkWidget *widget, G_GNUC_UNUSED const char *action, GVariant *parameter)
{
  show_nth_page (SW_WINDOW (widget), (guint) g_variant_get_int32 (parameter) - 1);
}

static void
on_search_mode_changed_cb (SwWindow *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    {
      sw_window_search_begin (self->search);
      return;
    }
  sw_window_search_end (self->search);
  gtk_stack_set_visible_child_name (self->sidebar_stack, "pages");
}

static void
on_search_changed_cb (SwWindow *self)
{
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  sw_window_search_set_query (self->search, query);
  gtk_stack_set_visible_child_name (self->sidebar_stack, query[0] != '\0' ? "search" : "pages");
}

static void
on_search_activated_cb (SwWindow *self)
{
  sw_window_search_activate_first (self->search);
}

static void
on_focus_results_cb (GtkWidget *widget,
                     G_GNUC_UNUSED const char *action,
                     G_GNUC_UNUSED GVariant *parameter)
{
  gtk_widget_child_focus (gtk_stack_get_visible_child (SW_WINDOW (widget)->sidebar_stack),
                          GTK_DIR_TAB_FORWARD);
}

static void
on_found_cb (SwWindow *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

/* A page may have a search of its own, its action `page.search`, which comes first; asked again, the window's is meant. */
static gboolean
search_page (SwWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  return page != NULL && gtk_widget_get_mapped (page)
         && gtk_widget_activate_action (page, "page.search", NULL);
}

static void
on_search_begun_cb (GtkWidget *widget,
                    G_GNUC_UNUSED const char *action,
                    G_GNUC_UNUSED GVariant *parameter)
{
  SwWindow *self = SW_WINDOW (widget);

  if (search_page (self))
    return;
  if (adw_navigation_split_view_get_collapsed (self->split_view))
    adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* Once, when it goes out of sight: not each time that a size changes under the pointer. */
static void
remember (SwWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", MAX (width, 360));
      g_settings_set_int (self->settings, "window-height", MAX (height, 294));
    }
  if (page != NULL)
    g_settings_set_string (self->settings, "last-page", page);
}

static void
restore (SwWindow *self)
{
  g_autofree char *page = NULL;

  if (self->settings == NULL)
    {
      gtk_window_set_default_size (GTK_WINDOW (self), 1000, 720);
      return;
    }
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  page = g_settings_get_string (self->settings, "last-page");
  sw_window_show_page (self, page);
}

static void
sw_window_unmap (GtkWidget *widget)
{
  remember (SW_WINDOW (widget));
  GTK_WIDGET_CLASS (sw_window_parent_class)->unmap (widget);
}

static void
on_frame_clock_painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  SW_PROBE_FIRST_FRAME ();
  g_signal_handlers_disconnect_by_func (clock, on_frame_clock_painted_cb, user_data);
}

static void
sw_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sw_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (on_frame_clock_painted_cb), widget, G_CONNECT_DEFAULT);
}

static void
sw_window_dispose (GObject *object)
{
  SwWindow *self = SW_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SW_TYPE_WINDOW);
  g_clear_object (&self->pages);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sw_window_parent_class)->dispose (object);
}

/* Whoever chose a page in the list, and is still there, means the page with its keys. */
static gboolean
on_key_pressed_cb (SwWindow *self,
                   G_GNUC_UNUSED guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   G_GNUC_UNUSED GdkModifierType state,
                   GtkEventControllerKey *keys)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (page == NULL || !gtk_widget_get_mapped (page)
      || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL
      || (focus != NULL && gtk_widget_is_ancestor (focus, page)))
    return GDK_EVENT_PROPAGATE;
  return gtk_event_controller_key_forward (keys, page);
}

static void
sw_window_class_init (SwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_window_dispose;
  widget_class->realize = sw_window_realize;
  widget_class->unmap = sw_window_unmap;
  g_type_ensure (SW_TYPE_WINDOW_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/stillwatch/Stillwatch/sw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SwWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, page_list);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, sidebar_stack);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_found_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, on_search_begun_cb);
  gtk_widget_class_install_action (widget_class, "win.focus-results", NULL, on_focus_results_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_page_list_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_page_list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sidebar_shown_cb);
  gtk_widget_class_install_action (widget_class, "win.show-nth", "i", on_show_nth_activated_cb);
}

static void
sw_window_init (SwWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/*
 * sw_window_new:
 * @application: the program
 * @settings: (nullable): where size and page are remembered
 * @host: the plugins' owner
 * @pages: what sw_page_list_new () made of it
 *
 * Returns: (transfer none): a window as it was left, not yet shown
 */
SwWindow *
sw_window_new (AdwApplication *application,
               GSettings *settings,
               SwPluginHost *host,
               GListModel *pages)
{
  SwWindow *self = g_object_new (SW_TYPE_WINDOW, "application", application, NULL);

  self->host = g_object_ref (host);
  self->pages = g_object_ref (pages);
  g_set_object (&self->settings, settings);
  sw_window_search_set_up (self->search, pages, host);
  gtk_list_box_bind_model (self->page_list, pages, create_row, NULL, NULL);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (on_pages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  restore (self);
  on_pages_changed_cb (self);
  return self;
}

/*
 * sw_window_set_preferences:
 * @self: a window
 * @create: makes the preferences, for what is in them to be found; works for as long as the window lives
 * @user_data: passed to it
 */
void
sw_window_set_preferences (SwWindow *self, SwPreferencesFunc create, gpointer user_data)
{
  sw_window_search_set_preferences (self->search, create, user_data);
}

/*
 * sw_window_show_page:
 * @self: a window
 * @id: a plugin's name, or %SW_PAGE_PLUGINS; may be followed by a slash and the id of one of its sources
 *
 * Returns: whether there is such a page
 */
gboolean
sw_window_show_page (SwWindow *self, const char *id)
{
  g_autofree char *page_id = NULL;
  g_autoptr (SwPage) page = NULL;
  guint position;

  g_return_val_if_fail (SW_IS_WINDOW (self) && id != NULL, FALSE);

  page_id = g_strndup (id, strcspn (id, "/"));
  page = find_page (self, page_id, &position);
  if (page == NULL)
    return FALSE;
  show_nth_page (self, position);
  return TRUE;
}
