#!/usr/bin/env python3
"""Published pages in a browser: walked, opened, answered, changed, reloaded, printed, without a script and on a phone.

    pages.py PROGRAM [--some] [--jobs N]      all lessons of the course, or a few of them

A lesson is walked from end to end in one browser; so many of them at the same time, one for each processor unless said. Needs chromium, chromium-driver, and from PyPI selenium, axe-core-python, fonttools, brotli and pillow. What the Swift tests have written to
`.build/pages` (numbers with other givens, answers with what is said to them) is compared, too.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.common.keys import Keys

import page_attacks
import page_cases
import page_sizes
from browser import Browser, complain, complaints, side_by_side

ROOT = Path(__file__).resolve().parents[2]
#: One page that has all of its lines written out, and one whose script makes them.
SOME = ["05-hidden-error", "09-sparse-hidden-error"]
SEEN = "return [...document.querySelectorAll('ol.reductions > li, ol.lines > li')].filter(x=>x.getClientRects().length).length"
LINES = "return document.querySelectorAll('ol.reductions > li, ol.lines > li').length"
FOLDED = "return document.querySelectorAll('details.numbers li').length"


def dangers(markup):
    """What of a page's tags runs, or leads to what does; what a lesson says may look like anything."""
    tags = re.findall(r"<[a-zA-Z][^>]*>", markup)
    bare = " ".join(re.sub(r'="[^"]*"', "=", tag) for tag in tags)
    found = [f"holds {form}" for form in (r"\son\w+=", r"\sstyle=", r"<iframe", r"<object", r"<embed") if re.search(form, bare)]
    return found + ["leads to a script" for tag in tags if re.search(r' (?:href|src|action|formaction|data|poster|xlink:href)="\s*javascript:', tag)]


for _tag in ('<p onclick="x()">', '<p title="a" style="x">', '<a href="javascript:x()">', "<iframe>", '<img src="x" onerror="x()">'):
    assert dangers(_tag), _tag
assert not dangers("<p>&lt;img src=x onerror=ran=1&gt; javascript:x</p>")


def text_of(page):
    """What can be told of a page without a browser."""
    text = page.read_text()
    name = page.name
    data = re.search(r'<script type="application/json".*?</script>', text, re.S)
    plain = text.replace(data[0], "") if data else text
    for danger in dangers(plain):
        complain(name, danger)
    size = page_sizes.size(page)
    if size > page_sizes.MOST_BYTES and not name.endswith(".open.html"):
        complain(name, f"has {size} bytes before its pictures, {page_sizes.MOST_BYTES} at most")
    if "Content-Security-Policy" not in text:
        complain(name, "has no Content-Security-Policy")
    for address in re.findall(r'src="([^"]*)"', plain):
        if "//" in address and not address.startswith("data:image/png;base64,"):
            complain(name, f"asks for {address}")


def without_script(browser, page):
    browser.scripts(False)
    browser.size(360, 800)
    browser.open(page)
    name = page.name
    lines = browser.run(LINES)
    if browser.all("p.unscripted a"):
        browser.all("p.unscripted a")[0].click()
        if browser.run(LINES) != lines or not browser.driver.current_url.endswith(page.stem + ".open.html"):
            complain(name, "has no page beside it with all of its lines")
    if browser.run("return [...document.querySelectorAll('ol.reductions .wide, ol.lines .wide')].filter(w => !w.querySelector('math')).length"):
        complain(name, "has lines without a formula where there is no script")
    if browser.run("return innerWidth") != 360:
        complain(name, "is not tried at 360 pixels")
    if browser.run("return document.documentElement.scrollWidth") != 360:
        complain(name, "scrolls sideways at 360 pixels, without a script")
    if browser.run(SEEN) + browser.run(FOLDED) < browser.run(LINES):
        complain(name, "hides reductions without a script")
    questions = browser.all(".question")
    if len(questions) != len(browser.all(".question details.answer")):
        complain(name, "has a question without its folded answer")
    browser.scripts(True)


