/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/packets/packets-status-bar.h"

/* One line: how many packets there are and are shown, what is missing and why, how large the capture is. */
struct _PacketsStatusBar
{
  GtkWidget parent_instance;

  GtkWidget *box; /* the only child */
  GtkLabel *count;
  GtkWidget *lost;
  GtkLabel *lost_text;
  GtkLabel *explanation;
  GtkLabel *size;

  PacketsSession *session;
  PacketsFilterModel *model;
};

G_DEFINE_FINAL_TYPE (PacketsStatusBar, packets_status_bar, GTK_TYPE_WIDGET)

/* A label that is told the same again is measured again. */
static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
show_count (PacketsStatusBar *self, CaptureStore *store)
{
  const guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  const guint n_packets = store != NULL ? capture_store_get_n_packets (store) : 0;
  g_autofree char *text = NULL;

  if (store == NULL)
    text = g_strdup ("");
  else if (packets_filter_model_get_filtered (self->model))
    /* Translators: how many of all packets match the filter. */
    text = g_strdup_printf (sw_plural ("packets", "%'u of %'u packet", "%'u of %'u packets",
                                       n_packets),
                            n_shown, n_packets);
  else
    text = g_strdup_printf (sw_plural ("packets", "%'u packet", "%'u packets", n_packets),
                            n_packets);
  set_label (self->count, text);
}

/* A number apart: macros of formats cut what translators get. */
static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/* Why packets are missing, in sentences. */
static char *
explain_lost (guint64 by_kernel, guint64 by_us)
{
  g_autofree char *dropped = format_count (by_kernel);
  g_autofree char *skipped = format_count (by_us);
  g_autoptr (GString) text = g_string_new (NULL);

  if (by_kernel > 0)
    g_string_append_printf (text,
                            /* Translators: a number of packets. */
                            C_ ("packets", "%s dropped by the kernel: they came faster than they "
                                           "could be taken from its ring."),
                            dropped);
  if (by_kernel > 0 && by_us > 0)
    g_string_append (text, "\n\n");
  if (by_us > 0)
    g_string_append_printf (
        text,
        /* Translators: a number of packets. */
        C_ ("packets", "%s skipped: they are counted, by interface and direction, but there were "
                       "too many a second to keep. A capture filter makes them fewer."),
        skipped);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
show_lost (PacketsStatusBar *self, CaptureStore *store)
{
  guint64 by_kernel = 0, by_us = 0;
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;
  g_autofree char *explanation = NULL;

  if (store != NULL)
    capture_store_count_lost (store, &by_kernel, &by_us);
  by_us = packets_session_get_skipped (self->session);
  gtk_widget_set_visible (self->lost, by_kernel + by_us > 0);
  if (by_kernel + by_us == 0)
    return;
  count = format_count (by_kernel + by_us);
  /* Translators: a number of packets. */
  label = g_strdup_printf (C_ ("packets", "%s missing"), count);
  explanation = explain_lost (by_kernel, by_us);
  set_label (self->lost_text, label);
  set_label (self->explanation, explanation);
}

static void
show_size (PacketsStatusBar *self, CaptureStore *store)
{
  g_autofree char *text
      = store != NULL ? g_format_size (capture_store_get_n_bytes (store)) : g_strdup ("");

  set_label (self->size, text);
}

static void
packets_status_bar_dispose (GObject *object)
{
  PacketsStatusBar *self = PACKETS_STATUS_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (packets_status_bar_parent_class)->dispose (object);
}

static void
packets_status_bar_class_init (PacketsStatusBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_status_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_lost (PacketsStatusBar *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  self->lost_text = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->lost_text), "numeric");
  self->explanation = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->explanation, TRUE);
  gtk_label_set_max_width_chars (self->explanation, 40);
  gtk_label_set_xalign (self->explanation, 0);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->explanation));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), GTK_WIDGET (self->lost_text));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "warning");
  gtk_widget_set_tooltip_text (button, C_ ("packets", "Why packets are missing"));
  gtk_widget_set_visible (button, FALSE);
  return button;
}

static GtkLabel *
create_label (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (label), "dimmed");
  return label;
}

static void
packets_status_bar_init (PacketsStatusBar *self)
{
  self->count = create_label ();
  self->size = create_label ();
  self->lost = create_lost (self);
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "packetsbar");
  gtk_widget_add_css_class (self->box, "caption");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (self->box), self->lost);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->size));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* Returns: (transfer floating) */
PacketsStatusBar *
packets_status_bar_new (PacketsSession *session, PacketsFilterModel *model)
{
  PacketsStatusBar *self = g_object_new (PACKETS_TYPE_STATUS_BAR, NULL);

  self->session = g_object_ref (session);
  self->model = g_object_ref (model);
  packets_status_bar_update (self);
  return self;
}

void
packets_status_bar_update (PacketsStatusBar *self)
{
  CaptureStore *store = packets_session_get_store (self->session);

  show_count (self, store);
  show_lost (self, store);
  show_size (self, store);
}
