/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Whole blocks and records for captures made by hand; those of builder_begin_* get options and builder_end (). */

#pragma once

static inline void
builder_section (CaptureBuilder *self)
{
  builder_begin (self, 0x0a0d0d0a);
  builder_u32 (self, 0x1a2b3c4d);
  builder_u16 (self, 1);
  builder_u16 (self, 0);
  builder_u32 (self, 0xffffffff);
  builder_u32 (self, 0xffffffff);
  builder_end (self);
}

static inline void
builder_begin_interface (CaptureBuilder *self, guint16 link_type, guint32 snap_bytes)
{
  builder_begin (self, 1);
  builder_u16 (self, link_type);
  builder_u16 (self, 0);
  builder_u32 (self, snap_bytes);
}

/* With nanoseconds. */
static inline void
builder_interface (CaptureBuilder *self, guint16 link_type, const char *name)
{
  builder_begin_interface (self, link_type, 0);
  builder_option_text (self, 2, name);
  builder_option (self, 9, "\x09", 1);
  builder_end (self);
}

static inline void
builder_begin_enhanced (CaptureBuilder *self,
                        guint32 interface,
                        guint64 time,
                        const char *text,
                        guint32 original)
{
  builder_begin (self, 6);
  builder_u32 (self, interface);
  builder_u32 (self, time >> 32);
  builder_u32 (self, time);
  builder_u32 (self, strlen (text));
  builder_u32 (self, original);
  builder_add (self, text, strlen (text));
  builder_pad (self);
}

static inline void
builder_enhanced (CaptureBuilder *self, guint32 interface, guint64 time, const char *text)
{
  builder_begin_enhanced (self, interface, time, text, strlen (text));
  builder_end (self);
}

static inline void
builder_begin_statistics (CaptureBuilder *self, guint32 interface, guint64 time)
{
  builder_begin (self, 5);
  builder_u32 (self, interface);
  builder_u32 (self, time >> 32);
  builder_u32 (self, time);
}

static inline void
builder_pcap (CaptureBuilder *self, guint32 magic, guint32 link_type)
{
  builder_u32 (self, magic);
  builder_u16 (self, 2);
  builder_u16 (self, 4);
  builder_u32 (self, 0);
  builder_u32 (self, 0);
  builder_u32 (self, 65535);
  builder_u32 (self, link_type);
  self->n_records++;
}

/* The frame of TEXT follows, behind what the variant has between. */
static inline void
builder_record (CaptureBuilder *self,
                guint32 s,
                guint32 fraction,
                guint32 captured,
                guint32 original)
{
  builder_u32 (self, s);
  builder_u32 (self, fraction);
  builder_u32 (self, captured);
  builder_u32 (self, original);
  self->n_records++;
}

static inline void
builder_text (CaptureBuilder *self, const char *text)
{
  builder_add (self, text, strlen (text));
}
