// Other givens: one takes another value, and every number, verdict and opened number of the page
// follows.

class Givens {
  constructor(lesson) {
    this.lesson = lesson;
    const { data } = lesson;
    this.slots = data.slots;
    this.program = null;
    if (data.program) this.take(data);
    this.undone = [];
    this.texts = new Map();
    /** What was said of claims about the lesson's own numbers. */
    this.judged = new Map();
  }

  /** What computes the numbers of the page. */
  take({ program, slots, claims }) {
    Object.assign(this, { program, slots, claims, givens: [...program.givens], first: program.constants.length });
    this.original = longhand.run(program, program.givens);
    this.memory = this.original;
  }

  /** A long program lies beside the page and is loaded when it is needed. */
  ready() {
    if (this.program) return Promise.resolve();
    this.loading ??= new Promise((resolve, reject) => {
      const [file, edition] = this.lesson.data.beside;
      longhand.loaded = (own) => {
        if (own.edition !== edition) return reject(new Error("This course was published again since the page was loaded: load the page again to change its givens."));
        this.take(longhand.placed(own));
        resolve();
      };
      const fails = () => reject(new Error(`What computes these numbers could not be loaded: ${file}, which lies beside this page. ${this.elsewhere}`));
      document.head.append(make("script", { src: `${file}?${edition}`, error: fails, load: fails }));
    }).catch((problem) => { this.loading = null; throw problem; });
    return this.loading;
  }

  get elsewhere() { return `In the terminal the given can be changed: longhand ${document.body.dataset.lesson}`; }

  value(n, memory = this.memory) {
    const slot = this.slots[n];
    return Array.isArray(slot) ? slot[0] ?? NaN : slot === null || slot === undefined ? NaN : memory[slot];
  }

  isChanged(n) { return this.program !== null && !Object.is(this.value(n), this.value(n, this.original)); }

  get isChangedAtAll() { return this.memory !== this.original; }

  /** Whether a number would be another one with these givens, and is not computed on this page. */
  isLeft(slot) {
    if (!this.program || !Array.isArray(slot) || !(slot[1] < 0)) return false;
    return this.program.left[-1 - slot[1]].some((index) => !Object.is(this.givens[index], this.program.givens[index]));
  }

  /** Which given a number is; null for what is computed. */
  given(n) {
    const slot = this.slots[n];
    if (Array.isArray(slot)) return slot[1] >= 0 ? slot[1] : null;
    if (!this.program || typeof slot !== "number") return null;
    const index = slot - this.first;
    return index >= 0 && index < this.givens.length ? index : null;
  }

  changer(index, n) {
    const [now, own] = this.program ? [this.givens[index], this.program.givens[index]] : [this.value(n), this.value(n)];
    const written = (value) => longhand.write([value], 6)[0];
    const problem = make("p", { class: "problem", role: "alert" });
    const input = make("input", { type: "text", inputmode: "decimal", size: "8", autocomplete: "off", id: "page.value", "aria-label": "Another value for it", value: written(now) });
    const set = (value) => {
      problem.textContent = this.set(index, value) ?? "";
      if (!problem.textContent) this.lesson.numbers.closeAll();
    };
    // Whoever opens a given may change it next.
    if (!this.program) this.ready().catch(() => {});
    const form = make("form", { class: "changer", submit: (event) => {
      event.preventDefault();
      const typed = longhand.typedNumber(input.value);
      if (!typed) { problem.textContent = `${input.value.slice(0, 20)} is no number. Type one such as 0.5, -2, 1/3 or 5e-1.`; return input.focus(); }
      if (this.program) return set(typed.value);
      problem.textContent = "Loading what computes this page …";
      this.ready().then(() => set(typed.value), (failed) => { problem.textContent = failed.message; });
    } }, make("label", { for: "page.value" }, "Another value"), input, make("button", { type: "submit" }, "Set"));
    if (!Object.is(now, own)) form.append(make("button", { type: "button", class: "plain", click: () => set(own) }, `Back to ${written(own)}`));
    return make("div", {}, form, problem);
  }

  /** @returns why a change cannot be followed here; nothing where it was made. */
  set(index, value) {
    const next = [...this.givens];
    next[index] = value;
    const memory = longhand.run(this.program, next);
    if (!longhand.isDecidedSo(this.program, memory)) return `With this number other operations are done, which the page does not have. ${this.elsewhere}`;
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
    if (!this.program) return this.kept ?? {};
    return Object.fromEntries(this.givens.map((x, i) => [i, x]).filter(([i, x]) => !Object.is(x, this.program.givens[i])).map(([i, x]) => [`${i}:${this.program.givens[i]}`, x]));
  }

