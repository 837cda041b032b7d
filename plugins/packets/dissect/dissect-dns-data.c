/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What DNS records hold: a few words for the summary, all of it for the tree. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dns.h"

static const DissectName types[] = {
  { DNS_A, "A" },         { DNS_AAAA, "AAAA" }, { DNS_PTR, "PTR" }, { DNS_CNAME, "CNAME" },
  { DNS_HTTPS, "HTTPS" }, { DNS_SRV, "SRV" },   { DNS_TXT, "TXT" }, { DNS_SOA, "SOA" },
  { DNS_NS, "NS" },       { DNS_MX, "MX" },     { DNS_OPT, "OPT" }, { DNS_DNAME, "DNAME" },
  { DNS_SVCB, "SVCB" },   { DNS_CAA, "CAA" },   { 13, "HINFO" },    { 17, "RP" },
  { 18, "AFSDB" },        { 24, "SIG" },        { 25, "KEY" },      { 29, "LOC" },
  { 35, "NAPTR" },        { 37, "CERT" },       { 43, "DS" },       { 44, "SSHFP" },
  { 46, "RRSIG" },        { 47, "NSEC" },       { 48, "DNSKEY" },   { 49, "DHCID" },
  { 50, "NSEC3" },        { 51, "NSEC3PARAM" }, { 52, "TLSA" },     { 53, "SMIMEA" },
  { 55, "HIP" },          { 59, "CDS" },        { 60, "CDNSKEY" },  { 61, "OPENPGPKEY" },
  { 63, "ZONEMD" },       { 99, "SPF" },        { 249, "TKEY" },    { 250, "TSIG" },
  { 251, "IXFR" },        { 252, "AXFR" },      { 255, "ANY" },     { 256, "URI" },
};

/* RFC 9460, section 14.3.2. */
static const DissectName service_keys[] = {
  { 0, "mandatory" }, { 1, "alpn" }, { 2, "no-default-alpn" }, { 3, "port" },
  { 4, "ipv4hint" },  { 5, "ech" },  { 6, "ipv6hint" },        { 7, "dohpath" },
};

static const DissectName edns_options[] = {
  { 3, "NSID" },           { 8, "Client subnet" }, { 9, "Expire" },          { 10, "Cookie" },
  { 11, "TCP keepalive" }, { 12, "Padding" },      { 15, "Extended error" },
};

void
dns_add_type (DissectLine *line, guint16 type)
{
  const char *word = DISSECT_KNOWN (types, type);

  dissect_line_add (line, word != NULL ? word : "TYPE");
  if (word == NULL)
    dissect_line_add_unsigned (line, type);
}

static DissectBytes
data_of (DissectBytes message, const DnsRecord *record)
{
  return dissect_part (message, record->data_at, record->n_data_bytes);
}

/* The one or more strings of a TXT record, in quotes. */
static gboolean
add_strings (DissectLine *line, DissectBytes data)
{
  guint32 at = 0;

  while (at < data.n_bytes)
    {
      const guint8 n = dissect_u8 (data, at);

      if (!dissect_has (data, at + 1, n))
        return FALSE;
      dissect_line_add (line, at > 0 ? " \"" : "\"");
      dissect_line_add_octets (line, data.at + at + 1, n);
      dissect_line_add_char (line, '"');
      at += 1 + n;
    }
  return TRUE;
}

/* N_NUMBERS of 16 bits, then a name. */
static gboolean
add_numbers_and_name (DissectLine *line,
                      DissectBytes message,
                      const DnsRecord *record,
                      guint n_numbers)
{
  for (guint i = 0; i < n_numbers; i++)
    {
      dissect_line_add_unsigned (line, dissect_u16 (message, record->data_at + 2 * i));
      dissect_line_add_char (line, ' ');
    }
  return record->n_data_bytes > 2 * n_numbers
         && dns_read_name (message, record->data_at + 2 * n_numbers, line) != 0;
}

static gboolean
add_authorization (DissectLine *line, DissectBytes data)
{
  const guint8 n = dissect_u8 (data, 1);

  if (!dissect_has (data, 2, n))
    return FALSE;
  dissect_line_add_unsigned (line, dissect_u8 (data, 0));
  dissect_line_add_char (line, ' ');
  dissect_line_add_octets (line, data.at + 2, n);
  dissect_line_add (line, " \"");
  dissect_line_add_octets (line, data.at + 2 + n, data.n_bytes - 2 - n);
  dissect_line_add_char (line, '"');
  return TRUE;
}

/* The data as master files have it, where that is short. FALSE: it cannot be read. */
gboolean
dns_add_data (DissectLine *line, DissectBytes message, const DnsRecord *record)
{
  const DissectBytes data = data_of (message, record);

  switch (record->type)
    {
    case DNS_A:
      if (data.n_bytes == 4)
        dissect_line_add_ipv4 (line, data.at);
      return data.n_bytes == 4;
    case DNS_AAAA:
      if (data.n_bytes == 16)
        dissect_line_add_ipv6 (line, data.at);
      return data.n_bytes == 16;
    case DNS_NS:
    case DNS_CNAME:
    case DNS_PTR:
    case DNS_DNAME:
    case DNS_SOA:
      return add_numbers_and_name (line, message, record, 0);
    case DNS_MX:
    case DNS_SVCB:
    case DNS_HTTPS:
      return add_numbers_and_name (line, message, record, 1);
    case DNS_SRV:
      return add_numbers_and_name (line, message, record, 3);
    case DNS_TXT:
      return add_strings (line, data);
    case DNS_CAA:
      return add_authorization (line, data);
    default:
      return TRUE;
    }
}

