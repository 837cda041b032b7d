/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-checked-entry.h"

/* A line to type a filter into, which is checked with every letter; what is wrong with it stands below. It emits
 * "accepted" for every text that is right, as one types, and "activated" for Enter.
 *
 * The entry has the style class `error` and the accessible state invalid while it is wrong. */
struct _PacketsCheckedEntry
{
  GtkWidget parent_instance;

  GtkWidget *box; /* the only child */
  GtkWidget *entry;
  GtkWidget *message;

  PacketsCheck check;
  gpointer user_data;
  guint valid : 1;
};

enum
{
  SIGNAL_ACCEPTED = 1,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsCheckedEntry, packets_checked_entry, GTK_TYPE_WIDGET)

static void
show_message (PacketsCheckedEntry *self, const char *message)
{
  gtk_label_set_label (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* Again, where what it is checked against has changed; tells nobody. */
void
packets_checked_entry_check (PacketsCheckedEntry *self)
{
  g_autofree char *message = self->check (packets_checked_entry_get_text (self), self->user_data);

  self->valid = message == NULL;
  show_message (self, message);
}

static void
on_entry_changed_cb (PacketsCheckedEntry *self)
{
  const gboolean empty = *packets_checked_entry_get_text (self) == '\0';

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     empty ? NULL : "edit-clear-symbolic");
  packets_checked_entry_check (self);
  if (self->valid)
    g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
}

static void
on_icon_pressed_cb (PacketsCheckedEntry *self)
{
  packets_checked_entry_set_text (self, "");
  gtk_widget_grab_focus (self->entry);
}

static void
on_entry_activated_cb (PacketsCheckedEntry *self)
{
  if (self->valid)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* First the text goes; with none to clear the key is others'. */
static gboolean
on_escape_pressed_cb (GtkWidget *widget,
                      G_GNUC_UNUSED GVariant *arguments,
                      G_GNUC_UNUSED gpointer user_data)
{
  PacketsCheckedEntry *self = PACKETS_CHECKED_ENTRY (widget);

  if (*packets_checked_entry_get_text (self) == '\0')
    return GDK_EVENT_PROPAGATE;
  packets_checked_entry_set_text (self, "");
  return GDK_EVENT_STOP;
}

static gboolean
packets_checked_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PACKETS_CHECKED_ENTRY (widget)->entry);
}

static void
packets_checked_entry_dispose (GObject *object)
{
  g_clear_pointer (&PACKETS_CHECKED_ENTRY (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (packets_checked_entry_parent_class)->dispose (object);
}

static void
packets_checked_entry_class_init (PacketsCheckedEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_checked_entry_dispose;
  widget_class->grab_focus = packets_checked_entry_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, GDK_NO_MODIFIER_MASK,
                                on_escape_pressed_cb, NULL);
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
packets_checked_entry_init (PacketsCheckedEntry *self)
{
  self->valid = TRUE;
  self->entry = gtk_entry_new ();
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                   C_ ("filter", "Clear"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  /* Not "changed", which tells of the old text's going before the new one is there. */
  g_signal_connect_object (self->entry, "notify::text", G_CALLBACK (on_entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "icon-press", G_CALLBACK (on_icon_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_entry_activated_cb), self,
                           G_CONNECT_SWAPPED);
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_add_css_class (self->message, "caption");
  gtk_widget_set_visible (self->message, FALSE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* Returns: (transfer floating): LABEL is its accessible name and tooltip */
PacketsCheckedEntry *
packets_checked_entry_new (const char *label,
                           const char *placeholder,
                           PacketsCheck check,
                           gpointer user_data)
{
  PacketsCheckedEntry *self = g_object_new (PACKETS_TYPE_CHECKED_ENTRY, NULL);

  self->check = check;
  self->user_data = user_data;
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), placeholder);
  gtk_widget_set_tooltip_text (self->entry, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, self->message, NULL, -1);
  return self;
}

const char *
packets_checked_entry_get_text (PacketsCheckedEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
packets_checked_entry_set_text (PacketsCheckedEntry *self, const char *text)
{
  if (!g_str_equal (text, packets_checked_entry_get_text (self)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/* After what is there already; the cursor behind it. */
void
packets_checked_entry_insert (PacketsCheckedEntry *self, const char *word)
{
  const char *before = packets_checked_entry_get_text (self);
  g_autofree char *text
      = g_strconcat (before, *before == '\0' || g_str_has_suffix (before, " ") ? "" : " ", word,
                     NULL);

  packets_checked_entry_set_text (self, text);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* Whether one types into it. */
gboolean
packets_checked_entry_get_focused (PacketsCheckedEntry *self)
{
  return (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

gboolean
packets_checked_entry_get_valid (PacketsCheckedEntry *self)
{
  return self->valid;
}
