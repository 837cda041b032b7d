/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_POLICY (sw_policy_get_type ())
G_DECLARE_FINAL_TYPE (SwPolicy, sw_policy, SW, POLICY, GObject)

SwPolicy *sw_policy_new (SwSession *session, GSettings *settings, SwScheduler *scheduler);

G_END_DECLS
