/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source.h"
#include "services/sw-settings.h"
#include "services/sw-source-settings.h"

/**
 * SwSourceSettings:
 *
 * What the user chose for one source, kept in GSettings under `/org/stillwatch/sources/ID/` and bound to the
 * source's and its channels' properties, both ways and at once. A key that the user never set leaves to the source
 * what it prefers. The channels must be there when this is made.
 */
struct _SwSourceSettings
{
  GObject parent_instance;

  SwSource *source;    /* weak */
  GSettings *settings; /* (nullable) the schema is not installed: nothing is kept */
  gboolean *own_shown; /* per channel, what the source prefers */
  guint n_channels;
  double own_scale_max;
  gint64 own_interval_us;
  gint64 default_interval_us; /* of all sources without a pace of their own */
  SwStyle own_style;
  guint own_enabled : 1;
  guint applying : 1; /* the change of a property is ours, not to be stored */
};

#define SCHEMA "org.stillwatch.Source"
#define PATH "/org/stillwatch/sources/"
#define KEY_ENABLED "enabled"
#define KEY_INTERVAL "interval-ms"
#define KEY_STYLE "style"
#define KEY_SCALE "scale-max"
#define KEY_COLOURS "colours"
#define KEY_HIDDEN "hidden-channels"

static const char *const keys[]
    = { KEY_ENABLED, KEY_INTERVAL, KEY_STYLE, KEY_SCALE, KEY_COLOURS, KEY_HIDDEN };