def walks(browser, page):
    name = page.name
    browser.size(1280, 900)
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    first = browser.run(SEEN)
    # As many keys as there are places, and some more.
    places = browser.run("return document.querySelectorAll('.stop').length") + browser.run(LINES) + 3
    browser.keys(" " * 8)
    some = browser.run(SEEN)
    browser.keys(Keys.ARROW_LEFT)
    if browser.run(LINES) > 0 and not browser.run(SEEN) <= some:
        complain(name, "does not go back")
    browser.driver.refresh()
    if browser.run(SEEN) != some and browser.run(SEEN) > some:
        complain(name, "forgets the place when it is loaded again")
    # Many keys at once: each way to the browser takes longer than a key.
    for _ in range(0, places, 20):
        browser.keys(" " * 20)
        if browser.run("return document.querySelector('footer.bar progress').value") == 1:
            break
    if browser.run(SEEN) + browser.run(FOLDED) < browser.run(LINES):
        complain(name, f"shows {browser.run(SEEN)} of {browser.run(LINES)} lines at its end, {first} at its beginning")
    browser.size(360, 800)
    if browser.run("return document.documentElement.scrollWidth") != 360:
        complain(name, "scrolls sideways at 360 pixels, walked")
    browser.size(1280, 900)
    for entry in browser.run("return performance.getEntriesByType('resource').map(e=>e.name)"):
        if not entry.startswith(page.parent.as_uri()):
            complain(name, f"asks for {entry}")
    for problem in browser.errors():
        complain(name, problem)


def is_accessible(browser, page):
    for scheme in ("light", "dark"):
        browser.media(scheme)
        for problem in browser.axe():
            complain(page.name, f"axe, {scheme}: {problem}")
    browser.media()


#: All formulas of a page: what is said and written, and of what; rows and what the script added are left out.
FORMULAS = """
    if (typeof longhand !== "undefined") longhand.lesson.formulas.fill(document);
    return [...document.querySelectorAll('main math')].map((math) => [math.getAttribute('alttext'), math.textContent,
      [...math.querySelectorAll(':not(mrow)')].map((one) => [one.localName, ...['lspace', 'rspace', 'form', 'stretchy', 'mathvariant', 'accent', 'width']
        .map((name) => one.getAttribute(name) ?? '')].join(' ')).join(';')]);"""


def makes_its_formulas(browser, page):
    """The script makes of the parts of a page what stands whole on the one without a script."""
    whole = page.with_name(page.stem + ".open.html")
    if not whole.exists():
        return
    browser.open(whole)
    there = browser.run(FORMULAS)
    browser.open(page)
    here = browser.run(FORMULAS)
    if len(here) != len(there) or not there:
        return complain(page.name, f"makes {len(here)} formulas of {len(there)}")
    different = [(mine, other) for mine, other in zip(here, there) if mine != other]
    if different:
        mine, other = different[0]
        part = next(place for place in range(3) if mine[place] != other[place])
        complain(page.name, f"makes {len(different)} formulas in another way: {mine[part]!r} for {other[part]!r}")


OPENED = "return document.querySelectorAll('.number:popover-open').length"


def opens(browser, page):
    """A number, one in it, and back with Escape, by the keyboard alone."""
    name = page.name
    browser.open(page)
    browser.keys("a")
    if not browser.run("""
        const list = [...document.querySelectorAll('figure.walk ol .wide')].filter(w => w.querySelector('.opens'));
        const last = list[list.length - 1] ?? document.querySelector('.wide:has(.opens)');
        if (!last) return false;
        last.setAttribute('tabindex', '0'); last.focus(); return true;"""):
        return
    browser.keys(Keys.ENTER)
    if browser.run(OPENED) != 1:
        return complain(name, "opens no number")
    depth = 1
    if browser.run("return document.activeElement.matches('.wide')"):
        browser.keys(Keys.ENTER)
        depth = 2
    if browser.run(OPENED) != depth:
        complain(name, "opens no number in an opened one")
    for left in reversed(range(depth)):
        browser.keys(Keys.ESCAPE)
        if browser.run(OPENED) != left:
            complain(name, "closes more than one level with Escape, or none")
    if not browser.run("return document.activeElement.matches('.wide') && document.activeElement.querySelector('.cursor') !== null"):
        complain(name, "does not give the focus back to the number")


