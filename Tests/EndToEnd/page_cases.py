"""What has hurt others who published mathematics: one function for each. Run by pages.py."""
import base64
import io
import json
import re
import time
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.keys import Keys

from browser import Browser, complain

ASSETS = Path(__file__).resolve().parents[2] / "Sources" / "PageAssets"


def fresh(browser, page):
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)


def is_mathematics_alone(page):
    """A reader that knows MathML is told nothing twice: no role and no label on or around a formula but its own text."""
    text = page.read_text()
    if 'role="math"' in text:
        complain(page.name, "has a role around a formula")
    for attributes in re.findall(r"<math([^>]*)>", text):
        if not re.fullmatch(r'( display="block"| alttext="[^"]+")*', attributes):
            complain(page.name, f"has a formula with {attributes[:80]}")
            break


def moves_by_keyboard(browser, page):
    """What is wider than a phone is reached by Tab, has a name, and moves by the arrows."""
    browser.size(360, 800)
    fresh(browser, page)
    browser.keys("a")
    unreached = browser.run("""
        const wide = [...document.querySelectorAll('.wide, .display')].filter((w) => w.checkVisibility() && w.scrollWidth > w.clientWidth + 1);
        return wide.filter((w) => !w.querySelector(':scope > table') && (w.tabIndex !== 0 || !w.getAttribute('aria-label'))).length;""")
    if unreached:
        complain(page.name, f"{unreached} formulas that are too wide are not reached by Tab")
    faded = """
        const wide = [...document.querySelectorAll('.wide, .display')].filter((w) => w.checkVisibility());
        return wide.filter((w) => (getComputedStyle(w).maskImage !== 'none') !== (w.scrollWidth > w.clientWidth + 1)).length;"""
    if browser.run(faded):
        complain(page.name, "does not fade where there is more, or where there is not")
    browser.media(media="print")
    if browser.run("return [...document.querySelectorAll('.wide, .display')].some((w) => getComputedStyle(w).maskImage !== 'none')"):
        complain(page.name, "prints formulas that fade")
    browser.media()
    found = browser.run("""
        const wide = [...document.querySelectorAll('.wide[tabindex], .display[tabindex]')].find((w) => w.checkVisibility() && w.scrollWidth > w.clientWidth + 30 && !w.querySelector('.opens'));
        if (!wide) return false;
        wide.scrollIntoView({ block: 'center' }); wide.focus(); window.tried = wide; return true;""")
    if found:
        browser.keys(Keys.ARROW_RIGHT * 3)
        time.sleep(0.4)
        if not browser.run("return window.tried.scrollLeft"):
            complain(page.name, "has a wide formula that no key moves")
    browser.size(1280, 900)
    measures_again(browser, page)


#: Formulas that are wider than their place and that no key reaches, or that fade although all of them is there.
ASTRAY = """
    const wide = [...document.querySelectorAll('.wide:not(:has(> table)), .display')].filter((w) => w.checkVisibility() && !w.querySelector('.opens'));
    return wide.filter((w) => w.hasAttribute('role') !== (w.scrollWidth > w.clientWidth + 1)).length;"""


def measures_again(browser, page):
    """What is too wide is known in another window, and when the font comes after the page was measured, without any key."""
    fresh(browser, page)
    browser.keys("a")
    browser.size(360, 800)
    time.sleep(0.3)
    if browser.run(ASTRAY):
        complain(page.name, "does not measure its formulas again in a narrower window")
    browser.size(1280, 900)
    time.sleep(0.3)
    browser.run("for (const math of document.querySelectorAll('main math')) math.style.fontSize = '250%'; document.fonts.dispatchEvent(new Event('loadingdone'));")
    time.sleep(0.3)
    if browser.run(ASTRAY):
        complain(page.name, "does not measure its formulas again when its font is there")


def looks_the_same_under_its_policy(browser, page):
    """What a strict policy drops without a word is not there to be dropped."""
    def picture():
        fresh(browser, page)
        browser.run("return document.fonts.ready.then(() => 1)")
        time.sleep(0.3)
        return browser.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]
    own = picture()
    browser.send("Page.setBypassCSP", enabled=True)
    free = picture()
    browser.send("Page.setBypassCSP", enabled=False)
    if own != free:
        complain(page.name, "looks otherwise without its Content-Security-Policy")


