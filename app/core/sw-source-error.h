/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

/**
 * SwSourceError:
 * @SW_SOURCE_ERROR_FAILED: something else; the message says what
 * @SW_SOURCE_ERROR_UNAVAILABLE: this machine has no such thing (no battery, PSI switched off)
 * @SW_SOURCE_ERROR_GONE: it was there and was taken away (an unplugged NIC); an ordinary event
 * @SW_SOURCE_ERROR_FORBIDDEN: this user may not read it
 * @SW_SOURCE_ERROR_MALFORMED: the text is not what the kernel documents
 * @SW_SOURCE_ERROR_SILENT: the device has not answered yet
 *
 * Why a source has no value. The message is translated and shown to the user as it is.
 */
typedef enum
{
  SW_SOURCE_ERROR_FAILED,
  SW_SOURCE_ERROR_UNAVAILABLE,
  SW_SOURCE_ERROR_GONE,
  SW_SOURCE_ERROR_FORBIDDEN,
  SW_SOURCE_ERROR_MALFORMED,
  SW_SOURCE_ERROR_SILENT,
} SwSourceError;

#define SW_SOURCE_ERROR (sw_source_error_quark ())
SW_PUBLIC GQuark sw_source_error_quark (void);

G_END_DECLS