#: The program of a page that has it in a file of its own is loaded when a given is opened; then it is there.
READY = "longhand.lesson.givens.ready().then(() => arguments[0](''), (problem) => arguments[0](problem.message))"
#: A given of a formula that can be changed, opened; what its box says when it is set to a number a quarter larger.
CHANGE = """
    const { givens } = longhand.lesson, done = arguments[0];
    const given = [...document.querySelectorAll('figure .opens')].find((mn) => givens.given(mn.dataset.n) !== null);
    if (!given) return done('no given to change');
    given.scrollIntoView(); given.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const box = document.querySelector('.number'), input = box.querySelector('input');
    input.value = String(givens.value(given.dataset.n) + 0.25);
    box.querySelector('form').requestSubmit();
    const waits = () => box.querySelector('.problem').textContent.startsWith('Loading');
    (function look() { if (waits()) setTimeout(look, 20); else done(document.querySelector('.number:popover-open') ? box.querySelector('.problem').textContent : ''); })();"""


def computes(browser, page):
    """Every number as the page has it is what its program comes to; a given changed and taken back leaves no trace, and
    is changed again when the page is loaded again."""
    name = page.name
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    browser.keys("a")
    said = browser.later(READY)
    if said:
        return complain(name, said)
    different = browser.run("""
        const { givens, data } = longhand.lesson;
        const groups = new Map(), wrong = [];
        for (const mn of document.querySelectorAll('[data-n]')) {
          const group = mn.closest('mtable.matrix') ?? mn;
          groups.set(group, [...(groups.get(group) ?? []), mn]);
        }
        const plain = (text) => text.replace(/[()]/g, '').replace('−', '-');
        for (const own of groups.values()) {
          const texts = longhand.write(own.map((mn) => givens.value(mn.dataset.n)), data.decimals);
          // What the lesson itself writes may have other decimals.
          own.forEach((mn, i) => { if (plain(mn.textContent) !== plain(texts[i]) && Number(plain(mn.textContent)) !== Number(plain(texts[i]))) wrong.push(mn.textContent + ' for ' + texts[i]); });
        }
        return wrong;""")
    if different:
        complain(name, f"{len(different)} numbers are others than the program's: {different[:3]}")
    browser.open(page)
    browser.keys("a")
    before = browser.run("return document.querySelector('main').textContent")
    said = browser.later(CHANGE)
    if said:
        return complain(name, f"a given cannot be changed: {said}")
    changed = "return [...document.querySelectorAll('figure .changed')].map((mn) => mn.textContent).join(' ')"
    numbers = browser.run(changed)
    if not numbers:
        complain(name, "nothing changes with a given")
    browser.open(page)
    browser.later(READY)
    if browser.run(changed) != numbers:
        complain(name, "has other numbers when it is loaded again with a changed given")
    browser.run("[...document.querySelectorAll('.changes button')].pop().click()")
    if browser.run("return document.querySelector('main').textContent") != before:
        complain(name, "is not what it was when all givens are given back")
    if (page.parent / (page.stem + ".program.js")).exists():
        computes_beside(browser, page)


