/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-file.h"

G_BEGIN_DECLS

SwSampleFile *sw_sample_file_new (const char *real_path);

G_END_DECLS
