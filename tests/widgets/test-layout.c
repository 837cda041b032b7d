/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A board and a source's settings, narrow and wide, in both reading directions, with texts half as long again as the
 * English ones: nothing is wider than what holds it. Under tests/ui/pseudo-locale their own texts are so too. */

#include "config.h"

#include <locale.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/sw-enums.h"
#include "core/sw-scheduler.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-board.h"
#include "widgets/sw-source-dialog.h"

#define NARROW_PX 400
#define TWO_COLUMNS_PX 590 /* the narrowest cards */
#define WIDE_PX 2000

typedef struct
{
  int width;
  GtkTextDirection direction;
} Screen;

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
} Fixture;

static char *
lengthen (const char *text)
{
  g_autofree char *dots = g_strnfill (strlen (text) / 2, '.');

  return g_strdup_printf ("[%s%s]", text, dots);
}

static gboolean
answer (SwSource *source,
        G_GNUC_UNUSED gint64 time_us,
        G_GNUC_UNUSED gpointer data,
        G_GNUC_UNUSED GError **error)
{
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    sw_source_set_value (source, i, sw_source_get_unit (source) == SW_UNIT_PERCENT ? 88 : 888.8e6);
  return TRUE;
}

static gboolean
refuse (SwSource *source, G_GNUC_UNUSED gint64 time_us, gpointer code, GError **error)
{
  g_set_error (error, SW_SOURCE_ERROR, GPOINTER_TO_INT (code),
               "[%s: There is a reason for this which takes some sentences to tell. "
               "/sys/devices/pci0000:00/0000:00:1f.4/i2c-0/0-0050/hwmon/hwmon17/temp1_input "
               "cannot be read by you]",
               sw_source_get_title (source));
  return FALSE;
}

static SwSource *
add_source (Fixture *self, guint number, const char *name, SwUnit unit, guint n_channels)
{
  g_autofree char *id = g_strdup_printf ("source-%u", number);
  g_autofree char *title = lengthen (name);
  SwSource *source = sw_fake_source_new (id, title, unit, number % 3);

  for (guint i = 0; i < n_channels; i++)
    {
      g_autofree char *channel = g_strdup_printf ("%s %u", title, i);

      sw_source_add_channel (source, sw_channel_new (channel, channel, SW_ROLE_1 + i % 8));
    }
  sw_fake_source_set_func (source, answer, NULL);
  sw_source_registry_add (self->registry, "test", source);
  g_object_unref (source);
  return source;
}

/* As many as a large machine has, in all states. */
static void
set_up (Fixture *self, gconstpointer screen)
{
  const char *const names[] = { "Processor", "Memory", "Network interfaces", "Round-trip time",
                                "Temperatures of the processor's packages" };
  g_autoptr (GEnumClass) units = g_type_class_ref (SW_TYPE_UNIT);
  guint number = 0;

  gtk_widget_set_default_direction (((const Screen *) screen)->direction);
  self->clock = sw_test_clock_new ();
  self->scheduler = sw_scheduler_new (SW_CLOCK (self->clock), NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  for (guint unit = 0; unit < units->n_values; unit++)
    for (guint n_channels = 1; n_channels <= 64; n_channels *= 4)
      {
        const char *name = names[number % G_N_ELEMENTS (names)];
        SwSource *source
            = add_source (self, number, name, (SwUnit) units->values[unit].value, n_channels);

        if (number % 7 == 3)
          sw_fake_source_set_func (source, refuse,
                                   GINT_TO_POINTER (number % 2 == 0 ? SW_SOURCE_ERROR_UNAVAILABLE
                                                                    : SW_SOURCE_ERROR_MALFORMED));
        number++;
      }
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer screen)
{
  sw_test_assert_last_unref (self->registry);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->clock);
}

static void
assert_fits (GtkWidget *parent)
{
  const int width = gtk_widget_get_width (parent);

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t box;

      /* The slider of a scrollbar reaches out by design. */
      if (GTK_IS_SCROLLBAR (child) || !gtk_widget_get_mapped (child)
          || !gtk_widget_compute_bounds (child, parent, &box))
        continue;
      if (box.origin.x < -0.5 || box.origin.x + box.size.width > width + 0.5)
        g_error ("%s of %g px at %g in %s of %d px", G_OBJECT_TYPE_NAME (child), box.size.width,
                 box.origin.x, G_OBJECT_TYPE_NAME (parent), width);
      assert_fits (child);
    }
}

static void
check_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW_PX);
}

static void
test_board (Fixture *self, gconstpointer data)
{
  const Screen *screen = data;
  GtkWidget *board = sw_board_new (self->registry, NULL);
  GtkWindow *window = sw_widget_test_show (board, screen->width, 900);

  /* All wait; then each has a value, or none and says so. */
  for (guint second = 0; second < 3; second++)
    {
      g_assert_cmpint (gtk_widget_get_width (board), ==, screen->width);
      assert_fits (GTK_WIDGET (window));
      check_width (board);
      sw_test_clock_run (self->clock, self->scheduler, SW_SECOND_US);
      sw_widget_test_paint (board);
    }
  sw_widget_test_close (window);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
test_dialog (Fixture *self, gconstpointer data)
{
  const Screen *screen = data;

  for (guint number = 0; number < 4; number++)
    {
      g_autofree char *id = g_strdup_printf ("source-%u", number);
      GtkWidget *window = adw_window_new ();
      AdwDialog *dialog = sw_source_dialog_new (sw_source_registry_lookup (self->registry, id));

      gtk_window_set_default_size (GTK_WINDOW (window), screen->width, 900);
      adw_window_set_content (ADW_WINDOW (window), gtk_label_new (id));
      gtk_window_present (GTK_WINDOW (window));
      adw_dialog_present (dialog, window);
      sw_widget_test_wait (is_mapped, dialog);
      sw_widget_test_paint (window);
      assert_fits (GTK_WIDGET (dialog));
      adw_dialog_force_close (dialog);
      sw_widget_test_close (GTK_WINDOW (window));
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    Screen screen;
  } screens[] = {
    { "narrow/left-to-right", { NARROW_PX, GTK_TEXT_DIR_LTR } },
    { "narrow/right-to-left", { NARROW_PX, GTK_TEXT_DIR_RTL } },
    { "two-columns/right-to-left", { TWO_COLUMNS_PX, GTK_TEXT_DIR_RTL } },
    { "wide/left-to-right", { WIDE_PX, GTK_TEXT_DIR_LTR } },
    { "wide/right-to-left", { WIDE_PX, GTK_TEXT_DIR_RTL } },
  };

  gtk_test_init (&argc, &argv, NULL);
  if (g_getenv ("STILLWATCH_LOCALE_DIR") != NULL)
    {
      setlocale (LC_ALL, "");
      bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STILLWATCH_LOCALE_DIR"));
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      g_assert_cmpstr (C_ ("card", "Settings"), !=, "Settings");
    }
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      g_autofree char *board = g_strconcat ("/layout/board/", screens[i].name, NULL);
      g_autofree char *dialog = g_strconcat ("/layout/dialog/", screens[i].name, NULL);

      g_test_add (board, Fixture, &screens[i].screen, set_up, test_board, tear_down);
      g_test_add (dialog, Fixture, &screens[i].screen, set_up, test_dialog, tear_down);
    }
  return g_test_run ();
}
