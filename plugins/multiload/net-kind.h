/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where an interface's data really passes, so that none is counted twice. */
typedef enum
{
  NET_KIND_UNKNOWN,
  NET_KIND_PHYSICAL, /* a device, and the lowest of its kind */
  NET_KIND_VIRTUAL,  /* no device; which of the following is not looked up yet */
  NET_KIND_LOOPBACK,
  NET_KIND_STACKED, /* what passes it passes another one too */
  NET_KIND_ALONE,   /* virtual, but the only way: the inner end of a container's pair */
} NetKind;

NetKind net_kind_read (const char *root, const char *name);
NetKind net_kind_refine (const char *root, const char *name);

G_END_DECLS
