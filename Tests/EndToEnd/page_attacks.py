"""Lessons that say what would run in another page: every place that text comes from (SINKS) × PAYLOADS. Run by pages.py."""
import base64
import re
import subprocess

from browser import complain, side_by_side

PAYLOADS = [
    "<script>ran=1</script>", "<img src=x onerror=ran=1>", "\"><svg onload=ran=1>", "' onmouseover='ran=1", "javascript:ran=1",
    "</script><script>ran=1</script>", "</title><script>ran=1</script>", "<!--<script>ran=1</script>-->", "&lt;script>ran=1&lt;/script>",
    "data:text/html,<script>ran=1</script>", "<math><mtext><img src=x onerror=ran=1></mtext></math>", "]]><script>ran=1</script>",
    "<iframe src='javascript:parent.ran=1'>", "<a href='javascript:ran=1'>x</a>", "\\u003cscript>ran=1\\u003c/script>",
]

FORMULAS = "\n\n```math\nx = 2\n```\n\n```math\ny = 3 x\n```\n\n```math\nh = y^2 + 1\n```\n\n"
NETWORK = """
```math
u = \\begin{bmatrix} 0.5 \\\\ 0.2 \\end{bmatrix}
```

```math
W^{(1)} = \\begin{bmatrix} 0.1 & 0.3 \\\\ 0.2 & -0.4 \\end{bmatrix}
```

```math
z^{(2)} = W^{(1)} u
```

```math
f(z) = \\tanh(z)
```

```math
a^{(2)} = f(z^{(2)})
```

```network
input: u
weights: W^{(1)}
sums: z^{(2)}
activations: a^{(2)}
caption: %s
```
"""
TRAINED = """
```data
name: P
file: p.csv
examples: m
shown: 3
```

```math
w = 0.3
```

```math
J_{\\text{%s}}(w) = \\frac{1}{m} \\sum_{i=1}^m (w P_{1i} - 1)^2
```

```train
minimise: J_{\\text{%s}}(w)
by: w
data: P
method: gradient descent
rate: 0.1
iterations: 5
```

```plot
of: J_{\\text{%s}}(w)
over: iterations
caption: %s
```
"""


def yaml(text):
    return "'" + text.replace("'", "''") + "'"


def text(payload):
    """What may stand in \\text: what LaTeX would read otherwise is left out."""
    return re.sub(r"[&#%$_^{}\\]", "", payload)


def escaped(name):
    """A name as it stands between < and > in Markdown."""
    return re.sub(r"([<>&])", r"\\\1", name)


def with_check(lines, before="How much?"):
    return lambda p: f"## A{FORMULAS}{before.replace('PAYLOAD', p)}\n\n<!-- check\n{lines.replace('PAYLOAD', p)}\n-->\n"


