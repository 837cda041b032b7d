/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The page's parts, for the files that it is made of. */

#pragma once

#include <adwaita.h>

#include "core/sw-clock.h"
#include "core/sw-scheduler.h"
#include "widgets/sw-visibility.h"

#include "plugins/packets/packets-capture-bar.h"
#include "plugins/packets/packets-checked-entry.h"
#include "plugins/packets/packets-details.h"
#include "plugins/packets/packets-names.h"
#include "plugins/packets/packets-page.h"
#include "plugins/packets/packets-status-bar.h"
#include "plugins/packets/packets-table.h"

G_BEGIN_DECLS

struct _PacketsPage
{
  GtkWidget parent_instance;

  GtkWidget *bin; /* the only child */
  AdwToastOverlay *toasts;
  PacketsCaptureBar *capture_bar;
  GtkWidget *filter_line;
  PacketsCheckedEntry *filter;
  AdwBanner *note;
  AdwBanner *left_note;
  AdwBanner *saving_note;
  GtkProgressBar *progress;
  GtkStack *stack; /* of states */
  AdwBin *problem;
  AdwStatusPage *waiting;
  GtkPaned *panes;
  GtkStack *list_stack; /* the table, or why it is empty */
  AdwStatusPage *nothing;
  GtkWidget *clear_filter;
  PacketsTable *table;
  PacketsDetails *details;
  PacketsStatusBar *status_bar;
  GMenu *recent;

  PacketsSession *session;
  GSettings *settings; /* (nullable) */
  PacketsInterfaces *interfaces;
  PacketsResolver *resolver;
  PacketsNames *names; /* (nullable) until it was seen */
  NeighbourMonitor *neighbours;
  SwVisibility *visibility;
  PacketsList *list;
  PacketsFilterModel *model;
  FieldFilter *view_filter; /* (nullable) of the text in the entry, as far as it is right */
  GtkCssProvider *style;
  GPtrArray *left; /* (nullable) of GFile: what a crash left */
  GCancellable *cancellable;
  GCancellable *saving; /* (nullable) what is being saved */
  char *shown_problem;  /* (nullable) that of the problem's page */

  SwJob *pacer;                    /* paused while nothing was new of late */
  SwClock *clock;                  /* of what it costs */
  gint64 begun_ns;                 /* of its clock's busy time: the frame that shows what came */
  guint tick_id;                   /* 0: no frame is waited for */
  PacketsSessionState shown_state; /* at the last update */
  guint shown_index;               /* whose details are shown; G_MAXUINT: none's */
  guint n_saving_seen; /* how often something was being saved when the session told, in a row */
  guint narrow : 1;
  guint details_wanted : 1;
  guint focus_wanted : 1; /* by the list, as soon as it is there */
  guint stale : 1;        /* something came while nobody looked */
  guint updating : 1;     /* what changes is looked at in the end */
};

typedef void (*PacketsPageFunc) (PacketsPage *self, gpointer data);

/* packets-page-build.c */
void packets_page_build (PacketsPage *self);

/* packets-page-settings.c */
void packets_page_follow_settings (PacketsPage *self);
void packets_page_apply_settings (PacketsPage *self, PacketsDecoder *decoder);
void packets_page_load_names (PacketsPage *self);

/* packets-page-state.c */
void packets_page_update (PacketsPage *self);
void packets_page_refresh (PacketsPage *self);
void packets_page_update_layout (PacketsPage *self);
void packets_page_show_details (PacketsPage *self);

/* packets-page-pace.c */
void packets_page_create_pacer (PacketsPage *self, SwContext *context);
void packets_page_remove_pacer (PacketsPage *self);
void packets_page_pace (PacketsPage *self);
gint64 packets_page_slow_down (gint64 pace_us, gint64 cost_us);

/* packets-page-actions.c */
void packets_page_install_actions (GtkWidgetClass *widget_class);
void packets_page_update_actions (PacketsPage *self);

/* packets-page-files.c */
void packets_page_install_file_actions (GtkWidgetClass *widget_class);
void packets_page_open (PacketsPage *self, GFile *file);
void packets_page_open_one_of (PacketsPage *self, GSList *files);
void packets_page_replace (PacketsPage *self,
                           PacketsPageFunc func,
                           gpointer data,
                           GDestroyNotify destroy);
void packets_page_tell (PacketsPage *self, const char *text);
void packets_page_update_recent (PacketsPage *self);

/* packets-page-left.c */
void packets_page_install_left_actions (GtkWidgetClass *widget_class);
void packets_page_look_for_left (PacketsPage *self);

G_END_DECLS
