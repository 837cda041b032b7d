/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"

G_BEGIN_DECLS

/* What the machine's own batteries and mains supplies say together. */
typedef struct
{
  double charge_percent; /* NAN: unknown */
  double discharging_w;  /* drawn from the batteries; NAN: unknown */
  double charging_w;     /* put into them; NAN: unknown */
  gboolean is_discharging;
  gboolean is_charging;
  gboolean has_mains; /* a mains adapter or a USB charger is connected */
} PowerReading;

typedef struct _PowerSupplies PowerSupplies;

PowerSupplies *power_supplies_new (SwSamplePool *pool);
PowerSupplies *power_supplies_ref (PowerSupplies *self);
void power_supplies_unref (PowerSupplies *self);
gboolean power_supplies_is_current (PowerSupplies *self);
void power_supplies_outdate (PowerSupplies *self);
gboolean power_supplies_is_outdated (PowerSupplies *self);
void power_supplies_start (PowerSupplies *self);
void power_supplies_stop (PowerSupplies *self);
gboolean power_supplies_read (PowerSupplies *self,
                              const SwTick *tick,
                              PowerReading *reading,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PowerSupplies, power_supplies_unref)

G_END_DECLS
