/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

/**
 * SwUnit:
 * @SW_UNIT_NUMBER: a plain count
 * @SW_UNIT_PERCENT: of a whole, 0 to 100
 * @SW_UNIT_BYTES: bytes
 * @SW_UNIT_BYTES_PER_SECOND: bytes per second
 * @SW_UNIT_CELSIUS: degrees Celsius
 * @SW_UNIT_RPM: revolutions per minute
 * @SW_UNIT_WATT: watts
 * @SW_UNIT_HERTZ: hertz
 * @SW_UNIT_MILLISECONDS: milliseconds
 * @SW_UNIT_BITS_PER_SECOND: bits per second, as networks are sold by
 * @SW_UNIT_PER_SECOND: of anything that is counted, so many per second
 *
 * What a source's values are counted in.
 */
typedef enum
{
  SW_UNIT_NUMBER,
  SW_UNIT_PERCENT,
  SW_UNIT_BYTES,
  SW_UNIT_BYTES_PER_SECOND,
  SW_UNIT_CELSIUS,
  SW_UNIT_RPM,
  SW_UNIT_WATT,
  SW_UNIT_HERTZ,
  SW_UNIT_MILLISECONDS,
  SW_UNIT_BITS_PER_SECOND,
  SW_UNIT_PER_SECOND,
} SwUnit;

/**
 * SW_UNIT_TEXT_BYTES:
 *
 * Room for any text that [func@unit_format] makes, its NUL included.
 */
#define SW_UNIT_TEXT_BYTES 48

SW_PUBLIC void sw_unit_format (SwUnit unit, double value, char *buffer, gsize buffer_bytes);
SW_PUBLIC char *sw_unit_to_string (SwUnit unit, double value);
SW_PUBLIC void sw_unit_format_widest (SwUnit unit, char *buffer, gsize buffer_bytes);
SW_PUBLIC gboolean sw_unit_parse (SwUnit unit, const char *text, double *value);
SW_PUBLIC double sw_unit_round_up (SwUnit unit, double value);

G_END_DECLS
