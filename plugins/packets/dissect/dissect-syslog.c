/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Syslog over UDP (RFC 3164, RFC 5424): a priority and text. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define MAX_PRIORITY 191

static const char *const facilities[] = {
  "KERN",   "USER",   "MAIL",     "DAEMON", "AUTH",   "SYSLOG", "LPR",    "NEWS",
  "UUCP",   "CRON",   "AUTHPRIV", "FTP",    "NTP",    "AUDIT",  "ALERT",  "CLOCK",
  "LOCAL0", "LOCAL1", "LOCAL2",   "LOCAL3", "LOCAL4", "LOCAL5", "LOCAL6", "LOCAL7",
};

static const char *const levels[] = {
  "EMERG", "ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO", "DEBUG",
};

/* The number in "<34>" and how many bytes that takes; 0: the bytes begin otherwise. */
static guint32
read_priority (DissectBytes bytes, guint *priority)
{
  guint32 at = 1;

  *priority = 0;
  if (dissect_u8 (bytes, 0) != '<')
    return 0;
  while (at <= 3 && g_ascii_isdigit (dissect_u8 (bytes, at)))
    *priority = 10 * *priority + dissect_u8 (bytes, at++) - '0';
  return at > 1 && dissect_u8 (bytes, at) == '>' && *priority <= MAX_PRIORITY ? at + 1 : 0;
}

gboolean
dissect_syslog (Dissection *self, DissectBytes bytes)
{
  guint priority;
  const guint32 text_at = read_priority (bytes, &priority);
  const DissectBytes text = dissect_from (bytes, text_at);
  DissectLine *summary;

  if (text_at == 0)
    return FALSE;
  if (!dissection_begin (self, "Syslog", "Syslog", bytes, bytes.n_bytes))
    return TRUE;
  summary = dissection_summarize (self);
  dissect_line_add (summary, facilities[priority / 8]);
  dissect_line_add_char (summary, '.');
  dissect_line_add (summary, levels[priority % 8]);
  dissect_line_add (summary, ": ");
  dissect_line_add_octets (summary, text.at, text.n_bytes);
  dissection_field (self, bytes, 0, text_at, "Priority", "%s.%s (%u)", facilities[priority / 8],
                    levels[priority % 8], priority);
  dissection_add_text (self, text, 0, text.n_bytes, "Message");
  dissection_end (self);
  return TRUE;
}
