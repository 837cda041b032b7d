/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-page-private.h"
#include "plugins/packets/packets-problem.h"

/* Shows what the session is. All of it is read anew, some times a second: whatever is the same already is left alone. */

/* So often, at the session's pace, something has to be being saved before it is told. */
#define SAVING_MOMENTS 4u

static guint
count_packets (PacketsPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/* The list forgets what was selected in another capture before it hears of this one. */
static void
update_store (PacketsPage *self)
{
  CaptureStore *store = packets_session_get_store (self->session);
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);
  g_autoptr (PacketsDecoder) next = NULL;

  if (decoder != NULL && packets_decoder_get_store (decoder) == store)
    {
      packets_list_update (self->list);
      return;
    }
  if (decoder == NULL && store == NULL)
    return;
  packets_table_forget (self->table);
  /* Where there is room for one of them only, another capture begins with its list. */
  self->details_wanted = self->details_wanted && !self->narrow;
  packets_page_show_details (self);
  if (store != NULL)
    next = packets_decoder_new (store);
  if (next != NULL)
    packets_page_apply_settings (self, next);
  packets_list_set_decoder (self->list, next);
}

/* The kernel tells whom this machine reaches now: nothing about another's packets, or about those of a file. */
static void
update_neighbours (PacketsPage *self)
{
  const gboolean known = packets_session_get_captured_here (self->session);

  packets_cards_set_neighbours (packets_details_get_cards (self->details),
                                known ? self->neighbours : NULL);
}

static void
show_waiting (PacketsPage *self, PacketsSessionState state)
{
  const char *title = packets_session_get_title (self->session);

  if (state == PACKETS_SESSION_STARTING)
    title = C_ ("packets", "Starting…");
  else if (title == NULL)
    title = C_ ("packets", "Opening…");
  adw_status_page_set_title (self->waiting, title);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
}

/* Made anew for another problem only: its button may have the focus. */
static void
show_problem (PacketsPage *self)
{
  g_autofree char *problem = g_strconcat (packets_session_get_problem (self->session), "\n",
                                          packets_session_get_explanation (self->session), NULL);

  if (g_set_str (&self->shown_problem, problem))
    adw_bin_set_child (self->problem, packets_problem_new (self->session));
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
show_nothing (PacketsPage *self, const char *icon, const char *title, gboolean filtered)
{
  adw_status_page_set_icon_name (self->nothing, icon);
  adw_status_page_set_title (self->nothing, title);
  gtk_widget_set_visible (self->clear_filter, filtered);
  gtk_stack_set_visible_child_name (self->list_stack, "nothing");
}

static void
show_packets (PacketsPage *self, PacketsSessionState state)
{
  const gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  gtk_stack_set_visible_child_name (self->stack, "packets");
  if (!empty || packets_filter_model_get_searching (self->model))
    gtk_stack_set_visible_child_name (self->list_stack, "table");
  else if (count_packets (self) > 0)
    show_nothing (self, "edit-find-symbolic", C_ ("packets", "No Packet Matches the Filter"), TRUE);
  else if (state == PACKETS_SESSION_CAPTURING)
    show_nothing (self, "network-idle-symbolic", C_ ("packets", "Waiting for Packets"), FALSE);
  else
    show_nothing (self, "network-offline-symbolic", C_ ("packets", "The Capture Is Empty"), FALSE);
}

static void
update_stack (PacketsPage *self, PacketsSessionState state)
{
  const gboolean has_store = packets_session_get_store (self->session) != NULL;

  if (state == PACKETS_SESSION_STARTING
      || (state == PACKETS_SESSION_LOADING && count_packets (self) == 0))
    show_waiting (self, state);
  else if (state != PACKETS_SESSION_EMPTY && has_store)
    show_packets (self, state);
  else if (packets_session_get_problem (self->session) != NULL)
    show_problem (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_set_visible (self->filter_line, has_store);
  gtk_widget_set_visible (GTK_WIDGET (self->status_bar), has_store);
}

/* What is wrong although there are packets to show. */
static void
update_note (PacketsPage *self, PacketsSessionState state)
{
  const char *problem = packets_session_get_problem (self->session);
  const char *explanation = packets_session_get_explanation (self->session);
  g_autofree char *text = NULL;

  if (problem == NULL || state == PACKETS_SESSION_EMPTY
      || packets_session_get_store (self->session) == NULL)
    {
      adw_banner_set_revealed (self->note, FALSE);
      return;
    }
  if (explanation != NULL && *explanation != '\0')
    /* Translators: what went wrong, then why or what to do. */
    text = g_strdup_printf (C_ ("packets", "%s. %s"), problem, explanation);
  adw_banner_set_title (self->note, text != NULL ? text : problem);
  adw_banner_set_revealed (self->note, TRUE);
}

/* What is saved in a moment needs no word before it is. */
static void
update_saving (PacketsPage *self)
{
  const gboolean saving = packets_session_get_saving (self->session) >= 0;

  self->n_saving_seen = saving ? MIN (self->n_saving_seen + 1, SAVING_MOMENTS) : 0;
  adw_banner_set_revealed (self->saving_note, self->n_saving_seen == SAVING_MOMENTS);
}

static void
update_progress (PacketsPage *self, PacketsSessionState state)
{
  const gboolean loading = state == PACKETS_SESSION_LOADING;
  const gboolean saving = self->n_saving_seen == SAVING_MOMENTS;
  const gboolean searching = packets_filter_model_get_searching (self->model)
                             && packets_filter_model_get_progress (self->model) < 0.9;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), loading || saving || searching);
  if (loading)
    gtk_progress_bar_set_fraction (self->progress, packets_session_get_progress (self->session));
  else if (saving)
    gtk_progress_bar_set_fraction (self->progress,
                                   MAX (packets_session_get_saving (self->session), 0));
  else if (searching)
    gtk_progress_bar_set_fraction (self->progress, packets_filter_model_get_progress (self->model));
}