G_DEFINE_FINAL_TYPE (SwSourceSettings, sw_source_settings, G_TYPE_OBJECT)
static G_DEFINE_QUARK (sw-source-settings, sw_source_settings)

                          static gboolean is_colour (const char *text)
{
  if (text == NULL || text[0] != '#' || strlen (text) != 7)
    return FALSE;
  for (guint i = 1; i < 7; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* Ids may be made from the names of devices, which hold anything; a settings path may not. */
static char *
make_path (const char *id)
{
  g_autoptr (GString) path = g_string_new (PATH);

  for (const char *c = id; *c != '\0'; c++)
    if (g_ascii_islower (*c) || g_ascii_isdigit (*c) || *c == '-')
      g_string_append_c (path, *c);
    else
      g_string_append_printf (path, "_%02x", (guint) (guchar) *c);
  g_string_append_c (path, '/');
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* (nullable) what the user set, of the schema's type and within its range; anything else in the store counts as
 * never set. */
static GVariant *
get_chosen (SwSourceSettings *self, const char *key)
{
  return g_settings_get_user_value (self->settings, key);
}

/* A second is what a source has that does not care. One that asks for longer has a reason (a sensor that answers slowly, a
 * value that hardly changes), so it is never hurried; one that asks for less is slowed down but by a wish for more than
 * a second. */
static gint64
get_unset_interval_us (SwSourceSettings *self)
{
  if (self->own_interval_us > SW_SECOND_US || self->default_interval_us > SW_SECOND_US)
    return MAX (self->own_interval_us, self->default_interval_us);
  return MIN (self->own_interval_us, self->default_interval_us);
}

static void
apply_scalars (SwSourceSettings *self)
{
  g_autoptr (GVariant) enabled = get_chosen (self, KEY_ENABLED);
  g_autoptr (GVariant) interval = get_chosen (self, KEY_INTERVAL);
  g_autoptr (GVariant) style = get_chosen (self, KEY_STYLE);
  g_autoptr (GVariant) scale = get_chosen (self, KEY_SCALE);

  sw_source_set_interval_us (self->source, interval != NULL
                                               ? (gint64) g_variant_get_uint32 (interval) * 1000
                                               : get_unset_interval_us (self));
  sw_source_set_style (self->source, style != NULL
                                         ? (SwStyle) g_settings_get_enum (self->settings, KEY_STYLE)
                                         : self->own_style);
  /* A range does not keep out NAN. */
  if (scale != NULL && g_variant_get_double (scale) >= 0 && g_variant_get_double (scale) < 1e300)
    sw_source_set_scale_max (self->source, g_variant_get_double (scale));
  else
    sw_source_set_scale_max (self->source, self->own_scale_max);
  sw_source_set_enabled (self->source,
                         enabled != NULL ? g_variant_get_boolean (enabled) : self->own_enabled);
}

static void
apply_channels (SwSourceSettings *self)
{
  g_autoptr (GVariant) colours = get_chosen (self, KEY_COLOURS);
  g_autoptr (GVariant) hidden = get_chosen (self, KEY_HIDDEN);
  g_autofree const char **names = hidden != NULL ? g_variant_get_strv (hidden, NULL) : NULL;

  for (guint i = 0; i < self->n_channels; i++)
    {
      SwChannel *channel = sw_source_get_channel (self->source, i);
      const char *id = sw_channel_get_id (channel);
      const char *colour = NULL;

      if (colours != NULL)
        g_variant_lookup (colours, id, "&s", &colour);
      sw_channel_set_colour (channel, is_colour (colour) ? colour : NULL);
      sw_channel_set_shown (channel,
                            names != NULL ? !g_strv_contains (names, id) : self->own_shown[i]);
    }
}

static void
apply (SwSourceSettings *self)
{
  if (self->source == NULL || self->applying)
    return;
  self->applying = TRUE;
  apply_scalars (self);
  apply_channels (self);
  self->applying = FALSE;
}

static void
on_settings_changed_cb (G_GNUC_UNUSED GSettings *settings,
                        G_GNUC_UNUSED const char *key,
                        SwSourceSettings *self)
{
  apply (self);
}

static void
store (SwSourceSettings *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) wanted = g_variant_ref_sink (value);
  g_autoptr (GVariant) chosen = get_chosen (self, key);

  if (chosen != NULL && g_variant_equal (chosen, wanted))
    return;
  /* Our own write comes back as a change, which must find the properties as they are now. */
  self->applying = TRUE;
  g_settings_set_value (self->settings, key, wanted);
  self->applying = FALSE;
}

static void
on_source_notified_cb (SwSource *source, GParamSpec *pspec, SwSourceSettings *self)
{
  const char *name = g_param_spec_get_name (pspec);

  if (self->applying)
    return;
  if (g_str_equal (name, "enabled"))
    store (self, KEY_ENABLED, g_variant_new_boolean (sw_source_get_enabled (source)));
  else if (g_str_equal (name, "interval-us"))
    store (self, KEY_INTERVAL,
           g_variant_new_uint32 ((guint32) (sw_source_get_interval_us (source) / 1000)));
  else if (g_str_equal (name, "scale-max"))
    store (self, KEY_SCALE, g_variant_new_double (sw_source_get_scale_max (source)));
  else if (g_str_equal (name, "style"))
    {
      self->applying = TRUE;
      g_settings_set_enum (self->settings, KEY_STYLE, (int) sw_source_get_style (source));
      self->applying = FALSE;
    }
}

/* Entries of channels that are not there today (a core that is offline) stay. */
static void
on_channel_colour_changed_cb (SwChannel *channel,
                              G_GNUC_UNUSED GParamSpec *pspec,
                              SwSourceSettings *self)
{
  g_autoptr (GVariant) chosen = get_chosen (self, KEY_COLOURS);
  GVariantBuilder colours = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GVariantIter iter;
  const char *id, *colour;

  if (self->applying)
    return;
  if (chosen != NULL)
    {
      g_variant_iter_init (&iter, chosen);
      while (g_variant_iter_next (&iter, "{&s&s}", &id, &colour))
        if (!g_str_equal (id, sw_channel_get_id (channel)))
          g_variant_builder_add (&colours, "{ss}", id, colour);
    }
  if (is_colour (sw_channel_get_colour (channel)))
    g_variant_builder_add (&colours, "{ss}", sw_channel_get_id (channel),
                           sw_channel_get_colour (channel));
  store (self, KEY_COLOURS, g_variant_builder_end (&colours));
}

static gboolean
is_channel (SwSourceSettings *self, const char *id)
{
  for (guint i = 0; i < self->n_channels; i++)
    if (g_str_equal (sw_channel_get_id (sw_source_get_channel (self->source, i)), id))
      return TRUE;
  return FALSE;
}

static void
on_channel_shown_changed_cb (G_GNUC_UNUSED SwChannel *channel,
                             G_GNUC_UNUSED GParamSpec *pspec,
                             SwSourceSettings *self)
{
  g_autoptr (GVariant) chosen = NULL;
  GVariantBuilder hidden = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  GVariantIter iter;
  const char *id;

  if (self->applying || self->source == NULL)
    return;
  chosen = get_chosen (self, KEY_HIDDEN);
  if (chosen != NULL)
    {
      g_variant_iter_init (&iter, chosen);
      while (g_variant_iter_next (&iter, "&s", &id))
        if (!is_channel (self, id))
          g_variant_builder_add (&hidden, "s", id);
    }
  for (guint i = 0; i < self->n_channels; i++)
    if (!sw_channel_get_shown (sw_source_get_channel (self->source, i)))
      g_variant_builder_add (&hidden, "s",
                             sw_channel_get_id (sw_source_get_channel (self->source, i)));
  store (self, KEY_HIDDEN, g_variant_builder_end (&hidden));
}

static void
sw_source_settings_dispose (GObject *object)
{
  SwSourceSettings *self = SW_SOURCE_SETTINGS (object);

  if (self->source != NULL)
    g_object_set_qdata (G_OBJECT (self->source), sw_source_settings_quark (), NULL);
  g_clear_weak_pointer (&self->source);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sw_source_settings_parent_class)->dispose (object);
}

static void
sw_source_settings_finalize (GObject *object)
{
  g_free (SW_SOURCE_SETTINGS (object)->own_shown);
  G_OBJECT_CLASS (sw_source_settings_parent_class)->finalize (object);
}

static void
sw_source_settings_class_init (SwSourceSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_source_settings_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_source_settings_finalize;
}

static void
sw_source_settings_init (G_GNUC_UNUSED SwSourceSettings *self)
{
}

static void
remember_own (SwSourceSettings *self)
{
  self->own_enabled = sw_source_get_enabled (self->source);
  self->own_interval_us = sw_source_get_interval_us (self->source);
  self->default_interval_us = SW_SECOND_US;
  self->own_style = sw_source_get_style (self->source);
  self->own_scale_max = sw_source_get_scale_max (self->source);
  self->n_channels = sw_source_get_n_channels (self->source);
  self->own_shown = g_new (gboolean, self->n_channels);
  for (guint i = 0; i < self->n_channels; i++)
    self->own_shown[i] = sw_channel_get_shown (sw_source_get_channel (self->source, i));
}

static void
bind (SwSourceSettings *self)
{
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_settings_changed_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (self->source, "notify", G_CALLBACK (on_source_notified_cb), self,
                           G_CONNECT_DEFAULT);
  for (guint i = 0; i < self->n_channels; i++)
    {
      SwChannel *channel = sw_source_get_channel (self->source, i);

      g_signal_connect_object (channel, "notify::colour", G_CALLBACK (on_channel_colour_changed_cb),
                               self, G_CONNECT_DEFAULT);
      g_signal_connect_object (channel, "notify::shown", G_CALLBACK (on_channel_shown_changed_cb),
                               self, G_CONNECT_DEFAULT);
    }
}

/**
 * sw_source_settings_new:
 * @source: a source with its channels, as it prefers to be
 *
 * Brings the source into the state that the user chose and keeps both in step while this lives. Without the
 * schema the source stays as it is.
 *
 * Returns: (transfer full): the source's settings
 */
SwSourceSettings *
sw_source_settings_new (SwSource *source)
{
  SwSourceSettings *self;
  g_autofree char *path = NULL;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  self = g_object_new (SW_TYPE_SOURCE_SETTINGS, NULL);
  g_set_weak_pointer (&self->source, source);
  g_object_set_qdata (G_OBJECT (source), sw_source_settings_quark (), self);
  remember_own (self);
  path = make_path (sw_source_get_id (source));
  self->settings = sw_settings_open (SCHEMA, path);
  if (self->settings == NULL)
    return self;
  bind (self);
  apply (self);
  return self;
}

/**
 * sw_source_settings_lookup:
 * @source: a source
 *
 * Returns: (transfer none) (nullable): the settings that are bound to it
 */
SwSourceSettings *
sw_source_settings_lookup (SwSource *source)
{
  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  return g_object_get_qdata (G_OBJECT (source), sw_source_settings_quark ());
}

/**
 * sw_source_settings_set_default_interval_us:
 * @self: a source's settings
 * @interval_us: how often sources are sampled that have no pace of their own
 *
 * Applies where the user chose no interval for this source. A source that prefers longer than a second is never sampled
 * more often for it.
 */
void
sw_source_settings_set_default_interval_us (SwSourceSettings *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_SOURCE_SETTINGS (self));
  g_return_if_fail (interval_us > 0);

  if (self->default_interval_us == interval_us)
    return;
  self->default_interval_us = interval_us;
  if (self->settings != NULL)
    apply (self);
}

