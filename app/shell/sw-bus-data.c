/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What callers on the bus get: sources, values and series as GVariant. */

#include "config.h"

#include <math.h>

#include "core/sw-clock.h"
#include "core/sw-enums.h"
#include "shell/sw-bus-data.h"

/* 2 MiB of numbers: a day in seconds of three channels. */
#define MAX_VALUES 262144

static const GDBusErrorEntry error_entries[] = {
  { SW_BUS_ERROR_NO_SUCH_SOURCE, "org.stillwatch.Error.NoSuchSource" },
  { SW_BUS_ERROR_NO_SUCH_PAGE, "org.stillwatch.Error.NoSuchPage" },
  { SW_BUS_ERROR_INVALID_RANGE, "org.stillwatch.Error.InvalidRange" },
  { SW_BUS_ERROR_TOO_MUCH, "org.stillwatch.Error.TooMuch" },
  { SW_BUS_ERROR_BUSY, "org.stillwatch.Error.Busy" },
  { SW_BUS_ERROR_LEAVING, "org.stillwatch.Error.Leaving" },
};

GQuark
sw_bus_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("sw-bus-error-quark", &quark, error_entries,
                                      G_N_ELEMENTS (error_entries));
  return (GQuark) quark;
}

static const char *
get_nick (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "";
}

static const char *
get_state (SwSource *source)
{
  if (!sw_source_get_enabled (source))
    return "off";
  return get_nick (SW_TYPE_SOURCE_STATE, sw_source_get_state (source));
}

static const char *
get_reason (SwSource *source)
{
  const char *reason = sw_source_get_enabled (source) ? sw_source_get_reason (source) : NULL;

  return reason != NULL ? reason : "";
}

/* Returns: (transfer floating): as ListSources answers */
GVariant *
sw_bus_data_list_sources (SwSourceRegistry *registry)
{
  g_autoptr (GList) sources = sw_source_registry_list (registry);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssssssa(ss))"));
  for (GList *link = sources; link != NULL; link = link->next)
    {
      SwSource *source = link->data;

      g_variant_builder_open (&builder, G_VARIANT_TYPE ("(ssssssa(ss))"));
      g_variant_builder_add (&builder, "s", sw_source_get_id (source));
      g_variant_builder_add (&builder, "s", sw_source_registry_get_owner (registry, source));
      g_variant_builder_add (&builder, "s", sw_source_get_title (source));
      g_variant_builder_add (&builder, "s", get_nick (SW_TYPE_UNIT, sw_source_get_unit (source)));
      g_variant_builder_add (&builder, "s", get_state (source));
      g_variant_builder_add (&builder, "s", get_reason (source));
      g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(ss)"));
      for (guint i = 0; i < sw_source_get_n_channels (source); i++)
        {
          SwChannel *channel = sw_source_get_channel (source, i);

          g_variant_builder_add (&builder, "(ss)", sw_channel_get_id (channel),
                                 sw_channel_get_name (channel));
        }
      g_variant_builder_close (&builder);
      g_variant_builder_close (&builder);
    }
  return g_variant_new ("(a(ssssssa(ss)))", &builder);
}

static void
add_values (GVariantBuilder *builder, SwSource *source, gint64 offset_us)
{
  const gboolean ready
      = sw_source_get_enabled (source) && sw_source_get_state (source) == SW_SOURCE_STATE_READY;
  SwSeries *series = sw_source_get_series (source);
  const guint n_rows = series != NULL ? sw_series_get_n_rows (series) : 0;
  gint64 time_us = 0;

  if (ready && n_rows > 0)
    time_us = sw_series_get_row_time_us (series, n_rows - 1) + offset_us;
  g_variant_builder_open (builder, G_VARIANT_TYPE ("(sxssad)"));
  g_variant_builder_add (builder, "s", sw_source_get_id (source));
  g_variant_builder_add (builder, "x", time_us);
  g_variant_builder_add (builder, "s", get_state (source));
  g_variant_builder_add (builder, "s", get_reason (source));
  g_variant_builder_open (builder, G_VARIANT_TYPE ("ad"));
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    g_variant_builder_add (builder, "d", ready ? sw_source_get_value (source, i) : NAN);
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
}

/* Returns: (transfer floating): as GetValues answers */
GVariant *
sw_bus_data_get_values (GPtrArray *sources)
{
  const gint64 offset_us = sw_clock_get_epoch_us ();
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sxssad)"));
  for (guint i = 0; i < sources->len; i++)
    add_values (&builder, g_ptr_array_index (sources, i), offset_us);
  return g_variant_new ("(a(sxssad))", &builder);
}

static GVariant *
new_series (const gint64 *times_us, guint n_times, const double *values, guint n_channels)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aad"));
  for (guint i = 0; i < n_channels; i++)
    g_variant_builder_add_value (&builder, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                                      values + (gsize) i * n_times,
                                                                      n_times, sizeof *values));
  return g_variant_new ("(@axaad)",
                        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, times_us, n_times,
                                                   sizeof *times_us),
                        &builder);
}

