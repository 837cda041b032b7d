# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""What the checkers share: which files there are, C without its comments, and TAP.

A checker is a function from a root folder to a list of findings ("path:line: what is wrong"). Before it is let loose
on the tree it is shown small trees of its own, good and bad ones, so that it is seen red where it must be.
"""

import os
import pathlib
import re
import sys
import tempfile

TOKEN = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def files(root, *suffixes):
    """Sorted paths below ROOT, relative to it; build folders and hidden ones are none of ours."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f == ".ci" or not (
            f.startswith(".") or f == "__pycache__"
            or os.path.exists(os.path.join(folder, f, "meson-private")))]
        found += [os.path.relpath(os.path.join(folder, n), root) for n in names
                  if n.endswith(suffixes or "")]
    return sorted(found)


def read(root, path):
    return pathlib.Path(root, path).read_text(encoding="utf-8", errors="replace")


def code(text, keep_strings=False):
    """C with comments and the insides of strings blanked, every offset and line unchanged."""
    def blank(match):
        token = match[0]
        if token[0] in "\"'":
            return token if keep_strings else token[0] + " " * (len(token) - 2) + token[-1]
        return re.sub(r"[^\n]", " ", token)
    return TOKEN.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def call_arguments(text, offset):
    """The text between the parenthesis that opens at or after OFFSET and its partner."""
    begin = text.index("(", offset)
    depth = 0
    for at in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[begin + 1:at]
    return text[begin + 1:]


def root():
    """The tree that is checked."""
    return os.environ.get("STILLWATCH_SOURCE_ROOT") or str(pathlib.Path(__file__).parents[2])


def run(title, check, good=(), bad=(), report=None):
    """GOOD and BAD are small trees, {path: text}; a bad one goes with the words that its finding must hold."""
    results = []
    print("TAP version 14")

    def fixture(tree):
        with tempfile.TemporaryDirectory(prefix="stillwatch-style-") as folder:
            for path, text in tree.items():
                place = pathlib.Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            return check(folder)

    for tree in good:
        found = fixture(tree)
        results.append((not found, f"{title}: accepts {', '.join(tree)}", found))
    for tree, words in bad:
        found = fixture(tree)
        results.append((any(words in f for f in found), f"{title}: refuses {words}", found))
    found = check(root())
    for line in report(root()) if report else ():
        print(f"# {line}")
    results.append((not found, f"{title}: the tree", found))

    print(f"1..{len(results)}")
    for number, (passed, name, found) in enumerate(results, 1):
        print(f"{'ok' if passed else 'not ok'} {number} - {name}")
        if not passed:
            for finding in found or ["nothing was found"]:
                print(finding, file=sys.stderr)     # Meson shows a failed test's stderr, not its TAP comments
    sys.exit(0 if all(passed for passed, _, _ in results) else 1)