static void
add_authority_fields (Dissection *self, DissectBytes message, const DnsRecord *record)
{
  static const char *const names[]
      = { "Refresh interval", "Retry interval", "Expire limit", "Minimum TTL" };
  const guint32 mailbox = dns_read_name (message, record->data_at, NULL);
  const guint32 numbers = mailbox != 0 ? dns_read_name (message, mailbox, NULL) : 0;

  if (numbers == 0 || !dissect_has (message, numbers, 20)
      || numbers + 20 > record->data_at + record->n_data_bytes)
    return;
  dns_add_name_field (self, message, record->data_at, mailbox, "Primary name server");
  dns_add_name_field (self, message, mailbox, numbers, "Responsible authority's mailbox");
  dissection_field (self, message, numbers, 4, "Serial number", "%u",
                    dissect_u32 (message, numbers));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    dissect_app_duration (self, message, numbers + 4 + 4 * i, names[i]);
}

/* Keys and lengths in 16 bits each, in DATA from AT on. */
static void
add_pairs (Dissection *self,
           DissectBytes data,
           guint32 at,
           const DissectName *words,
           gsize n_words,
           const char *otherwise)
{
  while (dissect_has (data, at, 4))
    {
      const char *word = dissect_find_known (words, n_words, dissect_u16 (data, at));
      const guint16 n = dissect_u16 (data, at + 2);

      dissection_field (self, data, at, 4 + n, word != NULL ? word : otherwise, "%u",
                        dissect_u16 (data, at));
      dissection_open (self);
      if (n > 0)
        dissection_add_text (self, data, at + 4, n, "Text");
      dissect_app_hex (self, data, at + 4, n, "Value");
      dissection_close (self);
      at += 4 + n;
    }
}

static void
add_service_fields (Dissection *self, DissectBytes message, const DnsRecord *record)
{
  const DissectBytes data = data_of (message, record);
  const guint32 end = dns_read_name (message, record->data_at + 2, NULL);

  dissection_field (self, data, 0, 2, "Priority", "%u", dissect_u16 (data, 0));
  if (end == 0 || end > record->data_at + record->n_data_bytes)
    return;
  dns_add_name_field (self, message, record->data_at + 2, end, "Target");
  add_pairs (self, data, end - record->data_at, service_keys, G_N_ELEMENTS (service_keys),
             "Parameter");
}

/* RFC 6891: class and time to live have other meanings. */
void
dns_add_extension_fields (Dissection *self, DissectBytes message, const DnsRecord *record)
{
  const guint32 at = record->at + record->name_bytes;

  dissection_field (self, message, at + 2, 2, "UDP payload size", "%u", record->class);
  dissection_field (self, message, at + 4, 1, "Upper bits of the reply code", "%u",
                    record->ttl_seconds >> 24);
  dissection_field (self, message, at + 5, 1, "EDNS version", "%u",
                    record->ttl_seconds >> 16 & 0xff);
  dissection_field (self, message, at + 6, 2, "Flags", "0x%04x%s", record->ttl_seconds & 0xffff,
                    record->ttl_seconds & 0x8000 ? " (DNSSEC OK)" : "");
}

static void
add_numbers_fields (Dissection *self,
                    DissectBytes message,
                    const DnsRecord *record,
                    const char *const *names,
                    guint n_names,
                    const char *target)
{
  const guint32 at = record->data_at + 2 * n_names;
  const guint32 end = dns_read_name (message, at, NULL);

  for (guint i = 0; i < n_names; i++)
    dissection_field (self, message, record->data_at + 2 * i, 2, names[i], "%u",
                      dissect_u16 (message, record->data_at + 2 * i));
  if (end != 0)
    dns_add_name_field (self, message, at,
                        MIN (end, record->data_at + record->n_data_bytes), target);
}

/* Of a record that dns_add_data() found to be sound. */
void
dns_add_data_fields (Dissection *self, DissectBytes message, const DnsRecord *record)
{
  static const char *const service[] = { "Priority", "Weight", "Port" };
  static const char *const preference[] = { "Preference" };
  const DissectBytes data = data_of (message, record);

  switch (record->type)
    {
    case DNS_A:
      dissection_add_ipv4 (self, data, 0, "Address");
      break;
    case DNS_AAAA:
      dissection_add_ipv6 (self, data, 0, "Address");
      break;
    case DNS_NS:
      add_numbers_fields (self, message, record, NULL, 0, "Name server");
      break;
    case DNS_CNAME:
    case DNS_PTR:
    case DNS_DNAME:
      add_numbers_fields (self, message, record, NULL, 0, "Target");
      break;
    case DNS_SRV:
      add_numbers_fields (self, message, record, service, G_N_ELEMENTS (service), "Target");
      break;
    case DNS_MX:
      add_numbers_fields (self, message, record, preference, 1, "Mail exchange");
      break;
    case DNS_SOA:
      add_authority_fields (self, message, record);
      break;
    case DNS_SVCB:
    case DNS_HTTPS:
      add_service_fields (self, message, record);
      break;
    case DNS_OPT:
      add_pairs (self, data, 0, edns_options, G_N_ELEMENTS (edns_options), "Option");
      break;
    case DNS_TXT:
      for (guint32 at = 0; at < data.n_bytes; at += 1 + dissect_u8 (data, at))
        dissection_add_text (self, data, at, 1 + dissect_u8 (data, at), "Text");
      break;
    default:
      dissect_app_hex (self, data, 0, data.n_bytes, "Data");
    }
}
