/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-enums.h"
#include "core/sw-source-private.h"

/* What a source is called and how it is drawn: the properties that sampling does not touch. */

#define MIN_INTERVAL_US (100 * 1000)
#define MAX_INTERVAL_US (3600 * SW_SECOND_US)

static GParamSpec *properties[PROP_RECORDED + 1];

void
sw_source_notify (SwSource *self, SwSourceProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Whatever users see may hold the name of a device, which the machine makes of any bytes: what is no UTF-8 would be
 * refused by every widget and bus. TRUE if the text is another than before. */
gboolean
sw_source_set_text (char **place, const char *text)
{
  g_autofree char *valid = NULL;

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  return g_set_str (place, text);
}

static void
sw_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwSourcePrivate *priv = PRIVATE (SW_SOURCE (object));

  switch ((SwSourceProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, priv->description);
      break;
    case PROP_UNIT:
      g_value_set_enum (value, priv->unit);
      break;
    case PROP_STYLE:
      g_value_set_enum (value, priv->style);
      break;
    case PROP_NATURAL_MAX:
      g_value_set_double (value, priv->natural_max);
      break;
    case PROP_SCALE_MAX:
      g_value_set_double (value, priv->scale_max);
      break;
    case PROP_INTERVAL_US:
      g_value_set_int64 (value, priv->interval_us);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, priv->enabled);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, priv->active);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, priv->reason);
      break;
    case PROP_PACE_NOTE:
      g_value_set_string (value, priv->pace_note);
      break;
    case PROP_RECORDED:
      g_value_set_boolean (value, priv->records > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_source_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwSource *self = SW_SOURCE (object);
  SwSourcePrivate *priv = PRIVATE (self);

  switch ((SwSourceProperty) id)
    {
    case PROP_ID:
      priv->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      sw_source_set_text (&priv->title, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      sw_source_set_description (self, g_value_get_string (value));
      break;
    case PROP_UNIT:
      priv->unit = g_value_get_enum (value);
      break;
    case PROP_STYLE:
      sw_source_set_style (self, g_value_get_enum (value));
      break;
    case PROP_NATURAL_MAX:
      sw_source_set_natural_max (self, g_value_get_double (value));
      break;
    case PROP_SCALE_MAX:
      sw_source_set_scale_max (self, g_value_get_double (value));
      break;
    case PROP_INTERVAL_US:
      sw_source_set_interval_us (self, g_value_get_int64 (value));
      break;
    case PROP_ENABLED:
      sw_source_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_ACTIVE:
    case PROP_STATE:
    case PROP_REASON:
    case PROP_PACE_NOTE:
    case PROP_RECORDED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

void
sw_source_install_properties (GObjectClass *object_class)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sw_source_get_property;
  object_class->set_property = sw_source_set_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * SwSource:title:
   *
   * The title that users see. Bytes that are no UTF-8, as in the names of devices, are replaced.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, once);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, often);
  properties[PROP_UNIT]
      = g_param_spec_enum ("unit", NULL, NULL, SW_TYPE_UNIT, SW_UNIT_NUMBER, once);
  properties[PROP_STYLE]
      = g_param_spec_enum ("style", NULL, NULL, SW_TYPE_STYLE, SW_STYLE_STACKED, often);
  properties[PROP_NATURAL_MAX]
      = g_param_spec_double ("natural-max", NULL, NULL, 0, G_MAXDOUBLE, 0, often);
  properties[PROP_SCALE_MAX]
      = g_param_spec_double ("scale-max", NULL, NULL, 0, G_MAXDOUBLE, 0, often);
  properties[PROP_INTERVAL_US] = g_param_spec_int64 ("interval-us", NULL, NULL, MIN_INTERVAL_US,
                                                     MAX_INTERVAL_US, SW_SECOND_US, often);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, often);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, read);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SW_TYPE_SOURCE_STATE,
                                              SW_SOURCE_STATE_WAITING, read);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, read);
  properties[PROP_PACE_NOTE] = g_param_spec_string ("pace-note", NULL, NULL, NULL, read);
  properties[PROP_RECORDED] = g_param_spec_boolean ("recorded", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/**
 * sw_source_get_id:
 * @self: a source
 *
 * Returns: its stable, untranslated name, unique in a registry; settings and scripts use it
 */
const char *
sw_source_get_id (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->id;
}

/**
 * sw_source_get_title:
 * @self: a source
 *
 * Returns: the title that users see
 */
const char *
sw_source_get_title (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->title;
}

/**
 * sw_source_get_description:
 * @self: a source
 *
 * Returns: (nullable): what exactly is measured, for a tooltip
 */
const char *
sw_source_get_description (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->description;
}

/**
 * sw_source_set_description:
 * @self: a source
 * @description: (nullable): what exactly is measured, in the user's language; bytes that are no UTF-8 are replaced
 */
void
sw_source_set_description (SwSource *self, const char *description)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (sw_source_set_text (&PRIVATE (self)->description, description))
    sw_source_notify (self, PROP_DESCRIPTION);
}