/**
 * sw_source_settings_is_changed:
 * @self: a source's settings
 *
 * Returns: whether the user chose anything, so that there is something to reset
 */
gboolean
sw_source_settings_is_changed (SwSourceSettings *self)
{
  g_return_val_if_fail (SW_IS_SOURCE_SETTINGS (self), FALSE);

  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GVariant) chosen = get_chosen (self, keys[i]);

      if (chosen != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * sw_source_settings_reset:
 * @self: a source's settings
 *
 * Forgets what the user chose: the source is again as it prefers to be.
 */
void
sw_source_settings_reset (SwSourceSettings *self)
{
  g_return_if_fail (SW_IS_SOURCE_SETTINGS (self));

  if (self->settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
  /* Rubbish in the store counted as never set, so its removal changes nothing that GSettings would tell. */
  apply (self);
}

/**
 * sw_source_settings_save:
 * @self: a source's settings
 *
 * For undoing a change of several settings at once.
 *
 * Returns: (transfer full): what the user chose, for [method@SourceSettings.restore]: an `a{sv}` with the keys that
 *   were set
 */
GVariant *
sw_source_settings_save (SwSourceSettings *self)
{
  GVariantBuilder saved = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_return_val_if_fail (SW_IS_SOURCE_SETTINGS (self), NULL);

  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GVariant) chosen = get_chosen (self, keys[i]);

      if (chosen != NULL)
        g_variant_builder_add (&saved, "{sv}", keys[i], chosen);
    }
  return g_variant_ref_sink (g_variant_builder_end (&saved));
}

/**
 * sw_source_settings_restore:
 * @self: a source's settings
 * @saved: what [method@SourceSettings.save] returned
 *
 * Brings back what the user had chosen then; what was not chosen then is as the source prefers it.
 */
void
sw_source_settings_restore (SwSourceSettings *self, GVariant *saved)
{
  g_return_if_fail (SW_IS_SOURCE_SETTINGS (self));
  g_return_if_fail (g_variant_is_of_type (saved, G_VARIANT_TYPE_VARDICT));

  if (self->settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (saved, keys[i], NULL);

      if (value != NULL)
        g_settings_set_value (self->settings, keys[i], value);
      else
        g_settings_reset (self->settings, keys[i]);
    }
  apply (self);
}