def computes_beside(browser, page):
    """What is said where the program of a page is missing, and where it is that of another edition."""
    script = page.parent / (page.stem + ".program.js")
    text = script.read_text()
    size = len(text.encode())
    if size > page_sizes.MOST_BYTES:
        complain(script.name, f"has {size} bytes, {page_sizes.MOST_BYTES} at most")
    for other, words in ((None, "could not be loaded"), (text.replace('"edition":"', '"edition":"x', 1), "load the page again")):
        browser.open(page)
        browser.run("localStorage.clear()")
        if other is None:
            script.unlink()
        else:
            script.write_text(other)
        browser.open(page)
        browser.keys("a")
        if words not in browser.later(CHANGE):
            complain(script.name, f"does not say “{words}” where it is so")
        script.write_text(text)
        if browser.run("return document.querySelectorAll('figure .changed').length"):
            complain(script.name, "changes numbers that it does not have")
        # And then it is there.
        if other is None and browser.later("document.querySelector('.number form').requestSubmit(); setTimeout(() => arguments[0](document.querySelectorAll('figure .changed').length), 500)") == 0:
            complain(script.name, "is not loaded once it is there")
    browser.errors()


def answers(browser, page):
    """A right, a wrong and a slip answer to each question."""
    name = page.name
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    problems = browser.run("""
        const data = JSON.parse(document.getElementById('page.data').textContent), problems = [];
        for (const question of data.questions) {
          const box = [...document.querySelectorAll('.question')].find((b) => b.dataset.question === question.id);
          const form = box.querySelector('form.answer'), reply = () => box.querySelector('.reply').textContent;
          if (!form) { problems.push(question.id + ' has no form'); continue; }
          const send = () => form.requestSubmit(form.querySelector('[type=submit]'));
          const grid = (values, places) => {
            const press = (label) => box.querySelector(`[aria-label="${label}"]`).click();
            const [rows, columns] = question.shape;
            if (box.querySelector('.grid')) {
              for (let i = 0; i < 12; i++) { press('one row fewer'); press('one column fewer'); }
              for (let i = 1; i < rows; i++) press('one row more');
              for (let i = 1; i < columns; i++) press('one column more');
            }
            [...form.querySelectorAll('input')].forEach((input, i) => { input.value = values[i].toFixed(places); });
            send();
          };
          switch (question.kind) {
            case 'number': case 'vector': case 'matrix': {
              grid(question.key.map((x) => x + 0.731), 3);
              if (!reply().startsWith('✗ ')) problems.push(question.id + ' takes a wrong answer: ' + reply());
              grid(question.key.map((x) => x), question.decimals);
              if (!reply().startsWith('✓ Right.')) problems.push(question.id + ' does not take its key: ' + reply());
              break;
            }
            case 'shape': {
              const [a, b] = form.querySelectorAll('input');
              [a.value, b.value] = [question.shape[0] + 1, question.shape[1]]; send();
              if (!reply().startsWith('✗ ')) problems.push(question.id + ': a wrong shape is ' + reply());
              [a.value, b.value] = question.shape; send();
              if (!reply().startsWith('✓ Right.')) problems.push(question.id + ': its shape is ' + reply());
              break;
            }
            case 'choice': {
              const inputs = [...box.querySelectorAll('ol.choices input')];
              inputs.forEach((input, i) => { input.checked = question.right.length > 1 ? i === 0 : !question.right.includes(i + 1); });
              send();
              if (question.right.length === 1 && !reply().startsWith('✗ ')) problems.push(question.id + ': a wrong choice is ' + reply());
              inputs.forEach((input, i) => { input.checked = question.right.includes(i + 1); }); send();
              if (!reply().startsWith('✓ Right.')) problems.push(question.id + ': its choice is ' + reply());
              break;
            }
            case 'slip': {
              const inputs = [...box.querySelectorAll('ol.choices input')];
              inputs[question.wrong % inputs.length].checked = true; send();
              if (!reply().startsWith('✗ Line ')) problems.push(question.id + ': another line is ' + reply());
              inputs[question.wrong - 1].checked = true; send();
              if (!reply().startsWith('✓ Right.')) problems.push(question.id + ': the line is ' + reply());
              break;
            }
            case 'order': {
              const input = form.querySelector('input'), n = question.problems.length;
              const rest = new Set(Array.from({ length: n }, (_, i) => i + 1)), order = [];
              while (rest.size) {
                const next = [...rest].find((line) => [...rest].every((other) => other === line || !question.problems[line - 1][other - 1]));
                order.push(next); rest.delete(next);
              }
              input.value = [...order].reverse().join(' '); send();
              if (!/^✗ .* needs /.test(reply())) problems.push(question.id + ': the order turned round is ' + reply());
              input.value = order.join(' '); send();
              if (!reply().startsWith('✓ Right.')) problems.push(question.id + ': the order is ' + reply());
              break;
            }
            case 'formula': case 'derive':
              if (!form.textContent.includes('terminal')) problems.push(question.id + ' does not lead to the terminal');
          }
        }
        return problems;""")
    for problem in problems:
        complain(name, problem)


