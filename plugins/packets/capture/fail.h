/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* How the program ends: the codes that README.md lists, and one line on standard error. */

#pragma once

#include <stdnoreturn.h>

typedef enum
{
  CAPTURE_EXIT_OK = 0,
  CAPTURE_EXIT_USAGE = 2,
  CAPTURE_EXIT_NOT_PERMITTED = 3,
  CAPTURE_EXIT_NO_FAMILY = 4,
  CAPTURE_EXIT_NO_INTERFACE = 5,
  CAPTURE_EXIT_BAD_FILTER = 6,
  CAPTURE_EXIT_FAILED = 7,
  CAPTURE_EXIT_OUTPUT = 8, /* while capturing, when standard error is closed */
} CaptureExit;

noreturn void fail (CaptureExit code, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
