/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the graphs of MATE's multiload and of multiload-ng were set to, as far as it means something to our sources. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LEGACY_MAX_GRAPHS 8
#define LEGACY_MAX_COLOURS 4

/* What was found and has no counterpart here. */
typedef enum
{
  LEGACY_LEFT_SIZE = 1 << 0,       /* the graphs' widths and their order */
  LEGACY_LEFT_BACKGROUND = 1 << 1, /* colours of background, border and grid */
  LEGACY_LEFT_LOOPBACK = 1 << 2,   /* the colour of traffic within the machine */
  LEGACY_LEFT_STATES = 1 << 3,   /* colours that tell states of a battery or a temperature apart */
  LEGACY_LEFT_SCALE = 1 << 4,    /* a fixed top of a graph's scale */
  LEGACY_LEFT_DEVICES = 1 << 5,  /* a choice of interfaces, disks or sensors */
  LEGACY_LEFT_COMMANDS = 1 << 6, /* what a double click starts */
  LEGACY_LEFT_PARAMETRIC = 1 << 7, /* the graph of a command's output */
} LegacyLeft;

#define LEGACY_N_LEFT 8

typedef enum
{
  LEGACY_SHOWN_UNSET, /* never chosen */
  LEGACY_SHOWN,
  LEGACY_HIDDEN,
} LegacyShown;

typedef struct
{
  const char *channel_id;
  char colour[8]; /* "#rrggbb" */
} LegacyColour;

typedef struct
{
  const char *source_id;
  LegacyShown shown;
  guint interval_ms; /* one that a source can have; 0: never chosen */
  LegacyColour colours[LEGACY_MAX_COLOURS];
  guint n_colours;
} LegacyGraph;

typedef struct
{
  LegacyGraph graphs[LEGACY_MAX_GRAPHS];
  guint n_graphs;
  guint left; /* of LegacyLeft */
} LegacySetup;

gboolean legacy_import_mate (GHashTable *values, LegacySetup *setup);
gboolean legacy_import_ng (GHashTable *values, LegacySetup *setup);

G_END_DECLS