def prints(browser, page):
    """Everything open, dark on white, also where somebody reads light on dark."""
    name = page.name
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    browser.media("dark", "print")
    if browser.run(SEEN) + browser.run(FOLDED) < browser.run(LINES):
        complain(name, "leaves reductions out when it is printed")
    ink, paper = browser.run("""
        const shine = (colour) => { const c = colour.match(/[0-9.]+/g).slice(0, 3).map((x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
        const style = getComputedStyle(document.body);
        return [shine(style.color), shine(style.backgroundColor)];""")
    if (paper + 0.05) / (ink + 0.05) < 7:
        complain(name, "is printed too pale")
    if browser.run("return getComputedStyle(document.querySelector('footer.bar')).display") != "none":
        complain(name, "prints its bar")
    browser.media()
    if not base64.b64decode(browser.send("Page.printToPDF")["data"]).startswith(b"%PDF"):
        complain(name, "cannot be printed")


def is_set_well(browser, page):
    """Decimals stand under one another, and fences of one row are as wide as the font has them."""
    name = page.name
    browser.open(page)
    browser.keys("a")
    askew, wide = browser.run("""
        let askew = 0, wide = 0;
        for (const table of document.querySelectorAll('mtable.matrix')) {
          const rows = [...table.children].map((row) => [...row.children].map((cell) => cell.querySelectorAll('mn').length === 1 && !cell.querySelector('mi, mfrac, mtable') ? cell.querySelector('mn') : null));
          for (let j = 0; j < rows[0].length; j++) {
            const column = rows.map((row) => row[j]).filter((mn) => mn && /^[−0-9.]+$/.test(mn.textContent) && mn.getClientRects().length);
            const edges = column.filter((mn, i) => mn.textContent.split('.')[1]?.length === column[0].textContent.split('.')[1]?.length).map((mn) => mn.getBoundingClientRect().right);
            if (edges.length > 1 && Math.max(...edges) - Math.min(...edges) > 1) askew += 1;
          }
        }
        for (const mo of [...document.querySelectorAll('mo[stretchy=false]')].filter((mo) => '()[]{}|'.includes(mo.textContent))) {
          const box = mo.getBoundingClientRect(), size = parseFloat(getComputedStyle(mo).fontSize);
          if (box.width > 0.5 * size) wide += 1;
        }
        return [askew, wide];""")
    if askew:
        complain(name, f"{askew} columns whose decimals do not stand under one another")
    if wide:
        complain(name, f"{wide} fences that are too wide")
    if not browser.run("return document.fonts.check('16px \"Longhand Math\"')"):
        complain(name, "has not loaded its font")


