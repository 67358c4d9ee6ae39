#!/usr/bin/env python3
"""Puts a static longhand with its lessons into a tarball, a Debian package and a wheel.

    package.py PROGRAM LINK-MAP FOLDER

All three hold the same tree: bin/longhand, share/longhand/lessons, completions, a manual page, and what
the licences of the linked archives ask for.
"""
import base64
import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: At most so many bytes: a stripped program, a wheel.
MOST_PROGRAM, MOST_WHEEL = 24_000_000, 10_000_000
#: Not `longhand`, which is another project's on PyPI.
WHEEL_NAME = "longhand_courseware"
#: When what is packed was changed, so that the same tree makes the same files.
MOMENT = int(os.environ.get("SOURCE_DATE_EPOCH") or subprocess.run(
    ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def linked_packages(link_map):
    """The Debian packages that archives in the link map come from, and the archives of no package."""
    archives = sorted(set(re.findall(r"(/[^\s():]+\.a)(?=[(:\s])", Path(link_map).read_text(errors="replace"))))
    packages, others = {}, []
    for archive in archives:
        found = subprocess.run(["dpkg", "-S", os.path.realpath(archive)], capture_output=True, text=True)
        if found.returncode != 0:
            found = subprocess.run(["dpkg", "-S", archive], capture_output=True, text=True)
        if found.returncode == 0:
            packages.setdefault(found.stdout.split(":")[0], []).append(archive)
        else:
            others.append(archive)
    return packages, others


def third_party(link_map):
    """What is linked statically, with versions, licences and where its source is."""
    packages, others = linked_packages(link_map)
    lines = ["What is linked into longhand statically, as the linker's map says.", "",
             "The source of every Debian package below is had with `apt-get source PACKAGE=VERSION`, or from",
             "https://snapshot.debian.org. glibc is under the LGPL 2.1: with longhand's source (the tag of this",
             "version) and its Packaging/make-dist the program is linked again with another one. Who asks the",
             "maintainers gets that source for three years.", ""]
    for package, archives in sorted(packages.items()):
        source, version = run("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package).split()
        lines += [f"== {package} (source {source} {version})",
                  "   " + ", ".join(os.path.basename(name) for name in archives), ""]
        copyright = Path("/usr/share/doc") / package / "copyright"
        if not copyright.exists():
            raise SystemExit(f"{copyright} is missing: the licence of {package} must travel along")
        lines += [copyright.read_text(errors="replace").strip(), ""]
    lines += ["== Swift, its standard library and Foundation", "   "
              + ", ".join(sorted({os.path.basename(name) for name in others})), "",
              run("swift", "--version").strip().split("\n")[0], "",
              "Apache License 2.0 with Runtime Library Exception; https://swift.org/LICENSE.txt", "",
              "== swift-argument-parser", "",
              "Apache License 2.0 with Runtime Library Exception; "
              "https://github.com/apple/swift-argument-parser", ""]
    return "\n".join(lines)


# MARK: - The manual page

def roff(text):
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(r"\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def arguments_of(command):
    lines = []
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names") or []]
        value = argument.get("valueName", "")
        if argument["kind"] == "positional":
            head = value.upper() + (" ..." if argument.get("isRepeating") else "")
        else:
            head = ", ".join(names) + (f" {value.upper()}" if argument["kind"] == "option" else "")
        lines += [".TP", rf"\fB{roff(head)}\fR", roff(argument.get("abstract", "") or " ")]
    return lines


def manual(program, version):
    dump = json.loads(run(program, "--experimental-dump-help"))["command"]
    date = time.strftime("%Y-%m-%d", time.gmtime(MOMENT))
    lines = [f'.TH LONGHAND 1 "{date}" "longhand {version}" "User Commands"', ".SH NAME",
             r"longhand \- lessons whose equations run", ".SH SYNOPSIS", r".B longhand",
             r"[\fICOMMAND\fR] [\fIOPTIONS\fR] [\fILESSON\fR]", ".SH DESCRIPTION",
             roff(dump["abstract"]), ".PP", roff(dump.get("discussion", "")), ".SH COMMANDS"]
    for command in dump["subcommands"]:
        if command["commandName"] == "help":
            continue
        lines += [f".SS {roff(command['commandName'])}", roff(command.get("abstract", ""))]
        if command.get("discussion"):
            lines += [".PP", roff(command["discussion"])]
        lines += arguments_of(command)
    lines += [".SH ENVIRONMENT", ".TP", r"\fBLONGHAND_LESSONS\fR", "The folder of the course.", ".TP",
              r"\fBACCESSIBLE\fR", "1 asks for line mode in words.", ".TP", r"\fBNO_COLOR\fR", "No colours.",
              ".SH FILES", ".TP", r"\fI$XDG_STATE_HOME/longhand/progress\fR",
              r"Progress; \fI~/.local/state\fR where the variable is not set.", ".SH EXIT STATUS",
              "0 when all is well, 1 when something was found wrong, 2 for wrong usage."]
    return "\n".join(lines) + "\n"


# MARK: - The tree

def make_tree(program, link_map, tree):
    shutil.rmtree(tree, ignore_errors=True)
    for folder in ("bin", "share/man/man1", "share/bash-completion/completions",
                   "share/zsh/site-functions", "share/fish/vendor_completions.d", "share/doc/longhand"):
        (tree / folder).mkdir(parents=True)
    own = tree / "bin/longhand"
    shutil.copy(program, own)
    subprocess.run(["strip", "--strip-all", own], check=True)
    own.chmod(0o755)
    size = own.stat().st_size
    if size > MOST_PROGRAM:
        raise SystemExit(f"the program has {size} bytes, more than {MOST_PROGRAM}")
    if "NEEDED" in run("readelf", "-d", own):
        raise SystemExit("the program is not static: " + run("readelf", "-d", own))
    version = run(own, "--version").strip()
    shutil.copytree(ROOT / "lessons", tree / "share/longhand/lessons")
    for shell, path in (("bash", "bash-completion/completions/longhand"),
                        ("zsh", "zsh/site-functions/_longhand"),
                        ("fish", "fish/vendor_completions.d/longhand.fish")):
        script = run(own, "--generate-completion-script", shell)
        # It is read by a shell that runs, not started.
        (tree / "share" / path).write_text(script.removeprefix("#!/bin/bash\n"))
    page = gzip.compress(manual(own, version).encode(), 9, mtime=0)
    (tree / "share/man/man1/longhand.1.gz").write_bytes(page)
    shutil.copy(ROOT / "LICENSE", tree / "share/doc/longhand/LICENSE")
    (tree / "share/doc/longhand/THIRD-PARTY").write_text(third_party(link_map))
    print(f"longhand {version}: {size:,} bytes stripped")
    return version


def files_of(tree):
    return sorted(path for path in tree.rglob("*") if path.is_file())


def is_program(path):
    return path.parent.name == "bin"


# MARK: - The three

def make_tarball(tree, folder, version, machine):
    name = f"longhand-{version}-linux-{machine}"
    path = folder / f"{name}.tar.gz"

    def plain(info):
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = MOMENT
        info.mode = 0o755 if info.isdir() or info.name.endswith("/bin/longhand") else 0o644
        return info
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.add(tree, name, filter=plain)
    return path


def make_debian(tree, folder, version, machine):
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[machine]
    root = folder / "debian"
    shutil.copytree(tree, root / "usr")
    documents = root / "usr/share/doc/longhand"
    (documents / "copyright").write_text(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
        "Files: *\nCopyright: 2026 the Longhand maintainers\nLicense: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n"
        " What is linked statically, and its licences, is in THIRD-PARTY.\n")
    (documents / "LICENSE").unlink()
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(MOMENT))
    changes = (f"longhand ({version}) unstable; urgency=low\n\n  * See CHANGELOG.md in the source.\n\n"
               f" -- The Longhand maintainers <longhand@localhost>  {date}\n")
    (documents / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))
    overrides = root / "usr/share/lintian/overrides"
    overrides.mkdir(parents=True)
    (overrides / "longhand").write_text(
        "# It runs on any Linux, without a toolchain; THIRD-PARTY says what is in it.\n"
        "longhand: statically-linked-binary\nlonghand: embedded-library\n"
        "# The project has no address of its own yet.\nlonghand: bogus-mail-host\n"
        "longhand: bogus-mail-host-in-debian-changelog\n")
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() or is_program(path) else 0o644)
    root.chmod(0o755)
    size = sum(path.stat().st_size for path in files_of(root)) // 1024
    (root / "DEBIAN").mkdir(mode=0o755)
    (root / "DEBIAN/control").write_text(
        f"Package: longhand\nVersion: {version}\nArchitecture: {architecture}\n"
        f"Maintainer: The Longhand maintainers <longhand@localhost>\nInstalled-Size: {size}\n"
        "Section: education\nPriority: optional\nDescription: lessons whose equations run\n"
        " Prose and LaTeX in Markdown; a student walks every formula in the terminal,\n"
        " one operation at a time, with its numbers.\n")
    path = folder / f"longhand_{version}_{architecture}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, path,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT)})
    shutil.rmtree(root)
    return path


def make_wheel(tree, folder, version, machine):
    # A static program needs no libc: also that of Alpine is none too old.
    platforms = [f"manylinux_2_17_{machine}", f"manylinux2014_{machine}", f"musllinux_1_1_{machine}"]
    stem = f"{WHEEL_NAME}-{version}"
    path = folder / f"{stem}-py3-none-{'.'.join(platforms)}.whl"
    information = f"{stem}.dist-info"
    entries = []
    for file in files_of(tree):
        name = file.relative_to(tree).as_posix()
        place = "scripts/longhand" if name == "bin/longhand" else f"data/{name}"
        entries.append((f"{stem}.data/{place}", file.read_bytes(), is_program(file)))
    entries += [
        (f"{information}/METADATA", (
            f"Metadata-Version: 2.1\nName: {WHEEL_NAME.replace('_', '-')}\nVersion: {version}\n"
            "Summary: Lessons whose equations run, walked in the terminal\nLicense: Apache-2.0\n").encode(), False),
        (f"{information}/WHEEL", ("Wheel-Version: 1.0\nGenerator: longhand\nRoot-Is-Purelib: false\n" + "".join(
            f"Tag: py3-none-{name}\n" for name in platforms)).encode(), False),
        (f"{information}/LICENSE", (ROOT / "LICENSE").read_bytes(), False)]
    record = f"{information}/RECORD"
    lines = []
    date = time.gmtime(MOMENT)[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data, executable in entries:
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(data)}")
            write(wheel, name, data, date, executable)
        write(wheel, record, ("\n".join(lines + [f"{record},,"]) + "\n").encode(), date, False)
    # The same format written with more patience: a twentieth is saved.
    run("advzip", "--recompress", "--shrink-extra", "--quiet", path)
    if path.stat().st_size > MOST_WHEEL:
        raise SystemExit(f"the wheel has {path.stat().st_size} bytes, more than {MOST_WHEEL}")
    return path


def write(wheel, name, data, date, executable):
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Without the bit of an ordinary file installers drop the permissions, too.
    entry.external_attr = (0o100755 if executable else 0o100644) << 16
    wheel.writestr(entry, data)


def main():
    program, link_map, folder = sys.argv[1:]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tree = folder / "tree"
    version = make_tree(Path(program), link_map, tree)
    machine = platform.machine()
    made = [make(tree, folder, version, machine) for make in (make_tarball, make_debian, make_wheel)]
    shutil.rmtree(tree)
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made)
    (folder / "SHA256SUMS").write_text(sums)
    for path in made:
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