#: What a lesson says, by where it says it.
SINKS = {
    "matter-title": lambda p: f"---\ntitle: {yaml(p)}\n---\n\n## A\n\nwords\n",
    "title": lambda p: f"# {p}\n\n## A\n\nwords\n",
    "heading": lambda p: f"## {p}\n\nwords\n",
    "heading-math": lambda p: f"## A $`\\text{{{text(p)}}}`$\n\nwords\n",
    "heading-anchor": lambda p: f"## A {{#{p}}}\n\n[to it](#{p})\n",
    "lower-heading": lambda p: f"## A\n\n### {p}\n",
    "paragraph": lambda p: f"## A\n\n{p}\n\na {p} b\n",
    "spans": lambda p: f"## A\n\n`{p}` **{p}** *{p}* ~~{p}~~\n",
    "code": lambda p: f"## A\n\n    {p}\n\n```{p}\nq\n```\n\n```js\n{p}\n```\n",
    "list": lambda p: f"## A\n\n- {p}\n- [ ] {p}\n\n1. {p}\n",
    "quotation": lambda p: f"## A\n\n> {p}\n",
    "block": lambda p: f"## A\n\n:::{p}\n{p}\n:::\n\n::: warning {p}\n",
    "table": lambda p: f"## A\n\n| {p.replace('|', '')} | b |\n|---|---|\n| {p.replace('|', '')} | c |\n",
    "link": lambda p: f"## A\n\n[{p}](<{p}>) [a](x.md \"{p}\") [b][r] <{p}>\n\n[r]: <{p}> '{p}'\n",
    "image": lambda p: f"## A\n\n![{p}](<{p}>) ![a](dot.png \"{p}\") ![{p}](dot.png)\n",
    "html": lambda p: f"## A\n\n<div title='{p}'>\n{p}\n</div>\n\na <b {p}>c</b>\n\n<!-- {p} -->\n",
    "inline-math": lambda p: f"## A\n\n$`{p}`$ and $\\text{{{text(p)}}}$ and\n\n$$\\text{{{text(p)}}}$$\n",
    "macro": lambda p: f"## A\n\n$`\\newcommand{{\\evil}}{{\\text{{{text(p)}}}}} \\evil`$\n",
    "math-text": lambda p: f"## A\n\n```math\n\\text{{{text(p)}}} = 3\n```\n\n```math\nq_{{\\text{{{text(p)}}}}} = \\text{{{text(p)}}} + 1\n```\n",
    "math-function": lambda p: f"## A\n\n```math\n\\text{{{text(p)}}}(z) = z^2\n```\n\n```math\nq = \\text{{{text(p)}}}(3)\n```\n",
    "math-comment": lambda p: f"## A\n\n```math\nx = 3 % {p}\n```\n",
    "claim": lambda p: f"## A\n\n```math\nq_{{\\text{{{text(p)}}}}} = 3\n```\n\n```math\nq_{{\\text{{{text(p)}}}}} = 3\n```\n",
    "derivation": lambda p: "## A\n\n```math\nx = 2\n```\n\n```math\nf(z) = z^2\n```\n\n```math\n\\begin{aligned}\n"
                            f"\\frac{{\\partial f(x)}}{{\\partial x}} &= 2 x % {p}\n\\end{{aligned}}\n```\n",
    "draw": lambda p: f"## A\n\n```math\nR_{{\\text{{{text(p)}}}}} \\in \\mathbb{{R}}^{{2 \\times 3}} \\\\\nR_{{\\text{{{text(p)}}}}} "
                      "\\sim \\mathcal{U}(-1, 1)\n```\n",
    "tiles": lambda p: "## A\n\n```math\nT = \\begin{bmatrix} 1 & 2 & 3 & 4 \\\\ 5 & 2 & 1 & 0 \\end{bmatrix}\n```\n\n```tiles\nrows: T\n"
                       f"tile: 2 × 2\ncalled: {yaml(p)}\ncaption: {yaml(p)}\n```\n",
    "plot": lambda p: f"## A\n\n```math\nk_{{\\text{{{text(p)}}}}} = 2\n```\n\n```plot\nof: k_{{\\text{{{text(p)}}}}}^2, 3 k_{{\\text{{{text(p)}}}}}\n"
                      f"over: k_{{\\text{{{text(p)}}}}}\nfrom: 0\nto: 3\ncaption: {yaml(p)}\n```\n",
    "network": lambda p: f"## A\n{NETWORK % yaml(p)}",
    "training": lambda p: "## A\n" + TRAINED % (text(p), text(p), text(p), yaml(p)),
    "loop": lambda p: f"## A\n\n```math\nk_{{\\text{{{text(p)}}}}} = 2\n```\n\n```math\nk_{{\\text{{{text(p)}}}}} \\leftarrow 0.5 k_{{\\text{{{text(p)}}}}}\n```\n",
    "question": with_check("= y\n? PAYLOAD\n~ 2 x: PAYLOAD", "PAYLOAD: how much?"),
    "question-formula": with_check("= formula y\n? PAYLOAD"),
    "question-shape": with_check("= shape y\n? PAYLOAD"),
    "question-order": with_check("= order y, h\n? PAYLOAD", "PAYLOAD"),
    "question-slip": with_check("= slip y, h\n? PAYLOAD", "PAYLOAD"),
    "question-choice": with_check("= 1\n? PAYLOAD", "- [ ] PAYLOAD\n- [ ] other PAYLOAD"),
    "question-step": lambda p: f"## {p}{FORMULAS}How much?\n\n<!-- check\n= y\n-->\n",
}
#: Names of files: those that a file can have.
NAMES = ["<img src=x onerror=ran=1>", "' onmouseover='ran=1", '"><svg onload=ran=1>', "javascript:ran=1", "a&b", "%3Cscript%3Eran=1"]
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def course(program, folder, lessons, title="Attacks", prose=""):
    """The pages of such lessons, and which of them are wrong in a way that keeps them from being published."""
    folder.mkdir()
    for name, content in (("dot.png", PIXEL), ("p.csv", b"1,2\n0.5,1\n0.2,3\n1,1\n")):
        (folder / name).write_bytes(content)
    wrong = set()
    for name, words in lessons.items():
        (folder / f"{name}.md").write_text(words)
    for _ in range(3):
        listed = [name for name in lessons if name not in wrong]
        words = re.sub(r"[\[\]]", "", title)
        (folder / "README.md").write_text(f"# {title}\n\n{prose}\n\n" + "".join(f"1. [{words}](<{escaped(name)}.md>)\n" for name in listed))
        run = subprocess.run([program, "publish", str(folder), str(folder / "pages")], capture_output=True, text=True)
        if (folder / "pages" / "index.html").exists():
            return folder / "pages", wrong
        found = {name for name in listed if re.search(rf"(^|/){re.escape(name)}\.md:\d+:\d+: error:", run.stdout + run.stderr, re.M)}
        if not found:
            break
        wrong |= found
    raise SystemExit(f"{folder.name} is not published: {run.stdout[-800:]}{run.stderr[-800:]}")


