#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""Whatever can have the focus or be activated has a name that a screen reader can say: on every page, in every dialog,
in the strip. They are reached by keys."""

from uidriver import APP_ID, SHOWING, Atspi, Failed, GLib, Program, ask, click, has_state, press, run, wait, walk

ACTIVATING = {"click", "activate", "toggle", "press"}


def ancestors(node):
    parent = node.get_parent()
    while parent is not None:
        yield parent
        parent = parent.get_parent()


def is_stock(node):
    """What GTK or libadwaita leave without a name, and why that is well."""
    above = [parent.get_role_name() for parent in ancestors(node)]
    return (
        # Takes the focus only to scroll what has nothing else to go to, which is what is read then.
        node.get_role_name() == "scroll pane"
        # Gone meanwhile, as one of several results of a search.
        or len(above) < 2
        # The choice that AdwComboRow shows: the row around it has the focus, the name and the choice as its value.
        or "combo box" in above
        # The sheet that AdwDialog puts its child into: what is in it gets the focus.
        or node.get_role_name() == "panel" and "dialog" in above[:3]
        # The list that AdwExpanderRow has for its rows, which are named, and is named itself.
        or node.get_role_name() == "panel" and above[1] == "list item"
        # A key in GtkShortcutsWindow: the entry is named as a whole.
        or node.get_role_name() == "caption" and above[-1] == "desktop frame" and "dialog" not in above)


def has_action(action, index):
    try:
        return Atspi.Action.get_action_name(action, index) in ACTIVATING
    except GLib.Error:
        # GTK counts those that are disabled among them, and does not tell their names.
        return False


def can_be_used(node):
    action = node.get_action_iface()
    return has_state(node, Atspi.StateType.FOCUSABLE) \
        or action is not None and any(has_action(action, index) for index in range(action.get_n_actions()))


def is_named(node):
    return node.get_name().strip() or any(relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
                                          for relation in node.get_relation_set())


def describe(node):
    return " in ".join(f"{step.get_role_name()} “{step.get_name()}”" for step in [node, *ancestors(node)][:7])


def check(program, place, root=None):
    """All that shows there, at one moment at which nothing came or went."""
    def survey():
        top = root or program.node
        top.clear_cache()
        used = [node for node in walk(top) if has_state(node, SHOWING) and can_be_used(node)]
        return len(used), [describe(node) for node in used if not is_named(node) and not is_stock(node)]

    count, nameless = wait(survey, f"{place} holds still")
    print(f"# {place}: {count} can be used", flush=True)
    if count == 0 or nameless:
        raise Failed(f"all of {place} has names, but for {nameless}")


def close(program):
    press("Escape")
    program.await_gone("dialog")


def role_in_focus(program):
    return (program.focused() or program.node).get_role_name()


def reach_graph(program):
    program.reach("level bar", "CPU")


def test_pages():
    program = Program()
    program.await_widget("level bar", "CPU")
    check(program, "the system page")
    press("F10")
    check(program, "the menu", program.await_widget("menu"))
    press("Escape")
    program.await_gone("menu")
    click(program.await_widget("button", "Settings of CPU"))
    check(program, "a graph's settings", program.await_widget("dialog", "CPU"))
    close(program)
    reach_graph(program)
    press("Return")
    program.await_widget("button", "Back to all graphs")
    check(program, "the history")
    press("Escape")
    program.await_gone("button", "Back to all graphs")
    wait(lambda: role_in_focus(program) == "level bar", "the focus is back on the graph")
    press("ctrl+3")
    program.await_widget("check box", "System")
    check(program, "the plugins page")
    press("ctrl+f")
    wait(lambda: role_in_focus(program) in ("entry", "text"), "the entry has the focus")
    press(*"cpu")
    program.await_widget("list item", "CPU")
    check(program, "the search")
    program.end()


def tab(program, name):
    """That stands in the dialog's head bar, or at its foot where it is narrow."""
    return program.find("radio button", name) or program.find("page tab", name)


def reach_tab(program, name):
    """By Tab, and by the arrows from the one that has the focus."""
    def reached():
        focused = program.focused()
        if focused is not None and focused.get_role_name() in ("radio button", "page tab"):
            if focused.get_name() == name:
                return True
            program.step("Right")
        else:
            program.step("shift+Tab")
        return False

    wait(reached, f"keys reach the page “{name}”")
    press("space")


def test_preferences():
    """Each page, reached by keys alone, and the pages behind them."""
    program = Program()
    program.await_widget("level bar", "CPU")
    press("ctrl+comma")
    dialog = program.await_widget("dialog")
    for name, role, within in (("General", "combo box", "On Battery"), ("Graphs", "button", "Settings of CPU"),
                               ("Panel", "combo box", "Edge"), ("Plugins", "button", "Preferences of System"),
                               ("Cost", "button", "Copy as Text")):
        wait(lambda name=name: tab(program, name), f"there is a page “{name}”")
        reach_tab(program, name)
        program.await_widget(role, within)
        check(program, name, dialog)
        if name == "Plugins":
            click(program.find(role, within))
            program.await_widget("button", "Back")
            check(program, "the plugin's own preferences", dialog)
            press("Escape")
            program.await_widget(role, within)
    close(program)
    program.end()


def test_dialogs():
    program = Program("--page", "plugins")
    program.await_widget("check box", "System")
    ask("gapplication", "action", APP_ID, "about")
    check(program, "About", program.await_widget("dialog"))
    close(program)
    press("ctrl+question")
    program.await_widget("label", "Keyboard shortcuts")
    check(program, "the shortcuts")
    press("Escape")
    program.await_gone("label", "Keyboard shortcuts")
    ask("gapplication", "action", APP_ID, "strip")
    program.await_widget("tool bar")
    check(program, "the strip")
    program.end()


run([
    ("/accessible/pages", test_pages),
    ("/accessible/preferences", test_preferences),
    ("/accessible/dialogs", test_dialogs),
])
