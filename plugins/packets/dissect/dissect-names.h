/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Numbers that have names. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 value;
  const char *name;
} DissectName;

/* What is not in the table is NULL, OTHERWISE, or "unknown". */
const char *dissect_find_known (const DissectName *names, gsize n_names, guint32 value);
#define DISSECT_KNOWN(names, value) dissect_find_known ((names), G_N_ELEMENTS (names), (value))
#define DISSECT_NAME_OR(names, value, otherwise) \
  (DISSECT_KNOWN (names, value) != NULL ? DISSECT_KNOWN (names, value) : (otherwise))
const char *dissect_find_name (const DissectName *names, gsize n_names, guint32 value);
#define DISSECT_NAME(names, value) dissect_find_name ((names), G_N_ELEMENTS (names), (value))

const char *dissect_ethertype_name (guint16 ethertype);
const char *dissect_ip_protocol_name (guint8 ip_protocol);
/* Linux's ARPHRD_*, which are those of ARP and more. */
const char *dissect_hardware_name (guint16 hardware);

/* What other analysers call those that have no dissector here. NULL: nothing of their own. */
const char *dissect_ethertype_word (guint16 ethertype);
const char *dissect_ip_protocol_word (guint8 ip_protocol);

G_END_DECLS