#: Presses, opens, answers and passes over all that there is.
TRIES = """
    longhand.lesson?.everything();
    longhand.lesson?.formulas.fill(document);
    for (const one of document.querySelectorAll('details')) one.open = true;
    for (const form of document.querySelectorAll('form.answer')) {
      for (const input of form.querySelectorAll('input')) if (input.type === 'text') input.value = '6'; else input.checked = true;
      for (let i = 0; i < 2; i++) form.requestSubmit(form.querySelector('[type=submit]'));
      for (let i = 0; i < 6; i++) form.querySelector('button.plain:last-of-type')?.click();
    }
    for (const number of [...document.querySelectorAll('.opens')].slice(0, 12)) number.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    longhand.lesson?.numbers.closeAll();
    for (const one of document.querySelectorAll('main *')) for (const kind of ['mouseover', 'focus', 'load', 'error']) one.dispatchEvent(new Event(kind, { bubbles: true }));"""
#: What is written into a page is looked at by the browser's own eyes: what is an element there, and what has a handler.
LOOKS = r"""
    const found = 'ran' in window ? ['has run what a lesson says'] : [];
    for (const one of document.querySelectorAll('*')) {
      if (['iframe', 'object', 'embed', 'base'].includes(one.localName)) found.push(`has an element ${one.localName}`);
      if (one.localName === 'script' && !one.src.startsWith(arguments[0]) && one.type !== 'application/json') found.push('has a script that a lesson wrote');
      for (const { name, value } of one.attributes) {
        if (name.startsWith('on')) found.push(`has a handler ${name}`);
        if (['href', 'src', 'xlink:href', 'action'].includes(name) && /^\s*(javascript:|vbscript:|data:(?!image\/(png|svg\+xml);base64,))/i.test(value)) found.push(`leads to ${value}`);
      }
    }
    return found;"""


def look(browser, page, text_of):
    """Twice: its policy is to have nothing to do, and without it nothing is to run either."""
    text_of(page)
    for bypassed in (False, True):
        browser.send("Page.setBypassCSP", enabled=bypassed)
        browser.errors()
        browser.open(page)
        browser.run(TRIES)
        for found in browser.run(LOOKS, page.parent.as_uri()):
            complain(page.name, found)
        for problem in browser.errors():
            if "Content Security Policy" in problem:
                complain(page.name, f"holds what its policy stops: {problem[-300:]}")
    browser.send("Page.setBypassCSP", enabled=False)
    for address in browser.run("return performance.getEntriesByType('resource').map(e=>e.name)"):
        if not address.startswith((page.parent.as_uri(), "data:image/")):
            complain(page.name, f"asks for {address}")


def runs_nothing(folder, program, text_of, jobs, every=1):
    """Every sink with every payload in it that a lesson with it may have and be published; or each with one of so many."""
    said = {f"{sink}-{place}": write(payload) for row, (sink, write) in enumerate(SINKS.items())
            for place, payload in enumerate(PAYLOADS) if (row + place) % every == 0}
    pages, wrong = course(program, folder.parent / "attacks", said)
    for sink in SINKS:
        if not any(name.rsplit("-", 1)[0] == sink and name not in wrong for name in said):
            complain(sink, "is never published: nothing was tried there")
    sites = [pages]
    for place, payload in enumerate(PAYLOADS[::every]):
        own = {"a": "## A\n\nwords\n", "b": "## B\n\nwords\n"}
        sites.append(course(program, folder.parent / f"attacks-{place}", own, payload, payload)[0])
    for place, name in enumerate(NAMES):
        own = {name: f"## A\n\n![a](<{escaped(name)}.png>)\n\n[b](<{escaped(name)}.md>)\n"}
        sites.append(course(program, folder.parent / f"names-{place}", own)[0])
    tried = [page for site in sites for page in sorted(site.glob("*.html"))]
    side_by_side(tried, jobs, lambda browser, page: look(browser, page, text_of))
    print(f"{len(said)} places with an attack, and titles and names: {len(tried)} pages; {len(wrong)} lessons were not published")


