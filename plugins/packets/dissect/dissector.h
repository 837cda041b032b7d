/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What dissectors say a frame with. A dissector is a function that is given the bytes of its layer: it calls
 * dissection_begin(), says its fields and its summary, calls dissection_end() and hands what it carries to
 * dissect_*() in dissectors.h. */

#pragma once

#include "plugins/packets/dissect/dissection.h"

G_BEGIN_DECLS

typedef void (*DissectFunc) (Dissection *self, DissectBytes bytes);

gboolean dissection_begin (Dissection *self,
                           const char *protocol,
                           const char *name,
                           DissectBytes bytes,
                           guint32 n_bytes);
void dissection_end (Dissection *self);
DissectLine *dissection_summarize (Dissection *self);
void dissection_keep_prefix (Dissection *self);
void dissection_show_addresses (Dissection *self,
                                const guint8 *source,
                                const guint8 *destination,
                                guint8 n_bytes);
void dissection_set_macs (Dissection *self, const guint8 *source, const guint8 *destination);
void dissection_set_ports (Dissection *self, guint16 source, guint16 destination);
void dissection_quote (Dissection *self, DissectFunc func, DissectBytes bytes);
void dissection_fail (Dissection *self, DissectBytes bytes, guint32 at, const char *why);
void dissection_add_malformed (Dissection *self, DissectBytes bytes, guint32 at, const char *why);
void dissection_add_field (Dissection *self,
                           DissectBytes bytes,
                           guint32 at,
                           guint32 n_bytes,
                           const char *name,
                           const char *format,
                           ...) G_GNUC_PRINTF (6, 7);
void dissection_add_line (Dissection *self,
                          DissectBytes bytes,
                          guint32 at,
                          guint32 n_bytes,
                          const char *name,
                          const DissectLine *line);

/* Values that are common, N_BYTES of an address as "02:00:…". */
void dissection_add_octets (Dissection *self,
                            DissectBytes bytes,
                            guint32 at,
                            guint32 n_bytes,
                            const char *name);
void dissection_add_mac (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
void dissection_add_port (Dissection *self,
                          DissectBytes bytes,
                          guint32 at,
                          const char *name,
                          DissectKind kind);
void dissection_add_ipv4 (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
void dissection_add_ipv6 (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
void dissection_add_text (Dissection *self,
                          DissectBytes bytes,
                          guint32 at,
                          guint32 n_bytes,
                          const char *name);
/* Text at the end of N_BYTES, behind a type and a length of N_HEAD; nothing from its first NUL on. */
void dissection_add_value (Dissection *self,
                           DissectBytes bytes,
                           guint32 at,
                           guint32 n_head,
                           guint32 n_bytes,
                           const char *name);
/* FALSE: N_BYTES are not there, which is said, and the layer is at its end. */
gboolean dissection_require (Dissection *self, DissectBytes bytes, guint32 n_bytes);

/* Says a field: dissection_field (self, bytes, at, n_bytes, name, format, …). Nothing is evaluated where none are wanted. Text from outside
 * goes through a DissectLine and dissection_add_line(). */
#define dissection_field(self, ...) \
  G_STMT_START \
  { \
    if (G_UNLIKELY ((self)->tree != NULL)) \
      dissection_add_field ((self), __VA_ARGS__); \
  } \
  G_STMT_END

/* Fields from here to dissection_close() stand below the last one. */
static inline void
dissection_open (Dissection *self)
{
  if (G_UNLIKELY (self->tree != NULL))
    dissect_tree_push (self->tree);
}

static inline void
dissection_close (Dissection *self)
{
  if (G_UNLIKELY (self->tree != NULL))
    dissect_tree_pop (self->tree);
}

G_END_DECLS
