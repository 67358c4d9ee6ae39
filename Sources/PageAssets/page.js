"use strict";
// Walks a published page: reductions one by one, numbers that open, questions, other givens. The
// page itself is complete without it; all that it adds to the page is made as elements and text.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  /** An element with attributes and what is in it; there is no other way text gets into the page. */
  function make(name, attributes = {}, ...inner) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...inner.filter((part) => part !== null && part !== undefined));
    return element;
  }

  // Storage. It may be missing or refuse: then the page works and says that it keeps nothing.

  const folder = decodeURIComponent(location.pathname).replace(/[^/]*$/, "");
  const store = {
    prefix: "",
    isKept: true,
    key(lesson) { return this.prefix + lesson; },
    read(key) {
      try { return JSON.parse(localStorage.getItem(key)) ?? null; } catch { this.isKept = false; return null; }
    },
    write(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { this.isKept = false; }
    },
    lessons() {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)); } catch { return []; }
    },
  };

  // Theme

  const themes = ["auto", "light", "dark"];
  function setTheme(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
  }
  try { setTheme(localStorage.getItem("longhand.theme")); } catch { /* as the system has it */ }

  function themeButton() {
    const now = () => root.dataset.theme ?? "auto";
    const button = make("button", { type: "button", class: "plain", click() {
      const next = themes[(themes.indexOf(now()) + 1) % themes.length];
      setTheme(next);
      try { localStorage.setItem("longhand.theme", next); } catch { store.isKept = false; }
      label();
    } });
    const label = () => { button.textContent = { auto: "Colours: as the system", light: "Colours: light", dark: "Colours: dark" }[now()]; };
    label();
    return button;
  }

  // Progress as a file

  function exportProgress() {
    const all = Object.fromEntries(store.lessons().map((key) => [key.slice(store.prefix.length), store.read(key)]));
    const text = JSON.stringify({ longhand: 1, course: document.body.dataset.course, lessons: all }, null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href: address, download: `${document.body.dataset.course || "lesson"}-progress.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function importProgress(file) {
    try {
      const read = JSON.parse(await file.text());
      if (read.longhand !== 1 || typeof read.lessons !== "object") throw new Error();
      for (const [lesson, value] of Object.entries(read.lessons)) store.write(store.key(lesson), value);
      location.reload();
    } catch {
      say(`${file.name} holds no progress of these lessons, and nothing was changed.`);
    }
  }

  function progressButtons() {
    const input = make("input", { type: "file", accept: "application/json,.json", class: "hidden", id: "page.import", tabindex: "-1", "aria-label": "A file with progress", change() { if (input.files[0]) importProgress(input.files[0]); } });
    return [
      make("button", { type: "button", class: "plain", click: exportProgress }, "Save progress as a file"),
      make("button", { type: "button", class: "plain", click() { input.click(); } }, "Take progress from a file"), input,
    ];
  }

  // What is said to everybody, seeing or not

  let spoken = null;
  function say(text) {
    spoken.textContent = "";
    setTimeout(() => { spoken.textContent = text; spoken.classList.toggle("on", text !== ""); }, 30);
    clearTimeout(say.timer);
    say.timer = setTimeout(() => spoken.classList.remove("on"), 6000);
  }

  document.addEventListener("DOMContentLoaded", () => {
    store.prefix = `longhand:${document.body.dataset.course}:${folder}:`;
    spoken = make("p", { class: "spoken", role: "status", "aria-live": "polite" });
    document.body.append(spoken);
    const island = document.getElementById("page.data");
    if (island) new Lesson(JSON.parse(island.textContent));
    else contents();
  });

  // The contents: what was read, and a search through all lessons.

  function contents() {
    for (const row of $$("ol.lessons > li")) {
      const known = store.read(store.key(row.dataset.lesson));
      if (!known) continue;
      row.append(make("span", { class: "size progress" }, known.done ? "✓ read to its end" : "begun"));
    }
    const island = document.getElementById("page.search");
    const list = $("ol.lessons");
    if (!island || !list) return;
    const steps = JSON.parse(island.textContent);
    const found = make("ol", { class: "found" });
    const count = make("p", { class: "remark", "aria-live": "polite" });
    const input = make("input", { type: "search", id: "page.find", placeholder: "Search all lessons", "aria-label": "Search all lessons", input: search });
    function search() {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      found.replaceChildren();
      count.textContent = "";
      if (!words.length) return;
      const hits = steps.filter((step) => { const text = step.slice(2).join(" ").toLowerCase(); return words.every((word) => text.includes(word)); });
      count.textContent = hits.length === 1 ? "1 step" : `${hits.length} steps`;
      for (const [page, id, lesson, title, text] of hits.slice(0, 40)) {
        const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 50);
        const part = (at > 0 ? "…" : "") + text.slice(at, at + 150) + (at + 150 < text.length ? "…" : "");
        found.append(make("li", {}, make("a", { href: page + (id ? "#" + encodeURIComponent(id) : "") }, title || lesson), make("span", { class: "size" }, lesson), make("p", {}, part)));
      }
    }
    const menu = make("details", { class: "menu" }, make("summary", {}, "Colours and progress"), make("div", {}, themeButton(), ...progressButtons()));
    list.before(make("search", {}, input, count, found));
    list.after(menu);
    addEventListener("keydown", (event) => {
      if (event.key === "/" && !isTyping(event)) { event.preventDefault(); input.focus(); }
    });
    if (location.hash === "#page.find") input.focus();
  }

  function isTyping(event) {
    return event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select") !== null || event.ctrlKey || event.metaKey || event.altKey;
  }

  // A lesson

  class Lesson {
    constructor(data) {
      this.data = data;
      this.key = store.key(document.body.dataset.lesson);
      const kept = store.read(this.key) ?? {};
      this.answered = kept.answered ?? {};
      this.done = kept.done === true;
      this.stops = $$(".stop").map((element) => {
        const list = $("figure.walk > ol", element);
        return {
          element, section: element.closest("section"), figure: $("figure.walk", element),
          lines: list ? $$(":scope > li:not(.side)", list) : [],
          after: $$("figure.walk > .verdict", element),
        };
      });
      this.sections = $$("main section");
      this.links = new Map($$("nav.steps a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
      this.place = this.found(kept.place);
      this.numbers = new Numbers(this);
      this.addBar();
      for (const question of data.questions) new Question(question, this);
      this.numbers.restore(kept.givens ?? {});
      addEventListener("keydown", (event) => this.press(event));
      addEventListener("hashchange", () => this.goToAddress());
      addEventListener("beforeprint", () => { for (const one of $$("details.why, details.numbers")) one.open = true; });
      if (location.hash.length > 1) this.goToAddress(); else this.draw(false);
      if (!store.isKept) say("This browser keeps no progress for this page.");
    }

    // The place: a stop, and how many of its lines are to be seen. It is kept by the step's anchor,
    // so that it stays where it was when other steps change.

    found(place) {
      if (!place) return { stop: 0, line: 0 };
      const own = this.stops.map((stop, index) => [stop, index]).filter(([stop]) => stop.element.closest("section") && this.idOf(stop) === place.step);
      if (!own.length) return { stop: 0, line: 0 };
      const [stop, index] = own[Math.min(place.stop, own.length - 1)];
      return { stop: index, line: Math.min(place.line, stop.lines.length) };
    }

    idOf(stop) { return stop.section.getAttribute("aria-labelledby") ?? ""; }

    keep() {
      const stop = this.stops[this.place.stop], id = this.idOf(stop);
      const first = this.stops.findIndex((other) => this.idOf(other) === id);
      store.write(this.key, {
        place: { step: id, stop: this.place.stop - first, line: this.place.line }, answered: this.answered,
        done: this.done, givens: this.numbers.changes(),
      });
    }

    get isRevealed() { return this.place.line >= this.stops[this.place.stop].lines.length; }

    next() {
      if (!this.isRevealed) this.place.line += 1;
      else if (this.place.stop + 1 < this.stops.length) this.place = { stop: this.place.stop + 1, line: 0 };
      else return say("This is the end of the lesson.");
      this.draw(true);
    }

    back() {
      if (this.place.line > 0) this.place.line -= 1;
      else if (this.place.stop > 0) this.place = { stop: this.place.stop - 1, line: this.stops[this.place.stop - 1].lines.length };
      else return;
      this.draw(true);
    }

    finish() {
      const stop = this.stops[this.place.stop];
      if (this.isRevealed) return this.next();
      this.place.line = stop.lines.length;
      this.draw(true);
    }

    step(by) {
      const sections = this.sections.filter((section) => this.stops.some((stop) => stop.section === section));
      const now = sections.indexOf(this.stops[this.place.stop].section);
      const section = sections[Math.min(Math.max(0, now + by), sections.length - 1)];
      this.place = { stop: this.stops.findIndex((stop) => stop.section === section), line: 0 };
      this.draw(false);
      section.scrollIntoView({ block: "start" });
    }

    everything() {
      const last = this.stops.length - 1;
      this.place = { stop: last, line: this.stops[last].lines.length };
      this.draw(false);
      say("Everything is shown.");
    }

    goToAddress() {
      const id = decodeURIComponent(location.hash.slice(1));
      const stop = this.stops.findIndex((one) => this.idOf(one) === id);
      if (stop >= 0) this.place = { stop, line: 0 };
      this.draw(false);
      document.getElementById(id)?.scrollIntoView({ block: "start" });
    }

    goTo(stop) {
      if (stop > this.place.stop) this.place = { stop, line: 0 };
      this.draw(false);
      const element = this.stops[stop].element;
      element.scrollIntoView({ block: "center" });
      element.classList.add("flash");
      setTimeout(() => element.classList.remove("flash"), 1500);
    }

    draw(scrolls) {
      const { stop: at, line: shown } = this.place;
      this.stops.forEach((stop, index) => {
        const count = index < at ? stop.lines.length : index === at ? shown : 0;
        stop.lines.forEach((line, place) => {
          line.classList.toggle("on", place < count);
          line.classList.toggle("new", index === at && place === shown - 1);
          const side = line.previousElementSibling;
          if (side?.classList.contains("side")) side.classList.toggle("on", place < count);
        });
        for (const one of stop.after) one.classList.toggle("on", count === stop.lines.length && index <= at);
        stop.element.classList.toggle("here", index === at);
      });
      const here = this.stops[at];
      for (const [id, link] of this.links) {
        const own = this.stops.map((stop, index) => [stop, index]).filter(([stop]) => this.idOf(stop) === id).map(([, index]) => index);
        const last = own[own.length - 1];
        const isDone = last !== undefined && (last < at || (last === at && this.isRevealed));
        link.classList.toggle("done", isDone);
        link.toggleAttribute("aria-current", false);
        if (this.idOf(here) === id) link.setAttribute("aria-current", "step");
      }
      const total = this.stops.reduce((sum, stop) => sum + stop.lines.length + 1, 0);
      const done = this.stops.slice(0, at).reduce((sum, stop) => sum + stop.lines.length + 1, 0) + shown + (this.isRevealed ? 1 : 0);
      this.meter.value = done / total;
      this.meter.textContent = `${Math.round((100 * done) / total)} %`;
      if (at === this.stops.length - 1 && this.isRevealed) this.done = true;
      if (scrolls) {
        const line = here.lines[shown - 1] ?? here.element;
        line.scrollIntoView({ block: "nearest" });
        const formula = $("math", line);
        if (shown > 0 && formula) spoken.textContent = `${$(".note", line)?.textContent ?? ""}: ${formula.getAttribute("alttext") ?? formula.textContent}`;
      }
      this.numbers.focusable(here);
      this.keep();
    }

    press(event) {
      if (isTyping(event) || event.defaultPrevented) return;
      const target = event.target;
      const isControl = target.closest?.("button, summary, a, input, [popover]") !== null;
      const isNumber = target.matches?.(".wide") && $(".cursor", target) !== null;
      const keys = {
        " ": () => this.next(), ArrowRight: () => this.next(), l: () => this.next(), ArrowLeft: () => this.back(), h: () => this.back(),
        Backspace: () => this.back(), ".": () => this.finish(), n: () => this.step(1), p: () => this.step(-1), a: () => this.everything(),
        "?": () => { $("details.menu").open = true; $("details.menu summary").focus(); }, u: () => this.numbers.undo(),
        "/": () => { const link = $("header.top a.course"); if (link) location.href = link.href + "#page.find"; },
      };
      const act = keys[event.key];
      if (!act || (isControl && [" ", "Enter"].includes(event.key)) || (isNumber && (event.key.startsWith("Arrow") || event.key === " ")) || target.closest?.("[popover]")) return;
      event.preventDefault();
      act();
    }

    addBar() {
      this.meter = make("progress", { max: "1", value: "0", "aria-label": "How far you are" });
      const keys = [["Space", "next operation"], ["←", "back"], [".", "the rest of this equation"], ["n p", "next, previous step"], ["a", "everything"],
        ["Tab", "to the numbers; arrows move, Enter opens, Esc closes"], ["u", "undo a changed given"], ["/", "search"]];
      const help = make("ul", { class: "keys" }, ...keys.map(([key, what]) => make("li", {}, make("kbd", {}, key), ` ${what}`)));
      const menu = make("details", { class: "menu" }, make("summary", {}, "Menu"), make("div", {},
        help, make("button", { type: "button", class: "plain", click: () => this.everything() }, "Show everything"),
        make("button", { type: "button", class: "plain", click: () => { this.place = { stop: 0, line: 0 }; this.done = false; this.draw(false); scrollTo(0, 0); } }, "Start again"),
        themeButton(), ...progressButtons(),
        make("p", { class: "remark" }, "Progress is kept in this browser alone. Some browsers forget it after a week: a file does not.")));
      this.changed = make("span", { class: "changes", hidden: true });
      const bar = make("footer", { class: "bar", "aria-label": "Walk" },
        make("button", { type: "button", "aria-label": "Back", click: () => this.back() }, "‹ Back"),
        make("button", { type: "button", class: "next", click: () => this.next() }, "Next ›"),
        make("button", { type: "button", class: "wide-only", click: () => this.finish() }, "All of this"),
        this.meter, this.changed, menu);
      document.body.append(bar);
      addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; $("summary", menu).focus(); } });
      document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    }

    // Formulas that the data holds

    formula(place) {
      const math = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
      math.setAttribute("display", "block");
      math.append(this.node(place));
      return make("div", { class: "wide" }, math);
    }

    node(place) {
      const { nodes, elements, attributes } = this.data;
      const space = "http://www.w3.org/1998/Math/MathML";
      const [kind, list, ...inner] = nodes[place];
      if (kind < 0) {
        const number = document.createElementNS(space, "mn");
        number.dataset.n = list;
        if (inner.length) number.dataset.soft = "";
        this.numbers.fill([number]);
        return number;
      }
      const element = document.createElementNS(space, elements[kind]);
      const own = attributes[list];
      for (let at = 0; at < own.length; at += 2) element.setAttribute(own[at], own[at + 1]);
      element.append(...inner.map((part) => (typeof part === "string" ? part : this.node(part))));
      return element;
    }
  }

  // Numbers: opened, followed to where they are used, and computed with other givens

  class Numbers {
    constructor(lesson) {
      this.lesson = lesson;
      const { data } = lesson;
      this.program = data.program ?? null;
      this.slots = data.slots ?? [];
      if (this.program) {
        this.first = this.program.constants.length;
        this.givens = [...this.program.givens];
        this.original = longhand.run(this.program, this.program.givens);
        this.memory = this.original;
      }
      this.undone = [];
      this.texts = new Map();
      this.levels = [];
      for (const number of $$("[data-n]")) this.prepare(number);
      document.addEventListener("click", (event) => {
        const number = event.target.closest?.(".opens");
        if (number) this.open(number);
      });
      document.addEventListener("focusin", (event) => {
        const wide = event.target.closest?.(".wide");
        if (wide === event.target && $(".opens", wide) && !$(".cursor", wide)) this.choose($(".opens", wide));
      });
      document.addEventListener("keydown", (event) => {
        const wide = event.target.closest?.(".wide");
        if (wide !== event.target || event.ctrlKey || event.metaKey || event.altKey) return;
        const number = $(".cursor", wide);
        if (!number) return;
        if (["Enter", " ", "o"].includes(event.key)) { event.preventDefault(); this.open(number); }
        if (event.key.startsWith("Arrow")) { event.preventDefault(); this.move(number, event.key); }
      });
    }

    prepare(number) {
      if (this.lesson.data.numbers[number.dataset.n]) number.classList.add("opens");
    }

    /** The formula is what has the focus, and one of its numbers the cursor: a formula with controls
        in it would be none for who cannot see it. */
    choose(number) {
      for (const old of $$(".cursor")) old.classList.remove("cursor");
      number.classList.add("cursor");
      const wide = number.closest(".wide");
      this.reach(wide);
      if (document.activeElement !== wide) wide.focus({ preventScroll: true });
      number.scrollIntoView({ block: "nearest", inline: "nearest" });
      spoken.textContent = `${number.textContent}: Enter opens it.`;
    }

    /** What can be reached with Tab: the last line that is to be seen, and what has to be moved
        sideways. */
    reach(wide) {
      wide.setAttribute("tabindex", "0");
      wide.setAttribute("role", "group");
      wide.setAttribute("aria-label", $(".opens", wide) ? "Formula with numbers that open" : "Formula");
    }

    focusable(stop) {
      const seen = stop.lines.filter((line) => line.classList.contains("on"));
      const from = seen[seen.length - 1] ?? stop.element;
      const here = $(".opens", from)?.closest(".wide");
      for (const wide of $$("main .wide:not(:has(> table)), main .display")) {
        if (wide === here || wide.scrollWidth > wide.clientWidth + 1) this.reach(wide);
        else if (wide !== document.activeElement) for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
      }
    }

    move(number, key) {
      const all = $$(".opens", number.closest("figure, [popover]") ?? document).filter((one) => one.getClientRects().length);
      const here = number.getBoundingClientRect();
      const [x, y] = [here.x + here.width / 2, here.y + here.height / 2];
      const rank = (one) => {
        const box = one.getBoundingClientRect();
        const [dx, dy] = [box.x + box.width / 2 - x, box.y + box.height / 2 - y];
        const [along, aside] = { ArrowRight: [dx, dy], ArrowLeft: [-dx, dy], ArrowDown: [dy, dx], ArrowUp: [-dy, dx] }[key];
        return along <= 1 ? Infinity : along + 4 * Math.abs(aside);
      };
      const next = all.filter((one) => one !== number).sort((a, b) => rank(a) - rank(b))[0];
      if (next && rank(next) !== Infinity) this.choose(next);
    }

    value(n, memory = this.memory) {
      const slot = this.slots[n];
      return Array.isArray(slot) ? slot[0] ?? NaN : slot === null || slot === undefined ? NaN : memory[slot];
    }

    isChanged(n) { return this.program !== null && !Object.is(this.value(n), this.value(n, this.original)); }

    // Opening

    open(number) {
      const n = Number(number.dataset.n);
      const entry = this.lesson.data.numbers[n];
      if (!entry) return;
      const [title, symbols, arithmetic, told, ...uses] = entry;
      const { lesson } = this;
      const parts = [];
      const head = lesson.formula(title);
      const equals = (inner) => {
        const math = $("math", inner), sign = document.createElementNS(math.namespaceURI, "mo");
        sign.textContent = "=";
        math.prepend(sign);
        return inner;
      };
      const value = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mn");
      value.dataset.n = n;
      this.fill([value]);
      const sign = document.createElementNS(value.namespaceURI, "mo");
      sign.textContent = "=";
      $("math", head).append(sign, value);
      parts.push(head);
      if (symbols !== null) parts.push(equals(lesson.formula(symbols)));
      if (arithmetic !== null) parts.push(equals(lesson.formula(arithmetic)));
      parts.push(make("p", { class: "told" }, lesson.data.texts[told]));
      const given = this.given(n);
      if (given !== null) parts.push(this.changer(n, given));
      if (uses.length) {
        const rows = [];
        for (let at = 0; at < uses.length; at += 3) {
          const [formula, entries, stop] = uses.slice(at, at + 3);
          rows.push(make("li", {}, make("button", { type: "button", class: "plain use", click: () => { this.closeAll(); lesson.goTo(stop); } }, lesson.formula(formula), make("span", {}, lesson.data.texts[entries]))));
        }
        parts.push(make("details", { open: rows.length <= 6 }, make("summary", {}, `Used in ${rows.length === 1 ? "one place" : `${rows.length} places`}`), make("ul", { class: "uses" }, ...rows)));
      }
      const box = make("div", { class: "number", popover: "auto", role: "dialog", "aria-label": "A number opened", tabindex: "-1" },
        make("button", { type: "button", class: "close", "aria-label": "Close", click: () => box.hidePopover() }, "×"), ...parts);
      const parent = number.closest("[popover]");
      (parent ?? document.body).append(box);
      for (const inner of $$("[data-n]", box)) if (inner !== value) this.prepare(inner);
      for (const inner of $$(".wide", box)) if ($(".opens", inner)) this.reach(inner);
      box.addEventListener("toggle", (event) => {
        if (event.newState !== "closed") return;
        box.remove();
        if (number.isConnected && number.closest(".wide")) this.choose(number);
      });
      box.addEventListener("keydown", (event) => this.stay(event, box));
      const place = number.getBoundingClientRect();
      box.showPopover();
      const size = box.getBoundingClientRect();
      const left = Math.min(Math.max(8, place.x + place.width / 2 - size.width / 2), innerWidth - size.width - 8);
      const below = place.bottom + 8, fits = below + size.height < innerHeight - 64;
      box.style.left = `${Math.max(8, left)}px`;
      box.style.top = `${fits ? below : Math.max(8, place.top - size.height - 8)}px`;
      const first = $(".opens", box);
      if (first && first.closest("[popover]") === box) this.choose(first); else ($("input", box) ?? box).focus({ preventScroll: true });
    }

    /** Tab stays in what was opened: what lies below it is covered. */
    stay(event, box) {
      if (event.key !== "Tab" || event.target.closest("[popover]") !== box) return;
      const all = $$("button, input, summary, [tabindex='0']", box).filter((one) => one.closest("[popover]") === box && one.getClientRects().length);
      if (!all.length) return;
      const at = all.indexOf(document.activeElement), next = event.shiftKey ? at - 1 : at + 1;
      event.preventDefault();
      all[(next + all.length) % all.length].focus();
    }

    closeAll() { for (const box of $$("[popover].number")) if (box.isConnected && box.matches(":popover-open")) box.hidePopover(); }

    // Other givens

    /** Which given a number is; null for what is computed. */
    given(n) {
      const slot = this.slots[n];
      if (!this.program || typeof slot !== "number") return null;
      const index = slot - this.first;
      return index >= 0 && index < this.givens.length ? index : null;
    }

    changer(n, index) {
      const own = longhand.write([this.program.givens[index]], 6)[0];
      const problem = make("p", { class: "problem", role: "alert" });
      const input = make("input", { type: "text", inputmode: "decimal", size: "8", autocomplete: "off", id: "page.value", "aria-label": "Another value for it", value: longhand.write([this.givens[index]], 6)[0] });
      const form = make("form", { class: "changer", submit: (event) => {
        event.preventDefault();
        const typed = longhand.typedNumber(input.value);
        if (!typed) { problem.textContent = `${input.value.slice(0, 20)} is no number. Type one such as 0.5, -2, 1/3 or 5e-1.`; return input.focus(); }
        const refusal = this.set(index, typed.value);
        if (refusal) { problem.textContent = refusal; return; }
        this.closeAll();
      } }, make("label", { for: "page.value" }, "Another value"), input, make("button", { type: "submit" }, "Set"));
      if (!Object.is(this.givens[index], this.program.givens[index])) {
        form.append(make("button", { type: "button", class: "plain", click: () => { this.set(index, this.program.givens[index]); this.closeAll(); } }, `Back to ${own}`));
      }
      return make("div", {}, form, problem);
    }

    /** @returns why a change cannot be followed here; nothing where it was made. */
    set(index, value) {
      const next = [...this.givens];
      next[index] = value;
      const memory = longhand.run(this.program, next);
      const decides = this.program.looked.some((slot) => !Object.is(memory[slot], this.original[slot]));
      if (decides) return "Something is decided by this number that only the terminal can decide anew: change it there, with longhand.";
      this.undone.push(this.givens);
      this.apply(next, memory);
      return null;
    }

    undo() {
      const last = this.undone.pop();
      if (last) this.apply(last, longhand.run(this.program, last));
      else say("No given has been changed.");
    }

    giveBack() {
      this.undone.push(this.givens);
      this.apply([...this.program.givens], this.original);
    }

    changes() {
      if (!this.program) return {};
      return Object.fromEntries(this.givens.map((x, i) => [i, x]).filter(([i, x]) => !Object.is(x, this.program.givens[i])).map(([i, x]) => [`${i}:${this.program.givens[i]}`, x]));
    }

    /** Changes of another day; those of a given that is another one now are left out. */
    restore(kept) {
      if (!this.program) return;
      const next = [...this.program.givens];
      for (const [key, value] of Object.entries(kept)) {
        const [index, own] = key.split(":").map(Number);
        if (next[index] === own && Number.isFinite(value)) next[index] = value;
      }
      if (next.some((x, i) => x !== this.program.givens[i])) this.apply(next, longhand.run(this.program, next), false);
    }

    apply(givens, memory, tells = true) {
      this.givens = givens;
      this.memory = memory;
      this.fill($$("[data-n]"));
      const broken = this.judgeClaims();
      const count = Object.keys(this.changes()).length;
      root.classList.toggle("changed", count > 0);
      const bar = this.lesson.changed;
      bar.hidden = count === 0;
      bar.replaceChildren(`${count} given${count === 1 ? "" : "s"} changed `,
        make("button", { type: "button", class: "plain", click: () => this.undo() }, "Undo"),
        make("button", { type: "button", class: "plain", click: () => this.giveBack() }, "All back"));
      if (tells) {
        const other = $$("figure [data-n].changed").length;
        say(count === 0 ? "The lesson’s own numbers." : `${other} number${other === 1 ? "" : "s"} on this page changed${broken ? `; ${broken} claim${broken === 1 ? "" : "s"} do${broken === 1 ? "es" : ""} not hold` : ""}.`);
        this.lesson.keep();
      }
    }

    /** Writes numbers as they are now; the entries of a matrix have the same decimals. */
    fill(all) {
      const groups = new Map();
      for (const one of all) {
        const group = one.closest("mtable.matrix") ?? one;
        groups.set(group, [...(groups.get(group) ?? []), one]);
      }
      const { decimals } = this.lesson.data;
      for (const own of groups.values()) {
        const isNew = own.some((one) => one.textContent === "");
        const isChanged = own.some((one) => this.isChanged(one.dataset.n));
        const texts = isNew || isChanged ? longhand.write(own.map((one) => this.value(one.dataset.n)), decimals) : [];
        own.forEach((one, index) => {
          if (!isNew && !this.texts.has(one)) this.texts.set(one, one.textContent);
          const text = texts[index];
          one.textContent = text === undefined ? this.texts.get(one) : "soft" in one.dataset && text.startsWith("−") ? `(${text})` : text;
          const differs = this.isChanged(one.dataset.n);
          one.classList.toggle("changed", differs);
          const math = one.closest("math");
          if (differs && math?.hasAttribute("alttext")) { math.dataset.spoken = math.getAttribute("alttext"); math.removeAttribute("alttext"); }
        });
      }
      if (this.memory === this.original) for (const math of $$("math[data-spoken]")) math.setAttribute("alttext", math.dataset.spoken);
    }

    judgeClaims() {
      const { claims = [] } = this.lesson.data;
      let bounds = null, broken = 0;
      const errors = () => (bounds ??= longhand.errors({ ...this.program }, this.memory));
      for (const element of $$(".verdict[data-claim]")) {
        const claim = claims[element.dataset.claim];
        if (!claim) continue;
        const { holds, degree } = longhand.judgeClaim(claim, this.memory, errors);
        element.classList.toggle("holds", holds);
        element.classList.toggle("fails", !holds);
        $(".sign", element).textContent = holds ? "✓ holds" : "✗ does not hold";
        const words = $(".degree", element) ?? element.appendChild(make("span", { class: "degree" }));
        words.textContent = degree;
        if (!holds) broken += 1;
      }
      return broken;
    }
  }

  // Questions

  class Question {
    constructor(data, lesson) {
      this.data = data;
      this.lesson = lesson;
      this.box = $$(".question").find((box) => box.dataset.question === data.id);
      if (!this.box) return;
      this.attempt = new longhand.Attempt();
      this.output = make("div", { class: "reply", "aria-live": "polite" });
      this.fields = this.fieldsFor();
      const hint = make("button", { type: "button", class: "plain", click: () => this.help() }, "Hint");
      this.hint = hint;
      const form = make("form", { class: "answer", submit: (event) => { event.preventDefault(); this.answer(); } }, this.fields.element,
        this.fields.read ? make("button", { type: "submit" }, "Check") : null, hint);
      $(".folded", this.box).before(form, this.output);
      const known = lesson.answered[data.id];
      if (known) this.show(known === "right" ? "Answered before: right." : "Answered before, with help.", known === "right" ? "right" : "");
    }

    fieldsFor() {
      const { kind, id } = this.data;
      const number = (label, size = 7) => make("input", { type: "text", inputmode: "text", size, autocomplete: "off", spellcheck: "false", autocapitalize: "off", "aria-label": label });
      switch (kind) {
        case "formula": case "derive": {
          const what = kind === "formula" ? "A formula is typed" : "A derivation of one’s own is written";
          return { element: make("p", { class: "told" }, `${what} in the terminal: longhand ${document.body.dataset.lesson}`), read: null };
        }
        case "shape": {
          const inputs = [number("rows", 3), number("columns", 3)];
          return { element: make("span", { class: "shape" }, inputs[0], " × ", inputs[1]), read: () => {
            const typed = inputs.map((input) => Number(input.value.trim()));
            if (!typed.every((n) => Number.isInteger(n) && n > 0)) throw new Error("A shape is rows by columns, such as 3x2.");
            return typed;
          } };
        }
        case "choice": case "slip": {
          const items = $$("ol.choices > li", this.box);
          const type = kind === "choice" && this.data.right.length > 1 ? "checkbox" : "radio";
          const inputs = items.map((item, index) => {
            const input = make("input", { type, name: `choice.${id}`, id: `choice.${id}.${index + 1}`, value: index + 1, "aria-label": `${kind === "slip" ? "Line" : "Choice"} ${index + 1}` });
            const label = make("label", { for: input.id, class: "choose" });
            label.append(...item.childNodes);
            item.append(input, label);
            return input;
          });
          return { element: make("span", {}), read: () => {
            const chosen = inputs.flatMap((input, index) => (input.checked ? [index + 1] : []));
            if (!chosen.length) throw new Error(kind === "slip" ? `Choose the number of one line, 1 to ${inputs.length}.` : `Choose one of ${inputs.length}${type === "checkbox" ? ", or several" : ""}.`);
            return kind === "slip" ? chosen[0] : chosen;
          } };
        }
        case "order": {
          const count = this.data.problems.length, input = number("the numbers in order", 2 * count + 4);
          return { element: make("label", {}, "In order: ", input), read: () => {
            const words = input.value.split(/[\s,;>→-]+/).filter(Boolean);
            const typed = (words.length === 1 && count < 10 ? [...words[0]] : words).map(Number);
            if ([...typed].sort((a, b) => a - b).join() !== Array.from({ length: count }, (_, i) => i + 1).join()) {
              throw new Error(`Type every number from 1 to ${count} once, what is computed first in front.`);
            }
            return typed;
          } };
        }
        case "number": {
          const input = number("your answer");
          this.inputs = [[input]];
          return { element: input, read: () => this.readGrid() };
        }
        default: return this.grid(number);
      }
    }

    /** A grid that grows: its shape is part of the answer. */
    grid(number) {
      this.inputs = [];
      const element = make("span", { class: "grid", role: "group", "aria-label": "your answer, entry by entry" });
      const draw = () => {
        element.style.gridTemplateColumns = `repeat(${this.inputs[0].length}, auto)`;
        element.replaceChildren(...this.inputs.flat());
        this.inputs.forEach((row, i) => row.forEach((input, j) => input.setAttribute("aria-label", `row ${i + 1}, column ${j + 1}`)));
      };
      const cell = () => {
        const input = number("", 6);
        input.addEventListener("keydown", (event) => this.move(event, input, grow));
        return input;
      };
      const grow = (rows, columns) => {
        const height = Math.min(12, Math.max(1, this.inputs.length + rows)), width = Math.min(12, Math.max(1, (this.inputs[0]?.length ?? 0) + columns));
        this.inputs = Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => this.inputs[i]?.[j] ?? cell()));
        draw();
      };
      grow(1, 1);
      const button = (text, label, rows, columns) => make("button", { type: "button", class: "plain small", "aria-label": label, title: label, click: () => grow(rows, columns) }, text);
      const tools = make("span", { class: "tools" }, button("+ row", "one row more", 1, 0), button("− row", "one row fewer", -1, 0), button("+ column", "one column more", 0, 1), button("− column", "one column fewer", 0, -1));
      return { element: make("span", { class: "entries" }, element, tools), read: () => this.readGrid() };
    }

    /** As in the terminal: a space goes on to the right, Enter down; at the edge the grid grows. */
    move(event, input, grow) {
      const row = this.inputs.findIndex((one) => one.includes(input)), column = this.inputs[row].indexOf(input);
      const isFilled = input.value.trim() !== "";
      const steps = { " ": [0, 1], Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
      const step = steps[event.key];
      if (!step || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
      if (event.key === " " && !isFilled) { event.preventDefault(); return; }
      const [i, j] = [row + step[0], column + step[1]];
      if (event.key === "Enter" && (!isFilled || (this.inputs[i] && this.inputs.flat().every((one) => one.value.trim() !== "")))) return;
      event.preventDefault();
      if (event.key === "Enter" && !this.inputs[i]) grow(1, 0);
      if (event.key === " " && !this.inputs[i]?.[j]) grow(0, 1);
      const target = event.key === "Enter" ? this.inputs[i]?.[0] : this.inputs[i]?.[j];
      target?.focus();
    }

    readGrid() {
      // A last row that was left empty was not meant.
      while (this.inputs.length > 1 && this.inputs[this.inputs.length - 1].every((one) => one.value.trim() === "")) this.inputs.pop();
      const cells = this.inputs.flat();
      const typed = cells.map((input) => {
        const number = longhand.typedNumber(input.value);
        if (number) return number;
        input.focus();
        throw new Error(input.value.trim() === "" ? "There is no number in it." : `${input.value.slice(0, 20)} is no number. Type one such as 0.5, -2, 1/3 or 5e-1.`);
      });
      return { shape: [this.inputs.length, this.inputs[0].length], value: typed.map((one) => one.value), decimals: typed.map((one) => one.decimals) };
    }

    answer() {
      for (const input of $$("input", this.box)) { input.classList.remove("right", "wrong"); input.removeAttribute("aria-invalid"); }
      let typed;
      try { typed = this.fields.read(); } catch (problem) { return this.show(problem.message, ""); }
      const reply = this.attempt.answer(this.data, typed, this.lesson.data.texts);
      if (reply.entries && this.inputs) {
        this.inputs.flat().forEach((input, index) => {
          input.classList.add(reply.entries[index] ? "right" : "wrong");
          input.setAttribute("aria-invalid", String(!reply.entries[index]));
        });
        reply.marks = this.inputs.map((row, i) => row.map((_, j) => (reply.entries[i * row.length + j] ? "✓" : "✗")).join(" ")).join("  /  ");
      }
      this.show(reply.text, reply.right ? "right" : reply.open ? "" : "wrong", reply.working, reply.marks);
      if (reply.right) this.keep("right");
    }

    help() {
      if (this.attempt.revealed || this.attempt.solved) return;
      const reply = this.attempt.help(this.data);
      this.show(reply.text, "", reply.working, null, true);
      if (this.attempt.revealed) this.keep("helped");
    }

    keep(how) {
      if (this.lesson.answered[this.data.id] !== "right") this.lesson.answered[this.data.id] = how;
      this.hint.hidden = true;
      this.lesson.keep();
    }

    /** Help stays below each other; a new answer takes the place of what was said to the last. */
    show(text, kind, working = [], marks = null, isHelp = false) {
      const sign = kind === "right" ? "✓ " : kind === "wrong" ? "✗ " : "";
      const parts = [make("p", { class: kind }, sign + text), ...(marks ? [make("p", { class: "marks" }, marks)] : []), ...(working ?? []).map((place) => this.lesson.formula(place))];
      if (isHelp) this.output.append(...parts); else this.output.replaceChildren(...parts);
    }
  }
})();
