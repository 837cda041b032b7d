/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a filter is made of: for what parses it and what matches. */

#pragma once

#include "plugins/packets/names/field-filter.h"

G_BEGIN_DECLS

/* A service has one port, or two or three by history. */
#define FIELD_TERM_MAX_PORTS 8

typedef enum
{
  FIELD_TERM_DIRECTION,
  FIELD_TERM_INTERFACE,
  FIELD_TERM_PROTOCOL,
  FIELD_TERM_MAC,
  FIELD_TERM_IP,
  FIELD_TERM_PORT,
  FIELD_TERM_VLAN,
  FIELD_TERM_LENGTH,
  FIELD_TERM_ID,
  FIELD_TERM_MARK,
  FIELD_TERM_TEXT,
} FieldTermKind;

typedef enum
{
  FIELD_SIDE_EITHER,
  FIELD_SIDE_SOURCE,
  FIELD_SIDE_DESTINATION,
} FieldSide;

typedef enum
{
  FIELD_MARK_RETRANSMISSION,
  FIELD_MARK_OUT_OF_ORDER,
  FIELD_MARK_DUPLICATE_ACK,
  FIELD_MARK_KEEP_ALIVE,
  FIELD_MARK_LOST,
  FIELD_MARK_MALFORMED,
  FIELD_MARK_CUT,
} FieldMark;

typedef struct
{
  guint64 low;
  guint64 high; /* inclusive; below LOW: nothing matches */
} FieldRange;

typedef struct
{
  FieldTermKind kind;
  FieldSide side;
  char *text;                              /* INTERFACE, PROTOCOL, TEXT in lower case */
  FieldRange ranges[FIELD_TERM_MAX_PORTS]; /* PORT, VLAN, LENGTH, ID */
  guint n_ranges;
  guint8 prefix[16]; /* MAC, IP */
  guint8 n_bits;     /* of it */
  guint8 version;    /* IP */
  guint8 value;      /* DIRECTION: PacketDirection; MARK: FieldMark */
  gboolean mac_like; /* TEXT: as a MAC address is written, or a part of one */
} FieldTerm;

typedef enum
{
  FIELD_NODE_ALL,
  FIELD_NODE_ANY,
  FIELD_NODE_TERM,
} FieldNodeKind;

/* Nodes stand in one array; 0 is no node's index. */
typedef struct
{
  FieldNodeKind kind;
  gboolean negated;
  guint first_child;
  guint next_sibling;
  FieldTerm term;
} FieldNode;

struct _FieldFilter
{
  gatomicrefcount n_refs;
  GArray *nodes; /* of FieldNode */
  guint root;    /* 0: everything matches */
  gboolean needs_dissection;
};

gboolean field_filter_parse (FieldFilter *self,
                             const char *text,
                             const ServiceNames *services,
                             guint *position,
                             GError **error);
gboolean field_term_parse (FieldTerm *term,
                           const char *key,
                           const char *value,
                           const ServiceNames *services,
                           GError **error);
void field_term_set_text (FieldTerm *term, const char *text);
gboolean field_term_is_key (const char *word);
FieldVerdict field_term_match (const FieldTerm *term,
                               const Packet *packet,
                               const Dissection *dissection,
                               const char *interface_name);
gboolean field_term_needs_dissection (const FieldTerm *term);
void field_term_clear (FieldTerm *term);

G_END_DECLS
