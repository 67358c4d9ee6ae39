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
        return { element: null, read: () => {
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
    const thousands = this.data.kind === "number" ? longhand.thousands(this.inputs[0][0].value) : null;
    if (thousands && !longhand.judge(this.data, typed, this.lesson.data.texts).right && longhand.judge(this.data, { ...typed, value: [thousands.whole], decimals: [null] }, this.lesson.data.texts).right) return this.show(thousands.question, "");
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
    const parts = [make("p", { class: kind }, sign + text), ...(marks ? [make("p", { class: "marks" }, marks)] : []), ...(working ?? []).map((place) => this.lesson.formulas.block(place))];
    if (isHelp) this.output.append(...parts); else this.output.replaceChildren(...parts);
  }
}
