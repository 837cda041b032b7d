/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-channel.h"
#include "core/sw-enums.h"

/**
 * SwChannel:
 *
 * One curve of a source: what it is called, which colour it has, whether it is shown. Its values are
 * in the source's series, under the same index.
 */
struct _SwChannel
{
  GObject parent_instance;

  char *id;     /* stable, untranslated; key of its settings */
  char *name;   /* translated */
  char *colour; /* (nullable) "#rrggbb" chosen by the user; else the role's */
  SwRole role;
  guint shown : 1;
};

typedef enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_ROLE,
  PROP_COLOUR,
  PROP_SHOWN,
} SwChannelProperty;

static GParamSpec *properties[PROP_SHOWN + 1];

G_DEFINE_FINAL_TYPE (SwChannel, sw_channel, G_TYPE_OBJECT)

static void
sw_channel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwChannel *self = SW_CHANNEL (object);

  switch ((SwChannelProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;
    case PROP_COLOUR:
      g_value_set_string (value, self->colour);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_channel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwChannel *self = SW_CHANNEL (object);

  switch ((SwChannelProperty) id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_NAME:
      if (g_value_get_string (value) != NULL)
        self->name = g_utf8_make_valid (g_value_get_string (value), -1);
      break;
    case PROP_ROLE:
      self->role = g_value_get_enum (value);
      break;
    case PROP_COLOUR:
      sw_channel_set_colour (self, g_value_get_string (value));
      break;
    case PROP_SHOWN:
      sw_channel_set_shown (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_channel_finalize (GObject *object)
{
  SwChannel *self = SW_CHANNEL (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->colour);
  G_OBJECT_CLASS (sw_channel_parent_class)->finalize (object);
}

static void
sw_channel_class_init (SwChannelClass *klass)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_channel_get_property;
  object_class->set_property = sw_channel_set_property;
  object_class->finalize = sw_channel_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, once);
  properties[PROP_ROLE] = g_param_spec_enum ("role", NULL, NULL, SW_TYPE_ROLE, SW_ROLE_1, once);
  properties[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, NULL, often);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE, often);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_channel_init (SwChannel *self)
{
  self->shown = TRUE;
}

/**
 * sw_channel_new:
 * @id: stable and untranslated, of lower-case letters, digits and dashes
 * @name: translated; bytes that are no UTF-8, as in the names of sensors, are replaced
 * @role: what it stands for
 *
 * Returns: (transfer full): a channel that is shown, in its role's colour
 */
SwChannel *
sw_channel_new (const char *id, const char *name, SwRole role)
{
  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  return g_object_new (SW_TYPE_CHANNEL, "id", id, "name", name, "role", role, NULL);
}

/**
 * sw_channel_get_id:
 * @self: a channel
 *
 * Returns: the stable name under which its settings are kept
 */
const char *
sw_channel_get_id (SwChannel *self)
{
  g_return_val_if_fail (SW_IS_CHANNEL (self), NULL);

  return self->id;
}

/**
 * sw_channel_get_name:
 * @self: a channel
 *
 * Returns: the name that users see
 */
const char *
sw_channel_get_name (SwChannel *self)
{
  g_return_val_if_fail (SW_IS_CHANNEL (self), NULL);

  return self->name;
}

/**
 * sw_channel_get_role:
 * @self: a channel
 *
 * Returns: what it stands for
 */
SwRole
sw_channel_get_role (SwChannel *self)
{
  g_return_val_if_fail (SW_IS_CHANNEL (self), SW_ROLE_1);

  return self->role;
}

/**
 * sw_channel_get_colour:
 * @self: a channel
 *
 * Returns: (nullable): the colour that the user chose as `#rrggbb`; %NULL for the role's own
 */
const char *
sw_channel_get_colour (SwChannel *self)
{
  g_return_val_if_fail (SW_IS_CHANNEL (self), NULL);

  return self->colour;
}

static gboolean
is_colour (const char *text)
{
  return strlen (text) == 7 && text[0] == '#' && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

/**
 * sw_channel_set_colour:
 * @self: a channel
 * @colour: (nullable): `#rrggbb`; %NULL, the empty string and whatever else is no such colour for the role's own
 */
void
sw_channel_set_colour (SwChannel *self, const char *colour)
{
  g_return_if_fail (SW_IS_CHANNEL (self));

  if (colour != NULL && !is_colour (colour))
    colour = NULL;
  if (g_set_str (&self->colour, colour))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOUR]);
}

/**
 * sw_channel_get_shown:
 * @self: a channel
 *
 * Returns: whether graphs draw it
 */
gboolean
sw_channel_get_shown (SwChannel *self)
{
  g_return_val_if_fail (SW_IS_CHANNEL (self), FALSE);

  return self->shown;
}

/**
 * sw_channel_set_shown:
 * @self: a channel
 * @shown: whether graphs draw it
 */
void
sw_channel_set_shown (SwChannel *self, gboolean shown)
{
  g_return_if_fail (SW_IS_CHANNEL (self));

  if (self->shown == !!shown)
    return;
  self->shown = !!shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}
