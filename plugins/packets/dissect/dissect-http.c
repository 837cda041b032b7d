/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The head of an HTTP/1 message (RFC 9112), and of SSDP, which sends the same over UDP. What only continues a message is not its
 * own: each segment is seen by itself. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define SSDP_PORT 1900
#define VERSION_BYTES 8
#define STATUS_BYTES 12
#define METHOD_MAX_BYTES 20
#define MAX_HEADER_LINES 100
/* Of the first line, so that the summary has room for more. */
#define SUMMARY_LINE_BYTES 160

/* Where a line stands, without its end. */
typedef struct
{
  guint32 at;
  guint32 n_bytes;
  guint32 next;
  gboolean ended; /* its end is there */
} Line;

static Line
find_line (DissectBytes bytes, guint32 at)
{
  const guint32 rest = bytes.n_bytes - at;
  const guint8 *end = rest > 0 ? memchr (bytes.at + at, '\n', rest) : NULL;
  Line line = { .at = at, .n_bytes = rest, .next = bytes.n_bytes };

  if (end == NULL)
    return line;
  line.ended = TRUE;
  line.n_bytes = end - bytes.at - at;
  line.next = at + line.n_bytes + 1;
  if (line.n_bytes > 0 && end[-1] == '\r')
    line.n_bytes--;
  return line;
}

static gboolean
is_version (const guint8 *at)
{
  return memcmp (at, "HTTP/1.", VERSION_BYTES - 1) == 0 && g_ascii_isdigit (at[VERSION_BYTES - 1]);
}

static gboolean
is_status_line (DissectBytes bytes, Line line)
{
  const guint8 *at = bytes.at + line.at;

  return line.n_bytes >= STATUS_BYTES && is_version (at) && at[VERSION_BYTES] == ' '
         && g_ascii_isdigit (at[9]) && g_ascii_isdigit (at[10]) && g_ascii_isdigit (at[11]);
}

/* How long the method is; 0: the line begins with none. */
static guint32
find_method (DissectBytes bytes, Line line)
{
  guint32 n = 0;

  while (n < line.n_bytes && n < METHOD_MAX_BYTES
         && (g_ascii_isupper (bytes.at[line.at + n]) || bytes.at[line.at + n] == '-'))
    n++;
  return n < line.n_bytes && bytes.at[line.at + n] == ' ' ? n : 0;
}

/* A method, and the version at the end: that of a line that goes on in the next segment cannot be seen, and the method has to do. */
static gboolean
is_request_line (DissectBytes bytes, Line line)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS" };
  const guint32 n_method_bytes = find_method (bytes, line);

  if (n_method_bytes == 0)
    return FALSE;
  if (line.ended)
    return line.n_bytes > n_method_bytes + 1 + VERSION_BYTES
           && is_version (bytes.at + line.at + line.n_bytes - VERSION_BYTES);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strlen (methods[i]) == n_method_bytes
        && memcmp (bytes.at + line.at, methods[i], n_method_bytes) == 0)
      return TRUE;
  return FALSE;
}

/* The value of the header field NAME, or no bytes. */
static DissectBytes
find_header (DissectBytes bytes, guint32 at, const char *name)
{
  const guint32 length = strlen (name);

  for (guint i = 0; i < MAX_HEADER_LINES && at < bytes.n_bytes; i++)
    {
      Line line = find_line (bytes, at);

      if (line.n_bytes == 0)
        break;
      if (line.n_bytes > length && bytes.at[at + length] == ':'
          && g_ascii_strncasecmp ((const char *) bytes.at + at, name, length) == 0)
        {
          guint32 value = length + 1;

          while (value < line.n_bytes && bytes.at[at + value] == ' ')
            value++;
          return dissect_part (bytes, at + value, line.n_bytes - value);
        }
      at = line.next;
    }
  return dissect_part (bytes, at, 0);
}

