/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * SwBusError:
 * @SW_BUS_ERROR_NO_SUCH_SOURCE: nothing of that id is measured
 * @SW_BUS_ERROR_NO_SUCH_PAGE: there is no page of that name
 * @SW_BUS_ERROR_INVALID_RANGE: a time, step or statistic that makes no sense
 * @SW_BUS_ERROR_TOO_MUCH: more than an answer may hold
 * @SW_BUS_ERROR_BUSY: too many calls are waiting for samples
 * @SW_BUS_ERROR_LEAVING: the program is about to end
 *
 * What callers on the bus are told; org.stillwatch.Error.* there.
 */
typedef enum
{
  SW_BUS_ERROR_NO_SUCH_SOURCE,
  SW_BUS_ERROR_NO_SUCH_PAGE,
  SW_BUS_ERROR_INVALID_RANGE,
  SW_BUS_ERROR_TOO_MUCH,
  SW_BUS_ERROR_BUSY,
  SW_BUS_ERROR_LEAVING,
} SwBusError;

#define SW_BUS_ERROR (sw_bus_error_quark ())

GQuark sw_bus_error_quark (void);

G_END_DECLS
