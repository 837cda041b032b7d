/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Records of TLS as one segment has them: nothing is remembered of those before, so what a version or a cipher settled there is not
 * known. The version named is the one that the segment itself tells. */

#include "config.h"

#include "plugins/packets/dissect/dissect-tls.h"
#include "plugins/packets/dissect/dissectors.h"

#define RECORD_HEADER_BYTES 5
#define HANDSHAKE_HEADER_BYTES 4
#define ALERT_BYTES 2
/* RFC 5246, section 6.2.3: the largest after encryption. */
#define RECORD_MAX_BYTES ((1 << 14) + 2048)
/* Longer ones, of certificates, are not met; it is how encrypted bytes give themselves away. */
#define HANDSHAKE_MAX_BYTES (1 << 16)

typedef enum
{
  RECORD_CHANGE_CIPHER_SPEC = 20,
  RECORD_ALERT = 21,
  RECORD_HANDSHAKE = 22,
  RECORD_APPLICATION_DATA = 23,
  RECORD_HEARTBEAT = 24,
} RecordType;

typedef struct
{
  Dissection *dissection;
  DissectLine *summary;
  DissectBytes segment;
  gboolean encrypted; /* after a change of the cipher in this segment */
  guint n_said;
} Records;

static const DissectName record_types[] = {
  { RECORD_CHANGE_CIPHER_SPEC, "Change Cipher Spec" },
  { RECORD_ALERT, "Alert" },
  { RECORD_HANDSHAKE, "Handshake" },
  { RECORD_APPLICATION_DATA, "Application Data" },
  { RECORD_HEARTBEAT, "Heartbeat" },
};

static const DissectName handshake_types[] = {
  { 0, "Hello Request" },
  { TLS_CLIENT_HELLO, "Client Hello" },
  { TLS_SERVER_HELLO, "Server Hello" },
  { 4, "New Session Ticket" },
  { 5, "End of Early Data" },
  { 8, "Encrypted Extensions" },
  { 11, "Certificate" },
  { 12, "Server Key Exchange" },
  { 13, "Certificate Request" },
  { 14, "Server Hello Done" },
  { 15, "Certificate Verify" },
  { 16, "Client Key Exchange" },
  { 20, "Finished" },
  { 21, "Certificate URL" },
  { 22, "Certificate Status" },
  { 24, "Key Update" },
  { 25, "Compressed Certificate" },
};

static const DissectName alert_levels[] = { { 1, "Warning" }, { 2, "Fatal" } };

static const DissectName alerts[] = {
  { 0, "Close Notify" },
  { 10, "Unexpected Message" },
  { 20, "Bad Record MAC" },
  { 21, "Decryption Failed" },
  { 22, "Record Overflow" },
  { 30, "Decompression Failure" },
  { 40, "Handshake Failure" },
  { 41, "No Certificate" },
  { 42, "Bad Certificate" },
  { 43, "Unsupported Certificate" },
  { 44, "Certificate Revoked" },
  { 45, "Certificate Expired" },
  { 46, "Certificate Unknown" },
  { 47, "Illegal Parameter" },
  { 48, "Unknown CA" },
  { 49, "Access Denied" },
  { 50, "Decode Error" },
  { 51, "Decrypt Error" },
  { 60, "Export Restriction" },
  { 70, "Protocol Version" },
  { 71, "Insufficient Security" },
  { 80, "Internal Error" },
  { 86, "Inappropriate Fallback" },
  { 90, "User Canceled" },
  { 100, "No Renegotiation" },
  { 109, "Missing Extension" },
  { 110, "Unsupported Extension" },
  { 112, "Unrecognized Name" },
  { 113, "Bad Certificate Status Response" },
  { 115, "Unknown PSK Identity" },
  { 116, "Certificate Required" },
  { 120, "No application Protocol" },
};

