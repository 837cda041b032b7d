/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"

G_BEGIN_DECLS

typedef enum
{
  HWMON_TEMPERATURE,
  HWMON_FAN,
} HwmonKind;

/* A sensor of the machine. */
typedef struct
{
  char *id;         /* stable over restarts: of the chip, its device and the input's number */
  char *name;       /* what users see; the makers' own words, valid UTF-8 */
  char *path;       /* of the value, the pool's root included */
  char *guard_path; /* (nullable) the runtime status of a device that sleeps */
  gboolean is_cpu;
} HwmonSensor;

GPtrArray *hwmon_find (SwSamplePool *pool, HwmonKind kind);
gboolean hwmon_is_same (GPtrArray *sensors, GPtrArray *others);

G_END_DECLS
