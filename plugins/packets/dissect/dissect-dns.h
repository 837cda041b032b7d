/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Parts of the DNS dissector (RFC 1035). */

#pragma once

#include "plugins/packets/dissect/dissect-app.h"

G_BEGIN_DECLS

typedef enum
{
  DNS_A = 1,
  DNS_NS = 2,
  DNS_CNAME = 5,
  DNS_SOA = 6,
  DNS_PTR = 12,
  DNS_MX = 15,
  DNS_TXT = 16,
  DNS_AAAA = 28,
  DNS_SRV = 33,
  DNS_DNAME = 39,
  DNS_OPT = 41,
  DNS_SVCB = 64,
  DNS_HTTPS = 65,
  DNS_CAA = 257,
} DnsType;

/* Where a record stands in its message. */
typedef struct
{
  guint32 at;
  guint32 name_bytes;
  guint16 type;
  guint16 class;
  guint32 ttl_seconds;
  guint32 data_at;
  guint16 n_data_bytes;
} DnsRecord;

guint32 dns_read_name (DissectBytes message, guint32 at, DissectLine *line);
void dns_add_name_field (Dissection *self,
                         DissectBytes message,
                         guint32 at,
                         guint32 end,
                         const char *name);

void dns_add_type (DissectLine *line, guint16 type);
gboolean dns_add_data (DissectLine *line, DissectBytes message, const DnsRecord *record);
void dns_add_extension_fields (Dissection *self, DissectBytes message, const DnsRecord *record);
void dns_add_data_fields (Dissection *self, DissectBytes message, const DnsRecord *record);

G_END_DECLS