static gboolean
is_record (DissectBytes segment, guint32 at)
{
  const guint16 n_bytes = dissect_u16 (segment, at + 3);

  return dissect_has (segment, at, RECORD_HEADER_BYTES)
         && DISSECT_KNOWN (record_types, dissect_u8 (segment, at)) != NULL
         && tls_version_word (dissect_u16 (segment, at + 1)) != NULL && n_bytes <= RECORD_MAX_BYTES
         && (n_bytes > 0 || dissect_u8 (segment, at) == RECORD_APPLICATION_DATA);
}

static DissectBytes
record_at (DissectBytes segment, guint32 at)
{
  return dissect_app_promised (segment, at + RECORD_HEADER_BYTES, dissect_u16 (segment, at + 3));
}

static gboolean
is_hello (guint8 type)
{
  return type == TLS_CLIENT_HELLO || type == TLS_SERVER_HELLO;
}

/* NULL: encrypted. */
static const char *
find_handshake (DissectBytes record, guint32 at)
{
  return dissect_u24 (record, at + 1) < HANDSHAKE_MAX_BYTES
                 && dissect_has (record, at, HANDSHAKE_HEADER_BYTES)
             ? DISSECT_KNOWN (handshake_types, dissect_u8 (record, at))
             : NULL;
}

static const char *
find_protocol (DissectBytes segment)
{
  const DissectBytes record = record_at (segment, 0);
  TlsHello hello;

  if (dissect_u8 (segment, 0) != RECORD_HANDSHAKE || !is_hello (dissect_u8 (record, 0))
      || find_handshake (record, 0) == NULL)
    return tls_version_word (dissect_u16 (segment, 1));
  tls_read_hello (&hello, dissect_from (record, HANDSHAKE_HEADER_BYTES),
                  dissect_u8 (record, 0) == TLS_CLIENT_HELLO);
  if (hello.version == 0)
    return tls_version_word (dissect_u16 (segment, 1));
  if (hello.version >> 8 == TLS_DRAFT_OF_1_3)
    return "TLSv1.3";
  return tls_version_word (hello.version) != NULL ? tls_version_word (hello.version) : "TLS";
}

static void
say (Records *self, const char *before, const char *what)
{
  if (self->n_said++ > 0)
    dissect_line_add (self->summary, ", ");
  dissect_line_add (self->summary, before);
  dissect_line_add (self->summary, what);
}

static void
add_hello (Records *self, DissectBytes body, gboolean client)
{
  TlsHello hello;

  tls_read_hello (&hello, body, client);
  say (self, "", client ? "Client Hello" : hello.retry ? "Hello Retry Request" : "Server Hello");
  if (hello.server_name.n_bytes > 0)
    {
      dissect_line_add (self->summary, " (SNI=");
      dissect_line_add_octets (self->summary, hello.server_name.at, hello.server_name.n_bytes);
      dissect_line_add_char (self->summary, ')');
    }
  tls_add_hello_fields (self->dissection, body, &hello);
}

static void
add_handshake (Records *self, DissectBytes record, guint32 at, const char *word)
{
  const guint8 type = dissect_u8 (record, at);
  const guint32 n_bytes = dissect_u24 (record, at + 1);
  const DissectBytes body = dissect_app_promised (record, at + HANDSHAKE_HEADER_BYTES, n_bytes);

  dissection_field (self->dissection, record, at, HANDSHAKE_HEADER_BYTES + n_bytes, word, "%s", "");
  dissection_open (self->dissection);
  dissection_field (self->dissection, record, at, 1, "Type", "%u", type);
  dissection_field (self->dissection, record, at + 1, 3, "Length", "%u", n_bytes);
  if (is_hello (type))
    add_hello (self, body, type == TLS_CLIENT_HELLO);
  else
    say (self, "", word);
  dissection_close (self->dissection);
}

/* One record can hold several messages. */
static void
add_handshakes (Records *self, DissectBytes record)
{
  guint32 at = 0;

  if (record.n_bytes == 0)
    say (self, "", "Handshake");
  while (at < record.n_bytes)
    {
      const char *word = self->encrypted ? NULL : find_handshake (record, at);

      if (word == NULL && record.n_bytes < record.claimed_bytes && at > 0)
        return;
      if (word == NULL)
        {
          say (self, "", "Encrypted Handshake Message");
          dissection_field (self->dissection, record, at, record.n_bytes - at,
                            "Encrypted handshake message", "%u bytes", record.n_bytes - at);
          return;
        }
      add_handshake (self, record, at, word);
      at += HANDSHAKE_HEADER_BYTES + dissect_u24 (record, at + 1);
    }
}

