/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* SNMP (RFC 3416): what is asked for. Version 3 hides all but its kind. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define TAG_INTEGER 0x02
#define TAG_STRING 0x04
#define TAG_OBJECT 0x06
#define TAG_SEQUENCE 0x30
#define MAX_VARIABLES 64

static const DissectName operations[] = {
  { 0xa0, "get-request" },   { 0xa1, "get-next-request" },
  { 0xa2, "get-response" },  { 0xa3, "set-request" },
  { 0xa4, "trap" },          { 0xa5, "getBulkRequest" },
  { 0xa6, "informRequest" }, { 0xa7, "snmpV2-trap" },
  { 0xa8, "report" },
};

static const DissectName versions[] = { { 0, "1" }, { 1, "2c" }, { 3, "3" } };

/* One element of BER (X.690): its content, and what follows it. */
typedef struct
{
  guint8 tag;
  guint32 n_header_bytes;
  DissectBytes content;
  guint32 end;
} Element;

/* FALSE: none is at AT, or its length is of a form that SNMP does not have. */
static gboolean
read_element (DissectBytes bytes, guint32 at, Element *element)
{
  guint32 length = dissect_u8 (bytes, at + 1);
  guint32 n = 2;

  if (!dissect_has (bytes, at, 2))
    return FALSE;
  if (length > 0x80 && length <= 0x82)
    {
      const guint32 more = length - 0x80;

      length = more == 1 ? dissect_u8 (bytes, at + 2) : dissect_u16 (bytes, at + 2);
      n += more;
    }
  else if (length >= 0x80)
    return FALSE;
  element->tag = dissect_u8 (bytes, at);
  element->n_header_bytes = n;
  element->content = dissect_part (bytes, at + n, length);
  element->end = at + n + length;
  return element->content.claimed_bytes == length;
}

static guint32
read_unsigned (DissectBytes content)
{
  guint32 value = 0;

  for (guint32 i = 0; i < content.n_bytes; i++)
    value = value << 8 | content.at[i];
  return value;
}

/* Seven bits a byte; the first number holds two (X.690, section 8.19). */
static void
add_object (DissectLine *line, DissectBytes content)
{
  guint32 number = 0;

  for (guint32 i = 0; i < content.n_bytes; i++)
    {
      number = number << 7 | (content.at[i] & 0x7f);
      if ((content.at[i] & 0x80) != 0)
        continue;
      if (line->length > 0)
        dissect_line_add_char (line, '.');
      if (i == 0)
        {
          dissect_line_add_unsigned (line, MIN (number / 40, 2));
          dissect_line_add_char (line, '.');
          number -= 40 * MIN (number / 40, 2);
        }
      dissect_line_add_unsigned (line, number);
      number = 0;
    }
}

static void
add_variables (Dissection *self, DissectBytes list)
{
  DissectLine *summary = dissection_summarize (self);
  Element variable, object;
  DissectLine line;
  guint32 at = 0;

  for (guint i = 0; i < MAX_VARIABLES && read_element (list, at, &variable); i++)
    {
      if (variable.tag != TAG_SEQUENCE || !read_element (variable.content, 0, &object)
          || object.tag != TAG_OBJECT)
        return;
      dissect_line_clear (&line);
      add_object (&line, object.content);
      dissect_line_add_char (summary, ' ');
      dissect_line_add (summary, line.text);
      dissection_add_line (self, list, at, variable.end - at, "Variable", &line);
      dissection_open (self);
      dissect_app_hex (self, variable.content, object.end, variable.content.n_bytes - MIN (object.end, variable.content.n_bytes),
                       "Value, encoded");
      dissection_close (self);
      at = variable.end;
    }
}

/* Three numbers, then the variables. A trap of version 1 has others. */
static void
add_operation (Dissection *self, DissectBytes content)
{
  static const char *const names[] = { "Request ID", "Error status", "Error index" };
  Element element;
  guint32 at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!read_element (content, at, &element) || element.tag != TAG_INTEGER)
        return;
      dissection_field (self, content, at, element.end - at, names[i], "%u",
                        read_unsigned (element.content));
      at = element.end;
    }
  if (read_element (content, at, &element) && element.tag == TAG_SEQUENCE)
    add_variables (self, element.content);
}

/* Version and community, and where the operation begins; 0: it is no message, or one of version 3. */
static guint32
read_head (DissectBytes message, Element *version, Element *community)
{
  if (!read_element (message, 0, version) || version->tag != TAG_INTEGER
      || !read_element (message, version->end, community) || community->tag != TAG_STRING)
    return 0;
  return community->end;
}

gboolean
dissect_snmp (Dissection *self, DissectBytes bytes)
{
  Element message, version = { 0 }, community = { 0 }, operation = { 0 };
  DissectLine *summary;
  const char *word;
  guint32 at;

  if (!read_element (bytes, 0, &message) || message.tag != TAG_SEQUENCE
      || !read_element (message.content, 0, &version) || version.tag != TAG_INTEGER
      || DISSECT_KNOWN (versions, read_unsigned (version.content)) == NULL)
    return FALSE;
  at = read_head (message.content, &version, &community);
  if (at != 0 && !read_element (message.content, at, &operation))
    at = 0;
  word = at != 0 ? DISSECT_KNOWN (operations, operation.tag) : NULL;
  if (word == NULL && read_unsigned (version.content) != 3)
    return FALSE;
  if (!dissection_begin (self, "SNMP", "Simple Network Management Protocol", bytes, bytes.n_bytes))
    return TRUE;
  summary = dissection_summarize (self);
  dissect_line_add (summary, word != NULL ? word : "Version 3");
  dissection_field (self, message.content, 0, version.end, "Version", "%s",
                    DISSECT_KNOWN (versions, read_unsigned (version.content)));
  if (word != NULL)
    {
      dissection_add_text (self, community.content, 0, community.content.n_bytes, "Community");
      dissection_field (self, message.content, at, operation.end - at, "Operation", "%s", word);
      dissection_open (self);
      add_operation (self, operation.content);
      dissection_close (self);
    }
  dissection_end (self);
  return TRUE;
}
