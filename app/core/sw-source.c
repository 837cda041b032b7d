/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-source-private.h"
#include "core/sw-tick.h"

/**
 * SwSource:
 *
 * Something that can be graphed: an id, a title, a unit, channels, and how to sample them. The values of the last
 * sample and the history are here, not in a widget, and any number of views may share them.
 *
 * A source is sampled only while it is enabled and somebody demands it ([method@Source.acquire]); a graph does so
 * while it can be seen. What records it ([method@Source.acquire_history]) has it sampled unseen. [class@SourceRegistry] gives it a job on the scheduler.
 */

typedef enum
{
  SIGNAL_SAMPLED,
  SIGNAL_SAMPLE_SOON,
} SwSourceSignal;

#define MAX_CHANNELS_OF_LONG_SERIES 16

static guint signals[SIGNAL_SAMPLE_SOON + 1];

G_DEFINE_TYPE_WITH_PRIVATE (SwSource, sw_source, G_TYPE_OBJECT)
G_DEFINE_QUARK (sw-source-error-quark, sw_source_error)

SwSourcePrivate *
sw_source_get_private (SwSource *self)
{
  return sw_source_get_instance_private (self);
}

static void
sw_source_finalize (GObject *object)
{
  SwSourcePrivate *priv = PRIVATE (SW_SOURCE (object));

  g_clear_object (&priv->series);
  g_ptr_array_unref (priv->channels);
  g_free (priv->values);
  g_free (priv->id);
  g_free (priv->title);
  g_free (priv->description);
  g_free (priv->reason);
  g_free (priv->pace_note);
  G_OBJECT_CLASS (sw_source_parent_class)->finalize (object);
}

static double
sw_source_real_get_headline_value (SwSource *self, const float *values)
{
  SwSourcePrivate *priv = PRIVATE (self);
  double sum = NAN;

  if (priv->headline_channel >= 0)
    return values[priv->headline_channel];
  for (guint i = 0; i < priv->channels->len; i++)
    if (sw_channel_get_shown (g_ptr_array_index (priv->channels, i)) && !isnan (values[i]))
      sum = isnan (sum) ? values[i] : sum + values[i];
  return sum;
}

static void
sw_source_real_format_headline (SwSource *self,
                                const float *values,
                                char *buffer,
                                gsize buffer_bytes)
{
  sw_unit_format (PRIVATE (self)->unit, sw_source_get_headline_value (self, values), buffer,
                  buffer_bytes);
}

static void
sw_source_class_init (SwSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sw_source_finalize;
  klass->get_headline_value = sw_source_real_get_headline_value;
  klass->format_headline = sw_source_real_format_headline;
  sw_source_install_properties (object_class);

  /**
   * SwSource::sampled:
   * @self: the source
   *
   * A sample was taken or failed: values, series and state are new.
   */
  signals[SIGNAL_SAMPLED] = g_signal_new ("sampled", SW_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  /**
   * SwSource::sample-soon:
   * @self: the source
   *
   * See [method@Source.sample_soon].
   */
  signals[SIGNAL_SAMPLE_SOON] = g_signal_new ("sample-soon", SW_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sw_source_init (SwSource *self)
{
  SwSourcePrivate *priv = PRIVATE (self);

  priv->channels = g_ptr_array_new_with_free_func (g_object_unref);
  priv->interval_us = SW_SECOND_US;
  priv->headline_channel = -1;
  priv->enabled = TRUE;
}

/**
 * sw_source_add_channel:
 * @self: a source that was never sampled
 * @channel: (transfer full): its next channel
 *
 * The channels are fixed once the history has begun: what brings others later is another source.
 */
void
sw_source_add_channel (SwSource *self, SwChannel *channel)
{
  SwSourcePrivate *priv;

  g_return_if_fail (SW_IS_SOURCE (self) && SW_IS_CHANNEL (channel));
  priv = PRIVATE (self);
  g_return_if_fail (priv->series == NULL);

  g_ptr_array_add (priv->channels, channel);
  priv->values = g_renew (double, priv->values, priv->channels->len);
  priv->values[priv->channels->len - 1] = NAN;
}

/**
 * sw_source_get_n_channels:
 * @self: a source
 *
 * Returns: how many channels it has
 */
guint
sw_source_get_n_channels (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->channels->len;
}

/**
 * sw_source_get_channel:
 * @self: a source
 * @index: which channel
 *
 * Returns: (transfer none): the channel
 */
SwChannel *
sw_source_get_channel (SwSource *self, guint index)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);
  g_return_val_if_fail (index < PRIVATE (self)->channels->len, NULL);

  return g_ptr_array_index (PRIVATE (self)->channels, index);
}

/**
 * sw_source_set_value:
 * @self: a source
 * @index: which channel
 * @value: its value now, in the source's unit; NAN for none
 *
 * Called from within `sample`.
 */
void
sw_source_set_value (SwSource *self, guint index, double value)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (index < PRIVATE (self)->channels->len);

  PRIVATE (self)->values[index] = isfinite (value) ? value : NAN;
}

