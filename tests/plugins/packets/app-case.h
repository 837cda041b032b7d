/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Bytes that an application sent, and what its dissector is to say of them; then of every shortened and every spoilt form of
 * them, what holds of any bytes. */

#pragma once

#include "plugins/packets/dissect/dissectors.h"

G_BEGIN_DECLS

typedef gboolean (*AppFunc) (Dissection *self, DissectBytes bytes);

typedef struct
{
  const char *hex;      /* "00*12 " is twelve of them; spaces part it as one likes */
  const char *protocol; /* NULL: not its own */
  const char *summary;
  const char *fields[16]; /* "Name: text", wherever they are */
  guint16 port;           /* of one side; 0: none is known */
} AppCase;

void app_case_check (AppFunc func, const AppCase *self);
void app_case_spoil (AppFunc func, const AppCase *self);
void app_case_check_all (AppFunc func, const AppCase *cases, guint n_cases);

G_END_DECLS
