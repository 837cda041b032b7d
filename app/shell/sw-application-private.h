/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-application.h"
#include "shell/sw-bus-service.h"
#include "shell/sw-plugin-host.h"
#include "shell/sw-policy.h"
#include "shell/sw-recorder.h"
#include "shell/sw-strip.h"
#include "shell/sw-tray.h"

G_BEGIN_DECLS

struct _SwApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* (nullable) the schema is not installed: nothing is remembered */
  SwScheduler *scheduler;
  SwSamplePool *pool;
  SwSourceRegistry *registry;
  SwSession *session;
  SwBusService *bus; /* (nullable) registered on the session bus */
  SwPolicy *policy;
  SwRecorder *recorder;
  SwPluginHost *host;
  GListModel *pages;      /* of SwPage */
  AdwDialog *preferences; /* (nullable) weak; while they are open */
  SwStrip *strip; /* (nullable) its schema is not installed, or a picture is all that is wanted */
  SwTray *tray;   /* (nullable) its schema is not installed, or a picture is being made */
  char *screenshot_path; /* (nullable) where to save a picture before leaving */
  char *size;            /* (nullable) WIDTHxHEIGHT of the window in the picture */
  SwJob *screenshot_job; /* (nullable) borrowed from the scheduler */
  int seconds_left;      /* until the picture is taken; below 0 it should have been */
  int exit_status;
  guint end_signals[3];   /* of the session, the terminal, the keyboard */
  guint staying : 1;      /* held for its own sake, not for a window */
  guint held_by_tray : 1; /* held for the panel's icon */
};

GSettings *sw_application_open_settings (void);
void sw_application_add_actions (SwApplication *self);
void sw_application_add_tray (SwApplication *self);
void sw_application_add_options (SwApplication *self);
int sw_application_handle_local_options (GApplication *application, GVariantDict *options);
void sw_application_present_preferences (SwApplication *self, const char *place);
void sw_application_prepare_screenshot (SwApplication *self, GtkWindow *window);
void sw_application_give_up_screenshot (SwApplication *self);

G_END_DECLS
