/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *title;
  char *description;   /* (nullable) what exactly is measured */
  GPtrArray *channels; /* of SwChannel */
  double *values;      /* of the last sample, one per channel */
  SwSeries *series;    /* (nullable) made by the first sample, when the channels are known */
  char *reason;        /* (nullable) why there are no values now; translated */
  char *pace_note;     /* (nullable) translated */
  double natural_max;  /* 0: none */
  double scale_max;    /* 0: automatic */
  gint64 interval_us;
  guint demand;
  guint records;        /* of the demand, for history */
  int headline_channel; /* -1: the sum of the shown ones */
  SwUnit unit;
  SwStyle style;
  SwSourceState state;
  guint enabled : 1;
  guint active : 1;  /* enabled and demanded */
  guint adopted : 1; /* the series is of a source before, and not yet gone on with */
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
  PROP_PACE_NOTE,
  PROP_RECORDED,
} SwSourceProperty;

SwSourcePrivate *sw_source_get_private (SwSource *self);
void sw_source_install_properties (GObjectClass *object_class);
void sw_source_notify (SwSource *self, SwSourceProperty property);
void sw_source_tell_pace (SwSource *self, SwJob *job);
void sw_source_adopt_series (SwSource *self, SwSeries *series);
gboolean sw_source_set_text (char **place, const char *text);

#define PRIVATE(self) (sw_source_get_private (self))

G_END_DECLS
