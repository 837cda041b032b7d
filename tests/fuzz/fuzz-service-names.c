/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for /etc/services. */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/service-names.h"
#include "tests/fuzz/sw-fuzz.h"

/* Ascending, each once. */
static void
check_ports (const ServiceNames *names, const char *name)
{
  guint16 ports[4];
  const guint n_ports = service_names_find_ports (names, name, ports, G_N_ELEMENTS (ports));

  g_assert_cmpuint (n_ports, <=, G_N_ELEMENTS (ports));
  for (guint i = 1; i < n_ports; i++)
    g_assert_cmpuint (ports[i - 1], <, ports[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (ServiceNames) names = service_names_new (text, size);
  g_autofree char *first = g_strndup (text, size);

  first[strcspn (first, " \t\n")] = '\0';
  check_ports (names, first);
  check_ports (names, "domain");
  return 0;
}