static gboolean
fits (SwSeries *series, gint64 n_times, GError **error)
{
  if (n_times <= MAX_VALUES / MAX (sw_series_get_n_channels (series), 1))
    return TRUE;
  g_set_error (error, SW_BUS_ERROR, SW_BUS_ERROR_TOO_MUCH,
               "An answer holds at most %d values: ask for less time or longer steps", MAX_VALUES);
  return FALSE;
}

static GVariant *
get_samples (SwSeries *series, gint64 from_us, gint64 to_us, gint64 offset_us, GError **error)
{
  const guint n_channels = sw_series_get_n_channels (series);
  const guint first = sw_series_find_first_row (series, from_us);
  const guint n_times = MAX (sw_series_find_first_row (series, to_us), first) - first;
  g_autofree gint64 *times_us = NULL;
  g_autofree double *values = NULL;

  if (!fits (series, n_times, error))
    return NULL;
  times_us = g_new (gint64, n_times);
  values = g_new (double, (gsize) n_times *n_channels);
  for (guint i = 0; i < n_times; i++)
    {
      const float *row = sw_series_peek_row (series, first + i);

      times_us[i] = sw_series_get_row_time_us (series, first + i) + offset_us;
      for (guint channel = 0; channel < n_channels; channel++)
        values[(gsize) channel * n_times + i] = row[channel];
    }
  return new_series (times_us, n_times, values, n_channels);
}

static double
pick (const SwBucket *bucket, const char *statistic)
{
  if (g_str_equal (statistic, "minimum"))
    return bucket->min;
  return g_str_equal (statistic, "maximum") ? bucket->max : bucket->mean;
}

/* The times are of the Unix epoch: stretches begin at round ones, and the same ones again for who asks again. */
static GVariant *
get_stretches (SwSeries *series,
               const SwBusRange *range,
               gint64 from_us,
               gint64 to_us,
               gint64 offset_us,
               GError **error)
{
  const gint64 step_us = MIN (range->step_us, G_MAXINT64 / 4); /* for sums that fit */
  const gint64 begin_us = from_us - from_us % step_us;
  const gint64 n_times = to_us > begin_us ? (to_us - begin_us - 1) / step_us + 1 : 0;
  const guint n_channels = sw_series_get_n_channels (series);
  g_autofree SwBucket *buckets = NULL;
  g_autofree gint64 *times_us = NULL;
  g_autofree double *values = NULL;

  if (!fits (series, n_times, error))
    return NULL;
  buckets = g_new (SwBucket, n_times);
  times_us = g_new (gint64, n_times);
  values = g_new (double, (gsize) n_times *n_channels);
  for (gint64 i = 0; i < n_times; i++)
    times_us[i] = begin_us + i * step_us;
  for (guint channel = 0; n_times > 0 && channel < n_channels; channel++)
    {
      sw_series_summarise (series, channel, begin_us - offset_us,
                           begin_us - offset_us + n_times * step_us, buckets, (guint) n_times);
      for (gint64 i = 0; i < n_times; i++)
        values[(gsize) channel * n_times + i] = pick (&buckets[i], range->statistic);
    }
  return new_series (times_us, (guint) n_times, values, n_channels);
}

static gboolean
is_sensible (const SwBusRange *range, gint64 from_us, gint64 to_us, GError **error)
{
  const char *const statistics[] = { "mean", "minimum", "maximum", NULL };
  const char *problem = NULL;

  if (from_us > to_us)
    problem = "The range ends before it begins";
  else if (range->step_us < 0)
    problem = "A step is not negative";
  else if (!g_strv_contains (statistics, range->statistic))
    problem = "A statistic is mean, minimum or maximum";
  if (problem != NULL)
    g_set_error_literal (error, SW_BUS_ERROR, SW_BUS_ERROR_INVALID_RANGE, problem);
  return problem == NULL;
}

/*
 * sw_bus_data_get_series:
 * @source: a source
 * @range: what of its history is wanted
 * @error: of #SwBusError
 *
 * Returns: (transfer floating) (nullable): as GetSeries answers
 */
GVariant *
sw_bus_data_get_series (SwSource *source, const SwBusRange *range, GError **error)
{
  SwSeries *series = sw_source_get_series (source);
  const gint64 now_us = g_get_real_time ();
  const gint64 offset_us = sw_clock_get_epoch_us ();
  gint64 from_us = range->from_us > 0 ? range->from_us : now_us + range->from_us;
  gint64 to_us = range->to_us > 0 ? range->to_us : now_us + range->to_us;

  if (!is_sensible (range, from_us, to_us, error))
    return NULL;
  if (series == NULL || sw_series_get_n_rows (series) == 0)
    return new_series (NULL, 0, NULL, sw_source_get_n_channels (source));
  /* What lies outside of all that is known takes no room in the answer. */
  from_us = CLAMP (from_us, sw_series_get_begin_us (series) + offset_us, now_us);
  to_us = CLAMP (to_us, from_us, now_us);
  if (range->step_us == 0)
    return get_samples (series, from_us - offset_us, to_us - offset_us, offset_us, error);
  return get_stretches (series, range, from_us, to_us, offset_us, error);
}