def keeps(browser, folder):
    """Two courses of one browser stay apart; without storage a page works and says that it keeps nothing; what is
    saved as a file can be taken from one."""
    page = folder / "01-forward-propagation.html"
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    beginning = browser.run("return document.querySelector('footer.bar progress').value")
    for _ in range(5):
        browser.keys(" ")
    other = folder.parent / "other"
    other.mkdir(exist_ok=True)
    for file in folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    place = "return document.querySelector('footer.bar progress').value"
    seen = browser.run(place)
    browser.open(other / page.name)
    if browser.run(place) >= seen:
        complain(page.name, "mixes the progress of two courses")
    kept = browser.run("return JSON.stringify(Object.entries(localStorage).filter(([k]) => !k.includes('/other/')))")
    if "longhand:" not in kept or "forward-propagation" not in kept:
        complain(page.name, f"keeps progress under another name: {kept[:200]}")
    # A course that says what it is is the same one wherever its pages are.
    elsewhere = folder.parent / "elsewhere"
    for own in (folder.parent / "named", elsewhere):
        own.mkdir(exist_ok=True)
        for file in folder.iterdir():
            (own / file.name).write_bytes(file.read_bytes())
        text = re.sub('data-course="[^"]*"', 'data-course="named-1a2b" data-everywhere=""', page.read_text())
        (own / page.name).write_text(text)
        browser.open(own / page.name)
        if browser.run(place) != (beginning if own != elsewhere else seen):
            complain(page.name, "is not the course that it says it is")
        if own != elsewhere:
            for _ in range(5):
                browser.keys(" ")
    forget = browser.send("Page.addScriptToEvaluateOnNewDocument",
                          source="Object.defineProperty(window,'localStorage',{get(){throw new Error('denied')}})")
    browser.open(page)
    for _ in range(5):
        browser.keys(" ")
    if browser.run(place) != seen:
        complain(page.name, "does not walk without storage")
    if "keeps no progress" not in browser.run("return document.body.textContent"):
        complain(page.name, "does not say that progress is not kept")
    browser.send("Page.removeScriptToEvaluateOnNewDocument", identifier=forget["identifier"])
    browser.open(folder / "index.html")
    browser.run("""
        const input = document.querySelector('input[type=file]'), files = new DataTransfer();
        files.items.add(new File([JSON.stringify({ longhand: 1, lessons: { cost: { place: { step: '', stop: 0, line: 0 }, done: true } } })], 'p.json'));
        input.files = files.files; input.dispatchEvent(new Event('change'));""")
    import time
    time.sleep(0.5)
    if "read to its end" not in browser.run("return document.querySelector('ol.lessons').textContent"):
        complain("index.html", "does not take progress from a file")
    browser.run("localStorage.clear()")


def finds(browser, folder):
    browser.open(folder / "index.html")
    browser.keys("/")
    browser.keys("transpose")
    found = browser.run("return document.querySelectorAll('ol.found > li').length")
    if not found:
        complain("index.html", "finds nothing")
    for problem in browser.axe() + browser.errors():
        complain("index.html", problem)


