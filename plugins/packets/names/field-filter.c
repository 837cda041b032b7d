/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/names/field-filter-private.h"

G_DEFINE_QUARK (field-filter-error-quark, field_filter_error)

static void
clear_node (FieldNode *node)
{
  field_term_clear (&node->term);
}

static FieldFilter *
field_filter_new_empty (void)
{
  FieldFilter *self = g_new0 (FieldFilter, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->nodes = g_array_new (FALSE, TRUE, sizeof (FieldNode));
  g_array_set_clear_func (self->nodes, (GDestroyNotify) clear_node);
  g_array_set_size (self->nodes, 1);
  return self;
}

/* SERVICES (nullable) is needed during the call alone. POSITION (out) (optional): the character of TEXT where it goes
 * wrong. An empty TEXT is a filter that everything matches. */
FieldFilter *
field_filter_new (const char *text, const ServiceNames *services, guint *position, GError **error)
{
  g_autoptr (FieldFilter) self = NULL;
  guint unused;

  g_return_val_if_fail (text != NULL, NULL);

  self = field_filter_new_empty ();
  if (!field_filter_parse (self, text, services, position != NULL ? position : &unused, error))
    return NULL;
  return g_steal_pointer (&self);
}

FieldFilter *
field_filter_ref (FieldFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
field_filter_unref (FieldFilter *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_array_unref (self->nodes);
  g_free (self);
}

/* Everything matches. */
gboolean
field_filter_is_empty (const FieldFilter *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->root == 0;
}

/* FALSE: what a packet says without being decoded is enough. */
gboolean
field_filter_needs_dissection (const FieldFilter *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->needs_dissection;
}

typedef struct
{
  const FieldFilter *filter;
  const Packet *packet;
  const Dissection *dissection; /* (nullable) */
  const char *interface_name;
} Match;

static FieldVerdict match_node (const Match *match, guint index);

/* The first that decides does; else it is unknown if any is. */
static FieldVerdict
match_children (const Match *match, guint first, FieldVerdict deciding)
{
  FieldVerdict verdict = deciding == FIELD_VERDICT_YES ? FIELD_VERDICT_NO : FIELD_VERDICT_YES;

  for (guint i = first; i != 0; i = g_array_index (match->filter->nodes, FieldNode, i).next_sibling)
    {
      const FieldVerdict child = match_node (match, i);

      if (child == deciding)
        return deciding;
      if (child == FIELD_VERDICT_UNKNOWN)
        verdict = FIELD_VERDICT_UNKNOWN;
    }
  return verdict;
}

/* Recursive, two deep for each parenthesis, of which FIELD_FILTER_MAX_DEPTH nest. */
static FieldVerdict
match_node (const Match *match, guint index)
{
  const FieldNode *node = &g_array_index (match->filter->nodes, FieldNode, index);
  FieldVerdict verdict;

  if (node->kind == FIELD_NODE_TERM)
    verdict
        = field_term_match (&node->term, match->packet, match->dissection, match->interface_name);
  else
    verdict = match_children (match, node->first_child,
                              node->kind == FIELD_NODE_ANY ? FIELD_VERDICT_YES : FIELD_VERDICT_NO);
  if (verdict == FIELD_VERDICT_UNKNOWN || !node->negated)
    return verdict;
  return verdict == FIELD_VERDICT_YES ? FIELD_VERDICT_NO : FIELD_VERDICT_YES;
}

/* What can be said before PACKET is dissected, so that what need not be is not. INTERFACE_NAME (nullable). */
FieldVerdict
field_filter_presume (const FieldFilter *self, const Packet *packet, const char *interface_name)
{
  const Match match = { self, packet, NULL, interface_name != NULL ? interface_name : "" };

  g_return_val_if_fail (self != NULL && packet != NULL, FIELD_VERDICT_NO);

  return self->root == 0 ? FIELD_VERDICT_YES : match_node (&match, self->root);
}

/* DISSECTION, of PACKET, is not looked at unless field_filter_needs_dissection() says so. INTERFACE_NAME (nullable). */
gboolean
field_filter_match (const FieldFilter *self,
                    const Packet *packet,
                    const Dissection *dissection,
                    const char *interface_name)
{
  const Match match = { self, packet, dissection, interface_name != NULL ? interface_name : "" };

  g_return_val_if_fail (self != NULL && packet != NULL, FALSE);
  g_return_val_if_fail (dissection != NULL || !self->needs_dissection, FALSE);

  return self->root == 0 || match_node (&match, self->root) == FIELD_VERDICT_YES;
}