/**
 * sw_source_get_value:
 * @self: a source
 * @index: which channel
 *
 * Returns: the value of the last sample; NAN for none
 */
double
sw_source_get_value (SwSource *self, guint index)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NAN);
  g_return_val_if_fail (index < PRIVATE (self)->channels->len, NAN);

  return PRIVATE (self)->values[index];
}

/**
 * sw_source_get_series:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): the history; %NULL before the first sample
 */
SwSeries *
sw_source_get_series (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->series;
}

/**
 * sw_source_get_headline_value: (skip)
 * @self: a source
 * @values: a row of the series
 *
 * Returns: the one value that stands for the whole: the headline channel's, else the sum over the shown channels,
 *   unless the source defines another
 */
double
sw_source_get_headline_value (SwSource *self, const float *values)
{
  g_return_val_if_fail (SW_IS_SOURCE (self) && values != NULL, NAN);

  return SW_SOURCE_GET_CLASS (self)->get_headline_value (self, values);
}

/**
 * sw_source_set_headline_channel:
 * @self: a source
 * @index: which channel stands for the whole; -1 for the sum of the shown ones
 */
void
sw_source_set_headline_channel (SwSource *self, int index)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (index >= -1 && index < (int) PRIVATE (self)->channels->len);

  PRIVATE (self)->headline_channel = index;
}

/**
 * sw_source_format_headline: (skip)
 * @self: a source
 * @values: a row of the series
 * @buffer: receives the text
 * @buffer_bytes: its size
 *
 * Writes the large text of a card.
 */
void
sw_source_format_headline (SwSource *self, const float *values, char *buffer, gsize buffer_bytes)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (values != NULL && buffer != NULL && buffer_bytes > 0);

  SW_SOURCE_GET_CLASS (self)->format_headline (self, values, buffer, buffer_bytes);
}

static void
update_active (SwSource *self)
{
  SwSourcePrivate *priv = PRIVATE (self);
  SwSourceClass *klass = SW_SOURCE_GET_CLASS (self);
  const gboolean active = priv->enabled && priv->demand > 0;

  if (priv->active == active)
    return;
  priv->active = active;
  if (active && klass->start != NULL)
    klass->start (self);
  else if (!active && klass->stop != NULL)
    klass->stop (self);
  sw_source_notify (self, PROP_ACTIVE);
}

/**
 * sw_source_get_enabled:
 * @self: a source
 *
 * Returns: whether the user wants it
 */
gboolean
sw_source_get_enabled (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), FALSE);

  return PRIVATE (self)->enabled;
}

/**
 * sw_source_set_enabled:
 * @self: a source
 * @enabled: whether the user wants it
 */
void
sw_source_set_enabled (SwSource *self, gboolean enabled)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (PRIVATE (self)->enabled == !!enabled)
    return;
  PRIVATE (self)->enabled = !!enabled;
  sw_source_notify (self, PROP_ENABLED);
  update_active (self);
}

/**
 * sw_source_get_demand:
 * @self: a source
 *
 * Returns: how many views or recorders want its values now
 */
guint
sw_source_get_demand (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->demand;
}

/**
 * sw_source_acquire:
 * @self: a source
 *
 * Demands values for somebody who looks: they stop while the session is locked. To be matched by one
 * [method@Source.release].
 */
void
sw_source_acquire (SwSource *self)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  PRIVATE (self)->demand++;
  update_active (self);
}

/**
 * sw_source_release:
 * @self: a source
 *
 * Demands no more values.
 */
void
sw_source_release (SwSource *self)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (PRIVATE (self)->demand > 0);

  PRIVATE (self)->demand--;
  update_active (self);
}

/**
 * sw_source_get_recorded:
 * @self: a source
 *
 * Returns: whether a history demands it, so that it is sampled whether somebody looks or not
 */
gboolean
sw_source_get_recorded (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), FALSE);

  return PRIVATE (self)->records > 0;
}

/**
 * sw_source_acquire_history:
 * @self: a source
 *
 * Demands values for a history that shall have no holes: they go on while nobody looks and while the session is
 * locked. To be matched by one [method@Source.release_history].
 */
