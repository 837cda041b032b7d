/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-unit.h"

#define MAX_STEPS 5

/* Memory is made in powers of two, lines and disks are sold in powers of ten: each is shown as its
 * makers count. The steps are msgids in the context "unit", no printf formats: the first "%s" stands for the number. */
typedef struct
{
  double base; /* between two steps; 0: only one step */
  const char *steps[MAX_STEPS];
  const char *widest; /* number */
} SwUnitTable;

static const SwUnitTable tables[] = {
  [SW_UNIT_NUMBER]
  = { 1000, { NC_ ("unit", "%s"), NC_ ("unit", "%s k"), NC_ ("unit", "%s M") }, "88.8" },
  /* xgettext:no-c-format */
  [SW_UNIT_PERCENT] = { 0, { NC_ ("unit", "%s %") }, "100" },
  [SW_UNIT_BYTES] = { 1024,
                      { NC_ ("unit", "%s B"), NC_ ("unit", "%s KiB"), NC_ ("unit", "%s MiB"),
                        NC_ ("unit", "%s GiB"), NC_ ("unit", "%s TiB") },
                      "1008" },
  [SW_UNIT_BYTES_PER_SECOND]
  = { 1000,
      { NC_ ("unit", "%s B/s"), NC_ ("unit", "%s kB/s"), NC_ ("unit", "%s MB/s"),
        NC_ ("unit", "%s GB/s"), NC_ ("unit", "%s TB/s") },
      "88.8" },
  [SW_UNIT_CELSIUS] = { 0, { NC_ ("unit", "%s °C") }, "888" },
  [SW_UNIT_RPM] = { 0, { NC_ ("unit", "%s rpm") }, "8888" },
  [SW_UNIT_WATT] = { 0, { NC_ ("unit", "%s W") }, "88.8" },
  [SW_UNIT_HERTZ] = { 1000,
                      { NC_ ("unit", "%s Hz"), NC_ ("unit", "%s kHz"), NC_ ("unit", "%s MHz"),
                        NC_ ("unit", "%s GHz") },
                      "8.88" },
  [SW_UNIT_MILLISECONDS] = { 0, { NC_ ("unit", "%s ms") }, "8888" },
  [SW_UNIT_BITS_PER_SECOND]
  = { 1000,
      { NC_ ("unit", "%s bit/s"), NC_ ("unit", "%s kbit/s"), NC_ ("unit", "%s Mbit/s"),
        NC_ ("unit", "%s Gbit/s"), NC_ ("unit", "%s Tbit/s") },
      "88.8" },
  [SW_UNIT_PER_SECOND]
  = { 1000, { NC_ ("unit", "%s/s"), NC_ ("unit", "%s k/s"), NC_ ("unit", "%s M/s") }, "88.8" },
};

/* A text that did not fit may have lost a part of its last character. */
static void
cut_to_utf8 (char *text)
{
  const char *end;

  if (!g_utf8_validate (text, -1, &end))
    text[end - text] = '\0';
}

static void
compose (const char *step, const char *number, char *buffer, gsize buffer_bytes)
{
  const char *format = g_dpgettext2 (GETTEXT_PACKAGE, "unit", step);
  const char *hole = strstr (format, "%s");

  if (hole == NULL)
    format = step, hole = strstr (step, "%s");
  g_snprintf (buffer, buffer_bytes, "%.*s%s%s", (int) (hole - format), format, number, hole + 2);
  cut_to_utf8 (buffer);
}

static int
count_decimals (SwUnit unit, double value, guint step)
{
  if (unit == SW_UNIT_PERCENT || unit == SW_UNIT_RPM || unit == SW_UNIT_CELSIUS)
    return 0;
  if (unit == SW_UNIT_HERTZ && step == 0)
    return 0;
  if (unit == SW_UNIT_HERTZ && fabs (value) < 9.995)
    return 2;
  if (step == 0
      && (unit == SW_UNIT_BYTES || unit == SW_UNIT_BYTES_PER_SECOND
          || unit == SW_UNIT_BITS_PER_SECOND || unit == SW_UNIT_PER_SECOND))
    return 0;
  return fabs (value) < 99.95 ? 1 : 0;
}

static void
write_number (char *number, gsize number_bytes, double value, int decimals)
{
  /* Only beyond the last step can a number be so long. */
  if (fabs (value) >= 1e6)
    {
      g_snprintf (number, number_bytes, "%.3g", value);
      return;
    }
  g_snprintf (number, number_bytes, "%.*f", decimals, value);
  /* What rounds to nothing has no sign. */
  if (number[0] == '-' && strspn (number + 1, "0.,") == strlen (number + 1))
    memmove (number, number + 1, strlen (number));
}

/**
 * sw_unit_format:
 * @unit: what @value is counted in
 * @value: the value; NAN is shown as a dash
 * @buffer: (out caller-allocates) (array length=buffer_bytes): receives the text
 * @buffer_bytes: its size; [const@UNIT_TEXT_BYTES] is always enough
 *
 * Writes the value with its unit in the user's language and number format, short enough to be read at a glance.
 */
