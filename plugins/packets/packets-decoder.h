/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib-object.h>

#include "plugins/packets/format/capture-store.h"
#include "plugins/packets/packets-resolver.h"

G_BEGIN_DECLS

/* What a packet's time is counted from. */
typedef enum
{
  PACKETS_TIME_RELATIVE, /* the capture's first packet */
  PACKETS_TIME_CLOCK,    /* midnight here */
  PACKETS_TIME_DELTA,    /* the packet before */
} PacketsTimeFormat;

/* Room for what packets_decoder_format_time() writes. */
#define PACKETS_TIME_BYTES 48

#define PACKETS_TYPE_DECODER (packets_decoder_get_type ())
G_DECLARE_FINAL_TYPE (PacketsDecoder, packets_decoder, PACKETS, DECODER, GObject)

PacketsDecoder *packets_decoder_new (CaptureStore *store);
CaptureStore *packets_decoder_get_store (PacketsDecoder *self);
const Dissection *packets_decoder_read (PacketsDecoder *self,
                                        guint index,
                                        DissectTree *tree,
                                        GError **error);
const char *packets_decoder_get_interface (PacketsDecoder *self, guint interface);
void packets_decoder_format_time (PacketsDecoder *self,
                                  guint index,
                                  gint64 time_ns,
                                  char text[PACKETS_TIME_BYTES]);
void packets_decoder_set_resolver (PacketsDecoder *self, PacketsResolver *resolver);
const char *packets_decoder_get_source (PacketsDecoder *self);
const char *packets_decoder_get_destination (PacketsDecoder *self);
void packets_decoder_set_time_format (PacketsDecoder *self, PacketsTimeFormat format);
guint packets_decoder_get_generation (PacketsDecoder *self);
void packets_decoder_invalidate (PacketsDecoder *self);

G_END_DECLS
