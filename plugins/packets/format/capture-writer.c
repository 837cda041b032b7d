/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/capture-writer-private.h"

/* Gives the caller what is there, once it is so much. */
gboolean
capture_writer_flush (CaptureWriter *self, gsize when_bytes, GError **error)
{
  const gsize n_bytes = self->piece->len;

  if (n_bytes < when_bytes || n_bytes == 0)
    return TRUE;
  if (!self->write (self->user_data, self->piece->data, n_bytes, error))
    return FALSE;
  g_byte_array_set_size (self->piece, 0);
  return TRUE;
}

static gboolean
is_ascending (const guint *indices, guint n_indices, guint n_packets)
{
  for (guint i = 0; i < n_indices; i++)
    if (indices[i] >= n_packets || (i > 0 && indices[i] <= indices[i - 1]))
      return FALSE;
  return TRUE;
}

/* INDICES (nullable) are ascending; without them all that the store has now. What could not be kept is in LOSSES. */
gboolean
capture_writer_write (CaptureStore *store,
                      CaptureWriterFormat format,
                      const guint *indices,
                      guint n_indices,
                      CaptureWriteFunc write,
                      gpointer user_data,
                      CaptureLosses *losses,
                      GError **error)
{
  g_autoptr (GByteArray) piece = g_byte_array_new ();
  CaptureWriter self = {
    .store = store,
    .indices = indices,
    .n_packets = indices != NULL ? n_indices : capture_store_get_n_packets (store),
    .piece = piece,
    .write = write,
    .user_data = user_data,
  };
  gboolean good;

  g_return_val_if_fail (indices == NULL
                            || is_ascending (indices, n_indices,
                                             capture_store_get_n_packets (store)),
                        FALSE);

  /* After the packets: theirs are among them. */
  self.n_interfaces = capture_store_get_n_interfaces (store);
  good = format == CAPTURE_WRITER_PCAPNG ? capture_writer_write_pcapng (&self, error)
                                         : capture_writer_write_pcap (&self, error);
  *losses = self.losses;
  return good && capture_writer_flush (&self, 0, error);
}

/* (transfer full) (nullable): a sentence for the user; %NULL: nothing is lost. */
char *
capture_losses_describe (CaptureLosses losses)
{
  static const struct
  {
    CaptureLosses loss;
    const char *text;
  } texts[] = {
    { CAPTURE_LOSS_DIRECTIONS, NC_ ("what a file format cannot hold", "directions") },
    { CAPTURE_LOSS_INTERFACES, NC_ ("what a file format cannot hold", "interfaces") },
    { CAPTURE_LOSS_DETAILS,
      NC_ ("what a file format cannot hold", "marks, packet numbers and counts of losses") },
    { CAPTURE_LOSS_TIMES, NC_ ("what a file format cannot hold", "some times") },
  };
  g_autoptr (GString) list = g_string_new (NULL);

  if (losses == CAPTURE_LOSS_NONE)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (losses & texts[i].loss)
      {
        if (list->len > 0)
          g_string_append (list, C_ ("between the parts of a list", ", "));
        g_string_append (list, g_dpgettext2 (GETTEXT_PACKAGE, "what a file format cannot hold",
                                             texts[i].text));
      }
  return g_strdup_printf (C_ ("capture file", "The file does not hold everything. Missing: %s"),
                          list->str);
}