/* What says most beside the first line. */
static void
summarize_header (DissectLine *summary, DissectBytes bytes, guint32 at, gboolean response)
{
  static const char *const requests[] = { "Host", "NT", "ST" };
  const DissectBytes type = find_header (bytes, at, "Content-Type");
  const guint8 *parameters;

  if (response && type.n_bytes > 0)
    {
      parameters = memchr (type.at, ';', type.n_bytes);
      dissect_line_add (summary, " (");
      dissect_line_add_octets (summary, type.at,
                               parameters != NULL ? (gsize) (parameters - type.at) : type.n_bytes);
      dissect_line_add_char (summary, ')');
    }
  for (guint i = 0; i < G_N_ELEMENTS (requests) && !response; i++)
    {
      const DissectBytes value = find_header (bytes, at, requests[i]);

      if (value.n_bytes == 0)
        continue;
      dissect_line_add (summary, " (");
      dissect_line_add (summary, requests[i]);
      dissect_line_add (summary, ": ");
      dissect_line_add_octets (summary, value.at, value.n_bytes);
      dissect_line_add_char (summary, ')');
    }
}

static void
add_request_fields (Dissection *self, DissectBytes bytes, Line line)
{
  const guint32 n_method_bytes = find_method (bytes, line);
  const guint32 n_version_bytes = line.ended ? VERSION_BYTES : 0;

  dissection_add_text (self, bytes, line.at, n_method_bytes, "Method");
  dissection_add_text (self, bytes, line.at + n_method_bytes + 1,
                       line.n_bytes - n_method_bytes - 1 - n_version_bytes - (line.ended ? 1 : 0),
                       "Target");
  if (line.ended)
    dissection_add_text (self, bytes, line.at + line.n_bytes - VERSION_BYTES, VERSION_BYTES,
                         "Version");
}

static void
add_status_fields (Dissection *self, DissectBytes bytes, Line line)
{
  dissection_add_text (self, bytes, line.at, VERSION_BYTES, "Version");
  dissection_add_text (self, bytes, line.at + VERSION_BYTES + 1, 3, "Status code");
  if (line.n_bytes > STATUS_BYTES + 1)
    dissection_add_text (self, bytes, line.at + STATUS_BYTES + 1, line.n_bytes - STATUS_BYTES - 1,
                         "Reason");
}

static void
add_header_fields (Dissection *self, DissectBytes bytes, guint32 at)
{
  for (guint i = 0; i < MAX_HEADER_LINES && at < bytes.n_bytes; i++)
    {
      const Line line = find_line (bytes, at);

      at = line.next;
      if (line.n_bytes == 0)
        break;
      dissection_add_text (self, bytes, line.at, line.n_bytes, "Header");
    }
  if (at < bytes.n_bytes)
    dissection_field (self, bytes, at, bytes.n_bytes - at, "Body", "%u bytes", bytes.n_bytes - at);
}

gboolean
dissect_http (Dissection *self, DissectBytes bytes)
{
  const gboolean ssdp
      = self->has_ports && (self->source_port == SSDP_PORT || self->destination_port == SSDP_PORT);
  const Line line = find_line (bytes, 0);
  const gboolean response = is_status_line (bytes, line);
  DissectLine *summary;

  if (!response && !is_request_line (bytes, line))
    return FALSE;
  if (!dissection_begin (self, ssdp ? "SSDP" : "HTTP",
                         ssdp ? "Simple Service Discovery Protocol" : "Hypertext Transfer Protocol",
                         bytes, bytes.n_bytes))
    return TRUE;
  summary = dissection_summarize (self);
  dissect_line_add_octets (summary, bytes.at, MIN (line.n_bytes, SUMMARY_LINE_BYTES));
  if (line.n_bytes > SUMMARY_LINE_BYTES)
    dissect_line_add (summary, "…");
  summarize_header (summary, bytes, line.next, response);
  if (self->tree != NULL)
    {
      dissection_add_text (self, bytes, 0, line.n_bytes, response ? "Status line" : "Request line");
      dissection_open (self);
      if (response)
        add_status_fields (self, bytes, line);
      else
        add_request_fields (self, bytes, line);
      dissection_close (self);
      add_header_fields (self, bytes, line.next);
    }
  dissection_end (self);
  return TRUE;
}
