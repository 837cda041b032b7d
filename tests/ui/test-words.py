#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The program in other words: right to left it is mirrored, long texts fit and are all translatable, and who speaks a
language that there is meets no other."""

import gettext
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import locales
from uidriver import SHOWING, Atspi, Failed, Program, click, has_state, place, press, resize, run, wait, walk

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import catalogue  # noqa: E402

SENSITIVE = Atspi.StateType.SENSITIVE
LEGACY = ROOT / "tests" / "plugins" / "multiload" / "legacy" / "standalone.conf"
APP_ID = "org.stillwatch.Stillwatch"
CONTROLS = {"button", "check box", "combo box", "level bar", "list item", "radio button", "spin button", "switch",
            "toggle button"}
NARROW_PX = 400
SCREEN_PX = 2400
WIDE_PX = 900
HEIGHT_PX = 800
# A label must have room for that many of its letters.
READABLE_LETTERS = 6
READABLE_PX = 4


def leave_legacy():
    """Settings of another program, for the dialog that imports them."""
    path = pathlib.Path(os.environ["HOME"], ".config", "multiload-ng", LEGACY.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(LEGACY, path)


def plain(text):
    """As a widget shows it: without the underscore of a mnemonic."""
    return re.sub(r"_(\w)", r"\1", text)


class Tour:
    """One run that shows one place after another: each is a word for reports and a function that goes there."""

    def __init__(self, width, say=lambda context, text: text, **environ):
        self.say = say
        self.program = Program(**environ)
        self.program.await_widget("level bar")
        self.title = say("application", "Stillwatch")
        self.resize(WIDE_PX)
        self.pages = wait(self._list_pages, "the pages are listed")
        self.resize(width)
        wait(lambda: place(self.program.find("frame")).width == width, f"the window is {width} px wide")

    def resize(self, width):
        resize(width, HEIGHT_PX, self.title)

    def _list_pages(self):
        return [row.get_name() for row in self.program.find_all("list item", below=self.program.find("list"))]

    def show_page(self, number):
        press(f"ctrl+{number}")
        self.program.await_widget("grouping", self.pages[number - 1])

    def open_by_action(self, name):
        subprocess.run(["gapplication", "action", APP_ID, name], check=True)
        return self.program.await_widget("dialog")

    def close(self):
        press("Escape")
        self.program.await_gone("dialog")

    def places(self):
        """Goes through all of them; yields the name of each, and what of the tree is new there."""
        frame = self.program.find("frame")
        for number in range(1, len(self.pages) + 1):
            self.show_page(number)
            yield f"page {number}", frame
        self.show_page(1)
        yield from self.history()
        yield from self.settings()
        yield from self.preferences()
        yield "about", self.open_by_action("about")
        self.close()
        press("F10")
        yield "main menu", self.program.await_widget("menu")
        press("Escape")
        self.program.await_gone("menu")
        yield from self.search()
        yield from self.strip()
        yield from self.shortcuts()

    def settings(self):
        wanted = pattern(self.say("card", "Settings of %s"))
        buttons = [node for node in self.program.find_all("button") if wanted.fullmatch(node.get_name())]
        for button in buttons[:2]:
            name = button.get_name()
            click(button)
            yield name, self.program.await_widget("dialog")
            self.close()

    def preferences(self):
        dialog = self.open_by_action("preferences")
        pages = wait(lambda: self.program.find_all("radio button", dialog) or self.program.find_all("page tab", dialog),
                     "the pages are listed")
        for page in pages:
            click(page)
            yield f"preferences, {page.get_name()}", self.program.find("dialog")
            if page.get_name() == self.say("preferences", "Plugins"):
                yield from self.import_dialog()
        self.close()

    def import_dialog(self):
        """From a plugin's own preferences, and back to the plugins."""
        wanted = pattern(self.say("accessible name; a plugin's name", "Preferences of %s"))
        click(wait(lambda: next((node for node in self.program.find_all("button", below=self.program.find("dialog"))
                                 if wanted.fullmatch(node.get_name())), None), "the plugin has preferences"))
        row = self.program.await_widget("list item", self.say("import", "Import from Multiload…"))
        yield "preferences of a plugin", self.program.find("dialog")
        wait(lambda: has_state(row, SENSITIVE), "there is something to import")
        self.program.reach(None, row.get_name(), "shift+Tab")
        press("Return")
        button = self.program.await_widget("button", plain(self.say("button", "_Import")))
        yield "import", self.program.find_all("dialog")[-1]
        press("Escape")
        self.program.await_gone("button", button.get_name())
        press("Escape")
        self.program.await_gone("list item", row.get_name())

    def shortcuts(self):
        subprocess.run(["gapplication", "action", APP_ID, "shortcuts"], check=True)
        title = plain(self.say("shortcuts", "Preferences"))
        self.program.await_widget("label", title)
        yield "shortcuts", self.program.find_all("frame")[-1]
        press("Escape")
        self.program.await_gone("label", title)

    def history(self):
        click(self.program.await_widget("button", self.say("card", "History of %s") % self.say("source", "CPU")))
        back = self.program.await_widget("button", self.say("history", "Back to all graphs"))
        yield "history", self.program.find("frame")
        click(self.program.await_widget("button", self.say("history", "Copy or save")))
        yield "menu of a graph", self.program.await_widget("menu")
        press("Escape")
        self.program.await_gone("menu")
        click(back)
        self.program.await_gone("button", back.get_name())

    def search(self):
        """For the page of plugins, by the first letter of its name; and for what is not there."""
        results = self.say("search", "Results")
        press("ctrl+f")
        wait(lambda: (self.program.focused() or self.program.node).get_name() == self.say("window", "Search"), "one can type")
        press(re.search("[A-Za-z]", self.pages[-1])[0].lower())
        self.program.await_widget("list", results)
        yield "search", self.program.find("frame")
        press("q", "x")
        self.program.await_gone("list", results)
        yield "search in vain", self.program.find("frame")
        press("Escape")
        self.program.await_gone("label", self.say("search", "No Results"))

    def strip(self):
        subprocess.run(["gapplication", "action", APP_ID, "strip"], check=True)
        wait(lambda: len(self.program.find_all("frame")) == 2, "the strip is there")
        yield "strip", self.program.find_all("frame")[-1]
        subprocess.run(["gapplication", "action", APP_ID, "strip"], check=True)
        wait(lambda: len(self.program.find_all("frame")) == 1, "the strip is gone")

    def end(self):
        self.program.end()


