/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Frames of several origins put into one order by their times: what is older than a window is given. Those of one origin keep
 * theirs, even where a time steps back. */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERGE_MAX_ORIGINS 512

typedef struct
{
  uint64_t time_ns;
  const uint8_t *bytes; /* borrowed until the next call */
  uint32_t n_bytes;
  uint32_t original_bytes;
  uint32_t origin; /* below MERGE_MAX_ORIGINS */
} MergedFrame;

typedef struct Merge Merge;

Merge *merge_new (void);
void merge_free (Merge *self);

/* Copies it. Whether there was room. */
bool merge_add (Merge *self, const MergedFrame *frame);

/* Those not later than UNTIL_NS, in order; of the same time in that of their origins. FUNC: whether more is wanted. */
void merge_give (Merge *self,
                 uint64_t until_ns,
                 bool (*func) (const MergedFrame *frame, void *data),
                 void *data);
size_t merge_get_n_waiting (const Merge *self);
/* 0: none waits. */
uint64_t merge_get_latest_ns (const Merge *self);
