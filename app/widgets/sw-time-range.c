/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-time-range.h"

/**
 * SwTimeRange:
 *
 * The stretch of time that all graphs of a history show together, as [class@GraphCursor] is the instant. It is from a
 * minute to a day long and stays within what history there is. Live, it ends at the newest sample and moves on with
 * it; panned away from there it stands still.
 *
 * The graphs tell it what they know ([method@TimeRange.cover]). Times are CLOCK_BOOTTIME in microseconds.
 */
struct _SwTimeRange
{
  GObject parent_instance;

  gint64 span_us;
  gint64 end_us; /* 0: live */
  gint64 oldest_us;
  gint64 newest_us; /* 0: nothing is known yet */
};

#define MIN_SPAN_US (60 * SW_SECOND_US)
#define MAX_SPAN_US (24 * 3600 * SW_SECOND_US)

typedef enum
{
  PROP_SPAN_US = 1,
  PROP_END_US,
  PROP_LIVE,
} SwTimeRangeProperty;

static GParamSpec *properties[PROP_LIVE + 1];

G_DEFINE_FINAL_TYPE (SwTimeRange, sw_time_range, G_TYPE_OBJECT)

static void
sw_time_range_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwTimeRange *self = SW_TIME_RANGE (object);

  switch ((SwTimeRangeProperty) id)
    {
    case PROP_SPAN_US:
      g_value_set_int64 (value, self->span_us);
      break;
    case PROP_END_US:
      g_value_set_int64 (value, sw_time_range_get_end_us (self));
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, sw_time_range_get_live (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_time_range_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwTimeRange *self = SW_TIME_RANGE (object);

  switch ((SwTimeRangeProperty) id)
    {
    case PROP_SPAN_US:
      sw_time_range_set_span_us (self, g_value_get_int64 (value));
      break;
    case PROP_END_US:
      sw_time_range_set_end_us (self, g_value_get_int64 (value));
      break;
    case PROP_LIVE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_time_range_class_init (SwTimeRangeClass *klass)
{
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_time_range_get_property;
  object_class->set_property = sw_time_range_set_property;

  /**
   * SwTimeRange:span-us:
   *
   * From its begin to its end, in microseconds.
   */
  properties[PROP_SPAN_US]
      = g_param_spec_int64 ("span-us", NULL, NULL, 0, G_MAXINT64, MIN_SPAN_US, often);
  /**
   * SwTimeRange:end-us:
   *
   * Its end, which moves on while it is live.
   */
  properties[PROP_END_US] = g_param_spec_int64 ("end-us", NULL, NULL, 0, G_MAXINT64, 0, often);
  /**
   * SwTimeRange:live:
   *
   * Whether it follows the newest sample.
   */
  properties[PROP_LIVE]
      = g_param_spec_boolean ("live", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_time_range_init (SwTimeRange *self)
{
  self->span_us = MIN_SPAN_US;
}

/**
 * sw_time_range_new:
 * @span_us: how long it is, in microseconds; brought between a minute and a day
 *
 * Returns: (transfer full): a range that is live
 */
SwTimeRange *
sw_time_range_new (gint64 span_us)
{
  return g_object_new (SW_TYPE_TIME_RANGE, "span-us", span_us, NULL);
}

/* Not before the history begins, nor after it ends, where it is live. */
static gint64
clamp_end (SwTimeRange *self, gint64 end_us, gint64 span_us)
{
  if (end_us == 0 || self->newest_us == 0 || end_us >= self->newest_us)
    return 0;
  end_us = MAX (end_us, self->oldest_us + span_us);
  return end_us >= self->newest_us ? 0 : end_us;
}

/* Both at once, so that nobody sees one without the other. */
static void
change (SwTimeRange *self, gint64 span_us, gint64 end_us)
{
  GObject *object = G_OBJECT (self);
  const gint64 old_span_us = self->span_us, old_end_us = sw_time_range_get_end_us (self);
  const gboolean was_live = self->end_us == 0;

  span_us = CLAMP (span_us, MIN_SPAN_US, MAX_SPAN_US);
  self->span_us = span_us;
  self->end_us = clamp_end (self, end_us, span_us);
  g_object_freeze_notify (object);
  if (self->span_us != old_span_us)
    g_object_notify_by_pspec (object, properties[PROP_SPAN_US]);
  if (sw_time_range_get_end_us (self) != old_end_us)
    g_object_notify_by_pspec (object, properties[PROP_END_US]);
  if ((self->end_us == 0) != was_live)
    g_object_notify_by_pspec (object, properties[PROP_LIVE]);
  g_object_thaw_notify (object);
}

/**
 * sw_time_range_get_span_us:
 * @self: a range
 *
 * Returns: how long it is
 */
gint64
sw_time_range_get_span_us (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), 0);

  return self->span_us;
}

/**
 * sw_time_range_set_span_us:
 * @self: a range
 * @span_us: how long it shall be; brought between a minute and a day
 *
 * Live, it stays so; else its middle stays where it is.
 */
void
sw_time_range_set_span_us (SwTimeRange *self, gint64 span_us)
{
  gint64 end_us = 0;

  g_return_if_fail (SW_IS_TIME_RANGE (self));

  span_us = CLAMP (span_us, MIN_SPAN_US, MAX_SPAN_US);
  if (self->end_us != 0)
    end_us = self->end_us + (span_us - self->span_us) / 2;
  change (self, span_us, end_us);
}

/**
 * sw_time_range_get_end_us:
 * @self: a range
 *
 * Returns: its end; 0 while nothing is known
 */
gint64
sw_time_range_get_end_us (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), 0);

  return self->end_us != 0 ? self->end_us : self->newest_us;
}

/**
 * sw_time_range_set_end_us:
 * @self: a range
 * @end_us: where it shall end; 0 or what is not before the newest sample makes it live
 */
void
sw_time_range_set_end_us (SwTimeRange *self, gint64 end_us)
{
  g_return_if_fail (SW_IS_TIME_RANGE (self));

  change (self, self->span_us, end_us);
}

/**
 * sw_time_range_get_begin_us:
 * @self: a range
 *
 * Returns: its begin, which may lie before all history
 */
gint64
sw_time_range_get_begin_us (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), 0);

  return sw_time_range_get_end_us (self) - self->span_us;
}