/* All but the packets themselves, also when others of them are shown. */
void
packets_page_refresh (PacketsPage *self)
{
  const PacketsSessionState state = packets_session_get_state (self->session);

  if (self->updating)
    return;
  packets_table_set_live (self->table, state == PACKETS_SESSION_CAPTURING);
  packets_capture_bar_set_state (self->capture_bar, state);
  update_stack (self, state);
  update_note (self, state);
  update_progress (self, state);
  packets_status_bar_update (self->status_bar);
  packets_page_update_layout (self);
  packets_page_update_actions (self);
}

/* Who opened packets wants to go through them, unless they began to type something. */
static void
focus_list (PacketsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const PacketsSessionState state = packets_session_get_state (self->session);

  /* What was to be opened could not be. */
  if (state == PACKETS_SESSION_STARTING || state == PACKETS_SESSION_CAPTURING)
    self->focus_wanted = FALSE;
  if (!self->focus_wanted || !gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    return;
  self->focus_wanted = FALSE;
  if (!GTK_IS_TEXT (gtk_root_get_focus (root)))
    gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* All that the session says. */
void
packets_page_update (PacketsPage *self)
{
  self->stale = FALSE;
  self->shown_state = packets_session_get_state (self->session);
  self->updating = TRUE;
  update_store (self);
  update_neighbours (self);
  update_saving (self);
  self->updating = FALSE;
  packets_page_refresh (self);
  focus_list (self);
}

/* The list, the details, or both. */
void
packets_page_update_layout (PacketsPage *self)
{
  const gboolean details = self->details_wanted && self->shown_index != G_MAXUINT;

  gtk_widget_set_visible (GTK_WIDGET (self->details), details);
  gtk_widget_set_visible (GTK_WIDGET (self->list_stack), !details || !self->narrow);
  packets_details_set_alone (self->details, self->narrow);
}

/* Of the packet that is selected now. */
void
packets_page_show_details (PacketsPage *self)
{
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);
  const guint index = packets_table_get_selected (self->table);

  if (index == self->shown_index)
    return;
  self->shown_index = index;
  if (decoder != NULL && index != G_MAXUINT)
    packets_details_show (self->details, decoder, index);
  else
    packets_details_clear (self->details);
  packets_page_update_layout (self);
  packets_page_update_actions (self);
}