def policy_holds(browser, folder):
    """What would run were it there does not; and what looks for it sees it."""
    browser.open(folder / "index.html")
    allowed = browser.run("""
        const script = document.createElement('script'); script.textContent = 'window.inline = 1'; document.body.append(script);
        const handled = document.createElement('p'); handled.setAttribute('onclick', 'window.handled = 1'); document.body.append(handled); handled.click();
        return ['inline', 'handled'].filter((name) => name in window);""")
    if allowed:
        complain("index.html", f"its policy lets {allowed} run")
    seen = " ".join(browser.run(LOOKS, folder.as_uri()))
    if "script that a lesson wrote" not in seen or "handler onclick" not in seen:
        complain("index.html", f"is looked at by what sees nothing: {seen}")
    browser.errors()


#: A drawing that runs something where it is a page, and one in the place of which nothing may be.
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>document.documentElement.setAttribute("ran", "1")</script></svg>'


def loses_nothing(browser, folder, program, text_of):
    """A heading that is script and mathematics, choices with markup, pictures whose paths leave the folder or have the name of
    another: nothing of it runs or gets out, and all that may be shown is."""
    course, pages = folder.parent / "sly", folder.parent / "sly-pages"
    (course / "x").mkdir(parents=True)
    secret = folder.parent / "secret.png"
    secret.write_bytes(b"a secret")
    for name in ("x/dot.png", "x-dot.png", "dot (1).png", "dot-1.png"):
        (course / name).write_bytes(PIXEL + name.encode())
    (course / "d.svg").write_text(DRAWING)
    (course / "leaves.png").symlink_to(secret)
    (course / "README.md").write_text("# Sly\n\n1. [sly](sly.md)\n")
    (course / "sly.md").write_text(r"""## The <img src=x onerror=ran=1> **head** $`x_{\text{</script><script>ran=1</script>}}`$ [x](javascript:ran=1) {#x onload=ran=1}

![a](x/dot.png) ![b](x-dot.png) ![c](<dot (1).png>) ![d](dot-1.png) ![drawn](d.svg) [to the drawing](d.svg)

![out](../secret.png) ![out](x/../../secret.png) ![out](%2e%2e/secret.png) ![out](leaves.png) ![out](file:///etc/passwd)

```math
x = \begin{bmatrix} 2 & -3 \\ 4 & 0.5 \end{bmatrix}
```

```math
y_{\text{</script><script>ran=1</script>}} = x + 1
```

Which of these?

- [ ] <b onclick="ran=1">bold</b> `</script><script>ran=1</script>` $`x`$ ![i](x/dot.png) [l](javascript:ran=1)
- [ ] wrong </label> &lt;script>ran=1&lt;/script>

<!-- check
= 1
? a hint </script><script>ran=1</script> & <b>b</b>
-->
""")
    run = subprocess.run([program, "publish", str(course), str(pages)], capture_output=True, text=True)
    page = pages / "sly.html"
    if not page.exists():
        return complain("sly.md", f"is not published: {run.stdout[-300:]}{run.stderr[-600:]}")
    text_of(page)
    for file in pages.iterdir():
        if b"a secret" in file.read_bytes() or file.name.endswith(".svg"):
            complain(page.name, f"publishes {file.name}")
    if run.stderr.count("outside of the course") != 3:
        complain(page.name, f"does not say what it leaves out: {run.stderr[-600:]}")
    shown = [(pages / name).read_bytes().removeprefix(PIXEL).decode() for name in re.findall(r'<img src="(picture-[^"]*)"', page.read_text())]
    if shown != ["x/dot.png", "x-dot.png", "dot (1).png", "dot-1.png", "x/dot.png"]:
        complain(page.name, f"shows other pictures: {shown}")
    for script in (True, False):
        browser.scripts(script)
        browser.open(page)
        browser.scripts(True)
        if script:
            browser.keys("a")
        browser.run("""
            for (const one of document.querySelectorAll('main a, main button, main input, main summary')) if (!one.href?.startsWith('http')) one.click();
            for (const one of document.querySelectorAll('main *')) for (const kind of ['mouseover', 'load', 'error']) one.dispatchEvent(new Event(kind));""")
        if not browser.run("return location.pathname.endsWith('sly.html') && !('ran' in window) && !document.querySelector('[ran]')"):
            complain(page.name, "has run what a lesson says, or has led away")
        said = browser.run("return document.querySelector('main').textContent")
        for words in ("<img src=x onerror=ran=1>", "head", "{#x onload=ran=1}", "</script><script>ran=1</script>", "to the drawing", "bold", "out",
                      "<script>ran=1</script>"):
            if words not in said:
                complain(page.name, f"has lost {words!r}")
    if browser.run("return [...document.images].some((one) => one.complete && !one.naturalWidth)"):
        complain(page.name, "has a picture that is none")
    browser.errors()
