/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

typedef struct _DeviceReader DeviceReader;

DeviceReader *device_reader_new (void);
void device_reader_free (DeviceReader *self);
guint device_reader_add (DeviceReader *self,
                         const char *path,
                         const char *guard_path,
                         const char *device);

void device_reader_start (DeviceReader *self);
void device_reader_stop (DeviceReader *self);
gboolean device_reader_begin (DeviceReader *self, const SwTick *tick, GError **error);
gint64 device_reader_get_round_us (DeviceReader *self, guint index);
const char *device_reader_get (DeviceReader *self,
                               guint index,
                               gsize *length_bytes,
                               GError **error);
gboolean device_reader_is_asleep (DeviceReader *self, guint index);
gboolean device_reader_is_silent (DeviceReader *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeviceReader, device_reader_free)

G_END_DECLS
