#!/usr/bin/python3
"""No text of CommonMark's examples is lost: what cmark's HTML has to read, `show` has, in its order.

Usage: commonmark_text.py [--self-test] [--list] [PROGRAM]

The measure is not ours: the HTML is cmark's (the Debian package), its text Python's html.parser's.
What `show` adds, such as the marks of lists, is passed over; the signs of emphasis and code, which
plain text keeps round words, are taken out on both sides.
"""
import concurrent.futures
import html.parser
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "..", ".build", "release", "longhand")
EXAMPLES = os.path.join(HERE, "CommonMark", "examples.txt")
#: As many there must be; a reader of the file that finds none would pass.
COUNT = 652


class Text(html.parser.HTMLParser):
    """The texts of HTML, and those of its images."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.parts.append(dict(attributes).get("alt") or "")
        if tag in ("br", "p", "li", "td", "th", "pre", "hr"):
            self.parts.append(" ")


def text_of(markup):
    reader = Text()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


def comparable(text):
    """Without what plain text adds, and with what nobody sees as it is shown."""
    return re.sub(r"[*`~\ufffd\u200b\ufeff]", "", text)


def missing(wanted, shown):
    """The words of a text that another has not, in this order."""
    shown = "".join(comparable(shown).split())
    place, lost = 0, []
    for word in comparable(wanted).split():
        found = shown.find(word, place)
        if found < 0:
            lost.append(word)
        else:
            place = found + len(word)
    return lost


def examples():
    with open(EXAMPLES, encoding="utf-8") as file:
        text = file.read()
    fence = "`" * 32
    found = re.findall(rf"^{fence} example (\d+)[^\n]*\n(.*?)^\.\n.*?^{fence}$", text, re.M | re.S)
    return [(int(number), markdown.replace("→", "\t")) for number, markdown in found]


def lost_in(number, markdown, folder):
    path = os.path.join(folder, f"{number}.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write(markdown)
    markup = subprocess.run(["cmark", "--unsafe", path], capture_output=True, check=True)
    shown = subprocess.run(
        [PROGRAM, "show", "--plain", path], capture_output=True, timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": folder})
    lost = missing(text_of(markup.stdout.decode()), shown.stdout.decode())
    # What is no lesson has nothing to see, and says so.
    if lost or b"\xee\x80" in shown.stdout:
        return lost or ["(a stand-in)"]
    return []


def self_test():
    assert missing("one two", "one\n\n two") == []
    assert missing("one two", "two one") == ["two"]
    assert missing("one <b>", "one b") == ["<b>"]
    assert text_of("<p>a &lt;b <img src='c' alt='d'></p><!-- e -->").split() == ["a", "<b", "d"]
    assert len(examples()) == COUNT, len(examples())


def main(arguments):
    global PROGRAM
    self_test()
    if "--self-test" in arguments:
        return 0
    paths = [argument for argument in arguments if not argument.startswith("--")]
    PROGRAM = os.path.abspath(paths[0] if paths else PROGRAM)
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda example: lost_in(*example, folder), examples()))
    bad = [(number, lost) for (number, _), lost in zip(examples(), found) if lost]
    for number, lost in bad:
        print(f"example {number} loses {' '.join(lost)[:100]}")
    print(f"CommonMark: {COUNT - len(bad)} of {COUNT} examples lose no text")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
