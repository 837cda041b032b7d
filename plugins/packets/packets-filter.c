/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <pcap/pcap.h>

#include <linux/if_arp.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/packet.h"
#include "plugins/packets/packets-filter.h"

/* The longest snap length there is: programs answer with it, and the helper cuts by itself. */
#define SNAP_BYTES 262144

/* All others, which the helper puts behind a header of its own. */
#define COOKED_TYPE 65535

/* What the kernel hands out for each hardware type, in libpcap's words. */
static const struct
{
  guint16 hardware_type;
  int dlt;
} hardware[] = {
  { ARPHRD_ETHER, DLT_EN10MB },
  { ARPHRD_LOOPBACK, DLT_EN10MB },
  { ARPHRD_NONE, DLT_RAW },
  { ARPHRD_RAWIP, DLT_RAW },
  { ARPHRD_TUNNEL, DLT_RAW },
  { ARPHRD_TUNNEL6, DLT_RAW },
  { ARPHRD_SIT, DLT_RAW },
  { ARPHRD_IEEE80211, DLT_IEEE802_11 },
  { ARPHRD_IEEE80211_RADIOTAP, DLT_IEEE802_11_RADIO },
  { COOKED_TYPE, DLT_LINUX_SLL2 },
};

/* Words of libpcap's grammar (scanner.l) that may stand where a host's name may. What is missing here costs no more than
 * that a filter with it is not checked while it is typed. */
static const char *const keywords[] = {
  "address1",  "address2", "address3", "address4",   "addr1",    "addr2",     "addr3",
  "addr4",     "ah",       "and",      "arp",        "atalk",    "aarp",      "bcc",
  "broadcast", "byte",     "carp",     "clnp",       "csnp",     "data",      "dir",
  "direction", "dst",      "decnet",   "esis",       "es-is",    "esp",       "ether",
  "fddi",      "gateway",  "geneve",   "greater",    "host",     "icmp",      "icmp6",
  "ifindex",   "ifname",   "igmp",     "igrp",       "iih",      "inbound",   "ip",
  "ip6",       "ipx",      "isis",     "is-is",      "iso",      "l1",        "l2",
  "lat",       "len",      "length",   "less",       "link",     "lsp",       "mask",
  "moprc",     "mopdl",    "mpls",     "multicast",  "net",      "netbeui",   "not",
  "on",        "or",       "outbound", "pim",        "port",     "portrange", "ppp",
  "pppoed",    "pppoes",   "proto",    "protochain", "psnp",     "ra",        "radio",
  "rarp",      "sca",      "sctp",     "slip",       "snp",      "src",       "stp",
  "subtype",   "ta",       "tcp",      "tr",         "type",     "udp",       "vlan",
  "vrrp",      "vxlan",    "wlan",     "tcpflags",   "icmptype", "icmpcode",  "icmp6type",
  "icmp6code",
};

/* After these a name comes from a file of the system or the grammar, never from the network. */
static const char *const local_after[] = {
  "port", "portrange", "proto", "protochain", "type", "subtype", "dir", "direction",
};

#define WORD_CHARACTERS "._:-" G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS

G_DEFINE_QUARK (packets-filter-error-quark, packets_filter_error)

static gboolean
is_among (const char *word, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_str_equal (word, words[i]))
      return TRUE;
  return FALSE;
}

/* Numbers, addresses of any kind, and the names of flags and message types (tcp-syn, icmp-echo). */
static gboolean
is_number_or_constant (const char *word)
{
  return g_ascii_isdigit (word[0]) || strchr (word, ':') != NULL || g_str_has_prefix (word, "tcp-")
         || g_str_has_prefix (word, "icmp-") || g_str_has_prefix (word, "icmp6-");
}

/* Calls FUNC for each word with that before it until it returns TRUE. */
static gboolean
any_word (const char *filter, gboolean (*func) (const char *word, const char *before))
{
  g_autofree char *before = g_strdup ("");

  while (*(filter += strcspn (filter, WORD_CHARACTERS)) != '\0')
    {
      const gsize n_bytes = strspn (filter, WORD_CHARACTERS);
      g_autofree char *word = g_strndup (filter, n_bytes);

      if (func (word, before))
        return TRUE;
      g_set_str (&before, word);
      filter += n_bytes;
    }
  return FALSE;
}

static gboolean
is_name (const char *word, const char *before)
{
  return !is_number_or_constant (word)
         && !is_among (before, local_after, G_N_ELEMENTS (local_after))
         && !is_among (word, keywords, G_N_ELEMENTS (keywords));
}

static gboolean
is_direction (const char *word, G_GNUC_UNUSED const char *before)
{
  return g_str_equal (word, "inbound") || g_str_equal (word, "outbound");
}

