/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/names/field-filter.h"
#include "plugins/packets/packets-filter-help.h"

static void
on_key_clicked_cb (GtkWidget *button, PacketsCheckedEntry *entry)
{
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);

  packets_checked_entry_insert (entry, g_object_get_data (G_OBJECT (button), "word"));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
create_key (PacketsCheckedEntry *entry, const FieldFilterKey *key)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *word = gtk_label_new (NULL);
  GtkWidget *description = gtk_label_new (field_filter_describe_key (key));
  g_autofree char *text = g_strdup_printf ("%s:%s", key->key, key->example);

  gtk_label_set_label (GTK_LABEL (word), text);
  gtk_label_set_xalign (GTK_LABEL (word), 0);
  gtk_widget_add_css_class (word, "monospace");
  gtk_label_set_xalign (GTK_LABEL (description), 0);
  gtk_label_set_wrap (GTK_LABEL (description), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (description), 40);
  gtk_widget_add_css_class (description, "caption");
  gtk_widget_add_css_class (description, "dimmed");
  gtk_box_append (GTK_BOX (box), word);
  gtk_box_append (GTK_BOX (box), description);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "word", g_steal_pointer (&text), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_key_clicked_cb), entry,
                           G_CONNECT_DEFAULT);
  return button;
}

static GtkWidget *
create_grammar (void)
{
  GtkWidget *label = gtk_label_new (C_ (
      "filter help", "Words side by side must all match, as with “and” or “&” between them; with "
                     "“or” or “|” one is enough. “not”, “!” or “-” before a word turns it around, "
                     "and parentheses group words. Any other word is looked for in the addresses, "
                     "the protocol and the summary."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_widget_set_margin_start (label, 6);
  gtk_widget_set_margin_end (label, 6);
  return label;
}

static void
fill (GtkPopover *popover, PacketsCheckedEntry *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  guint n_keys;
  const FieldFilterKey *keys = field_filter_get_keys (&n_keys);

  gtk_box_append (GTK_BOX (box), create_grammar ());
  for (guint i = 0; i < n_keys; i++)
    gtk_box_append (GTK_BOX (box), create_key (entry, &keys[i]));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 480);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (popover, scrolled);
}

/* Its content is made when it is first wanted. */
static void
on_popover_shown_cb (GtkPopover *popover, PacketsCheckedEntry *entry)
{
  if (gtk_popover_get_child (popover) == NULL)
    fill (popover, entry);
}

/* A button that tells the keys of the filter in ENTRY; one that is chosen is put there.
 * Returns: (transfer floating) */
GtkWidget *
packets_filter_help_new (PacketsCheckedEntry *entry)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  const char *label = C_ ("filter help", "What can be filtered by");

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "help-about-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (popover, "show", G_CALLBACK (on_popover_shown_cb), entry,
                           G_CONNECT_DEFAULT);
  return button;
}
