// Other givens: one takes another value, and every number, verdict and opened number of the page
// follows.

class Givens {
  constructor(lesson) {
    this.lesson = lesson;
    const { data } = lesson;
    this.program = data.program ?? null;
    this.slots = data.slots;
    if (this.program) {
      this.first = this.program.constants.length;
      this.givens = [...this.program.givens];
      this.original = longhand.run(this.program, this.program.givens);
      this.memory = this.original;
    }
    this.undone = [];
    this.texts = new Map();
  }

  value(n, memory = this.memory) {
    const slot = this.slots[n];
    return Array.isArray(slot) ? slot[0] ?? NaN : slot === null || slot === undefined ? NaN : memory[slot];
  }

  isChanged(n) { return this.program !== null && !Object.is(this.value(n), this.value(n, this.original)); }

  get isChangedAtAll() { return this.memory !== this.original; }

  /** Which given a number is; null for what is computed. */
  given(n) {
    const slot = this.slots[n];
    if (!this.program || typeof slot !== "number") return null;
    const index = slot - this.first;
    return index >= 0 && index < this.givens.length ? index : null;
  }

  changer(index) {
    const own = longhand.write([this.program.givens[index]], 6)[0];
    const problem = make("p", { class: "problem", role: "alert" });
    const input = make("input", { type: "text", inputmode: "decimal", size: "8", autocomplete: "off", id: "page.value", "aria-label": "Another value for it", value: longhand.write([this.givens[index]], 6)[0] });
    const form = make("form", { class: "changer", submit: (event) => {
      event.preventDefault();
      const typed = longhand.typedNumber(input.value);
      if (!typed) { problem.textContent = `${input.value.slice(0, 20)} is no number. Type one such as 0.5, -2, 1/3 or 5e-1.`; return input.focus(); }
      const refusal = this.set(index, typed.value);
      if (refusal) { problem.textContent = refusal; return; }
      this.lesson.numbers.closeAll();
    } }, make("label", { for: "page.value" }, "Another value"), input, make("button", { type: "submit" }, "Set"));
    if (!Object.is(this.givens[index], this.program.givens[index])) {
      form.append(make("button", { type: "button", class: "plain", click: () => { this.set(index, this.program.givens[index]); this.lesson.numbers.closeAll(); } }, `Back to ${own}`));
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
    else say(this.lesson.data.fixed ?? "No given has been changed.");
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
    const errors = () => (bounds ??= longhand.errors(this.program, this.memory));
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
