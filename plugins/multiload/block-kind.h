/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a block device is, so that no byte is counted twice. */
typedef enum
{
  BLOCK_KIND_UNKNOWN,
  BLOCK_KIND_DISK,
  BLOCK_KIND_AREA, /* a region of a chip beside its main one, with traffic of its own: mmcblk0boot0 */
  BLOCK_KIND_PARTITION, /* counted with its disk */
  BLOCK_KIND_LAYERED,   /* what passes it passes another one too, or memory */
  BLOCK_KIND_PATH,      /* one of the ways to an NVMe disk, which has a device of its own */
} BlockKind;

BlockKind block_kind_read (const char *root, const char *name);
guint64 block_read_sequence (const char *root, const char *name);
char *block_read_model (const char *root, const char *name);

G_END_DECLS
