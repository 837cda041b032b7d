/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "plugins/packets/capture/fail.h"

static const char *const words[] = {
  [CAPTURE_EXIT_USAGE] = "usage",           [CAPTURE_EXIT_NOT_PERMITTED] = "not-permitted",
  [CAPTURE_EXIT_NO_FAMILY] = "no-family",   [CAPTURE_EXIT_NO_INTERFACE] = "no-interface",
  [CAPTURE_EXIT_BAD_FILTER] = "bad-filter", [CAPTURE_EXIT_FAILED] = "failed",
  [CAPTURE_EXIT_OUTPUT] = "output",
};

void
fail (CaptureExit code, const char *format, ...)
{
  va_list arguments;

  fprintf (stderr, "stillwatch-capture: %s: ", words[code]);
  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
  exit (code);
}
