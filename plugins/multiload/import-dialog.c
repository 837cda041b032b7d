/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"
#include "core/sw-source.h"
#include "widgets/sw-interval.h"

#include "plugins/multiload/import-dialog.h"

/* Shows what would change if another program's settings were taken over, graph by graph, and what of them means nothing
 * here. Nothing changes before the button; then `imported` carries what is needed to undo it. */
struct _ImportDialog
{
  AdwDialog parent_instance;

  AdwComboRow *origins; /* borrowed children */
  GtkWidget *import;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *changes; /* (nullable) made anew for each origin */
  AdwPreferencesGroup *left;    /* (nullable) likewise */

  SwSourceRegistry *registry;
  GArray *setups;    /* of LegacySetup, in the order of the origins */
  GPtrArray *checks; /* of GtkCheckButton, borrowed, by graph; NULL where nothing would change */
};

enum
{
  SIGNAL_IMPORTED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ImportDialog, import_dialog, ADW_TYPE_DIALOG)

static const LegacySetup *
get_setup (ImportDialog *self)
{
  return &g_array_index (self->setups, LegacySetup, adw_combo_row_get_selected (self->origins));
}

static void
update_import (ImportDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      any |= check != NULL && gtk_check_button_get_active (check);
    }
  gtk_widget_set_sensitive (self->import, any);
}

static char *
describe_change (const LegacyGraph *graph, const LegacyChange *change)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (change->shown)
    g_strv_builder_add (parts, graph->shown == LEGACY_SHOWN ? C_ ("imported setting", "Shown")
                                                            : C_ ("imported setting", "Not shown"));
  if (change->interval)
    {
      g_autofree char *interval = sw_interval_to_string (graph->interval_ms);

      /* Translators: %s is "500 milliseconds". */
      g_strv_builder_take (parts, g_strdup_printf (C_ ("imported setting", "Every %s"), interval));
    }
  if (change->n_colours > 0)
    g_strv_builder_take (parts, g_strdup_printf (sw_plural ("imported setting", "%u colour",
                                                            "%u colours", change->n_colours),
                                                 change->n_colours));
  all = g_strv_builder_end (parts);
  /* Translators: between settings: "Not shown, Every 5 seconds". */
  return g_strjoinv (C_ ("imported setting", " · "), all);
}

/* The colours as they will be; what they are for stands in the row. */
static GtkWidget *
create_swatches (const LegacyGraph *graph)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  for (guint i = 0; i < graph->n_colours; i++)
    g_string_append_printf (markup, "<span foreground=\"%s\">■</span>", graph->colours[i].colour);
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  return label;
}

static GtkWidget *
create_check (ImportDialog *self, const char *title)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_import), self, G_CONNECT_SWAPPED);
  return check;
}

static GtkWidget *
create_graph_row (ImportDialog *self, const LegacyGraph *graph)
{
  SwSource *source = sw_source_registry_lookup (self->registry, graph->source_id);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = NULL;
  GtkWidget *check = NULL;
  LegacyChange change;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 source != NULL ? sw_source_get_title (source) : graph->source_id);
  if (source == NULL)
    text = g_strdup (C_ ("imported setting", "This graph is not there now"));
  else if (!legacy_apply_compare (source, graph, &change))
    text = g_strdup (C_ ("imported setting", "Nothing changes"));
  else
    {
      check = create_check (self, sw_source_get_title (source));
      text = describe_change (graph, &change);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      if (change.n_colours > 0)
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_swatches (graph));
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  g_ptr_array_add (self->checks, check);
  return row;
}

static const char *const left_texts[] = {
  NC_ ("not imported", "The graphs’ sizes and their order"),
  NC_ ("not imported", "Colours of background, border and grid"),
  NC_ ("not imported", "The colour of traffic within this computer"),
  NC_ ("not imported", "Colours for the states of the battery and of temperatures"),
  NC_ ("not imported", "Fixed scales"),
  NC_ ("not imported", "The choice of interfaces, disks or sensors"),
  NC_ ("not imported", "What a click starts"),
  NC_ ("not imported", "The graph of a command’s output"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (left_texts) == LEGACY_N_LEFT);

static AdwPreferencesGroup *
create_left_group (guint left)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, C_ ("preferences group", "Not Imported"));
  adw_preferences_group_set_description (group, C_ ("not imported", "There is no such setting "
                                                                    "here, or it is another one."));
  for (guint i = 0; i < G_N_ELEMENTS (left_texts); i++)
    if (left & (1u << i))
      {
        GtkWidget *row = adw_action_row_new ();

        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                       g_dpgettext2 (GETTEXT_PACKAGE, "not imported",
                                                     left_texts[i]));
        adw_preferences_group_add (group, row);
      }
  return group;
}

