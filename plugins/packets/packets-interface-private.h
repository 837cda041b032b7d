/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/packets-interfaces.h"
#include "plugins/packets/packets-link.h"

G_BEGIN_DECLS

struct _PacketsInterface
{
  GObject parent_instance;

  PacketsLink link;
};

PacketsInterface *packets_interface_new (const PacketsLink *link);

G_END_DECLS
