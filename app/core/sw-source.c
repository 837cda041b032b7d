/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-enums.h"
#include "core/sw-source.h"
#include "core/sw-tick.h"

/**
 * SwSource:
 *
 * Something that can be graphed: an id, a title, a unit, channels, and how to sample them. The values of the last
 * sample and the history are here, not in a widget, and any number of views may share them.
 *
 * A source is sampled only while it is enabled and somebody demands it ([method@Source.acquire]); a graph does so
 * while it can be seen. [class@SourceRegistry] gives it a job on the scheduler.
 */
typedef struct
{
  char *id;
  char *title;
  char *description;   /* (nullable) what exactly is measured */
  GPtrArray *channels; /* of SwChannel */
  double *values;      /* of the last sample, one per channel */
  SwSeries *series;    /* (nullable) made by the first sample, when the channels are known */
  char *reason;        /* (nullable) why state is UNAVAILABLE or FAILED; translated */
  double natural_max;  /* 0: none */
  double scale_max;    /* 0: automatic */
  gint64 interval_us;
  guint demand;
  int headline_channel; /* -1: the sum of the shown ones */
  SwUnit unit;
  SwStyle style;
  SwSourceState state;
  guint enabled : 1;
  guint active : 1; /* enabled and demanded */
} SwSourcePrivate;

typedef enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_UNIT,
  PROP_STYLE,
  PROP_NATURAL_MAX,
  PROP_SCALE_MAX,
  PROP_INTERVAL_US,
  PROP_ENABLED,
  PROP_ACTIVE,
  PROP_STATE,
  PROP_REASON,
} SwSourceProperty;

typedef enum
{
  SIGNAL_SAMPLED,
  SIGNAL_SAMPLE_SOON,
} SwSourceSignal;

#define MIN_INTERVAL_US (100 * 1000)
#define MAX_INTERVAL_US (3600 * SW_SECOND_US)
#define MAX_CHANNELS_OF_LONG_SERIES 16

static GParamSpec *properties[PROP_REASON + 1];
static guint signals[SIGNAL_SAMPLE_SOON + 1];

G_DEFINE_TYPE_WITH_PRIVATE (SwSource, sw_source, G_TYPE_OBJECT)
G_DEFINE_QUARK (sw-source-error-quark, sw_source_error)

#define PRIVATE(self) ((SwSourcePrivate *) sw_source_get_instance_private (self))

static void
sw_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwSourcePrivate *priv = PRIVATE (SW_SOURCE (object));

  switch ((SwSourceProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, priv->description);
      break;
    case PROP_UNIT:
      g_value_set_enum (value, priv->unit);
      break;
    case PROP_STYLE:
      g_value_set_enum (value, priv->style);
      break;
    case PROP_NATURAL_MAX:
      g_value_set_double (value, priv->natural_max);
      break;
    case PROP_SCALE_MAX:
      g_value_set_double (value, priv->scale_max);
      break;
    case PROP_INTERVAL_US:
      g_value_set_int64 (value, priv->interval_us);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, priv->enabled);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, priv->active);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, priv->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_source_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwSource *self = SW_SOURCE (object);
  SwSourcePrivate *priv = PRIVATE (self);

  switch ((SwSourceProperty) id)
    {
    case PROP_ID:
      priv->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      priv->title = g_value_dup_string (value);
      break;
    case PROP_DESCRIPTION:
      sw_source_set_description (self, g_value_get_string (value));
      break;
    case PROP_UNIT:
      priv->unit = g_value_get_enum (value);
      break;
    case PROP_STYLE:
      sw_source_set_style (self, g_value_get_enum (value));
      break;
    case PROP_NATURAL_MAX:
      sw_source_set_natural_max (self, g_value_get_double (value));
      break;
    case PROP_SCALE_MAX:
      sw_source_set_scale_max (self, g_value_get_double (value));
      break;
    case PROP_INTERVAL_US:
      sw_source_set_interval_us (self, g_value_get_int64 (value));
      break;
    case PROP_ENABLED:
      sw_source_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_ACTIVE:
    case PROP_STATE:
    case PROP_REASON:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
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
install_properties (GObjectClass *object_class)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, once);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, often);
  properties[PROP_UNIT]
      = g_param_spec_enum ("unit", NULL, NULL, SW_TYPE_UNIT, SW_UNIT_NUMBER, once);
  properties[PROP_STYLE]
      = g_param_spec_enum ("style", NULL, NULL, SW_TYPE_STYLE, SW_STYLE_STACKED, often);
  properties[PROP_NATURAL_MAX]
      = g_param_spec_double ("natural-max", NULL, NULL, 0, G_MAXDOUBLE, 0, often);
  properties[PROP_SCALE_MAX]
      = g_param_spec_double ("scale-max", NULL, NULL, 0, G_MAXDOUBLE, 0, often);
  properties[PROP_INTERVAL_US] = g_param_spec_int64 ("interval-us", NULL, NULL, MIN_INTERVAL_US,
                                                     MAX_INTERVAL_US, SW_SECOND_US, often);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, often);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, read);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SW_TYPE_SOURCE_STATE,
                                              SW_SOURCE_STATE_WAITING, read);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_source_class_init (SwSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_source_get_property;
  object_class->set_property = sw_source_set_property;
  object_class->finalize = sw_source_finalize;
  klass->get_headline_value = sw_source_real_get_headline_value;
  klass->format_headline = sw_source_real_format_headline;
  install_properties (object_class);

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
 * sw_source_get_id:
 * @self: a source
 *
 * Returns: its stable, untranslated name, unique in a registry; settings and scripts use it
 */
const char *
sw_source_get_id (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->id;
}

/**
 * sw_source_get_title:
 * @self: a source
 *
 * Returns: the title that users see
 */
const char *
sw_source_get_title (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->title;
}

/**
 * sw_source_get_description:
 * @self: a source
 *
 * Returns: (nullable): what exactly is measured, for a tooltip
 */
const char *
sw_source_get_description (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->description;
}

/**
 * sw_source_set_description:
 * @self: a source
 * @description: (nullable): what exactly is measured, in the user's language
 */
void
sw_source_set_description (SwSource *self, const char *description)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (g_set_str (&PRIVATE (self)->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/**
 * sw_source_get_unit:
 * @self: a source
 *
 * Returns: what its values are counted in
 */
SwUnit
sw_source_get_unit (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_UNIT_NUMBER);

  return PRIVATE (self)->unit;
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

  PRIVATE (self)->values[index] = value;
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

/**
 * sw_source_get_style:
 * @self: a source
 *
 * Returns: how graphs draw it
 */
SwStyle
sw_source_get_style (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_STYLE_STACKED);

  return PRIVATE (self)->style;
}

/**
 * sw_source_set_style:
 * @self: a source
 * @style: how graphs draw it
 */
void
sw_source_set_style (SwSource *self, SwStyle style)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (PRIVATE (self)->style == style)
    return;
  PRIVATE (self)->style = style;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STYLE]);
}