def prints_dark_words(browser, page):
    """Every word of a print is dark on white, also for who reads light on dark."""
    fresh(browser, page)
    browser.media("dark", "print")
    pale = browser.run("""
        const shine = (colour) => { const c = colour.match(/[0-9.]+/g).slice(0, 3).map((x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
        const pale = new Set();
        for (const one of document.querySelectorAll('body, body *')) {
          if (!one.getClientRects().length || ![...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
          const style = getComputedStyle(one);
          if (1.05 / (shine(style.color) + 0.05) < 7) pale.add(one.tagName + '.' + one.className + ' ' + style.color);
        }
        return [...pale].slice(0, 4);""")
    browser.media()
    if pale:
        complain(page.name, f"prints pale words: {pale}")


def stays_in_what_is_open(browser, page):
    """Tab does not lead below a number that was opened."""
    fresh(browser, page)
    browser.keys("a")
    if not browser.run("""
        const wide = [...document.querySelectorAll('figure.walk .wide')].find((w) => w.querySelector('.opens') && w.checkVisibility());
        if (!wide) return false;
        wide.setAttribute('tabindex', '0'); wide.focus(); return true;"""):
        return
    browser.keys(Keys.ENTER)
    for _ in range(8):
        browser.keys(Keys.TAB)
        if not browser.run("return document.activeElement.closest('.number:popover-open') !== null"):
            return complain(page.name, "lets Tab leave a number that is open")
    browser.keys(Keys.ESCAPE)


def is_drawn_well(browser, page):
    """A prime is as large as what it belongs to; a parenthesis around one row as wide as the font has it."""
    fresh(browser, page)
    browser.keys("a")
    browser.run("return document.fonts.ready.then(() => 1)")
    small, wide, unsaid = browser.run("""
        const size = (one) => parseFloat(getComputedStyle(one).fontSize);
        let small = 0, wide = 0, unsaid = 0;
        for (const mo of document.querySelectorAll('main mo')) {
          if (!mo.getClientRects().length) continue;
          if (mo.textContent === '′') {
            if (size(mo) < size(mo.parentNode.firstElementChild)) small += 1;
            const math = mo.closest('math');
            if (math.hasAttribute('alttext') && !math.getAttribute('alttext').includes('prime')) unsaid += 1;
          }
          if ('()[]'.includes(mo.textContent) && mo.getAttribute('stretchy') === 'false') {
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = `${size(mo)}px "Longhand Math"`;
            if (mo.getBoundingClientRect().width > 1.05 * pen.measureText(mo.textContent).width + 0.5) wide += 1;
          }
        }
        return [small, wide, unsaid];""")
    for count, what in ((small, "primes that are too small"), (wide, "parentheses that are too wide"),
                        (unsaid, "primes that are not said")):
        if count:
            complain(page.name, f"{count} {what}")


def fences_are_whole(browser, folder):
    """Fences around five rows are drawn without a gap."""
    page = next(page for page in sorted(folder.glob("*.html")) if "<mtable" in page.read_text())
    fresh(browser, page)
    boxes = browser.run("""
        const math = document.querySelector('math[display=block]');
        const space = 'http://www.w3.org/1998/Math/MathML', element = (name, ...inner) => { const one = document.createElementNS(space, name); one.append(...inner); return one; };
        const boxes = [];
        document.body.replaceChildren();
        for (const [a, b] of ['()', '[]', '{}', '||', '‖‖']) {
          const rows = Array.from({ length: 5 }, () => element('mtr', element('mtd', element('mn', '1'))));
          const signs = [a, b].map((sign, i) => { const mo = element('mo', sign); mo.setAttribute('form', i ? 'postfix' : 'prefix'); mo.setAttribute('fence', 'true'); mo.setAttribute('stretchy', 'true'); return mo; });
          const whole = element('math', element('mrow', signs[0], element('mtable', ...rows), signs[1]));
          whole.setAttribute('display', 'block');
          const box = document.createElement('div'); box.append(whole); document.body.append(box);
          boxes.push(...signs);
        }
        return document.fonts.ready.then(() => boxes.map((mo) => { const b = mo.getBoundingClientRect(); return [mo.textContent, b.x, b.y, b.width, b.height]; }));""")
    time.sleep(0.2)
    picture = Image.open(io.BytesIO(base64.b64decode(browser.send("Page.captureScreenshot")["data"]))).convert("L")
    for sign, x, y, width, height in boxes:
        if y + height > picture.height or height < 60:
            complain("fences", f"{sign} around five rows is {height} high")
            continue
        rows = [min(picture.getpixel((int(column), int(row))) for column in range(int(x), int(x + width) + 1))
                for row in range(int(y) + 4, int(y + height) - 4)]
        paper = max(rows + [picture.getpixel((2, 2))])
        if any(value > paper - 40 for value in rows):
            complain("fences", f"{sign} around five rows has a gap")