  /** Changes of another day; those of a given that is another one now are left out. */
  restore(kept) {
    if (!Object.keys(kept).length) return;
    if (!this.program) {
      if (!this.lesson.data.beside) return;
      // Until they are made the lesson's own numbers stand there.
      this.kept = kept;
      this.ready().then(() => this.restore(kept), (problem) => say(problem.message));
      return;
    }
    const next = [...this.program.givens];
    for (const [key, value] of Object.entries(kept)) {
      const [index, own] = key.split(":").map(Number);
      if (next[index] === own && Number.isFinite(value)) next[index] = value;
    }
    if (!next.some((x, i) => x !== this.program.givens[i])) return;
    const memory = longhand.run(this.program, next);
    if (longhand.isDecidedSo(this.program, memory)) this.apply(next, memory, false);
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
    const left = $$("figure [data-n].left").length;
    bar.replaceChildren(`${count} given${count === 1 ? "" : "s"} changed${left ? ", ? does not follow here" : ""} `,
      make("button", { type: "button", class: "plain", click: () => this.undo() }, "Undo"),
      make("button", { type: "button", class: "plain", click: () => this.giveBack() }, "All back"));
    if (tells) {
      const other = $$("figure [data-n].changed").length;
      say(count === 0 ? "The lesson’s own numbers." : `${other} number${other === 1 ? "" : "s"} on this page changed${broken ? `; ${broken} claim${broken === 1 ? "" : "s"} do${broken === 1 ? "es" : ""} not hold` : ""}${left ? `; ${left}, written as ?, ${left === 1 ? "does" : "do"} not follow on a page` : ""}.`);
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
      const isChanged = own.some((one) => this.isChanged(one.dataset.n) || this.isLeft(this.slots[one.dataset.n]));
      const texts = isNew || isChanged ? longhand.write(own.map((one) => this.value(one.dataset.n)), decimals) : [];
      own.forEach((one, index) => {
        if (!isNew && !this.texts.has(one)) this.texts.set(one, one.textContent);
        const text = texts[index], isLeft = this.isLeft(this.slots[one.dataset.n]);
        one.textContent = isLeft ? "?" : text === undefined ? this.texts.get(one) : "soft" in one.dataset && text.startsWith("−") ? `(${text})` : text;
        const differs = this.isChanged(one.dataset.n);
        one.classList.toggle("changed", differs);
        one.classList.toggle("left", isLeft);
        const math = one.closest("math");
        if ((differs || isLeft) && math?.hasAttribute("alttext")) { math.dataset.spoken = math.getAttribute("alttext"); math.removeAttribute("alttext"); }
      });
    }
    if (this.memory === this.original) for (const math of $$("math[data-spoken]")) math.setAttribute("alttext", math.dataset.spoken);
  }

  judgeClaims() {
    let bounds = null, broken = 0;
    const errors = () => (bounds ??= longhand.errors(this.program, this.memory));
    for (const element of $$(".verdict[data-claim]")) {
      const claim = this.claims[element.dataset.claim];
      if (!claim) continue;
      const sign = $(".sign", element), words = $(".degree", element) ?? element.appendChild(make("span", { class: "degree" }));
      if (!this.judged.has(element)) this.judged.set(element, [sign.textContent.startsWith("✓"), words.textContent]);
      const slots = claim.slice(1).flat();
      const differs = slots.some((slot) => this.isLeft(slot) || (typeof slot === "number" && !Object.is(this.memory[slot], this.original[slot])));
      // How far rounding may have moved what is not computed here is not known either.
      const isLeft = differs && slots.some((slot) => slot[1] < 0);
      element.classList.toggle("left", isLeft);
      if (isLeft) {
        element.classList.remove("holds", "fails");
        sign.textContent = "? not judged";
        words.textContent = "its numbers do not follow on a page";
        continue;
      }
      let [holds, degree] = this.judged.get(element);
      if (differs) ({ holds, degree } = longhand.judgeClaim(claim, this.memory, errors));
      element.classList.toggle("holds", holds);
      element.classList.toggle("fails", !holds);
      sign.textContent = holds ? "✓ holds" : "✗ does not hold";
      words.textContent = degree;
      if (!holds) broken += 1;
    }
    return broken;
  }
}
