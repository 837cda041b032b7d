/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a frame of any length can have at most; the rest is left out. */
#define DISSECT_TREE_MAX_FIELDS 4096

/* Values of which more may be known to whoever shows them. */
typedef enum
{
  DISSECT_KIND_OTHER,
  DISSECT_KIND_MAC,
  DISSECT_KIND_TCP_PORT,
  DISSECT_KIND_UDP_PORT,
  DISSECT_KIND_SCTP_PORT,
} DissectKind;

/* One line of a frame's fields. Those below it follow it, one level deeper. */
typedef struct
{
  const char *name; /* in the protocol's own words: static */
  const char
      *text; /* the value, owned by the tree: valid UTF-8 in one line; "" where the name says all */
  guint32 offset;   /* of the field's bytes in the frame */
  guint32 n_bytes;  /* 0: derived from others */
  guint16 level;    /* 0: a protocol */
  guint16 protocol; /* the line of the protocol that it belongs to */
  guint8 kind;      /* DissectKind */
  guint8 value[6];  /* of a kind: its bytes as they are in the frame */
} DissectField;

typedef struct _DissectTree DissectTree;

DissectTree *dissect_tree_new (void);
void dissect_tree_free (DissectTree *self);
void dissect_tree_clear (DissectTree *self);
guint dissect_tree_get_n_fields (const DissectTree *self);
const DissectField *dissect_tree_get_field (const DissectTree *self, guint index);

/* For dissectors, by way of dissection_field() and its like. */
void dissect_tree_add (DissectTree *self,
                       guint32 offset,
                       guint32 n_bytes,
                       const char *name,
                       const char *text);
void dissect_tree_add_value (DissectTree *self,
                             guint32 offset,
                             const char *name,
                             const char *text,
                             DissectKind kind,
                             const guint8 *value);
void dissect_tree_push (DissectTree *self);
void dissect_tree_pop (DissectTree *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DissectTree, dissect_tree_free)

G_END_DECLS
