/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SLOW_READER (sw_slow_reader_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSlowReader, sw_slow_reader, SW, SLOW_READER, GObject)

/**
 * SwSlowReadFunc:
 * @path: what to read
 * @fd: (inout): a descriptor to keep between calls, -1 at first; closed by the reader
 * @buffer: receives the answer
 * @buffer_bytes: its size
 * @user_data: as given to [ctor@SlowReader.new_with_func]
 *
 * Gets one answer, however long it takes. Called in the worker thread, never twice at once for one reader;
 * may still run, or never return, when the reader itself is gone.
 *
 * Returns: number of bytes written, or a negated errno
 */
typedef gssize (*SwSlowReadFunc) (const char *path,
                                  int *fd,
                                  char *buffer,
                                  gsize buffer_bytes,
                                  gpointer user_data);

/**
 * SwSlowOpenFunc:
 * @path: what to open
 *
 * Returns: a descriptor, or -1 with errno
 */
typedef int (*SwSlowOpenFunc) (const char *path);

SW_PUBLIC SwSlowReader *sw_slow_reader_new (void);
SW_PUBLIC SwSlowReader *sw_slow_reader_new_with_func (SwSlowReadFunc func,
                                                      gpointer user_data,
                                                      GDestroyNotify destroy);
SW_PUBLIC gssize sw_slow_reader_read_file (const char *path,
                                           int *fd,
                                           char *buffer,
                                           gsize buffer_bytes,
                                           SwSlowOpenFunc open_func);
SW_PUBLIC guint sw_slow_reader_add (SwSlowReader *self, const char *path, const char *guard_path);
SW_PUBLIC guint sw_slow_reader_get_n_files (SwSlowReader *self);

SW_PUBLIC void sw_slow_reader_start (SwSlowReader *self);
SW_PUBLIC void sw_slow_reader_stop (SwSlowReader *self);
SW_PUBLIC gboolean sw_slow_reader_begin (SwSlowReader *self, const SwTick *tick, GError **error);
SW_PUBLIC gint64 sw_slow_reader_get_round_us (SwSlowReader *self);
SW_PUBLIC const char *sw_slow_reader_get (SwSlowReader *self,
                                          guint index,
                                          gsize *length_bytes,
                                          GError **error);
SW_PUBLIC gboolean sw_slow_reader_is_asleep (SwSlowReader *self, guint index);

G_END_DECLS