/**
 * sw_source_get_natural_max:
 * @self: a source
 *
 * Returns: the whole that its values are part of (100 %, the installed memory); 0 if there is none
 */
double
sw_source_get_natural_max (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->natural_max;
}

/**
 * sw_source_set_natural_max:
 * @self: a source
 * @natural_max: the whole that its values are part of; 0 if there is none
 */
void
sw_source_set_natural_max (SwSource *self, double natural_max)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (natural_max >= 0);

  if (PRIVATE (self)->natural_max == natural_max)
    return;
  PRIVATE (self)->natural_max = natural_max;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NATURAL_MAX]);
}

/**
 * sw_source_get_scale_max:
 * @self: a source
 *
 * Returns: the top of the scale that the user fixed; 0 for automatic
 */
double
sw_source_get_scale_max (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->scale_max;
}

/**
 * sw_source_set_scale_max:
 * @self: a source
 * @scale_max: the top of the scale; 0 for automatic
 */
void
sw_source_set_scale_max (SwSource *self, double scale_max)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (scale_max >= 0);

  if (PRIVATE (self)->scale_max == scale_max)
    return;
  PRIVATE (self)->scale_max = scale_max;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALE_MAX]);
}

/**
 * sw_source_get_interval_us:
 * @self: a source
 *
 * Returns: how often it is sampled
 */
gint64
sw_source_get_interval_us (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->interval_us;
}

/**
 * sw_source_set_interval_us:
 * @self: a source
 * @interval_us: how often it is sampled; brought into 100 ms to 1 h
 */
void
sw_source_set_interval_us (SwSource *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  interval_us = CLAMP (interval_us, MIN_INTERVAL_US, MAX_INTERVAL_US);
  if (PRIVATE (self)->interval_us == interval_us)
    return;
  PRIVATE (self)->interval_us = interval_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL_US]);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
  update_active (self);
}

/**
 * sw_source_get_state:
 * @self: a source
 *
 * Returns: whether it has values
 */
SwSourceState
sw_source_get_state (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_SOURCE_STATE_WAITING);

  return PRIVATE (self)->state;
}

/**
 * sw_source_get_reason:
 * @self: a source
 *
 * Returns: (nullable): why it has none, in the user's language
 */
const char *
sw_source_get_reason (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->reason;
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
 * Demands values. To be matched by one [method@Source.release].
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

  if (g_set_str (&priv->reason, reason))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  if (priv->state == state)
    return;
  priv->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
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
  if (tick->gap)
    sw_series_push_gap (priv->series, tick->boottime_us - 1);
  sampled = SW_SOURCE_GET_CLASS (self)->sample (self, tick, &error);
  if (sampled)
    sw_series_push (priv->series, tick->boottime_us, priv->values);
  else
    sw_series_push_gap (priv->series, tick->boottime_us);
  set_state (self, sampled ? SW_SOURCE_STATE_READY : state_of_error (error),
             error != NULL ? error->message : NULL);
  g_signal_emit (self, signals[SIGNAL_SAMPLED], 0);
  /* A device that has not answered yet is asked again at once, not ever less often. */
  return sampled || g_error_matches (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT);
}
