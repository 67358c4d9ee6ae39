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
    this.givens = new Givens(this);
    this.formulas = new Formulas(this);
    this.numbers = new Numbers(this);
    this.formulas.fillWhatIsSeen();
    this.made = new WeakSet();
    this.addBar();
    for (const question of data.questions) new Question(question, this);
    this.givens.restore(kept.givens ?? {});
    addEventListener("keydown", (event) => this.press(event));
    addEventListener("hashchange", () => this.goToAddress());
    addEventListener("beforeprint", () => { this.formulas.fill(document); for (const one of $$("details.why, details.numbers")) one.open = true; });
    if (location.hash.length > 1) this.goToAddress(); else this.draw(false);
    this.formulas.fillInTime();
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
      done: this.done, givens: this.givens.changes(),
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
    this.flash(stop);
  }

  /** To what an author has just written, with all of it to be seen. */
  show(stop) {
    const at = Math.min(stop, this.stops.length - 1);
    this.place = { stop: at, line: this.stops[at].lines.length };
    this.draw(false);
    this.flash(at);
  }

  flash(stop) {
    const { element } = this.stops[stop];
    element.scrollIntoView({ block: "center" });
    element.classList.add("flash");
    setTimeout(() => element.classList.remove("flash"), 1500);
  }

  draw(scrolls) {
    const { stop: at, line: shown } = this.place;
    this.stops.forEach((stop, index) => {
      const count = index < at ? stop.lines.length : index === at ? shown : 0;
      stop.lines.forEach((line, place) => {
        if (place < count && !this.made.has(line)) {
          this.made.add(line);
          this.formulas.fill(line);
          // Lines of other stops were not measured with it.
          if (index !== at) this.numbers.isMeasured = false;
        }
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
    // What is wider than its place moves by the arrows, as the browser has it.
    if (event.key.startsWith("Arrow") && !isNumber && target.matches?.(".wide, .display") && target.scrollWidth > target.clientWidth + 1) return;
    const keys = {
      " ": () => this.next(), ArrowRight: () => this.next(), l: () => this.next(), ArrowLeft: () => this.back(), h: () => this.back(),
      Backspace: () => this.back(), ".": () => this.finish(), n: () => this.step(1), p: () => this.step(-1), a: () => this.everything(),
      "?": () => { $("details.menu").open = true; $("details.menu summary").focus(); }, u: () => this.givens.undo(),
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
      make("p", { class: "remark" }, store.isKept ? "Progress is kept in this browser alone. Some browsers forget it after a week: a file does not." : "This browser keeps no progress for this page: save it as a file before you close it.")));
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
}
