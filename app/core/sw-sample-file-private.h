/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-file.h"

G_BEGIN_DECLS

SwSampleFile *sw_sample_file_new (const char *real_path);

/* Shared with SwSlowReader, whose files differ only in how long they take. */
int sw_sample_file_open_regular (const char *path);
void sw_sample_file_set_error (GError **error, const char *path, int read_errno);

G_END_DECLS