def showing(root):
    root.clear_cache()
    return [node for node in walk(root) if has_state(node, SHOWING)]


def expect_none(problems, where):
    """Until the list that PROBLEMS makes is empty: what moves comes to rest."""
    found = []

    def look():
        found[:] = problems()
        return not found

    try:
        wait(look, where)
    except Failed as error:
        raise Failed(f"{where}: nothing wrong, such as {found[:8]}") from error


def controls(root):
    """Those with a name that no other has."""
    nodes = [node for node in showing(root) if node.get_role_name() in CONTROLS and node.get_name()]
    names = [node.get_name() for node in nodes]
    return [node for node in nodes if names.count(node.get_name()) == 1]


def order(root):
    """Pairs of names of which the second stands on the right of the first in the same line."""
    (boxes,) = wait(lambda: ([(node.get_name(), place(node)) for node in controls(root)],), "all hold still")
    return {(one, other) for one, a in boxes for other, b in boxes
            if a.y < b.y + b.height and b.y < a.y + a.height and b.x >= a.x + a.width}


def test_right_to_left():
    """In no language, since GTK takes the direction from its own translation."""
    usual = {}
    tour = Tour(WIDE_PX)
    for where, root in tour.places():
        usual[where] = order(root)
    tour.end()
    n_mirrored = 0
    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(WIDE_PX, **locales.right_to_left(folder))
        for where, root in tour.places():
            expect_none(lambda root=root, where=where: sorted(usual[where] & order(root)),
                        f"{where}: nothing stands as it does from left to right")
            n_mirrored += len({(b, a) for a, b in usual[where]} & order(root))
        tour.end()
    if n_mirrored < 40:
        raise Failed(f"the places are looked at, not {n_mirrored} pairs")