void
sw_unit_format (SwUnit unit, double value, char *buffer, gsize buffer_bytes)
{
  const SwUnitTable *table;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  guint step = 0;

  g_return_if_fail (unit < G_N_ELEMENTS (tables));
  g_return_if_fail (buffer != NULL && buffer_bytes > 0);

  if (!isfinite (value))
    {
      g_strlcpy (buffer, "–", buffer_bytes);
      cut_to_utf8 (buffer);
      return;
    }
  table = &tables[unit];
  /* From 999.5 on the number would be shown as a thousand of the smaller step. */
  while (table->base > 0 && fabs (value) >= table->base - 0.5 && step + 1 < MAX_STEPS
         && table->steps[step + 1] != NULL)
    {
      value /= table->base;
      step++;
    }
  write_number (number, sizeof number, value, count_decimals (unit, value, step));
  compose (table->steps[step], number, buffer, buffer_bytes);
}

/**
 * sw_unit_to_string:
 * @unit: what @value is counted in
 * @value: the value
 *
 * Returns: (transfer full): what [func@unit_format] writes
 */
char *
sw_unit_to_string (SwUnit unit, double value)
{
  char buffer[SW_UNIT_TEXT_BYTES];

  sw_unit_format (unit, value, buffer, sizeof buffer);
  return g_strdup (buffer);
}

/**
 * sw_unit_format_widest: (skip)
 * @unit: a unit
 * @buffer: receives the text
 * @buffer_bytes: its size
 *
 * Writes a text as wide as any ordinary value of the unit, by which room is reserved so that changing numerals
 * never move anything.
 */
void
sw_unit_format_widest (SwUnit unit, char *buffer, gsize buffer_bytes)
{
  const SwUnitTable *table;
  char text[SW_UNIT_TEXT_BYTES];

  g_return_if_fail (unit < G_N_ELEMENTS (tables));
  g_return_if_fail (buffer != NULL && buffer_bytes > 0);

  table = &tables[unit];
  buffer[0] = '\0';
  for (guint i = 0; i < MAX_STEPS && table->steps[i] != NULL; i++)
    {
      compose (table->steps[i], table->widest, text, sizeof text);
      if (g_utf8_strlen (text, -1) > g_utf8_strlen (buffer, -1))
        g_strlcpy (buffer, text, buffer_bytes);
    }
  cut_to_utf8 (buffer);
}

/* A step is named by its unit ("MiB", "MB/s") or the first letter of that, without regard to case. */
static gboolean
names_step (const char *step, const char *name)
{
  char unit[SW_UNIT_TEXT_BYTES];
  g_autofree char *folded_unit = NULL;
  g_autofree char *folded_name = NULL;

  compose (step, "", unit, sizeof unit);
  folded_unit = g_utf8_casefold (g_strstrip (unit), -1);
  folded_name = g_utf8_casefold (name, -1);
  return g_str_equal (folded_unit, folded_name)
         || (folded_name[0] != '\0' && folded_name[1] == '\0' && folded_name[0] == folded_unit[0]);
}

/**
 * sw_unit_parse:
 * @unit: what is expected
 * @text: what a user typed: a number in the user's or in C's format, and the unit or nothing
 * @value: (out): the value
 *
 * Understands what [func@unit_format] writes, and less careful texts like "10m" for 10 MB/s.
 *
 * Returns: whether it is a finite number that is not negative, in a known unit
 */
gboolean
sw_unit_parse (SwUnit unit, const char *text, double *value)
{
  g_autofree char *copy = NULL;
  const char *name;
  char *end;
  double number, factor = 1;

  g_return_val_if_fail (unit < G_N_ELEMENTS (tables), FALSE);
  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  copy = g_strstrip (g_strdup (text));
  number = g_strtod (copy, &end);
  if (end == copy || !isfinite (number) || number < 0 || !g_utf8_validate (end, -1, NULL))
    return FALSE;
  name = g_strchug (end);
  for (guint i = 0; i < MAX_STEPS && tables[unit].steps[i] != NULL; i++)
    {
      if (names_step (tables[unit].steps[i], name) || (i == 0 && name[0] == '\0'))
        {
          *value = number * factor;
          return isfinite (*value);
        }
      factor *= tables[unit].base;
    }
  return FALSE;
}

/**
 * sw_unit_round_up:
 * @unit: what @value is counted in
 * @value: the greatest value to be shown, positive
 *
 * Returns: the next of 1, 2, 5, 10, 20, 50 … in the unit's own steps that is not smaller: the top of a scale
 */
double
sw_unit_round_up (SwUnit unit, double value)
{
  const double base = unit == SW_UNIT_BYTES ? 1024 : 1000;
  const double tops[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };
  double step = 1;

  if (!isfinite (value) || value <= 0)
    return 1;
  while (value > step * 500)
    step *= base;
  while (value < step && unit != SW_UNIT_BYTES && unit != SW_UNIT_BYTES_PER_SECOND
         && unit != SW_UNIT_BITS_PER_SECOND && unit != SW_UNIT_PER_SECOND && step > 1e-3)
    step /= base;
  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    if (value <= tops[i] * step)
      return MIN (tops[i] * step, G_MAXDOUBLE);
  return MIN (base * step, G_MAXDOUBLE);
}
