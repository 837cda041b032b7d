/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-page-private.h"

/* Files: opening, saving, those of late, and what would be lost. */

#define MAX_RECENT 10u

static const char *const suffixes[] = { ".pcapng", ".pcap", ".pcapng.gz", ".pcap.gz" };

/* What is to happen once nothing is lost by it. */
typedef struct
{
  PacketsPage *self;
  PacketsPageFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Intention;

static void
intention_free (Intention *intention)
{
  if (intention->destroy != NULL)
    intention->destroy (intention->data);
  g_object_unref (intention->self);
  g_free (intention);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Intention, intention_free)

/* TEXT is short, and goes by itself. */
void
packets_page_tell (PacketsPage *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
is_capture_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  return g_str_has_suffix (name, ".cap");
}

static void
add_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static GListModel *
create_file_filters (void)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) captures = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (captures, C_ ("file filter", "Captures"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *pattern = g_strconcat ("*", suffixes[i], NULL);

      gtk_file_filter_add_pattern (captures, pattern);
    }
  gtk_file_filter_add_pattern (captures, "*.cap");
  gtk_file_filter_set_name (all, C_ ("file filter", "All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, captures);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

typedef struct
{
  Intention *then;
  GFile *file;     /* (nullable) until it is chosen */
  GArray *indices; /* (nullable) of guint: all */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->then, intention_free);
  g_clear_object (&saving->file);
  g_clear_pointer (&saving->indices, g_array_unref);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* What was captured while the rest was being saved is asked about anew. */
static void
go_on (Intention *then)
{
  if (then->func != NULL && then->self->session != NULL)
    packets_page_replace (then->self, then->func, g_steal_pointer (&then->data),
                          g_steal_pointer (&then->destroy));
}

static void
on_losses_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Intention) then = user_data;

  adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);
  go_on (then);
}

/* Before what THEN is about makes an end of what the file does not hold. Takes THEN. */
static void
tell_losses (PacketsPage *self, const char *losses, Intention *then)
{
  AdwAlertDialog *dialog
      = ADW_ALERT_DIALOG (adw_alert_dialog_new (C_ ("dialog", "Saved, but Not All of It"), losses));

  adw_alert_dialog_add_responses (dialog, "close", C_ ("button", "_Close"), NULL);
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), self->cancellable, on_losses_read_cb, then);
}

static void
on_saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  PacketsPage *self = saving->then->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  /* What is saved is saved; with the page whoever would be told is gone. */
  if (self->session == NULL)
    return;
  if (packets_session_save_finish (PACKETS_SESSION (object), result, &error))
    {
      g_autofree char *losses = packets_session_dup_losses (PACKETS_SESSION (object), result);

      add_recent (saving->file);
      if (losses != NULL)
        tell_losses (self, losses, g_steal_pointer (&saving->then));
      else
        {
          packets_page_tell (self, C_ ("packets", "Saved"));
          go_on (saving->then);
        }
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Translators: %s says why. */
  text = g_strdup_printf (C_ ("packets", "Not saved: %s"), error->message);
  packets_page_tell (self, text);
}

/* The ending says the format; without one it is the one that keeps everything. */
static GFile *
complete_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *complete = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (name == NULL || folder == NULL || is_capture_name (name))
    return g_object_ref (file);
  complete = g_strconcat (name, ".pcapng", NULL);
  return g_file_get_child (folder, complete);
}

static void
on_save_file_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GFile) chosen = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, NULL);
  PacketsPage *self = saving->then->self;
  GArray *indices = saving->indices;

  if (chosen == NULL || self->session == NULL)
    return;
  saving->file = complete_name (chosen);
  if (self->saving == NULL)
    self->saving = g_cancellable_new ();
  packets_session_save_async (self->session, saving->file,
                              indices != NULL ? (const guint *) (gpointer) indices->data : NULL,
                              indices != NULL ? indices->len : 0, self->saving, on_saved_cb,
                              saving);
  g_steal_pointer (&saving);
}

/* Asks where to, saves INDICES (nullable) or all, and does FUNC (nullable) if that went well. */
static void
save (PacketsPage *self, GArray *indices, Intention *then)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = create_file_filters ();
  Saving *saving = g_new0 (Saving, 1);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "%F %H.%M.%S.pcapng");

  saving->then = then;
  saving->indices = indices;
  gtk_file_dialog_set_title (dialog, C_ ("dialog", "Save Capture"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        self->cancellable, on_save_file_chosen_cb, saving);
}

static Intention *
intention_new (PacketsPage *self, PacketsPageFunc func, gpointer data, GDestroyNotify destroy)
{
  Intention *intention = g_new0 (Intention, 1);

  intention->self = g_object_ref (self);
  intention->func = func;
  intention->data = data;
  intention->destroy = destroy;
  return intention;
}

static void
on_discard_answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Intention) intention = user_data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);
  PacketsPage *self = intention->self;

  if (self->session == NULL)
    return;
  if (g_str_equal (answer, "save"))
    {
      /* It ends anyway, and what came after it was saved would be lost. */
      if (packets_session_get_state (self->session) == PACKETS_SESSION_CAPTURING)
        packets_session_stop (self->session);
      save (self, NULL, g_steal_pointer (&intention));
    }
  else if (g_str_equal (answer, "discard"))
    intention->func (self, intention->data);
}

