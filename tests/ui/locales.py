# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Languages that the program can be run in: each function lays into FOLDER what one needs and returns its environment.

gettext translates in no locale that is called C; under another name the same one will do, so that none needs to be installed.
"""

import importlib.machinery
import importlib.util
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
RIGHT_TO_LEFT = "he"


def pseudo_locale():
    """The script of that name, as a module."""
    loader = importlib.machinery.SourceFileLoader("pseudo_locale", str(HERE / "pseudo-locale"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("pseudo_locale", loader))
    loader.exec_module(module)
    return module


def translated(folder, language):
    """One of po/LINGUAS, with the catalogue of the build folder that STILLWATCH_LOCALE_DIR names."""
    pathlib.Path(folder, f"{language}.utf8").symlink_to("/usr/lib/locale/C.utf8")
    return {"LOCPATH": str(folder), "LANGUAGE": language, "LC_ALL": f"{language}.UTF-8"}


def right_to_left(folder):
    """GTK takes the direction from its own translation; ours is none."""
    return translated(folder, RIGHT_TO_LEFT)


def long(folder):
    """Every text half as long again."""
    return pseudo_locale().write(folder)
