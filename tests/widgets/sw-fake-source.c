/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-tick.h"

#include "tests/widgets/sw-fake-source.h"

struct _SwFakeSource
{
  SwSource parent_instance;

  SwFakeFunc func;      /* (nullable) */
  gpointer data;        /* of func; borrowed */
  const double *values; /* (nullable) borrowed during a push */
};

G_DEFINE_FINAL_TYPE (SwFakeSource, sw_fake_source, SW_TYPE_SOURCE)

static gboolean
sw_fake_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  SwFakeSource *self = SW_FAKE_SOURCE (source);

  if (self->values == NULL && self->func != NULL)
    return self->func (source, tick->boottime_us, self->data, error);
  for (guint i = 0; self->values != NULL && i < sw_source_get_n_channels (source); i++)
    sw_source_set_value (source, i, self->values[i]);
  return TRUE;
}

static void
sw_fake_source_class_init (SwFakeSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = sw_fake_source_sample;
}

static void
sw_fake_source_init (G_GNUC_UNUSED SwFakeSource *self)
{
}

SwSource *
sw_fake_source_new (const char *id, const char *title, SwUnit unit, SwStyle style)
{
  return g_object_new (SW_TYPE_FAKE_SOURCE, "id", id, "title", title, "description",
                       "Made up for tests", "unit", unit, "style", style, NULL);
}

void
sw_fake_source_set_func (SwSource *source, SwFakeFunc func, gpointer data)
{
  SW_FAKE_SOURCE (source)->func = func;
  SW_FAKE_SOURCE (source)->data = data;
}

void
sw_fake_source_add_channels (SwSource *source, SwRole role, ...)
{
  va_list names;
  const char *name;

  va_start (names, role);
  while ((name = va_arg (names, const char *)) != NULL)
    sw_source_add_channel (source, sw_channel_new (name, name, role++));
  va_end (names);
}

void
sw_fake_source_push (SwSource *source, gint64 time_us, const double *values)
{
  SwTick tick = { .serial = time_us, .now_us = time_us, .boottime_us = time_us, .due_us = time_us };

  SW_FAKE_SOURCE (source)->values = values;
  sw_source_sample (source, &tick);
  SW_FAKE_SOURCE (source)->values = NULL;
}
