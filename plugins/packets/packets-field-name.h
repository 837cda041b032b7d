/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/packets-field.h"
#include "plugins/packets/packets-names.h"

G_BEGIN_DECLS

char *packets_field_describe (PacketsField *field, PacketsNames *names);

G_END_DECLS