static void
show_setup (ImportDialog *self)
{
  const LegacySetup *setup = get_setup (self);

  if (self->changes != NULL)
    adw_preferences_page_remove (self->page, self->changes);
  if (self->left != NULL)
    adw_preferences_page_remove (self->page, self->left);
  self->left = NULL;
  g_ptr_array_set_size (self->checks, 0);
  self->changes = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->changes, C_ ("preferences group", "What Changes"));
  adw_preferences_group_set_description (
      self->changes, C_ ("import", "In Stillwatch. The other program keeps its settings; what was "
                                   "never chosen there stays as it is here."));
  for (guint i = 0; i < setup->n_graphs; i++)
    adw_preferences_group_add (self->changes, create_graph_row (self, &setup->graphs[i]));
  adw_preferences_page_add (self->page, self->changes);
  if (setup->left != 0)
    {
      self->left = create_left_group (setup->left);
      adw_preferences_page_add (self->page, self->left);
    }
  update_import (self);
}

static void
on_import_clicked_cb (ImportDialog *self)
{
  const LegacySetup *setup = get_setup (self);
  g_autoptr (GPtrArray) undo = legacy_apply_undo_new ();

  for (guint i = 0; i < setup->n_graphs; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);
      SwSource *source = sw_source_registry_lookup (self->registry, setup->graphs[i].source_id);

      if (check != NULL && source != NULL && gtk_check_button_get_active (check))
        legacy_apply (source, &setup->graphs[i], undo);
    }
  g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, undo);
  adw_dialog_close (ADW_DIALOG (self));
}

static GtkWidget *
create_header (ImportDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (C_ ("button", "_Cancel"));

  self->import = gtk_button_new_with_mnemonic (C_ ("button", "_Import"));
  gtk_widget_add_css_class (self->import, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->import);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (adw_dialog_close), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "clicked", G_CALLBACK (on_import_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return header;
}

static AdwPreferencesGroup *
create_origins_group (ImportDialog *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->origins = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->origins), C_ ("import", "_From"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->origins), TRUE);
  adw_combo_row_set_use_subtitle (self->origins, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (self->origins));
  return group;
}

static void
import_dialog_finalize (GObject *object)
{
  ImportDialog *self = IMPORT_DIALOG (object);

  g_clear_object (&self->registry);
  g_array_unref (self->setups);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (import_dialog_parent_class)->finalize (object);
}

static void
import_dialog_class_init (ImportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = import_dialog_finalize;

  /* With the steps that undo it. */
  signals[SIGNAL_IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
import_dialog_init (ImportDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->setups = g_array_new (FALSE, FALSE, sizeof (LegacySetup));
  self->checks = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_preferences_page_add (self->page, create_origins_group (self));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), create_header (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->page));
  adw_dialog_set_title (ADW_DIALOG (self), C_ ("dialog", "Import from Multiload"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 480);
  adw_dialog_set_content_height (ADW_DIALOG (self), 640);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->import);
}

/* FINDINGS: at least one. Returns: (transfer floating) */
AdwDialog *
import_dialog_new (SwSourceRegistry *registry, const LegacyFindings *findings)
{
  ImportDialog *self = g_object_new (IMPORT_TYPE_DIALOG, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->registry = g_object_ref (registry);
  for (guint i = 0; i < findings->found->len; i++)
    {
      const LegacyFound *found = g_ptr_array_index (findings->found, i);

      gtk_string_list_append (names, found->origin);
      g_array_append_val (self->setups, found->setup);
    }
  adw_combo_row_set_model (self->origins, G_LIST_MODEL (names));
  /* With one there is nothing to choose; its name is what matters. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->origins), findings->found->len > 1);
  g_signal_connect_object (self->origins, "notify::selected", G_CALLBACK (show_setup), self,
                           G_CONNECT_SWAPPED);
  show_setup (self);
  return ADW_DIALOG (self);
}