void
sw_source_acquire_history (SwSource *self)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (PRIVATE (self)->records++ == 0)
    sw_source_notify (self, PROP_RECORDED);
  sw_source_acquire (self);
}

/**
 * sw_source_release_history:
 * @self: a source
 *
 * The history ends.
 */
void
sw_source_release_history (SwSource *self)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (PRIVATE (self)->records > 0);

  if (--PRIVATE (self)->records == 0)
    sw_source_notify (self, PROP_RECORDED);
  sw_source_release (self);
}

/**
 * sw_source_sample_soon:
 * @self: a source
 *
 * Says that what failed may work again (a device came back): its job runs in the next wakeup, however long it would
 * still back off. For an event, never for a timer of one's own.
 */
void
sw_source_sample_soon (SwSource *self)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  g_signal_emit (self, signals[SIGNAL_SAMPLE_SOON], 0);
}

static void
set_state (SwSource *self, SwSourceState state, const char *reason)
{
  SwSourcePrivate *priv = PRIVATE (self);

  if (sw_source_set_text (&priv->reason, reason))
    sw_source_notify (self, PROP_REASON);
  if (priv->state == state)
    return;
  priv->state = state;
  sw_source_notify (self, PROP_STATE);
}

static SwSourceState
state_of_error (const GError *error)
{
  if (g_error_matches (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE)
      || g_error_matches (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE))
    return SW_SOURCE_STATE_UNAVAILABLE;
  if (g_error_matches (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT))
    return SW_SOURCE_STATE_WAITING;
  return SW_SOURCE_STATE_FAILED;
}

/* A history of hundreds of channels (one per core) in the usual length would take more memory than all the rest of the
 * program: there it is ten minutes of seconds and six hours of minutes, 6.7 kB a channel. */
static SwSeries *
new_series (guint n_channels)
{
  if (n_channels <= MAX_CHANNELS_OF_LONG_SERIES)
    return sw_series_new (n_channels);
  return sw_series_new_sized (n_channels, 600, 60 * SW_SECOND_US, 360);
}

/* Goes on with the history of a source of the same id and channels, which is no more. */
void
sw_source_adopt_series (SwSource *self, SwSeries *series)
{
  SwSourcePrivate *priv = PRIVATE (self);

  g_assert (priv->series == NULL);
  g_assert (sw_series_get_n_channels (series) == priv->channels->len);
  priv->series = g_object_ref (series);
  priv->adopted = TRUE;
}

/* Between the last sample of the source before and the first of this one lies more than an interval, or not. */
static void
join_adopted (SwSourcePrivate *priv, gint64 now_us)
{
  const guint n_rows = sw_series_get_n_rows (priv->series);

  if (priv->adopted && n_rows > 0
      && now_us - sw_series_get_row_time_us (priv->series, n_rows - 1) > priv->interval_us * 3 / 2)
    sw_series_push_gap (priv->series, now_us - 1);
  priv->adopted = FALSE;
}

/**
 * sw_source_sample: (skip)
 * @self: a source
 * @tick: the wakeup
 *
 * Takes one sample into the values and the series. The registry's job calls it; tests may.
 *
 * Returns: whether it succeeded; %FALSE makes the job back off
 */
gboolean
sw_source_sample (SwSource *self, const SwTick *tick)
{
  SwSourcePrivate *priv;
  g_autoptr (GError) error = NULL;
  gboolean sampled;

  g_return_val_if_fail (SW_IS_SOURCE (self) && tick != NULL, FALSE);
  g_return_val_if_fail (SW_SOURCE_GET_CLASS (self)->sample != NULL, FALSE);

  priv = PRIVATE (self);
  if (priv->series == NULL)
    priv->series = new_series (priv->channels->len);
  for (guint i = 0; i < priv->channels->len; i++)
    priv->values[i] = NAN;
  join_adopted (priv, tick->boottime_us);
  if (tick->gap)
    sw_series_push_gap (priv->series, tick->boottime_us - 1);
  sampled = SW_SOURCE_GET_CLASS (self)->sample (self, tick, &error);
  if (sampled)
    sw_series_push (priv->series, tick->boottime_us, priv->values);
  else
    sw_series_push_gap (priv->series, tick->boottime_us);
  set_state (self, sampled ? SW_SOURCE_STATE_READY : state_of_error (error),
             sampled || error == NULL ? NULL : error->message);
  g_signal_emit (self, signals[SIGNAL_SAMPLED], 0);
  /* A device that has not answered yet did not fail: its job does not back off. */
  return sampled || g_error_matches (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT);
}
