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

/* INTERFACES stand in the order of their sections. Where those of a section share a ring each of them tells the same figure
 * of what the kernel dropped. */
void
capture_interface_count_lost (const CaptureInterface *interfaces,
                              guint n_interfaces,
                              guint64 *by_kernel,
                              guint64 *by_us)
{
  guint64 of_section = 0;

  *by_kernel = *by_us = 0;
  for (guint i = 0; i < n_interfaces; i++)
    {
      if (i > 0 && interfaces[i].section != interfaces[i - 1].section)
        {
          *by_kernel += of_section;
          of_section = 0;
        }
      of_section = MAX (of_section, interfaces[i].statistics.dropped_by_kernel);
      *by_us += interfaces[i].statistics.dropped_by_us;
    }
  *by_kernel += of_section;
}

/* What it is called in the list and in filters: one without a name has its number. */
char *
capture_interface_dup_label (const CaptureInterface *self, guint index)
{
  return *self->name != '\0' ? g_utf8_make_valid (self->name, -1) : g_strdup_printf ("%u", index);
}

void
capture_interface_clear (CaptureInterface *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->filter, g_free);
}