/* Whether compiling it may ask the network for a host. */
gboolean
packets_filter_has_names (const char *filter)
{
  g_return_val_if_fail (filter != NULL, FALSE);

  return any_word (filter, is_name);
}

/* NULL: nothing to say before libpcap is asked. Libpcap loses the start of a capture by the words for directions. */
static char *
refuse (const char *filter)
{
  if (strlen (filter) > PACKETS_MAX_FILTER_BYTES)
    return g_strdup (C_ ("packets filter", "The filter is too long"));
  if (any_word (filter, is_direction))
    return g_strdup (C_ ("packets filter", "Both directions are always captured: "
                                           "choose one with “dir:in” in the list’s filter"));
  return NULL;
}

static gboolean
compile (const char *filter, int dlt, struct bpf_program *program, char **complaint)
{
  pcap_t *handle = pcap_open_dead (dlt, SNAP_BYTES);
  gboolean compiled;

  if (handle == NULL)
    {
      *complaint = g_strdup (C_ ("packets filter", "Too little memory"));
      return FALSE;
    }
  compiled = pcap_compile (handle, program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0;
  *complaint = compiled ? NULL : g_utf8_make_valid (pcap_geterr (handle), -1);
  pcap_close (handle);
  return compiled;
}

/* (transfer full) (nullable) what is wrong with FILTER for LINK_TYPE, without asking the network: hosts' names are
 * looked for when the capture starts. */
char *
packets_filter_check (const char *filter, guint16 link_type)
{
  struct bpf_program program;
  char *complaint;

  g_return_val_if_fail (filter != NULL, NULL);

  complaint = refuse (filter);
  if (complaint != NULL || packets_filter_has_names (filter))
    return complaint;
  if (compile (filter, link_type == LINK_TYPE_RAW ? DLT_RAW : link_type, &program, &complaint))
    pcap_freecode (&program);
  return complaint;
}

/* As tcpdump -ddd prints it, with commas for newlines. */
static char *
print_program (guint16 hardware_type, const struct bpf_program *program)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%u:%u", hardware_type, program->bf_len);
  for (guint i = 0; i < program->bf_len; i++)
    {
      const struct bpf_insn *step = &program->bf_insns[i];

      g_string_append_printf (text, ",%u %u %u %u", step->code, step->jt, step->jf, step->k);
    }
  return g_string_free_and_steal (text);
}

/* "ether host …" has no meaning without Ethernet: nothing there can match it. */
static char *
print_nothing (guint16 hardware_type)
{
  return g_strdup_printf ("%u:1,%u 0 0 0", hardware_type, BPF_RET | BPF_K);
}

/* Adds what a hardware type is to be asked. FALSE: that has no meaning for it. */
static gboolean
add_argument (GStrvBuilder *builder, guint index, const char *filter, char **complaint)
{
  const guint16 type = hardware[index].hardware_type;
  struct bpf_program program;

  g_strv_builder_add (builder, "--filter");
  if (!compile (filter, hardware[index].dlt, &program, complaint))
    {
      g_strv_builder_take (builder, print_nothing (type));
      return FALSE;
    }
  g_strv_builder_take (builder, print_program (type, &program));
  pcap_freecode (&program);
  return TRUE;
}

static GStrv
take_complaint (char *complaint, GError **error)
{
  g_set_error_literal (error, PACKETS_FILTER_ERROR, PACKETS_FILTER_ERROR_SYNTAX, complaint);
  g_free (complaint);
  return NULL;
}

/* (transfer full) the helper's arguments for a filter; none for an empty one. May ask the network for hosts: in a worker
 * thread. NULL with an error if it is good for no hardware type, in the words for the first of them, Ethernet. */
GStrv
packets_filter_build_arguments (const char *filter, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char *first_complaint;
  gboolean any = FALSE;

  g_return_val_if_fail (filter != NULL, NULL);

  if (filter[strspn (filter, " \t\r\n")] == '\0')
    return g_strv_builder_end (builder);
  first_complaint = refuse (filter);
  if (first_complaint != NULL)
    return take_complaint (first_complaint, error);
  for (guint i = 0; i < G_N_ELEMENTS (hardware); i++)
    {
      g_autofree char *complaint = NULL;

      any = add_argument (builder, i, filter, &complaint) || any;
      if (first_complaint == NULL)
        first_complaint = g_steal_pointer (&complaint);
    }
  if (!any)
    return take_complaint (first_complaint, error);
  g_free (first_complaint);
  g_strv_builder_add_many (builder, "--filter-text", filter, NULL);
  return g_strv_builder_end (builder);
}
