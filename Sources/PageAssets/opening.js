// Numbers that open: the arithmetic behind them, and where they are used.

class Numbers {
  constructor(lesson) {
    this.lesson = lesson;
    for (const number of $$("[data-n]")) this.prepare(number);
    // What is wide is another thing in another window, and once the font is there.
    const again = () => { this.isMeasured = false; this.focusable(lesson.stops[lesson.place.stop]); };
    addEventListener("resize", again);
    document.fonts?.addEventListener("loadingdone", again);
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

  /** Numbers of a formula that came later. */
  adopt(math) {
    const all = $$("[data-n]", math);
    for (const number of all) this.prepare(number);
    if (this.lesson.givens.isChangedAtAll) this.lesson.givens.fill(all);
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
    // What stood still is as wide as it was: to measure a whole lesson takes longer than a key.
    const selector = ".wide:not(:has(> table)), .display";
    const all = this.isMeasured ? [...$$(selector, stop.element), ...$$("main .wide[tabindex]")] : $$(selector, $("main"));
    this.isMeasured = true;
    for (const wide of all) {
      if (wide === here || wide.scrollWidth > wide.clientWidth + 1) this.reach(wide);
      else if (wide !== document.activeElement && !$(":scope > table", wide)) for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
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

  // Opening

  open(number) {
    const n = Number(number.dataset.n);
    const entry = this.lesson.data.numbers[n];
    if (!entry) return;
    const [title, symbols, arithmetic, told, ...uses] = entry;
    const { lesson } = this;
    const parts = [];
    const head = lesson.formulas.block(title);
    const equals = (inner) => {
      const math = $("math", inner), sign = document.createElementNS(mathematics, "mo");
      sign.textContent = "=";
      math.prepend(sign);
      return inner;
    };
    const value = document.createElementNS(mathematics, "mn");
    value.dataset.n = n;
    lesson.givens.fill([value]);
    const sign = document.createElementNS(mathematics, "mo");
    sign.textContent = "=";
    $("math", head).append(sign, value);
    parts.push(head);
    if (symbols !== null) parts.push(equals(lesson.formulas.block(symbols)));
    if (arithmetic !== null) parts.push(equals(lesson.formulas.block(arithmetic)));
    parts.push(make("p", { class: "told" }, lesson.data.texts[told]));
    const given = lesson.givens.given(n);
    if (given !== null) parts.push(lesson.givens.changer(given, n));
    else if (lesson.givens.isLeft(lesson.givens.slots[n])) parts.push(make("p", { class: "told" }, `What it is with the changed given takes more than a page can do. ${lesson.givens.elsewhere}`));
    if (uses.length) {
      const rows = [];
      for (let at = 0; at < uses.length; at += 3) {
        const [formula, entries, stop] = uses.slice(at, at + 3);
        rows.push(make("li", {}, make("button", { type: "button", class: "plain use", click: () => { this.closeAll(); lesson.goTo(stop); } }, lesson.formulas.block(formula), make("span", {}, lesson.data.texts[entries]))));
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
}
