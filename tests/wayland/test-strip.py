#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""The strip as a surface of the layer shell: its place, what it leaves to other windows, pointer, monitors."""

import contextlib

from uidriver import Program, change, desktop, place, run, wait

STRIP = "org.stillwatch.Strip"
BLACK = (0, 0, 0)
sway = desktop.CURRENT


def strip(**settings):
    for key, value in settings.items():
        change(STRIP, key, value)


def start(*arguments, **settings):
    """The program with a strip, and its window tiled: it has all that the strip leaves."""
    strip(enabled="true", **settings)
    program = Program(*arguments)
    wait(lambda: program.find("frame", "Strip"), "the strip is there")
    wait(sway.windows, "the compositor shows the window")
    sway.tell(f"[app_id={desktop.APP_ID}] floating disable")
    return program


def focused():
    return [each["rect"] for each in sway.ask("get_outputs") if each.get("focused")]


def output():
    """The only one's or the focused one's place in the layout."""
    return wait(focused, "an output is focused")[0]


def left(edge, thickness, rect):
    """What a strip leaves of an output."""
    x, y, width, height = (rect[key] for key in ("x", "y", "width", "height"))
    return {"left": (x + thickness, y, width - thickness, height), "right": (x, y, width - thickness, height),
            "top": (x, y + thickness, width, height - thickness), "bottom": (x, y, width, height - thickness)}[edge]


def bar(edge, thickness, rect):
    """Where that strip is."""
    x, y, width, height = (rect[key] for key in ("x", "y", "width", "height"))
    place_of = {"left": (x, y, thickness, height), "right": (x + width - thickness, y, thickness, height),
                "top": (x, y, width, thickness), "bottom": (x, y + height - thickness, width, thickness)}
    return dict(zip(("x", "y", "width", "height"), place_of[edge]))


def tiled():
    return tuple(sway.windows()[0]["rect"][key] for key in ("x", "y", "width", "height"))


def covers(edge, thickness, rect):
    """Whether a strip of that thickness is drawn all along the edge."""
    picture = sway.picture(bar(edge, thickness, rect))
    corners = [(x, y) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
    return all(picture.pixel(*corner) != BLACK for corner in corners)


def await_strip(edge, thickness, rect=None):
    rect = rect or output()
    wait(lambda: tiled() == left(edge, thickness, rect),
         f"a tiled window has {left(edge, thickness, rect)}, not {tiled()}, beside a strip at {edge} of {thickness}")
    wait(lambda: covers(edge, thickness, rect), f"a strip of {thickness} is seen at {edge}")


def test_edges():
    program = start()
    for edge in ("bottom", "left", "top", "right"):
        strip(edge=edge)
        await_strip(edge, 24)
    program.end()


def test_thickness():
    program = start(edge="top")
    for thickness in (16, 64, 24):
        strip(thickness=str(thickness))
        await_strip("top", thickness)
    strip(thickness="64", edge="left")
    await_strip("left", 64)
    program.end()


def cell(program, name):
    return program.find("button", name, below=program.find("frame", "Strip"))


def point_at(node, edge="bottom", thickness=24):
    """The strip's coordinates begin at its own corner. It may be on the accessibility bus before it is seen."""
    wait(lambda: covers(edge, thickness, output()), "the strip is seen")
    corner, extents = bar(edge, thickness, output()), place(node)
    sway.point(corner["x"] + extents.x + extents.width // 2, corner["y"] + extents.y + extents.height // 2)


def test_autohide():
    program = start(edge="bottom", autohide="true")
    rect = output()
    middle = rect["x"] + rect["width"] // 2, rect["y"] + rect["height"] // 2
    sway.point(*middle)
    wait(lambda: tiled() == left("bottom", 0, rect), "a tiled window has it all")
    wait(lambda: cell(program, "CPU") is None, "the graphs are hidden")
    sway.point(middle[0], rect["y"] + rect["height"] - 1)
    wait(lambda: cell(program, "CPU"), "the graphs show where the pointer is")
    wait(lambda: covers("bottom", 24, rect), "they are seen")
    if tiled() != left("bottom", 0, rect):
        raise AssertionError("a strip that comes and goes moves no window")
    sway.point(*middle)
    wait(lambda: cell(program, "CPU") is None, "the graphs are hidden again")
    program.end()


def test_click_opens_the_page():
    program = start("--page", "plugins")
    program.await_widget("check box", "System")
    point_at(wait(lambda: cell(program, "CPU"), "the graph is there"))
    sway.seat.click()
    program.await_widget("level bar", "CPU")
    program.end()


def test_menu():
    """It takes the keyboard when it is clicked, and no sooner."""
    program = start()
    point_at(wait(lambda: cell(program, "CPU"), "the graph is there"))
    sway.seat.click(3)
    wait(lambda: program.find("menu", below=program.find("frame", "Strip")), "the menu is open")
    sway.press("Escape")
    wait(lambda: not program.find("menu", below=program.find("frame", "Strip")), "the menu is closed")
    program.end()


def test_outlives_the_window():
    program = start()
    sway.tell(f"[app_id={desktop.APP_ID}] kill")
    wait(lambda: not sway.windows(), "the window is gone")
    wait(lambda: covers("bottom", 24, output()), "the strip is still seen")
    strip(enabled="false")
    program.await_end()


@contextlib.contextmanager
def second_output():
    """The name and the place of an output that comes, and goes at the end unless it has gone."""
    added = sway.add_output()
    try:
        yield added["name"], added["rect"]
    finally:
        unplug(added["name"])


def unplug(name):
    if name in (each["name"] for each in sway.ask("get_outputs")):
        sway.tell(f"output {name} unplug")


def test_chosen_monitor_goes():
    with second_output() as (name, rect):
        program = start(monitor=name)
        first = output()
        wait(lambda: covers("bottom", 24, rect), "the strip is on the second output")
        wait(lambda: tiled() == left("bottom", 0, first), "the first is free")
        strip(monitor="")
        await_strip("bottom", 24, first)
        strip(monitor=name)
        wait(lambda: covers("bottom", 24, rect), "the strip is on the second output again")
        unplug(name)
        await_strip("bottom", 24, first)
        program.end()


def test_all_monitors_go():
    """The compositor chose where; the last test, since outputs get new names."""
    program = start()
    first, = (each["name"] for each in sway.ask("get_outputs"))
    await_strip("bottom", 24)
    unplug(first)
    wait(lambda: not sway.ask("get_outputs"), "there is no output")
    sway.add_output()
    wait(lambda: sway.windows() and focused(), "the window is on the new output")
    await_strip("bottom", 24)
    program.end()


run([
    ("/strip/edges", test_edges),
    ("/strip/thickness", test_thickness),
    ("/strip/autohide", test_autohide),
    ("/strip/click", test_click_opens_the_page),
    ("/strip/menu", test_menu),
    ("/strip/outlives-window", test_outlives_the_window),
    ("/strip/monitor/chosen", test_chosen_monitor_goes),
    ("/strip/monitor/none", test_all_monitors_go),
])
