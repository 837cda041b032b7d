/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What Stillwatch itself costs, live while it is looked at. It shows what the scheduler has counted and no more: a job's
 * time and the reads of sample files, not what drawing costs or what the kernel does for others. */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-cost-text.h"
#include "shell/sw-preferences-private.h"
#include "widgets/sw-visibility.h"

#define REFRESH_US (2 * SW_SECOND_US)

typedef struct
{
  GtkWidget *page; /* borrowed: it owns this */
  AdwPreferencesGroup *slow;
  AdwPreferencesGroup *jobs;
  GtkWidget *wakeups_row;
  GtkWidget *total_row;
  GPtrArray *rows; /* of AdwActionRow, in the order of the cost's */
  guint n_slow;    /* of them, in the group of the slow */
  SwCostNames names;
  SwScheduler *scheduler;
  SwVisibility *visibility;
  SwJob *job;
  guint64 shown_wakeups; /* of the scheduler when it came into sight */
  gint64 shown_age_us;   /* the same of its age */
} CostPage;

static void
cost_page_free (CostPage *self)
{
  g_clear_pointer (&self->job, sw_job_remove);
  sw_visibility_detach (self->visibility);
  g_clear_object (&self->visibility);
  g_clear_object (&self->names.registry);
  g_clear_object (&self->names.plugins);
  g_clear_object (&self->scheduler);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static GtkWidget *
new_row (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (row, "numeric");
  return row;
}

/* A label lays its window out anew for each text, also for the same one. */
static void
set_subtitle (GtkWidget *row, const char *text)
{
  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), text) != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

static void
add_row (CostPage *self, gboolean slow)
{
  GtkWidget *row = new_row ("");
  GtkWidget *icon;

  if (slow)
    {
      icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (icon, "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      C_ ("cost", "Slow"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  adw_preferences_group_add (slow ? self->slow : self->jobs, row);
  g_ptr_array_add (self->rows, row);
}

static guint
count_slow (const SwCost *cost)
{
  guint n = 0;

  while (n < cost->rows->len && sw_cost_row_is_slow (g_ptr_array_index (cost->rows, n)))
    n++;
  return n;
}

/* Rows are made anew only if their number changed: what a row shows may change its place without that. */
static void
fit_rows (CostPage *self, const SwCost *cost)
{
  const guint n_slow = count_slow (cost);

  if (self->rows->len == cost->rows->len && self->n_slow == n_slow)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (i < self->n_slow ? self->slow : self->jobs,
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  self->n_slow = n_slow;
  for (guint i = 0; i < cost->rows->len; i++)
    add_row (self, i < n_slow);
  gtk_widget_set_visible (GTK_WIDGET (self->slow), n_slow > 0);
}

static void
refresh (CostPage *self)
{
  g_autoptr (SwCost) cost = sw_cost_new (self->scheduler);
  g_autofree char *wakeups = sw_cost_text_wakeups (cost, cost->wakeups - self->shown_wakeups,
                                                   cost->age_us - self->shown_age_us);
  g_autofree char *total = sw_cost_text_total (cost);

  fit_rows (self, cost);
  for (guint i = 0; i < cost->rows->len; i++)
    {
      const SwCostRow *row = g_ptr_array_index (cost->rows, i);
      GtkWidget *widget = g_ptr_array_index (self->rows, i);
      g_autofree char *title = sw_cost_text_title (&self->names, row);
      g_autofree char *text = sw_cost_text_row (row);

      if (!g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
      set_subtitle (widget, text);
    }
  set_subtitle (self->wakeups_row, wakeups);
  set_subtitle (self->total_row, total);
}

static gboolean
on_refresh_due_cb (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  refresh (user_data);
  return TRUE;
}

static void
on_visible_changed_cb (CostPage *self)
{
  const gboolean visible = sw_visibility_get_visible (self->visibility);

  if (visible)
    {
      self->shown_wakeups = sw_scheduler_get_wakeups (self->scheduler);
      self->shown_age_us = sw_scheduler_get_age_us (self->scheduler);
      refresh (self);
    }
  sw_job_set_paused (self->job, !visible);
}

static void
on_copy_activated_cb (GtkWidget *button, CostPage *self)
{
  g_autoptr (SwCost) cost = sw_cost_new (self->scheduler);
  g_autofree char *text
      = sw_cost_text_table (&self->names, cost, cost->wakeups - self->shown_wakeups,
                            cost->age_us - self->shown_age_us);
  GtkWidget *dialog = gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_DIALOG);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
  if (dialog != NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog),
                                      adw_toast_new (C_ ("cost", "Copied")));
}

static AdwPreferencesGroup *
add_group (CostPage *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), group);
  return group;
}

static void
fill (CostPage *self)
{
  AdwPreferencesGroup *sum
      = add_group (self, C_ ("cost", "What Stillwatch Itself Costs"),
                   C_ ("cost", "As Stillwatch counts it: the time that its measuring takes, and "
                               "the system calls that read files for it. Drawing is not in it."));
  AdwPreferencesGroup *copies;
  GtkWidget *copy = adw_button_row_new ();

  self->wakeups_row = new_row (C_ ("cost", "Wakeups"));
  self->total_row = new_row (C_ ("cost", "All Together"));
  adw_preferences_group_add (sum, self->wakeups_row);
  adw_preferences_group_add (sum, self->total_row);
  self->slow = add_group (self, C_ ("cost", "Slow"),
                          C_ ("cost", "These took longer than 2 ms again and again. Those that "
                                      "go on so are measured less often."));
  gtk_widget_set_visible (GTK_WIDGET (self->slow), FALSE);
  self->jobs = add_group (self, C_ ("cost", "Each by Itself"), NULL);
  copies = add_group (self, NULL, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (copy), C_ ("cost", "_Copy as Text"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (copy), TRUE);
  g_signal_connect (copy, "activated", G_CALLBACK (on_copy_activated_cb), self);
  adw_preferences_group_add (copies, copy);
}

/*
 * sw_preferences_cost_new:
 * @scheduler: whose account it is
 * @registry: the sources, for their titles
 * @host: the plugins, for their names
 *
 * Returns: (transfer floating): the page; it is live only while it can be seen
 */
AdwPreferencesPage *
sw_preferences_cost_new (SwScheduler *scheduler, SwSourceRegistry *registry, SwPluginHost *host)
{
  CostPage *self = g_new0 (CostPage, 1);

  self->page = adw_preferences_page_new ();
  self->rows = g_ptr_array_new ();
  self->scheduler = g_object_ref (scheduler);
  self->names.registry = g_object_ref (registry);
  self->names.plugins = g_object_ref (host);
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self->page), "cost");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self->page), C_ ("preferences", "Cost"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self->page),
                                      "power-profile-power-saver-symbolic");
  fill (self);
  self->job = sw_scheduler_add_job (scheduler, "stillwatch", "cost", REFRESH_US, on_refresh_due_cb,
                                    self, NULL);
  sw_job_set_flags (self->job, SW_JOB_VIEW);
  sw_job_set_paused (self->job, TRUE);
  self->visibility = sw_visibility_new (self->page);
  g_signal_connect_swapped (self->visibility, "notify::visible", G_CALLBACK (on_visible_changed_cb),
                            self);
  g_object_set_data_full (G_OBJECT (self->page), "cost", self, (GDestroyNotify) cost_page_free);
  return ADW_PREFERENCES_PAGE (self->page);
}
