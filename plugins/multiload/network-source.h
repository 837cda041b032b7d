/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/multiload/net-interfaces.h"

G_BEGIN_DECLS

#define NETWORK_TYPE_SOURCE (network_source_get_type ())
G_DECLARE_FINAL_TYPE (NetworkSource, network_source, NETWORK, SOURCE, SwSource)

SwSource *network_source_new (NetInterfaces *interfaces);
SwSource *network_source_new_for_interface (NetInterfaces *interfaces, const char *name);
const char *network_source_get_name (NetworkSource *self);
int network_source_get_index (NetworkSource *self);

G_END_DECLS
