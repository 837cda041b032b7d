/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Where the packets of a capture lie in its file: 16 bytes each, in segments that never move, so that one thread adds
 * while others read what was published. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CAPTURE_INDEX_SEGMENT_PACKETS 65536u
#define CAPTURE_INDEX_MAX_SEGMENTS 4096u
#define CAPTURE_INDEX_MAX_INTERFACES 65536u
#define CAPTURE_INDEX_MAX_OFFSET ((G_GUINT64_CONSTANT (1) << 48) - 1)

typedef struct
{
  guint64 offset : 48;
  guint64 interface : 16;
  guint32 flow; /* of TcpFlows; 0: none */
  guint32 length : 25;
  guint32 marks : 7; /* TcpMarks */
} CaptureIndexEntry;

typedef struct
{
  CaptureIndexEntry *segments[CAPTURE_INDEX_MAX_SEGMENTS]; /* owned; NULL: none yet */
  guint n_added;
  guint n_published; /* atomic */
} CaptureIndex;

void capture_index_clear (CaptureIndex *self);

/* The thread that adds. FALSE: there is no room. */
gboolean capture_index_add (CaptureIndex *self, const CaptureIndexEntry *entry);
void capture_index_publish (CaptureIndex *self);

/* Any thread; INDEX is below what capture_index_get_n_packets() said. */
guint capture_index_get_n_packets (CaptureIndex *self);
const CaptureIndexEntry *capture_index_get (CaptureIndex *self, guint index);

G_END_DECLS
