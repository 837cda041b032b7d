/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-scheduler-private.h"
#include "core/sw-source-private.h"

/* What users are told of a source whose job runs less often than they chose. */

static char *
format_interval (gint64 interval_us)
{
  const double seconds = interval_us / (double) SW_SECOND_US;

  if (interval_us < SW_SECOND_US)
    return g_strdup_printf (C_ ("interval", "%.0f ms"), seconds * 1000);
  if (interval_us >= 120 * SW_SECOND_US && interval_us % (60 * SW_SECOND_US) == 0)
    return g_strdup_printf (C_ ("interval", "%.0f min"), seconds / 60);
  return g_strdup_printf (C_ ("interval", "%.*f s"), interval_us % SW_SECOND_US == 0 ? 0 : 1,
                          seconds);
}

/* A stretched interval is the user's own wish: what counts is what comes on top of it. */
static char *
describe (SwJob *job)
{
  const SwJobState state = sw_job_get_state (job);
  const gint64 wanted_us = sw_job_get_wanted_interval_us (job);
  const gint64 interval_us = sw_job_get_effective_interval_us (job);
  g_autofree char *wanted = format_interval (wanted_us);
  g_autofree char *interval = format_interval (interval_us);

  if (state == SW_JOB_SLOW && interval_us == wanted_us)
    return g_strdup (C_ ("source pace", "Answers slowly"));
  if (interval_us == wanted_us)
    return NULL;
  if (state == SW_JOB_SLOW)
    /* Translators: the holes are intervals, as in “every 2 s instead of every 1 s” */
    return g_strdup_printf (C_ ("source pace",
                                "Answers slowly: sampled every %s instead of every %s"),
                            interval, wanted);
  if (state == SW_JOB_FAILING)
    /* Translators: the holes are intervals, as in “every 2 s instead of every 1 s” */
    return g_strdup_printf (C_ ("source pace", "No value: tried every %s instead of every %s"),
                            interval, wanted);
  return NULL;
}

/* JOB samples it; NULL if none does any more. */
void
sw_source_tell_pace (SwSource *self, SwJob *job)
{
  g_autofree char *note = job != NULL ? describe (job) : NULL;

  if (g_set_str (&PRIVATE (self)->pace_note, note))
    sw_source_notify (self, PROP_PACE_NOTE);
}

/**
 * sw_source_get_pace_note:
 * @self: a source
 *
 * Returns: (nullable): why it is sampled less often than its interval says, and how often, in the user's language
 */
const char *
sw_source_get_pace_note (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->pace_note;
}
