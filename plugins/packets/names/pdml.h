/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The fields that tshark found in a frame, from its PDML (wireshark's doc/README.xml-output). */

#pragma once

#include "plugins/packets/dissect/dissect-tree.h"

G_BEGIN_DECLS

#define PDML_MAX_DEPTH 60
/* With those that are hidden; those that are shown have the tree's bound. */
#define PDML_MAX_ELEMENTS 32768
/* Of a line, in bytes; wireshark's own lines have 240. */
#define PDML_MAX_TEXT 512
/* Of fields in a PdmlNames, and of each in bytes. */
#define PDML_MAX_NAMES 4096
#define PDML_MAX_NAME 96

/* What fields were called so far: their names are kept for ever, so that there must not be any number of them. */
typedef struct _PdmlNames PdmlNames;

PdmlNames *pdml_names_new (void);
void pdml_names_free (PdmlNames *self);

gboolean pdml_parse (const char *text,
                     gsize n_bytes,
                     guint32 frame_bytes,
                     PdmlNames *names,
                     DissectTree *tree,
                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdmlNames, pdml_names_free)

G_END_DECLS
