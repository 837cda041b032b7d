/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/name-list.h"

/* Before the ellipsis. */
#define MAX_NAMES 8

NameList
name_list_init (void)
{
  return (NameList) { .text = g_string_new (NULL) };
}

void
name_list_add (NameList *self, const char *name)
{
  self->n_names++;
  if (self->n_names > MAX_NAMES + 1)
    return;
  if (self->n_names > 1)
    g_string_append (self->text, C_ ("between the names of devices", ", "));
  g_string_append (self->text, self->n_names <= MAX_NAMES ? name : "…");
}

void
name_list_clear (NameList *self)
{
  g_string_free (self->text, TRUE);
}
