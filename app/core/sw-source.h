/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-channel.h"
#include "core/sw-series.h"
#include "core/sw-source-error.h"
#include "core/sw-unit.h"

G_BEGIN_DECLS

/**
 * SwSourceState:
 * @SW_SOURCE_STATE_WAITING: not sampled yet, or a device that does not answer, which the reason says
 * @SW_SOURCE_STATE_READY: the last sample succeeded
 * @SW_SOURCE_STATE_UNAVAILABLE: this machine has no such thing, or it was taken away
 * @SW_SOURCE_STATE_FAILED: it should work and does not
 */
typedef enum
{
  SW_SOURCE_STATE_WAITING,
  SW_SOURCE_STATE_READY,
  SW_SOURCE_STATE_UNAVAILABLE,
  SW_SOURCE_STATE_FAILED,
} SwSourceState;

/**
 * SwStyle:
 * @SW_STYLE_STACKED: areas, each on top of the one before
 * @SW_STYLE_LINES: lines over each other, the first with an area below it
 * @SW_STYLE_HEAT: a strip per channel, its value as the intensity
 */
typedef enum
{
  SW_STYLE_STACKED,
  SW_STYLE_LINES,
  SW_STYLE_HEAT,
} SwStyle;

#define SW_TYPE_SOURCE (sw_source_get_type ())

SW_PUBLIC
G_DECLARE_DERIVABLE_TYPE (SwSource, sw_source, SW, SOURCE, GObject)

/**
 * SwSourceClass:
 * @start: (nullable): demand begins: open what sampling needs. No I/O that can block
 * @sample: set this moment's values by [method@Source.set_value]; those not set are gaps. Allocates nothing
 * @stop: (nullable): demand ended: let go of descriptors, watches and threads
 * @get_headline_value: the one value that stands for the whole, of one row of values; the default is the headline
 *   channel's, else the sum over the shown channels
 * @format_headline: (nullable): the large text of a card from one row of values; the default is
 *   [method@Source.get_headline_value] in the source's unit
 *
 * Derive from this to offer something that can be graphed, and add it to the registry of [class@Context].
 */
struct _SwSourceClass
{
  GObjectClass parent_class;

  void (*start) (SwSource *self);
  gboolean (*sample) (SwSource *self, const SwTick *tick, GError **error);
  void (*stop) (SwSource *self);
  double (*get_headline_value) (SwSource *self, const float *values);
  void (*format_headline) (SwSource *self, const float *values, char *buffer, gsize buffer_bytes);

  /*< private >*/
  gpointer padding[7];
};

SW_PUBLIC const char *sw_source_get_id (SwSource *self);
SW_PUBLIC const char *sw_source_get_title (SwSource *self);
SW_PUBLIC const char *sw_source_get_description (SwSource *self);
SW_PUBLIC void sw_source_set_description (SwSource *self, const char *description);
SW_PUBLIC SwUnit sw_source_get_unit (SwSource *self);

SW_PUBLIC void sw_source_add_channel (SwSource *self, SwChannel *channel);
SW_PUBLIC guint sw_source_get_n_channels (SwSource *self);
SW_PUBLIC SwChannel *sw_source_get_channel (SwSource *self, guint index);
SW_PUBLIC void sw_source_set_value (SwSource *self, guint index, double value);
SW_PUBLIC double sw_source_get_value (SwSource *self, guint index);
SW_PUBLIC SwSeries *sw_source_get_series (SwSource *self);

SW_PUBLIC double sw_source_get_headline_value (SwSource *self, const float *values);
SW_PUBLIC void sw_source_set_headline_channel (SwSource *self, int index);
SW_PUBLIC void sw_source_format_headline (SwSource *self,
                                          const float *values,
                                          char *buffer,
                                          gsize buffer_bytes);

SW_PUBLIC SwStyle sw_source_get_style (SwSource *self);
SW_PUBLIC void sw_source_set_style (SwSource *self, SwStyle style);
SW_PUBLIC double sw_source_get_natural_max (SwSource *self);
SW_PUBLIC void sw_source_set_natural_max (SwSource *self, double natural_max);
SW_PUBLIC double sw_source_get_scale_max (SwSource *self);
SW_PUBLIC void sw_source_set_scale_max (SwSource *self, double scale_max);
SW_PUBLIC gint64 sw_source_get_interval_us (SwSource *self);
SW_PUBLIC void sw_source_set_interval_us (SwSource *self, gint64 interval_us);
SW_PUBLIC gboolean sw_source_get_enabled (SwSource *self);
SW_PUBLIC void sw_source_set_enabled (SwSource *self, gboolean enabled);

SW_PUBLIC SwSourceState sw_source_get_state (SwSource *self);
SW_PUBLIC const char *sw_source_get_reason (SwSource *self);
SW_PUBLIC const char *sw_source_get_pace_note (SwSource *self);
SW_PUBLIC guint sw_source_get_demand (SwSource *self);
SW_PUBLIC void sw_source_acquire (SwSource *self);
SW_PUBLIC void sw_source_release (SwSource *self);
SW_PUBLIC gboolean sw_source_get_recorded (SwSource *self);
SW_PUBLIC void sw_source_acquire_history (SwSource *self);
SW_PUBLIC void sw_source_release_history (SwSource *self);
SW_PUBLIC void sw_source_sample_soon (SwSource *self);
SW_PUBLIC gboolean sw_source_sample (SwSource *self, const SwTick *tick);

G_END_DECLS
