/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of devices for a sentence: the first few, then an ellipsis. */
typedef struct
{
  GString *text;
  guint n_names;
} NameList;

NameList name_list_init (void);
void name_list_add (NameList *self, const char *name);
void name_list_clear (NameList *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NameList, name_list_clear)

G_END_DECLS
