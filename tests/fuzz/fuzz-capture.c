/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the capture helper looks at of bytes from outside: frames, the kernel's messages, its arguments. The first byte says
 * which. */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "plugins/packets/capture/fingerprint.h"
#include "plugins/packets/capture/links.h"
#include "plugins/packets/capture/options.h"
#include "plugins/packets/format/pcapng-flags.h"
#include "tests/fuzz/sw-fuzz.h"

static void
check_link (const Link *link, void *unused G_GNUC_UNUSED)
{
  g_assert_cmpint (link->ifindex, >, 0);
  g_assert_cmpuint (strnlen (link->name, sizeof link->name), <, sizeof link->name);
  g_assert_cmpuint (strnlen (link->kind, sizeof link->kind), <, sizeof link->kind);
  g_assert_cmpuint (link->n_address, <=, sizeof link->address);
}

static void
read_frame (const uint8_t *bytes, uint32_t n_bytes, uint16_t link_type)
{
  static Fingerprints fingerprints;
  const uint64_t hash = fingerprints_hash (&fingerprints, link_type, bytes, n_bytes, n_bytes + 3);

  g_assert_cmphex (hash, ==,
                   fingerprints_hash (&fingerprints, link_type, bytes, n_bytes, n_bytes + 3));
}

/* Parted by line feeds. */
static void
read_arguments (const char *bytes, size_t n_bytes)
{
  g_autofree char *line = g_strndup (bytes, n_bytes);
  g_auto (GStrv) arguments = g_strsplit (line, "\n", 1024);
  char complaint[256] = "";
  Options options;
  const gboolean good = options_parse (&options, (int) g_strv_length (arguments), arguments,
                                       complaint, sizeof complaint);

  g_assert_cmpint (good, ==, complaint[0] == '\0');
  g_assert_true (!good || options.all != (options.n_interfaces > 0));
  options_clear (&options);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* Of its own, so that it begins where the kernel's would, and ends where it ends. */
  g_autofree uint8_t *bytes = size > 0 ? g_memdup2 (data + 1, size - 1) : NULL;

  if (bytes == NULL)
    return 0;
  switch (data[0])
    {
    case 'a':
      read_arguments ((const char *) bytes, size - 1);
      break;
    case 'l':
      links_parse (bytes, size - 1, check_link, NULL);
      break;
    case 'r':
      read_frame (bytes, (uint32_t) size - 1, LINK_TYPE_RAW);
      break;
    default:
      read_frame (bytes, (uint32_t) size - 1, LINK_TYPE_ETHERNET);
    }
  return 0;
}
