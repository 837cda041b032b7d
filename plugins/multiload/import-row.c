/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/multiload/import-dialog.h"
#include "plugins/multiload/import-row.h"
#include "plugins/multiload/legacy-finder.h"

/* Leads to the dialog that takes over another program's settings. It looks for them when it is seen, and says why it
 * cannot be pressed. What was taken over can be undone for as long as the preferences stay open. */
struct _ImportRow
{
  AdwActionRow parent_instance;

  SwSourceRegistry *registry;
  GCancellable *cancellable; /* (nullable) of the search under way */
  LegacyFindings *findings;  /* (nullable) before the first search ended */
};

G_DEFINE_FINAL_TYPE (ImportRow, import_row, ADW_TYPE_ACTION_ROW)

static void
tell_findings (ImportRow *self)
{
  const guint n_found = self->findings->found->len;
  g_autofree char *text = NULL;

  if (n_found > 0)
    text = g_strdup_printf (sw_plural ("import", "The settings of %u set of graphs were found",
                                       "The settings of %u sets of graphs were found", n_found),
                            n_found);
  else if (self->findings->trouble != NULL)
    /* Translators: %s is a sentence of the system: what could not be read and why. */
    text = g_strdup_printf (C_ ("import", "Nothing could be read: %s"), self->findings->trouble);
  else
    text = g_strdup (C_ ("import", "No settings of MATE’s System Monitor applet or of multiload-ng "
                                   "were found"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_set_sensitive (GTK_WIDGET (self), n_found > 0);
}

static void
on_findings_found_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  ImportRow *self = user_data;
  LegacyFindings *findings = legacy_finder_find_finish (result, NULL);

  /* Cancelled: the row may be gone. */
  if (findings == NULL)
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->findings, legacy_findings_free);
  self->findings = findings;
  tell_findings (self);
}

static void
stop_search (ImportRow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
import_row_map (GtkWidget *widget)
{
  ImportRow *self = IMPORT_ROW (widget);

  GTK_WIDGET_CLASS (import_row_parent_class)->map (widget);
  stop_search (self);
  self->cancellable = g_cancellable_new ();
  legacy_finder_find_async (g_get_home_dir (), g_get_user_config_dir (), self->cancellable,
                            on_findings_found_cb, self);
}

static void
on_undo_clicked_cb (AdwToast *toast)
{
  legacy_apply_undo (g_object_get_data (G_OBJECT (toast), "undo"));
}

/* Where the row is not in the preferences there is nowhere to offer it. */
static void
offer_undo (ImportRow *self, GPtrArray *undo)
{
  GtkWidget *preferences = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (preferences == NULL || undo->len == 0)
    return;
  title = g_strdup_printf (sw_plural ("import", "The settings of %u graph were imported",
                                      "The settings of %u graphs were imported", undo->len),
                           undo->len);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, C_ ("button", "_Undo"));
  /* Nobody has to hurry. */
  adw_toast_set_timeout (toast, 0);
  g_object_set_data_full (G_OBJECT (toast), "undo", g_ptr_array_ref (undo),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), NULL);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (preferences), toast);
}

static void
on_imported_cb (ImportRow *self, GPtrArray *undo)
{
  offer_undo (self, undo);
}

static void
import_row_activate (AdwActionRow *row)
{
  ImportRow *self = IMPORT_ROW (row);
  AdwDialog *dialog;

  if (self->findings == NULL || self->findings->found->len == 0)
    return;
  dialog = import_dialog_new (self->registry, self->findings);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (on_imported_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
import_row_dispose (GObject *object)
{
  ImportRow *self = IMPORT_ROW (object);

  stop_search (self);
  g_clear_object (&self->registry);
  g_clear_pointer (&self->findings, legacy_findings_free);
  G_OBJECT_CLASS (import_row_parent_class)->dispose (object);
}

static void
import_row_class_init (ImportRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = import_row_dispose;
  GTK_WIDGET_CLASS (klass)->map = import_row_map;
  ADW_ACTION_ROW_CLASS (klass)->activate = import_row_activate;
}

static void
import_row_init (ImportRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 C_ ("import", "Import from Multiload…"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               C_ ("import", "Looking for settings of other programs…"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
}

/* Returns: (transfer floating) */
GtkWidget *
import_row_new (SwSourceRegistry *registry)
{
  ImportRow *self = g_object_new (IMPORT_TYPE_ROW, NULL);

  self->registry = g_object_ref (registry);
  return GTK_WIDGET (self);
}