def compare_cases(browser, folder):
    """Numbers with other givens and replies to answers, as the terminal has them."""
    browser.open(folder / "index.html")
    numbers = replies = refused = left = 0
    for path in sorted((ROOT / ".build" / "pages").glob("*-numbers.json")):
        different, own, none, unknown = browser.run("""
            const { data, places, author, cases } = arguments[0];
            const { program, slots } = longhand.placed(data), wrong = [];
            let count = 0, refused = 0;
            const near = (a, b) => (b === null ? !Number.isFinite(a) : Math.abs(a - b) <= 1e-14 + 1e-10 * Math.abs(b));
            const original = longhand.run(program, program.givens);
            let left = 0;
            // A number that the page says does not follow is not compared; all others have to be right, also those
            // that no given changes.
            const check = (memory, expected, what, given) => places.forEach((n, i) => {
              const slot = n === null ? [author[i]] : slots[n];
              if (slot === null) return;
              if (Array.isArray(slot) && slot[1] < 0 && program.left[-1 - slot[1]].includes(given)) { left += 1; return; }
              const value = Array.isArray(slot) ? slot[0] : memory[slot];
              count += 1;
              if (!near(value, expected[i])) wrong.push(`${what}, number ${i}: ${value} for ${expected[i]}`);
            });
            check(original, author, 'as it is');
            for (const one of cases) {
              const givens = [...program.givens];
              givens[one.given] = one.value;
              const memory = longhand.run(program, givens);
              if (!longhand.isDecidedSo(program, memory)) { refused += 1; continue; }
              check(memory, one.expected, `given ${one.given} = ${one.value}`, one.given);
            }
            return [wrong, count, refused, left];""", json.loads(path.read_text()))
        numbers, refused, left = numbers + own, refused + none, left + unknown
        if different:
            complain(path.stem, f"{len(different)} numbers differ from the terminal's: {different[:3]}")
    for path in sorted((ROOT / ".build" / "pages").glob("*-answers.json")):
        different, own = browser.run("""
            const { questions, texts } = arguments[0], wrong = [];
            let count = 0;
            for (const { question, cases } of questions) for (const { typed, replies, right } of cases) {
              const read = typed.map(longhand.typedNumber);
              const answer = { shape: question.shape, value: read.map((x) => x.value), decimals: read.map((x) => x.decimals) };
              const attempt = new longhand.Attempt();
              const own = [attempt.answer(question, answer, texts), attempt.answer(question, answer, texts)];
              if (!own[0].right && !own[1].right) own.push(attempt.help(question));
              const said = own.map((reply) => reply.text);
              count += 1;
              const until = Math.min(said.length, replies.length);
              if (own[0].right !== right || JSON.stringify(said.slice(0, until)) !== JSON.stringify(replies.slice(0, until))) wrong.push(`${question.id} ${typed.join(' ')}: ${JSON.stringify(said)} for ${JSON.stringify(replies)}`);
            }
            return [wrong, count];""", json.loads(path.read_text()))
        replies += own
        if different:
            complain(path.stem, f"{len(different)} of {own} answers are told something else: {different[:2]}")
    if not numbers or not replies:
        complain(".build/pages", "holds no cases: run the Swift tests first")
    print(f"{numbers} numbers with other givens ({refused} changes and {left} numbers left to the terminal), {replies} answers")


def walk_all(browser, page):
    """All of a lesson that is tried in a browser."""
    without_script(browser, page)
    walks(browser, page)
    makes_its_formulas(browser, page)
    is_accessible(browser, page)
    opens(browser, page)
    computes(browser, page)
    answers(browser, page)
    prints(browser, page)
    is_set_well(browser, page)
    page_cases.each(browser, page)
    for problem in browser.errors():
        complain(page.name, problem)
    print(f"{page.name}: {page.stat().st_size // 1000} kB", flush=True)


def main():
    program = str(Path(sys.argv[1]).resolve())
    some = "--some" in sys.argv
    jobs = int(sys.argv[sys.argv.index("--jobs") + 1]) if "--jobs" in sys.argv else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "course"
        if "--site" in sys.argv:
            folder = Path(sys.argv[sys.argv.index("--site") + 1]).resolve()
        else:
            subprocess.run([program, "publish", str(ROOT / "lessons"), str(folder)], check=True)
        every = sorted(page for page in folder.glob("*.html") if page.name != "index.html")
        pages = [page for page in every if not page.name.endswith(".open.html")]
        if some:
            pages = [page for page in pages if page.stem in SOME]
        for page in [*every, folder / "index.html"]:
            text_of(page)
            page_cases.is_mathematics_alone(page)
        # The largest begin, so that no browser is left alone with one at the end.
        side_by_side(sorted(pages, key=lambda page: -page.stat().st_size), jobs, walk_all)
        browser = Browser()
        try:
            keeps(browser, folder)
            page_cases.once(browser, folder)
            finds(browser, folder)
            if "--site" not in sys.argv:
                page_attacks.policy_holds(browser, folder)
                page_attacks.runs_nothing(folder, program, text_of, jobs, every=7 if some else 1)
                page_attacks.loses_nothing(browser, folder, program, text_of)
            compare_cases(browser, folder)
        finally:
            browser.driver.quit()
    print(f"{len(pages)} pages, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