/**
 * sw_source_get_unit:
 * @self: a source
 *
 * Returns: what its values are counted in
 */
SwUnit
sw_source_get_unit (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_UNIT_NUMBER);

  return PRIVATE (self)->unit;
}

/**
 * sw_source_get_style:
 * @self: a source
 *
 * Returns: how graphs draw it
 */
SwStyle
sw_source_get_style (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_STYLE_STACKED);

  return PRIVATE (self)->style;
}

/**
 * sw_source_set_style:
 * @self: a source
 * @style: how graphs draw it
 */
void
sw_source_set_style (SwSource *self, SwStyle style)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  if (PRIVATE (self)->style == style)
    return;
  PRIVATE (self)->style = style;
  sw_source_notify (self, PROP_STYLE);
}

/**
 * sw_source_get_natural_max:
 * @self: a source
 *
 * Returns: the whole that its values are part of (100 %, the installed memory); 0 if there is none
 */
double
sw_source_get_natural_max (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->natural_max;
}

/**
 * sw_source_set_natural_max:
 * @self: a source
 * @natural_max: the whole that its values are part of; 0 if there is none
 */
void
sw_source_set_natural_max (SwSource *self, double natural_max)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (natural_max >= 0);

  if (PRIVATE (self)->natural_max == natural_max)
    return;
  PRIVATE (self)->natural_max = natural_max;
  sw_source_notify (self, PROP_NATURAL_MAX);
}

/**
 * sw_source_get_scale_max:
 * @self: a source
 *
 * Returns: the top of the scale that the user fixed; 0 for automatic
 */
double
sw_source_get_scale_max (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->scale_max;
}

/**
 * sw_source_set_scale_max:
 * @self: a source
 * @scale_max: the top of the scale; 0 for automatic
 */
void
sw_source_set_scale_max (SwSource *self, double scale_max)
{
  g_return_if_fail (SW_IS_SOURCE (self));
  g_return_if_fail (scale_max >= 0);

  if (PRIVATE (self)->scale_max == scale_max)
    return;
  PRIVATE (self)->scale_max = scale_max;
  sw_source_notify (self, PROP_SCALE_MAX);
}

/**
 * sw_source_get_interval_us:
 * @self: a source
 *
 * Returns: how often it is sampled
 */
gint64
sw_source_get_interval_us (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), 0);

  return PRIVATE (self)->interval_us;
}

/**
 * sw_source_set_interval_us:
 * @self: a source
 * @interval_us: how often it is sampled; brought into 100 ms to 1 h
 */
void
sw_source_set_interval_us (SwSource *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_SOURCE (self));

  interval_us = CLAMP (interval_us, MIN_INTERVAL_US, MAX_INTERVAL_US);
  if (PRIVATE (self)->interval_us == interval_us)
    return;
  PRIVATE (self)->interval_us = interval_us;
  sw_source_notify (self, PROP_INTERVAL_US);
}

/**
 * sw_source_get_state:
 * @self: a source
 *
 * Returns: whether it has values
 */
SwSourceState
sw_source_get_state (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), SW_SOURCE_STATE_WAITING);

  return PRIVATE (self)->state;
}

/**
 * sw_source_get_reason:
 * @self: a source
 *
 * Returns: (nullable): why it has none, in the user's language
 */
const char *
sw_source_get_reason (SwSource *self)
{
  g_return_val_if_fail (SW_IS_SOURCE (self), NULL);

  return PRIVATE (self)->reason;
}
