/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/format/capture-interface.h"

G_DEFINE_QUARK (packets-capture-store-error-quark, capture_store_error)

void
capture_interface_copy (CaptureInterface *self, const CaptureInterface *from)
{
  *self = *from;
  self->name = g_strdup (from->name);
  self->description = g_strdup (from->description);
  self->filter = g_strdup (from->filter);
}

void
capture_interface_clear (CaptureInterface *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->filter, g_free);
}
