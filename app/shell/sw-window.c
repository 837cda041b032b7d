/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-probes.h"
#include "shell/sw-window.h"

/* The window: a sidebar of pages and the page that is shown. */
struct _SwWindow
{
  AdwApplicationWindow parent_instance;

  AdwNavigationSplitView *split_view;
  AdwNavigationPage *content_page;
  GtkListBox *page_list;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (SwWindow, sw_window, ADW_TYPE_APPLICATION_WINDOW)

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
  gtk_widget_dispose_template (GTK_WIDGET (object), SW_TYPE_WINDOW);
  G_OBJECT_CLASS (sw_window_parent_class)->dispose (object);
}

static void
sw_window_class_init (SwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_window_dispose;
  widget_class->realize = sw_window_realize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/stillwatch/Stillwatch/sw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SwWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, page_list);
  gtk_widget_class_bind_template_child (widget_class, SwWindow, stack);
}

static void
sw_window_init (SwWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SwWindow *
sw_window_new (SwApplication *application)
{
  return g_object_new (SW_TYPE_WINDOW, "application", application, NULL);
}