/* Does FUNC, which ends what is there now; where that would be lost, not before somebody has said so. */
void
packets_page_replace (PacketsPage *self,
                      PacketsPageFunc func,
                      gpointer data,
                      GDestroyNotify destroy)
{
  g_autoptr (Intention) intention = intention_new (self, func, data, destroy);
  AdwAlertDialog *dialog;

  if (!packets_session_get_unsaved (self->session))
    {
      func (self, data);
      return;
    }
  dialog
      = ADW_ALERT_DIALOG (adw_alert_dialog_new (C_ ("dialog", "Save the Capture?"),
                                                C_ ("dialog",
                                                    "Its packets are lost if it is not saved.")));
  adw_alert_dialog_add_responses (dialog, "cancel", C_ ("button", "_Cancel"), "discard",
                                  C_ ("button", "_Discard"), "save", C_ ("button", "_Save…"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "save");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), self->cancellable, on_discard_answered_cb,
                           g_steal_pointer (&intention));
}

static void
open_file (PacketsPage *self, gpointer file)
{
  self->focus_wanted = TRUE;
  packets_session_open (self->session, file);
  if (g_file_peek_path (file) != NULL)
    add_recent (file);
}

void
packets_page_open (PacketsPage *self, GFile *file)
{
  packets_page_replace (self, open_file, g_object_ref (file), g_object_unref);
}

static void
open_only (PacketsPage *self, gpointer file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : "");
  /* Translators: of several files that were dropped; %s is its name. */
  g_autofree char *text
      = g_strdup_printf (C_ ("packets", "Only “%s” is opened: one capture at a time"), shown);

  open_file (self, file);
  packets_page_tell (self, text);
}

/* Two captures at once would have to be merged, which nobody has asked for: the first of FILES that is called as captures are,
 * or else the first. That the others are not opened is said once it is. */
void
packets_page_open_one_of (PacketsPage *self, GSList *files)
{
  GFile *chosen = NULL;

  for (GSList *l = files; l != NULL && chosen == NULL; l = l->next)
    {
      g_autofree char *name = g_file_get_basename (l->data);

      if (name != NULL && is_capture_name (name))
        chosen = l->data;
    }
  if (chosen == NULL)
    chosen = files->data;
  packets_page_replace (self, files->next != NULL ? open_only : open_file, g_object_ref (chosen),
                        g_object_unref);
}

static void
on_open_file_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsPage) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, NULL);

  if (file != NULL && self->session != NULL)
    packets_page_open (self, file);
}

static void
on_open_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = create_file_filters ();

  gtk_file_dialog_set_title (dialog, C_ ("dialog", "Open Capture"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), self->cancellable,
                        on_open_file_chosen_cb, g_object_ref (self));
}

static void
on_open_recent_activated_cb (GtkWidget *widget,
                             G_GNUC_UNUSED const char *action,
                             GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  packets_page_open (PACKETS_PAGE (widget), file);
}

/* Whatever is being saved: what was there before stays. */
static void
on_cancel_saving_activated_cb (GtkWidget *widget,
                               G_GNUC_UNUSED const char *action,
                               G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);

  g_cancellable_cancel (self->saving);
  g_clear_object (&self->saving);
}

static void
on_save_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);

  save (self, NULL, intention_new (self, NULL, NULL, NULL));
}

static void
on_save_selection_activated_cb (GtkWidget *widget,
                                G_GNUC_UNUSED const char *action,
                                G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);
  g_autoptr (GtkBitset) selection = packets_table_get_selection (self->table);
  GArray *indices = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkBitsetIter iter;
  guint index;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selection, &index); more;
       more = gtk_bitset_iter_next (&iter, &index))
    g_array_append_val (indices, index);
  save (self, indices, intention_new (self, NULL, NULL, NULL));
}

static void
close_capture (PacketsPage *self, G_GNUC_UNUSED gpointer data)
{
  packets_session_close (self->session);
}

static void
on_close_activated_cb (GtkWidget *widget,
                       G_GNUC_UNUSED const char *action,
                       G_GNUC_UNUSED GVariant *parameter)
{
  packets_page_replace (PACKETS_PAGE (widget), close_capture, NULL, NULL);
}

void
packets_page_install_file_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "capture.open", NULL, on_open_activated_cb);
  gtk_widget_class_install_action (klass, "capture.open-recent", "s", on_open_recent_activated_cb);
  gtk_widget_class_install_action (klass, "capture.save", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (klass, "capture.cancel-saving", NULL,
                                   on_cancel_saving_activated_cb);
  gtk_widget_class_install_action (klass, "capture.save-selection", NULL,
                                   on_save_selection_activated_cb);
  gtk_widget_class_install_action (klass, "capture.close", NULL, on_close_activated_cb);
  packets_page_install_left_actions (klass);
}

static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((gpointer) b),
                              gtk_recent_info_get_modified ((gpointer) a));
}

/* In a menu one would be a mnemonic's, and gone. */
static char *
escape_underlines (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

/* Captures that were opened or saved of late, by this program or another. */
void
packets_page_update_recent (PacketsPage *self)
{
  GList *infos = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  g_menu_remove_all (self->recent);
  infos = g_list_sort (infos, compare_recent);
  for (GList *l = infos;
       l != NULL && g_menu_model_get_n_items (G_MENU_MODEL (self->recent)) < (int) MAX_RECENT;
       l = l->next)
    {
      const char *name = gtk_recent_info_get_display_name (l->data);
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (!is_capture_name (name))
        continue;
      label = escape_underlines (name);
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "capture.open-recent", "s",
                                         gtk_recent_info_get_uri (l->data));
      g_menu_append_item (self->recent, item);
    }
  g_list_free_full (infos, (GDestroyNotify) gtk_recent_info_unref);
}
