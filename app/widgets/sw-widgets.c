/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <gtk/gtk.h>

#include "widgets/sw-widgets-resources.h"
#include "widgets/sw-widgets.h"

#define STYLE_KEY "sw-widgets-style"
#define STYLE_PATH "/org/stillwatch/widgets/style.css"

/**
 * sw_widgets_init:
 *
 * Gives the default display the style of this library's widgets. Each of them calls it; who wants the style
 * earlier may. Later calls do nothing.
 */
void
sw_widgets_init (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  /* A linker that takes from an archive what is asked for takes the resources too. */
  g_assert (sw_widgets_get_resource () != NULL);
  if (display == NULL || g_object_get_data (G_OBJECT (display), STYLE_KEY) != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, STYLE_PATH);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
  g_object_set_data (G_OBJECT (display), STYLE_KEY, GINT_TO_POINTER (TRUE));
}
