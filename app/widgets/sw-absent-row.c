/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "widgets/sw-absent-row.h"
#include "widgets/sw-visibility.h"

/* A source that this machine doesn't have: its title, the reason, the way to its settings. Private. */
struct _SwAbsentRow
{
  AdwBin parent_instance;

  GtkWidget *title; /* borrowed children */
  GtkLabel *reason;

  SwSource *source;
  SwVisibility *visibility; /* demands the source, which may come back */
};

typedef enum
{
  SIGNAL_SETTINGS_REQUESTED,
} SwAbsentRowSignal;

static guint signals[SIGNAL_SETTINGS_REQUESTED + 1];

G_DEFINE_FINAL_TYPE (SwAbsentRow, sw_absent_row, ADW_TYPE_BIN)

static void
show_reason (SwAbsentRow *self)
{
  const char *reason = sw_source_get_reason (self->source);

  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
}

static void
show_description (SwAbsentRow *self)
{
  gtk_widget_set_tooltip_text (self->title, sw_source_get_description (self->source));
}

static void
on_settings_clicked_cb (SwAbsentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTINGS_REQUESTED], 0);
}

static void
sw_absent_row_dispose (GObject *object)
{
  SwAbsentRow *self = SW_ABSENT_ROW (object);

  if (self->visibility != NULL)
    sw_visibility_detach (self->visibility);
  g_clear_object (&self->visibility);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (sw_absent_row_parent_class)->dispose (object);
}

static void
sw_absent_row_class_init (SwAbsentRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_absent_row_dispose;
  signals[SIGNAL_SETTINGS_REQUESTED]
      = g_signal_new ("settings-requested", SW_TYPE_ABSENT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "absentrow");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
sw_absent_row_init (SwAbsentRow *self)
{
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
}

static GtkWidget *
make_settings (SwAbsentRow *self)
{
  GtkWidget *settings = gtk_button_new_from_icon_name ("view-more-symbolic");
  g_autofree char *name
      = g_strdup_printf (C_ ("card", "Settings of %s"), sw_source_get_title (self->source));

  gtk_widget_add_css_class (settings, "flat");
  gtk_widget_add_css_class (settings, "circular");
  gtk_widget_set_valign (settings, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (settings, C_ ("card", "Settings"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (settings), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_object (settings, "clicked", G_CALLBACK (on_settings_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return settings;
}

GtkWidget *
sw_absent_row_new (SwSource *source)
{
  SwAbsentRow *self = g_object_new (SW_TYPE_ABSENT_ROW, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *reason = make_label ("", "absent-reason");

  self->source = g_object_ref (source);
  self->title = make_label (sw_source_get_title (source), "absent-title");
  self->reason = GTK_LABEL (reason);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (text), self->title);
  gtk_box_append (GTK_BOX (text), reason);
  gtk_box_append (GTK_BOX (line), text);
  gtk_box_append (GTK_BOX (line), make_settings (self));
  adw_bin_set_child (ADW_BIN (self), line);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  g_signal_connect_object (source, "notify::reason", G_CALLBACK (show_reason), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::description", G_CALLBACK (show_description), self,
                           G_CONNECT_SWAPPED);
  show_reason (self);
  show_description (self);
  sw_visibility_set_source (self->visibility, source);
  return GTK_WIDGET (self);
}

SwSource *
sw_absent_row_get_source (SwAbsentRow *self)
{
  return self->source;
}