static void
add_alert (Records *self, DissectBytes record)
{
  const char *level = DISSECT_KNOWN (alert_levels, dissect_u8 (record, 0));
  const char *alert = DISSECT_KNOWN (alerts, dissect_u8 (record, 1));

  if (self->encrypted || record.claimed_bytes != ALERT_BYTES || level == NULL || alert == NULL)
    {
      say (self, "Encrypted ", "Alert");
      return;
    }
  say (self, "Alert (Level: ", level);
  dissect_line_add (self->summary, ", Description: ");
  dissect_line_add (self->summary, alert);
  dissect_line_add_char (self->summary, ')');
  dissection_field (self->dissection, record, 0, 1, "Level", "%s (%u)", level,
                    dissect_u8 (record, 0));
  dissection_field (self->dissection, record, 1, 1, "Description", "%s (%u)", alert,
                    dissect_u8 (record, 1));
}

static void
add_content (Records *self, DissectBytes record, RecordType type)
{
  switch (type)
    {
    case RECORD_HANDSHAKE:
      add_handshakes (self, record);
      break;
    case RECORD_ALERT:
      add_alert (self, record);
      break;
    case RECORD_CHANGE_CIPHER_SPEC:
      say (self, "", "Change Cipher Spec");
      self->encrypted = TRUE;
      break;
    case RECORD_HEARTBEAT:
      say (self, record.claimed_bytes > 0 && dissect_u8 (record, 0) > 2 ? "Encrypted " : "",
           "Heartbeat");
      break;
    case RECORD_APPLICATION_DATA:
      say (self, "", "Application Data");
      dissection_field (self->dissection, record, 0, record.n_bytes, "Encrypted data", "%u bytes",
                        record.claimed_bytes);
      break;
    }
}

static void
add_record (Records *self, guint32 at)
{
  Dissection *dissection = self->dissection;
  const DissectBytes segment = self->segment;
  const DissectBytes record = record_at (segment, at);
  const RecordType type = dissect_u8 (segment, at);

  dissection_field (dissection, segment, at, RECORD_HEADER_BYTES + record.claimed_bytes, "Record",
                    "%s", DISSECT_KNOWN (record_types, type));
  dissection_open (dissection);
  dissection_field (dissection, segment, at, 1, "Content type", "%s (%u)",
                    DISSECT_KNOWN (record_types, type), type);
  dissection_field (dissection, segment, at + 1, 2, "Version", "%s (0x%04x)",
                    tls_version_word (dissect_u16 (segment, at + 1)),
                    dissect_u16 (segment, at + 1));
  dissection_field (dissection, segment, at + 3, 2, "Length", "%u", record.claimed_bytes);
  add_content (self, record, type);
  if (record.n_bytes < record.claimed_bytes)
    dissect_app_fail (dissection, segment, record, record.n_bytes, "record");
  dissection_close (dissection);
}

gboolean
dissect_tls (Dissection *dissection, DissectBytes segment)
{
  Records self = { .dissection = dissection, .segment = segment };
  guint32 at = 0;

  if (!is_record (segment, 0))
    return FALSE;
  if (!dissection_begin (dissection, find_protocol (segment), "Transport Layer Security", segment,
                         segment.n_bytes))
    return TRUE;
  self.summary = dissection_summarize (dissection);
  while (is_record (segment, at))
    {
      add_record (&self, at);
      at += RECORD_HEADER_BYTES + dissect_u16 (segment, at + 3);
    }
  if (at < segment.n_bytes)
    {
      const DissectBytes rest = dissect_app_promised (segment, at,
                                                      MAX (RECORD_HEADER_BYTES,
                                                           segment.n_bytes - at));

      dissect_app_fail (dissection, segment, rest, 0, "record");
    }
  dissection_end (dissection);
  return TRUE;
}
