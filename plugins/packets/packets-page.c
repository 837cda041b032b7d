/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-scheduler.h"
#include "plugin/sw-context.h"

#include "plugins/packets/packets-page-private.h"
#include "plugins/packets/packets-resources.h"

#define STYLE_PATH "/org/stillwatch/plugins/packets/style.css"

/* The page of a PacketsSession: what to capture, the packets, one of them in detail. It is a view: the capture goes on
 * without it, and what comes while nobody looks it sees when somebody does.
 *
 * packets-page-build.c puts it together, packets-page-state.c shows the session, packets-page-pace.c says how often,
 * packets-page-actions.c and packets-page-files.c do what is asked for. */
G_DEFINE_FINAL_TYPE (PacketsPage, packets_page, GTK_TYPE_WIDGET)

/* Nothing but more packets of what is being captured. */
static gboolean
is_growth (PacketsPage *self)
{
  const PacketsSessionState state = packets_session_get_state (self->session);
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);

  return state == PACKETS_SESSION_CAPTURING && state == self->shown_state && decoder != NULL
         && packets_decoder_get_store (decoder) == packets_session_get_store (self->session);
}

/* More packets after others a moment ago wait for their turn. */
static void
on_session_changed_cb (PacketsPage *self)
{
  self->stale = TRUE;
  if (!sw_visibility_get_visible (self->visibility))
    return;
  if (!is_growth (self))
    {
      packets_page_update (self);
      return;
    }
  packets_page_pace (self);
}

static void
on_visible_changed_cb (PacketsPage *self)
{
  const gboolean visible = sw_visibility_get_visible (self->visibility);

  packets_filter_model_set_active (self->model, visible);
  if (visible && self->stale)
    packets_page_update (self);
  else if (!visible && self->pacer != NULL)
    sw_job_set_paused (self->pacer, TRUE);
}

static void
packets_page_map (GtkWidget *widget)
{
  PacketsPage *self = PACKETS_PAGE (widget);

  GTK_WIDGET_CLASS (packets_page_parent_class)->map (widget);
  packets_page_update_recent (self);
  if (self->left == NULL)
    packets_page_look_for_left (self);
  packets_page_load_names (self);
}

static void
packets_page_dispose (GObject *object)
{
  PacketsPage *self = PACKETS_PAGE (object);
  GdkDisplay *display = gdk_display_get_default ();

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->saving);
  if (self->visibility != NULL)
    sw_visibility_detach (self->visibility);
  packets_page_remove_pacer (self);
  if (self->style != NULL && display != NULL)
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (self->style));
  g_clear_object (&self->style);
  g_clear_pointer (&self->bin, gtk_widget_unparent);
  g_clear_object (&self->visibility);
  g_clear_object (&self->model);
  g_clear_object (&self->list);
  g_clear_object (&self->recent);
  g_clear_object (&self->interfaces);
  g_clear_object (&self->resolver);
  g_clear_object (&self->names);
  g_clear_object (&self->neighbours);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (packets_page_parent_class)->dispose (object);
}

static void
packets_page_finalize (GObject *object)
{
  PacketsPage *self = PACKETS_PAGE (object);

  g_clear_pointer (&self->view_filter, field_filter_unref);
  g_clear_pointer (&self->left, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->saving);
  g_free (self->shown_problem);
  G_OBJECT_CLASS (packets_page_parent_class)->finalize (object);
}

static void
packets_page_class_init (PacketsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = packets_page_dispose;
  object_class->finalize = packets_page_finalize;
  widget_class->map = packets_page_map;
  gtk_widget_class_set_css_name (widget_class, "packetspage");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  packets_page_install_actions (widget_class);
  packets_page_install_file_actions (widget_class);
}

static void
packets_page_init (PacketsPage *self)
{
  /* A linker that takes from an archive what is asked for takes the resources too. */
  g_assert (packets_get_resource () != NULL);
  self->shown_index = G_MAXUINT;
  self->details_wanted = TRUE;
  self->cancellable = g_cancellable_new ();
  self->list = packets_list_new ();
  self->model = packets_filter_model_new (self->list);
  self->style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (self->style, STYLE_PATH);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (self->style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* SETTINGS (nullable): where choices are kept. Returns: (transfer floating) */
GtkWidget *
packets_page_new (SwContext *context, PacketsSession *session, GSettings *settings)
{
  PacketsPage *self = g_object_new (PACKETS_TYPE_PAGE, NULL);

  self->session = g_object_ref (session);
  g_set_object (&self->settings, settings);
  self->interfaces = packets_interfaces_new (sw_context_get_scheduler (context),
                                             sw_context_get_plugin_id (context));
  self->resolver = packets_resolver_new (sw_context_get_scheduler (context),
                                         sw_context_get_plugin_id (context));
  self->neighbours = neighbour_monitor_new (sw_context_get_scheduler (context),
                                            sw_context_get_plugin_id (context));
  packets_page_create_pacer (self, context);
  packets_page_build (self);
  packets_page_follow_settings (self);
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
  packets_filter_model_set_active (self->model, FALSE);
  g_signal_connect_object (self->visibility, "notify::visible", G_CALLBACK (on_visible_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  packets_page_update (self);
  return GTK_WIDGET (self);
}
