# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What there is to translate, and what translations say: the texts of gettext's files."""

import os
import pathlib
import re
import subprocess
from typing import NamedTuple

# Of Meson's preset "glib".
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3")
# What printf() and GLib fill in.
DIRECTIVE = re.compile(r"%(?:\d+\$)?[-+#0']*\*?\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]")
FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) ((?:"(?:\\.|[^"\\])*"\s*)+)', re.M)
ESCAPES = {"n": "\n", "t": "\t"}


class Message(NamedTuple):
    """One entry of a .pot or .po file. The header is the one whose text is empty."""
    context: str | None
    text: str
    plural: str | None
    translations: tuple
    flags: frozenset
    obsolete: bool
    places: tuple   # the files that have it

    @property
    def key(self):
        return self.context, self.text, self.plural


def unquote(text):
    """The lines of a string."""
    inside = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', text))
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), inside)


def parse(text):
    """The messages of a .pot or .po file."""
    found = []
    for entry in re.split(r"\n\s*\n", text):
        obsolete = bool(re.search(r"^#~", entry, re.M))
        fields = {match[1]: unquote(match[2]) for match in FIELD.finditer(re.sub(r"^#~ ?", "", entry, flags=re.M))}
        if "msgid" not in fields:
            continue
        flags = frozenset(flag.strip() for line in re.findall(r"^#, (.*)$", entry, re.M) for flag in line.split(","))
        places = tuple(place for line in re.findall(r"^#: (.*)$", entry, re.M) for place in line.split())
        translations = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
        found.append(Message(fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural"), translations, flags, obsolete,
                             places))
    return found


def template(root):
    """The .pot of the tree at ROOT, as the build makes it."""
    more = re.findall(r"'(--keyword=[^']+)'", pathlib.Path(root, "po/meson.build").read_text(encoding="utf-8"))
    return subprocess.run(["xgettext", "--from-code=UTF-8", "--files-from=po/POTFILES", "--add-location=file", "-o-",
                           *(f"--keyword={keyword}" for keyword in KEYWORDS), *more],
                          cwd=root, env={**os.environ, "GETTEXTDATADIRS": f"{root}/po"}, check=True, capture_output=True,
                          text=True).stdout
