/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-scan.h"

G_BEGIN_DECLS

gboolean net_route_parse_ipv4 (SwScan text, char *name, gsize name_bytes);
gboolean net_route_parse_ipv6 (SwScan text, char *name, gsize name_bytes);
gboolean net_route_read_default (const char *root, char *name, gsize name_bytes);

G_END_DECLS
