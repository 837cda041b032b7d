/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the view's list is narrowed to, as the user types it:
 *
 *     dir:in proto:arp !mac:52:54:00        all of these
 *     (port:dns or port:67-68) if:tap*      either, and
 *     "who has" -10.77.1.1                  text, and text that must not be there
 *
 * Words side by side must all match; `or` and `|` bind less; `!`, `-` and `not` negate; parentheses group. Letters match in
 * either case (ASCII's). Never changed once it is made: any thread may match. */

#pragma once

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/format/packet.h"
#include "plugins/packets/names/service-names.h"

G_BEGIN_DECLS

#define FIELD_FILTER_MAX_BYTES 4096
#define FIELD_FILTER_MAX_NODES 512
#define FIELD_FILTER_MAX_DEPTH 16

#define FIELD_FILTER_ERROR (field_filter_error_quark ())

/**
 * FieldFilterError:
 * @FIELD_FILTER_ERROR_SYNTAX: parentheses, quotation marks, or nothing where something must be
 * @FIELD_FILTER_ERROR_KEY: no such key
 * @FIELD_FILTER_ERROR_VALUE: not a value of that key
 * @FIELD_FILTER_ERROR_LIMIT: too long, or too deep
 */
typedef enum
{
  FIELD_FILTER_ERROR_SYNTAX,
  FIELD_FILTER_ERROR_KEY,
  FIELD_FILTER_ERROR_VALUE,
  FIELD_FILTER_ERROR_LIMIT,
} FieldFilterError;

typedef enum
{
  FIELD_VERDICT_NO,
  FIELD_VERDICT_YES,
  FIELD_VERDICT_UNKNOWN, /* until the frame is dissected */
} FieldVerdict;

/* For help, and for completion. */
typedef struct
{
  const char *key;     /* without the colon */
  const char *example; /* a value */
} FieldFilterKey;

typedef struct _FieldFilter FieldFilter;

GQuark field_filter_error_quark (void);

FieldFilter *field_filter_new (const char *text,
                               const ServiceNames *services,
                               guint *position,
                               GError **error);
FieldFilter *field_filter_ref (FieldFilter *self);
void field_filter_unref (FieldFilter *self);

gboolean field_filter_is_empty (const FieldFilter *self);
gboolean field_filter_needs_dissection (const FieldFilter *self);
FieldVerdict field_filter_presume (const FieldFilter *self,
                                   const Packet *packet,
                                   const char *interface_name);
gboolean field_filter_match (const FieldFilter *self,
                             const Packet *packet,
                             const Dissection *dissection,
                             const char *interface_name);

const FieldFilterKey *field_filter_get_keys (guint *n_keys);
const char *field_filter_describe_key (const FieldFilterKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FieldFilter, field_filter_unref)

G_END_DECLS
