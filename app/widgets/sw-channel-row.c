/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-channel-row.h"
#include "widgets/sw-palette.h"

struct _SwChannelRow
{
  AdwActionRow parent_instance;

  GtkColorDialogButton *colour; /* borrowed children */
  GtkWidget *reset;

  SwChannel *channel;
  guint updating : 1; /* the button is being set from the channel */
};

G_DEFINE_FINAL_TYPE (SwChannelRow, sw_channel_row, ADW_TYPE_ACTION_ROW)

static void
update (SwChannelRow *self)
{
  const gboolean chosen = sw_channel_get_colour (self->channel) != NULL;
  GdkRGBA rgba;

  self->updating = TRUE;
  sw_palette_get_channel (self->channel, sw_palette_get_scheme (), &rgba);
  gtk_color_dialog_button_set_rgba (self->colour, &rgba);
  gtk_widget_set_visible (self->reset, chosen);
  self->updating = FALSE;
}

static void
on_colour_chosen_cb (SwChannelRow *self)
{
  const GdkRGBA *rgba = gtk_color_dialog_button_get_rgba (self->colour);
  char text[sizeof "#rrggbb"];

  if (self->updating)
    return;
  g_snprintf (text, sizeof text, "#%02x%02x%02x", (guint) lroundf (rgba->red * 255),
              (guint) lroundf (rgba->green * 255), (guint) lroundf (rgba->blue * 255));
  sw_channel_set_colour (self->channel, text);
}

static void
on_reset_clicked_cb (SwChannelRow *self)
{
  sw_channel_set_colour (self->channel, NULL);
}

static void
sw_channel_row_dispose (GObject *object)
{
  SwChannelRow *self = SW_CHANNEL_ROW (object);

  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (sw_channel_row_parent_class)->dispose (object);
}

static void
sw_channel_row_class_init (SwChannelRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_channel_row_dispose;
}

static void
sw_channel_row_init (G_GNUC_UNUSED SwChannelRow *self)
{
}

static void
name_control (GtkWidget *control, const char *format, const char *channel)
{
  g_autofree char *name = g_strdup_printf (format, channel);

  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static GtkWidget *
make_switch (SwChannelRow *self)
{
  GtkWidget *shown = gtk_switch_new ();

  gtk_widget_set_valign (shown, GTK_ALIGN_CENTER);
  name_control (shown, C_ ("source settings", "Show %s"), sw_channel_get_name (self->channel));
  g_object_bind_property (self->channel, "shown", shown, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return shown;
}

static GtkWidget *
make_colour (SwChannelRow *self)
{
  GtkColorDialog *dialog = gtk_color_dialog_new ();
  GtkWidget *button;

  gtk_color_dialog_set_with_alpha (dialog, FALSE);
  gtk_color_dialog_set_title (dialog, sw_channel_get_name (self->channel));
  button = gtk_color_dialog_button_new (dialog);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  name_control (button, C_ ("source settings", "Colour of %s"),
                sw_channel_get_name (self->channel));
  return button;
}

static GtkWidget *
make_reset (SwChannelRow *self)
{
  GtkWidget *reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  gtk_widget_set_valign (reset, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (reset, "flat");
  gtk_widget_set_tooltip_text (reset, C_ ("source settings", "Reset the colour"));
  name_control (reset, C_ ("source settings", "Reset the colour of %s"),
                sw_channel_get_name (self->channel));
  return reset;
}

GtkWidget *
sw_channel_row_new (SwChannel *channel)
{
  SwChannelRow *self = g_object_new (SW_TYPE_CHANNEL_ROW, "use-markup", FALSE, "title",
                                     sw_channel_get_name (channel), NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->channel = g_object_ref (channel);
  self->reset = make_reset (self);
  self->colour = GTK_COLOR_DIALOG_BUTTON (make_colour (self));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->reset);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->colour));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), make_switch (self));
  update (self);
  g_signal_connect_object (self->colour, "notify::rgba", G_CALLBACK (on_colour_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reset, "clicked", G_CALLBACK (on_reset_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "notify::colour", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
