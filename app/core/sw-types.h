/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Forward types of the whole library and its export marker, so that headers need not include each other. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SW_PUBLIC __attribute__ ((visibility ("default"))) extern

typedef struct _SwClock SwClock;
typedef struct _SwScheduler SwScheduler;
typedef struct _SwJob SwJob;
typedef struct _SwWatch SwWatch;
typedef struct _SwTick SwTick;
typedef struct _SwAccount SwAccount;
typedef struct _SwSampleFile SwSampleFile;
typedef struct _SwSamplePool SwSamplePool;
typedef struct _SwChannel SwChannel;
typedef struct _SwSeries SwSeries;
typedef struct _SwSlowReader SwSlowReader;
typedef struct _SwSource SwSource;
typedef struct _SwSourceRegistry SwSourceRegistry;
typedef struct _SwSession SwSession;
typedef struct _SwSourceSettings SwSourceSettings;
typedef struct _SwContext SwContext;
typedef struct _SwPlugin SwPlugin;

/**
 * SW_SECOND_US:
 *
 * One second in microseconds, the unit of every time and interval in this library.
 */
#define SW_SECOND_US G_GINT64_CONSTANT (1000000)

G_END_DECLS
