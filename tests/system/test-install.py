#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Stillwatch developers

"""test-install.py MESON LOADER SOURCE BUILD: what is installed is whole, wherever it is moved, and all that a plugin needs.

Installs into a folder of its own, then does outside the tree what CONTRIBUTING.md says, with the texts that stand there.
"""

import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

MESON, LOADER, SOURCE, BUILD = sys.argv[1:5]
sys.path.insert(0, f"{SOURCE}/tests")
import tap  # noqa: E402
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.M | re.S)


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result.stdout.strip()


def only(pattern):
    found = glob.glob(pattern, recursive=True)
    assert len(found) == 1, f"{pattern}: {found}"
    return found[0]


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="stillwatch-install-")
        cls.destdir = os.path.join(cls.folder.name, "root")
        run(MESON, "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", cls.destdir)
        cls.pc = only(f"{cls.destdir}/**/pkgconfig/stillwatch-1.pc")
        # Installed there for good, it would have been configured with that prefix.
        pathlib.Path(cls.pc).write_text(re.sub(r"^prefix=(?=/)", f"prefix={cls.destdir}",
                                               pathlib.Path(cls.pc).read_text(), flags=re.M))
        cls.libdir = os.path.dirname(os.path.dirname(cls.pc))
        cls.include = os.path.dirname(only(f"{cls.destdir}/**/include/stillwatch-1/stillwatch.h"))
        cls.env = {**os.environ, "PKG_CONFIG_PATH": os.path.dirname(cls.pc), "LD_LIBRARY_PATH": cls.libdir,
                   "GI_TYPELIB_PATH": os.path.join(cls.libdir, "girepository-1.0"), "PYTHONDONTWRITEBYTECODE": "1"}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def pkg_config(self, *arguments):
        return run("pkg-config", *arguments, "stillwatch-1", env=self.env).split()

    def headers(self):
        return sorted(os.path.relpath(path, self.include)
                      for path in glob.glob(f"{self.include}/**/*.h", recursive=True))

    def example(self, *names):
        """A folder that holds these texts of CONTRIBUTING.md."""
        folder = tempfile.mkdtemp(dir=self.folder.name)
        texts = {name: text for _, name, text in BLOCK.findall(pathlib.Path(SOURCE, "CONTRIBUTING.md").read_text())}
        for name in names:
            pathlib.Path(folder, name).write_text(texts[name])
        return folder

    def load(self, *arguments, **environ):
        """The number of open files that a plugin tells."""
        value = float(run(LOADER, *arguments, env={**self.env, **environ}))
        self.assertGreater(value, 0)
        self.assertLess(value, 1e9)

    def test_is_whole(self):
        """What the desktop, the bus, systemd and people look for, where they look for it."""
        share = os.path.dirname(only(f"{self.destdir}/**/share/applications"))
        for path in ("applications/org.stillwatch.Stillwatch.desktop", "metainfo/org.stillwatch.Stillwatch.metainfo.xml",
                     "icons/hicolor/scalable/apps/org.stillwatch.Stillwatch.svg",
                     "icons/hicolor/symbolic/apps/org.stillwatch.Stillwatch-symbolic.svg",
                     "dbus-1/services/org.stillwatch.Stillwatch.service", "dbus-1/interfaces/org.stillwatch.Stillwatch1.xml",
                     "glib-2.0/schemas/org.stillwatch.Stillwatch.gschema.xml",
                     "glib-2.0/schemas/org.stillwatch.plugins.multiload.gschema.xml", "man/man1/stillwatch.1", "man/man1/stillwatch-capture.1",
                     "polkit-1/actions/org.stillwatch.capture.policy",
                     "help/C/stillwatch/index.page", "help/C/stillwatch/figures/graph.png", "bash-completion/completions/stillwatch"):
            self.assertGreater(os.path.getsize(f"{share}/{path}"), 100, path)
        unit = only(f"{self.destdir}/**/lib/systemd/user/org.stillwatch.Stillwatch.service")
        service = f"{share}/dbus-1/services/org.stillwatch.Stillwatch.service"
        program = only(f"{self.destdir}/**/bin/stillwatch").removeprefix(self.destdir)
        self.assertIn(f"ExecStart={program} --gapplication-service\n", pathlib.Path(unit).read_text())
        self.assertIn(f"Exec={program} --gapplication-service\n", pathlib.Path(service).read_text())
        self.assertIn(f"SystemdService={os.path.basename(unit)}\n", pathlib.Path(service).read_text())
        for language in pathlib.Path(SOURCE, "po/LINGUAS").read_text().split():
            self.assertTrue(os.path.getsize(f"{share}/locale/{language}/LC_MESSAGES/stillwatch.mo"))
            self.assertIn(f"Comment[{language}]=", pathlib.Path(share, "applications/org.stillwatch.Stillwatch.desktop").read_text())

    def test_helper_is_where_polkit_looks_for_it(self):
        helper = only(f"{self.destdir}/**/libexec/stillwatch/stillwatch-capture")
        policy = only(f"{self.destdir}/**/polkit-1/actions/org.stillwatch.capture.policy")
        annotation = xml.etree.ElementTree.parse(policy).find("action/annotate[@key='org.freedesktop.policykit.exec.path']")
        self.assertEqual(annotation.text, helper.removeprefix(self.destdir))
        language = "{http://www.w3.org/XML/1998/namespace}lang"
        asked = {message.get(language) for message in xml.etree.ElementTree.parse(policy).findall("action/message")}
        self.assertEqual(asked, {None, *pathlib.Path(SOURCE, "po/LINGUAS").read_text().split()})
        # Speaks for itself, and has no right yet.
        said = subprocess.run([helper], capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stdout), (2, ""))
        self.assertEqual(run("getcap", helper), "")

    def give_rights(self, uid, groups="", refused=(), **environ):
        """What install-rights runs on a machine that is made up and refuses REFUSED, and what it says."""
        tools = tempfile.mkdtemp(dir=self.folder.name)
        scripts = {"id": f"echo {uid}", "getent": f'case " {groups} " in *" $2 "*) ;; *) exit 2 ;; esac',
                   **dict.fromkeys(("groupadd", "chgrp", "chmod", "setcap"), "")}
        for name, script in {**scripts, **dict.fromkeys(refused, "exit 1")}.items():
            tool = pathlib.Path(tools, name)
            tool.write_text(f'#!/bin/sh\n[ {name} = getent ] || echo "{name} $*" >> "{tools}/log"\n{script}\n')
            tool.chmod(0o755)
        said = run(f"{SOURCE}/plugins/packets/capture/install-rights", "/there/helper",
                   env={"PATH": f"{tools}:/usr/bin:/bin", **environ})
        done = pathlib.Path(tools, "log").read_text().splitlines() if os.path.exists(f"{tools}/log") else []
        return [line for line in done if not line.startswith("id ")], said

    def test_helper_gets_its_right_or_says_what_to_run(self):
        right = "setcap cap_net_raw=p /there/helper"
        steps = ["chgrp stillwatch /there/helper", "chmod 0750 /there/helper", right]
        for groups, made in (("stillwatch", []), ("users", ["groupadd --system stillwatch"])):
            done, said = self.give_rights(0, groups)
            self.assertEqual(done, made + steps)
            self.assertIn("  usermod -aG stillwatch USER", said)
            self.assertNotIn("setcap", said)
        for done, said in (self.give_rights(1000), self.give_rights(0, DESTDIR="/packed")):
            self.assertEqual(done, [])
            self.assertIn(right, said)
        # Never for everybody: what was refused before leaves it without the right.
        for index, tool in enumerate(("groupadd", "chgrp", "chmod", "setcap")):
            done, said = self.give_rights(0, refused=[tool])
            undone = ["chgrp root /there/helper", "chmod 0755 /there/helper"][:1 if tool == "chgrp" else 2]
            self.assertEqual(done, ["groupadd --system stillwatch", *steps][:index + 1] + undone)
            self.assertIn(right, said)
        self.assertEqual(self.give_rights(1000, MESON_INSTALL_QUIET="1")[1], "")

    def test_moves(self):
        """Nothing of where it was installed is left, and nothing in the environment helps."""
        home, text = os.path.join(self.folder.name, "moved to here"), pathlib.Path(SOURCE, "po/LINGUAS").read_text()
        prefix = os.path.dirname(os.path.dirname(only(f"{self.destdir}/**/bin/stillwatch")))
        shutil.copytree(prefix, home, symlinks=True)
        # Packages leave this to a trigger, since all programs share the folder.
        run("glib-compile-schemas", "--strict", f"{home}/share/glib-2.0/schemas")
        program = f"{home}/bin/stillwatch"
        env = {name: value for name, value in os.environ.items()
               if name not in ("LD_LIBRARY_PATH", "STILLWATCH_PLUGIN_DIR", "GSETTINGS_SCHEMA_DIR", "XDG_DATA_DIRS")}
        self.assertTrue(run(program, "--version", env=env).startswith("Stillwatch "))
        self.assertTrue(run(program, "--list-plugins", env=env).startswith("multiload\ton\t"))
        maps = run("ldd", program, env=env)
        self.assertIn(os.path.realpath(home), os.path.realpath(re.search(r"libstillwatch-1\S* => (.*) \(", maps)[1]))
        picture = os.path.join(self.folder.name, "picture.png")
        said = subprocess.run([f"{SOURCE}/tests/with-display", program, "--screenshot", picture], env=env, text=True,
                              capture_output=True, check=True)
        self.assertEqual(said.stderr, "")
        self.assertGreater(os.path.getsize(picture), 10_000)
        language = text.split()[0]
        shutil.copytree("/usr/lib/locale/C.utf8", f"{self.folder.name}/locales/{language}.utf8", symlinks=True)
        abroad = {**env, "LOCPATH": f"{self.folder.name}/locales", "LC_ALL": f"{language}.UTF-8", "LANGUAGE": language,
                  "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        self.assertNotEqual(run(program, "--help", env=abroad), run(program, "--help", env=env))

    def test_bus_starts_it(self):
        """From the service file, once that names the place where the program is."""
        prefix = os.path.dirname(os.path.dirname(only(f"{self.destdir}/**/bin/stillwatch")))
        home = os.path.join(self.folder.name, "activated")
        shutil.copytree(prefix, home, symlinks=True)
        run("glib-compile-schemas", "--strict", f"{home}/share/glib-2.0/schemas")
        service = pathlib.Path(home, "share/dbus-1/services/org.stillwatch.Stillwatch.service")
        service.write_text(service.read_text().replace(prefix.removeprefix(self.destdir), home))
        env = {name: value for name, value in os.environ.items()
               if name not in ("LD_LIBRARY_PATH", "STILLWATCH_PLUGIN_DIR", "GSETTINGS_SCHEMA_DIR")}
        values = run(f"{SOURCE}/tests/with-display", f"{home}/bin/stillwatch", "--values", "memory",
                     env={**env, "XDG_DATA_DIRS": f"{home}/share:/usr/share"})
        self.assertRegex(values, r"(?m)^memory\tused\t[\d.]+\t\S+$")

    def test_words_about_the_command_line_agree(self):
        """--help, the manual page and what a shell completes know the same options."""
        program = only(f"{self.destdir}/**/bin/stillwatch")
        share = os.path.dirname(only(f"{self.destdir}/**/share/applications"))
        told = {option for option in re.findall(r"(?m)^  (?:-\w, )?--([\w-]+)", run(program, "--help", env=self.env))
                if not option.startswith(("help-", "gapplication"))}
        self.assertGreater(len(told), 8)
        manual = run("mandoc", "-Tascii", f"{share}/man/man1/stillwatch.1")
        manual = re.sub(".\b", "", manual)
        self.assertEqual({option for option in re.findall(r"--([\w-]+)", manual) if not option.startswith("help-")}, told)
        script = f"{share}/bash-completion/completions/stillwatch"
        for word, options in {"--": told, "--sc": {"screenshot"}, "--v": {"values", "version"}}.items():
            answer = run("bash", "-c", f"source '{script}'; COMP_WORDS=(stillwatch '{word}'); COMP_CWORD=1; _stillwatch; "
                         "printf '%s\\n' \"${COMPREPLY[@]}\"").split()
            self.assertEqual({option.removeprefix("--") for option in answer}, options)

    def test_headers_are_those_of_the_floors(self):
        headers = self.headers()
        self.assertLessEqual({os.path.dirname(h) for h in headers}, {"", "core", "services", "widgets", "plugin"})
        self.assertIn("core/sw-enums.h", headers)
        self.assertFalse([h for h in headers if h.endswith("-private.h") or h in ("core/sw-scan.h", "core/sw-probes.h")])

    def test_umbrella_has_them_all(self):
        umbrella = pathlib.Path(self.include, "stillwatch.h").read_text()
        self.assertEqual(sorted(re.findall(r'#include "(.*)"', umbrella)),
                         [h for h in self.headers() if h != "stillwatch.h"])

    def test_each_header_stands_alone(self):
        flags = self.pkg_config("--cflags")
        for header in self.headers():
            with self.subTest(header):
                run("cc", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-x", "c", "-", *flags,
                    input=f'#include "{header}"\n#include "{header}"\nint main (void) {{ return 0; }}\n')

    def test_pkg_config_follows_the_folder(self):
        self.assertEqual(os.path.realpath(self.pkg_config("--variable=plugindir")[0]),
                         os.path.join(os.path.realpath(self.libdir), "stillwatch/plugins"))
        self.assertIn("-lstillwatch-1", self.pkg_config("--libs"))

    def test_introspection_is_there(self):
        self.assertTrue(only(f"{self.destdir}/**/gir-1.0/Stillwatch-1.gir"))
        self.assertTrue(only(f"{self.libdir}/girepository-1.0/Stillwatch-1.typelib"))

    def test_plugins_have_their_description_beside_them(self):
        for module in glob.glob(f"{self.libdir}/stillwatch/plugins/*/*.so"):
            self.assertTrue(only(f"{os.path.dirname(module)}/*.plugin"))

    def test_library_offers_only_its_own_names(self):
        listing = run("nm", "--dynamic", "--defined-only", "--format=posix", f"{self.libdir}/libstillwatch-1.so")
        names = [line.split()[0] for line in listing.splitlines()]
        self.assertGreater(len(names), 50)
        self.assertEqual([n for n in names if not n.startswith("sw_") and not n.startswith("_")], [])

    def test_example_in_c(self):
        folder = self.example("open-files.c", "open-files.plugin", "build.sh")
        run("sh", "-ec", pathlib.Path(folder, "build.sh").read_text(), cwd=folder, env=self.env)
        self.load(folder, "open-files", "open-files")

    def test_example_in_python(self):
        folder = self.example("open_files.py", "open_files.plugin")
        # The interpreter keeps its memory to the end, which a sanitized build would call our leak.
        self.load(folder, "open_files", "open-files-python", "python",
                  ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")

    def test_program_finds_what_the_user_added(self):
        home = os.path.join(self.folder.name, "home")
        places = {"open-files": ("open-files.c", "open-files.plugin", "build.sh"),
                  "open_files": ("open_files.py", "open_files.plugin")}
        for name, files in places.items():
            place = pathlib.Path(home, "stillwatch/plugins", name)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.rename(self.example(*files), place)
        run("sh", "-e", "build.sh", cwd=pathlib.Path(home, "stillwatch/plugins/open-files"), env=self.env)
        text = run(os.path.join(os.path.dirname(only(f"{self.destdir}/**/bin/stillwatch")), "stillwatch"), "--list-plugins",
                   env={**self.env, "XDG_DATA_HOME": home,
                        "STILLWATCH_PLUGIN_DIR": os.path.join(self.libdir, "stillwatch/plugins"),
                        "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"})
        listed = {line.split("\t")[0]: line.split("\t")[1] for line in text.splitlines()}
        self.assertEqual({name: listed.get(name) for name in ("multiload", *places)},
                         {"multiload": "on", "open-files": "on", "open_files": "on"}, text)


if __name__ == "__main__":
    tap.run(Install)