/**
 * sw_time_range_get_live:
 * @self: a range
 *
 * Returns: whether it follows the newest sample
 */
gboolean
sw_time_range_get_live (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), FALSE);

  return self->end_us == 0;
}

/**
 * sw_time_range_follow:
 * @self: a range
 *
 * Goes to the newest sample, and on with it.
 */
void
sw_time_range_follow (SwTimeRange *self)
{
  g_return_if_fail (SW_IS_TIME_RANGE (self));

  change (self, self->span_us, 0);
}

/**
 * sw_time_range_cover:
 * @self: a range
 * @oldest_us: when a history begins
 * @newest_us: its newest sample
 *
 * There is history of this time. What is longer ago than a day is forgotten.
 */
void
sw_time_range_cover (SwTimeRange *self, gint64 oldest_us, gint64 newest_us)
{
  gboolean moved;

  g_return_if_fail (SW_IS_TIME_RANGE (self));

  if (self->newest_us == 0)
    self->oldest_us = oldest_us;
  moved = newest_us > self->newest_us;
  self->newest_us = MAX (self->newest_us, newest_us);
  self->oldest_us = MAX (MIN (self->oldest_us, oldest_us), self->newest_us - MAX_SPAN_US);
  if (moved && self->end_us == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_US]);
}

/**
 * sw_time_range_get_oldest_us:
 * @self: a range
 *
 * Returns: when the history begins
 */
gint64
sw_time_range_get_oldest_us (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), 0);

  return self->oldest_us;
}

/**
 * sw_time_range_get_newest_us:
 * @self: a range
 *
 * Returns: the newest sample; 0 while nothing is known
 */
gint64
sw_time_range_get_newest_us (SwTimeRange *self)
{
  g_return_val_if_fail (SW_IS_TIME_RANGE (self), 0);

  return self->newest_us;
}

/**
 * sw_time_range_zoom:
 * @self: a range
 * @factor: by what the span is multiplied; below 1 more is to be seen of less
 * @about_us: the time that stays where it is
 */
void
sw_time_range_zoom (SwTimeRange *self, double factor, gint64 about_us)
{
  const gint64 end_us = sw_time_range_get_end_us (self);
  gint64 span_us;
  double behind;

  g_return_if_fail (SW_IS_TIME_RANGE (self));
  g_return_if_fail (factor > 0 && isfinite (factor));

  span_us = CLAMP (self->span_us * factor, (double) MIN_SPAN_US, (double) MAX_SPAN_US);
  behind = (double) (end_us - about_us) / self->span_us;
  change (self, span_us, about_us + (gint64) (behind * span_us));
}

/**
 * sw_time_range_pan:
 * @self: a range
 * @later_us: how far it moves towards the newest; negative for the past
 */
void
sw_time_range_pan (SwTimeRange *self, gint64 later_us)
{
  g_return_if_fail (SW_IS_TIME_RANGE (self));

  change (self, self->span_us, sw_time_range_get_end_us (self) + later_us);
}

/**
 * sw_time_range_show:
 * @self: a range
 * @time_us: a time
 *
 * Moves as little as is needed for @time_us to be within.
 */
void
sw_time_range_show (SwTimeRange *self, gint64 time_us)
{
  g_return_if_fail (SW_IS_TIME_RANGE (self));

  if (time_us > sw_time_range_get_end_us (self))
    sw_time_range_set_end_us (self, time_us);
  else if (time_us < sw_time_range_get_begin_us (self))
    sw_time_range_set_end_us (self, time_us + self->span_us);
}
