/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The account of the scheduler in words. */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-plural.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-cost-text.h"

/* As “System: CPU”: a source by its title, anything else by the name that its owner gave it. */
char *
sw_cost_text_title (const SwCostNames *names, const SwCostRow *row)
{
  SwSource *source = row->is_watch ? NULL : sw_source_registry_lookup (names->registry, row->name);
  SwPluginItem *item = sw_plugin_host_lookup (names->plugins, row->owner);
  const char *owner = item != NULL ? sw_plugin_item_get_name (item) : row->owner;
  const char *name = source != NULL ? sw_source_get_title (source) : row->name;

  if (item == NULL && g_str_equal (row->owner, "stillwatch"))
    owner = C_ ("application", "Stillwatch");
  /* Translators: whose work it is, and which: “System: CPU” */
  return g_strdup_printf (C_ ("cost", "%s: %s"), owner, name);
}

static char *
describe_pace (const SwCostRow *row)
{
  const double seconds = (double) row->interval_us / SW_SECOND_US;

  if (row->is_watch)
    return g_strdup (C_ ("cost", "when something happens"));
  if (row->state == SW_JOB_PAUSED)
    return g_strdup (C_ ("cost", "resting"));
  if (row->state == SW_JOB_FAILING)
    return g_strdup (C_ ("cost", "nothing to measure now"));
  /* Translators: how often something is done */
  return g_strdup_printf (C_ ("cost", "every %g s"), seconds);
}

static char *
describe_reads (const SwAccount *account)
{
  g_autofree char *bytes = NULL;

  if (account->reads == 0)
    return NULL;
  bytes = sw_unit_to_string (SW_UNIT_BYTES, sw_cost_get_bytes_per_run (account));
  /* Translators: of one sample; the second hole is an amount like “2.1 kB” */
  return g_strdup_printf (C_ ("cost", "%.1f system calls and %s a sample"),
                          sw_cost_get_reads_per_run (account), bytes);
}

char *
sw_cost_text_row (const SwCostRow *row)
{
  const SwAccount *account = &row->account;
  g_autofree char *pace = describe_pace (row);
  g_autofree char *reads = describe_reads (account);
  g_autofree char *runs
      = g_strdup_printf (sw_plural ("cost", "%lu run, %s", "%lu runs, %s", (gulong) account->runs),
                         (gulong) account->runs, pace);
  g_autofree char *time
      /* Translators: µs is microseconds */
      = g_strdup_printf (C_ ("cost", "%.0f µs on average, %.0f µs at most"),
                         sw_cost_get_mean_us (account), (double) account->busy_max_ns / 1000);

  if (reads != NULL)
    return g_strjoin ("\n", runs, time, reads, NULL);
  return g_strjoin ("\n", runs, time, NULL);
}

static double
per_second (double n, gint64 time_us)
{
  return time_us > 0 ? n * SW_SECOND_US / (double) time_us : 0;
}

/* The first moments say nothing yet. */
char *
sw_cost_text_wakeups (const SwCost *cost, guint64 shown_wakeups, gint64 shown_us)
{
  const double since_start = per_second ((double) cost->wakeups, cost->age_us);

  if (shown_us < SW_SECOND_US)
    return g_strdup_printf (C_ ("cost", "%.2f a second since the start"), since_start);
  return g_strdup_printf (C_ ("cost", "%.2f a second while this page is shown, %.2f a second since "
                                      "the start"),
                          per_second ((double) shown_wakeups, shown_us), since_start);
}

char *
sw_cost_text_total (const SwCost *cost)
{
  const SwAccount *total = &cost->total;
  g_autofree char *bytes
      = sw_unit_to_string (SW_UNIT_BYTES, per_second ((double) total->bytes_read, cost->age_us));

  /* Translators: all of it a second; the last hole is an amount like “2.1 kB” */
  return g_strdup_printf (C_ ("cost", "%.0f µs, %.1f system calls and %s a second since the start"),
                          per_second ((double) total->busy_ns / 1000, cost->age_us),
                          per_second ((double) total->reads, cost->age_us), bytes);
}

static void
append_line (GString *text, const char *title, const SwCostRow *row)
{
  const SwAccount *account = &row->account;

  g_string_append_printf (text,
                          "%s\t%" G_GUINT64_FORMAT "\t%.1f\t%.1f\t%.2f\t%.0f\t%" G_GUINT64_FORMAT
                          "%s\n",
                          title, account->runs, sw_cost_get_mean_us (account),
                          (double) account->busy_max_ns / 1000, sw_cost_get_reads_per_run (account),
                          sw_cost_get_bytes_per_run (account), account->failures,
                          sw_cost_row_is_slow (row) ? C_ ("cost table", "\tslow") : "");
}

/* Returns: (transfer full): the whole account, a line each, parted by tabs: for a report or a spreadsheet */
char *
sw_cost_text_table (const SwCostNames *names,
                    const SwCost *cost,
                    guint64 shown_wakeups,
                    gint64 shown_us)
{
  GString *text = g_string_new (NULL);
  g_autofree char *wakeups = sw_cost_text_wakeups (cost, shown_wakeups, shown_us);
  g_autofree char *total = sw_cost_text_total (cost);

  g_string_append_printf (text, "Stillwatch %s\n", PACKAGE_VERSION);
  g_string_append_printf (text, "%s: %s\n", C_ ("cost", "Wakeups"), wakeups);
  g_string_append_printf (text, "%s: %s\n\n", C_ ("cost", "All Together"), total);
  g_string_append (text,
                   C_ ("cost table", "Name\tRuns\tµs\tµs at most\tSystem calls\tBytes\tFailures"));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < cost->rows->len; i++)
    {
      const SwCostRow *row = g_ptr_array_index (cost->rows, i);
      g_autofree char *title = sw_cost_text_title (names, row);

      append_line (text, title, row);
    }
  return g_string_free_and_steal (text);
}