def crowded(root):
    """What is wider than the window, what can be scrolled sideways, texts of which nothing can be read."""
    for node in showing(root):
        if node.get_component_iface() is None:
            continue
        role, box = node.get_role_name(), place(node)
        # GTK says anything of what has no size yet.
        if NARROW_PX < box.width < SCREEN_PX or role == "scroll bar" and box.width > box.height:
            yield role, node.get_name(), box.width
        if role == "label" and box.width < READABLE_PX * min(len(node.get_name()), READABLE_LETTERS):
            yield "cut off", node.get_name(), box.width


def texts_of_toolkit(language):
    """What GTK and libadwaita say by themselves, in LANGUAGE or not, as patterns."""
    texts = set()
    for domain in ("gtk40", "libadwaita"):
        for spoken in (language, "de"):
            found = gettext.translation(domain, "/usr/share/locale", [spoken])
            for key, value in found._catalog.items():
                texts |= {(key[0] if isinstance(key, tuple) else key).rpartition("\4")[2], value}
    # Hardly anything but holes would be like everything.
    texts = [text for text in texts if text and (text == catalogue.DIRECTIVE.sub("", text)
                                                 or len(re.findall(r"\w", catalogue.DIRECTIVE.sub("", text))) > 3)]
    return [pattern(text) for text in texts]


def pattern(text):
    """Of what TEXT becomes with its holes filled and without its mnemonic."""
    return re.compile(".+".join(re.escape(part) for part in catalogue.DIRECTIVE.split(plain(text))), re.S)


def texts(node):
    """What one can read or hear of it."""
    return node.get_name(), node.get_description(), (node.get_attributes() or {}).get("placeholder-text", "")


def untranslated(root, known):
    """Texts with letters of which not everything is what tests/ui/pseudo-locale makes of ours."""
    for node in showing(root):
        for text in texts(node):
            if re.search(r"[A-Za-z]{2}", text) and not re.fullmatch(r"\[.*\]\s*", text, re.S) \
               and not any(one.fullmatch(text) for one in known):
                yield node.get_role_name(), text


def test_long():
    """Every text in a narrow window, half as long again. What does not fit makes libadwaita complain, too."""
    pseudo = locales.pseudo_locale().pseudo
    # What a plugin's description file says is translated as it is built.
    known = [pattern(text) for context, text, _ in locales.pseudo_locale().messages() if context is None]
    known += texts_of_toolkit(locales.pseudo_locale().LANGUAGE)
    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(NARROW_PX, say=lambda context, text: pseudo(text), **locales.long(folder))
        for where, root in tour.places():
            if where not in ("shortcuts", "strip"):     # other windows, with widths of their own
                expect_none(lambda root=root: list(crowded(root)), f"{where} fits")
            expect_none(lambda root=root: list(untranslated(root, known)), f"all of {where} can be translated")
        tour.end()


def test_language(language):
    """Nothing that is said otherwise in LANGUAGE shows in English."""
    messages = [message for message in catalogue.parse((ROOT / "po" / f"{language}.po").read_text(encoding="utf-8"))
                if message.text]
    spoken = {(message.context, message.text): message.translations[0] for message in messages}
    heard = [plain(text) for message in messages for text in message.translations]
    foreign = [pattern(text) for message in messages for text in (message.text, message.plural)
               if text and re.search("[A-Za-z]{2}", catalogue.DIRECTIVE.sub("", text)) and plain(text) not in heard]
    known = texts_of_toolkit(language)

    def english(root):
        for node in showing(root):
            for text in texts(node):
                if any(one.fullmatch(text) for one in foreign) and not any(one.fullmatch(text) for one in known):
                    yield node.get_role_name(), text

    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(WIDE_PX, say=lambda context, text: spoken[context, text], **locales.translated(folder, language))
        for where, root in tour.places():
            expect_none(lambda root=root: list(english(root)), f"{where} shows no English")
        tour.end()


leave_legacy()
run([
    ("/words/right-to-left", test_right_to_left),
    ("/words/long", test_long),
    *((f"/words/language/{language}", lambda language=language: test_language(language))
      for language in (ROOT / "po" / "LINGUAS").read_text(encoding="utf-8").split()),
])