def font_is_whole():
    """A subset of a font for mathematics keeps what makes it one."""
    font = TTFont(ASSETS / "mathematics.woff2")
    if "MATH" not in font:
        return complain("mathematics.woff2", "has no MATH table")
    names, variants = font.getBestCmap(), font["MATH"].table.MathVariants
    grows = set(variants.VertGlyphCoverage.glyphs)
    for sign in "()[]{}|‖√∑∫":
        if names.get(ord(sign)) not in grows:
            complain("mathematics.woff2", f"{sign} does not grow")
    if not any(record.FeatureTag == "ssty" for record in font["GSUB"].table.FeatureList.FeatureRecord):
        complain("mathematics.woff2", "has no signs for scripts")
    style = (ASSETS / "page.css").read_text()
    # Chromium and Safari each read another one of them.
    if not re.search(r"mtd[^{]*\{ text-align: right; text-align: -webkit-right; justify-items: end; \}", style):
        complain("page.css", "has not all three ways to put decimals under one another")


def comes_back_from_a_file(browser, folder):
    """Progress that was saved as a file is what it was when it is taken from it."""
    page = folder / "01-forward-propagation.html"
    fresh(browser, page)
    browser.keys(" " * 6)
    kept = "return JSON.stringify(Object.entries(localStorage).filter(([k]) => k.startsWith('longhand:')).sort())"
    before = browser.run(kept)
    saved = browser.run("""
        const make = URL.createObjectURL; let saved;
        URL.createObjectURL = (blob) => { saved = blob; return make(blob); };
        [...document.querySelectorAll('button')].find((b) => b.textContent === 'Save progress as a file').click();
        return saved.text();""")
    if json.loads(saved)["course"] == "" or before == "[]":
        complain(page.name, "saves nothing")
    browser.run("localStorage.clear()")
    browser.open(folder / "index.html")
    browser.run("""
        const input = document.querySelector('input[type=file]'), files = new DataTransfer();
        files.items.add(new File([arguments[0]], 'progress.json'));
        input.files = files.files; input.dispatchEvent(new Event('change'));""", saved)
    time.sleep(0.5)
    if browser.run(kept) != before:
        complain(page.name, "comes back from a file as something else")
    browser.open(page)
    if "in this browser alone" not in browser.run("return document.body.textContent"):
        complain(page.name, "does not say where progress is kept")
    browser.run("localStorage.clear()")


def axe_sees(browser, folder):
    """Pale words, among them a sign within a formula, and a picture without words are serious: what complains of nothing may
    have looked at nothing."""
    fresh(browser, folder / "03-cost.html")
    browser.keys("a")
    browser.run("""
        [...document.querySelectorAll('figure math mn')].filter((one) => one.checkVisibility())[20].style.color = '#ccc';
        document.querySelector('main').append(document.createElement('img'));""")
    found = " ".join(browser.axe())
    for words in ("color-contrast <mn", "image-alt"):
        if words not in found:
            complain("axe", f"does not see {words}: {found[:300]}")


def a_crash_is_said():
    """A tab that dies is told as that, and does not wait for its time to be over."""
    browser = Browser()
    start = time.monotonic()
    try:
        browser.driver.get("chrome://crash")
        complain("a crash", "is not noticed")
    except WebDriverException as problem:
        if "crash" not in str(problem).lower() or time.monotonic() - start > 30:
            complain("a crash", f"is told as {str(problem)[:100]}")
    finally:
        browser.driver.quit()


def each(browser, page):
    for case in (moves_by_keyboard, looks_the_same_under_its_policy, prints_dark_words, stays_in_what_is_open,
                 is_drawn_well):
        case(browser, page)


def once(browser, folder):
    font_is_whole()
    fences_are_whole(browser, folder)
    comes_back_from_a_file(browser, folder)
    axe_sees(browser, folder)
    a_crash_is_said()
