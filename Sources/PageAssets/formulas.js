// Formulas that the data of the page holds, each part once (Publishing/Data/NodeTable.swift): those of
// opened numbers, of answers, and in large pages those of every line.

const mathematics = "http://www.w3.org/1998/Math/MathML";

class Formulas {
  constructor(lesson) {
    this.lesson = lesson;
    this.data = lesson.data;
    $$(".wide[data-formula]").forEach((wide, place) => { wide.dataset.formula = place; });
  }

  /** A formula on a line of its own. */
  block(place) {
    return make("div", { class: "wide" }, this.math(place));
  }

  math(place) {
    const math = document.createElementNS(mathematics, "math");
    math.setAttribute("display", "block");
    math.append(this.node(place));
    return math;
  }

  node(place) {
    const { nodes, elements, attributes } = this.data;
    if (typeof nodes[place] === "string") return this.element("mrow", ...this.row(nodes[place]));
    const [kind, list, ...inner] = nodes[place];
    if (kind === -1) return this.number(list, inner[1], inner[0]);
    if (kind === -2) return this.matrix(list, inner[0]);
    const element = this.element(elements[kind]);
    const own = attributes[list];
    for (let at = 0; at < own.length; at += 2) element.setAttribute(own[at], own[at + 1]);
    element.append(...inner.map((part) => (typeof part === "string" ? part : this.node(part))));
    return element;
  }

  row(pairs) {
    const { signs } = Formulas;
    return Array.from({ length: pairs.length / 2 }, (_, i) => this.node(signs.indexOf(pairs[2 * i]) * signs.length + signs.indexOf(pairs[2 * i + 1])));
  }

  element(name, ...inner) {
    const element = document.createElementNS(mathematics, name);
    element.append(...inner);
    return element;
  }

  /** A number that can be opened; without a text it is written as it is now. */
  number(place, text = "", isSoft = 0) {
    const number = this.element("mn", text);
    number.dataset.n = place;
    if (isSoft) number.dataset.soft = "";
    if (text === "") this.lesson.givens.fill([number]);
    return number;
  }

  matrix(cells, places = []) {
    const [first, last] = places;
    const opened = first === -1 ? places.slice(1) : Array.from({ length: last - first + 1 || 0 }, (_, i) => first + i);
    let next = 0;
    const entry = (cell) => {
      if (cell.startsWith("!")) return this.number(opened[next++], cell.slice(1));
      if (cell.startsWith("#")) return this.node(Number(cell.slice(1)));
      const one = this.element(cell in Formulas.dots ? "mo" : "mn", cell);
      if (cell in Formulas.dots) for (const side of ["lspace", "rspace"]) one.setAttribute(side, "0");
      return one;
    };
    const rows = cells.split(";").map((row) => row.split(" ").map((cell) => this.element("mtd", entry(cell))));
    const table = this.element("mtable", ...rows.map((row) => this.element("mtr", ...row)));
    table.setAttribute("class", "matrix");
    return table;
  }

  // Those that the page itself left to the script

  /** Makes what is still to be made in a part of the page. */
  fill(part) { for (const wide of $$(".wide[data-formula]", part)) this.put(wide); }

  put(wide) {
    const place = Number(wide.dataset.formula);
    delete wide.dataset.formula;
    const math = this.math(this.data.formulas[place][0]);
    math.setAttribute("alttext", this.said[place]);
    wide.append(math);
    const note = this.data.formulas[place][4];
    if (note !== undefined) wide.after(make("span", { class: "note" }, this.data.notes[note]));
    this.lesson.numbers.adopt(math);
  }

  /** All but the lines, which are hidden at first. */
  fillWhatIsSeen() {
    for (const wide of $$(".wide[data-formula]")) if (!wide.closest("figure.walk > ol > li")) this.put(wide);
  }

  /** The lines that nobody has asked for yet, a few at a time, while there is nothing else to do: so
      they can be searched and printed. */
  fillInTime() {
    const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50));
    const some = () => {
      const rest = $$("li:has(.wide[data-formula])");
      for (const line of rest.slice(0, 12)) this.fill(line);
      if (rest.length > 12) idle(some);
    };
    idle(some);
  }

  /** What is said of each formula: new words, and how many first and last ones are those of the formula
      before. Words are numbers, written as signs (WordCode in Publishing/Data/SharedFormulas.swift). */
  get said() {
    if (this.known) return this.known;
    let before = [];
    const words = this.data.words.flatMap((one) => (typeof one === "number" ? [this.saidOf(one)] : one.split(" ")));
    this.known = this.data.formulas.map(([, coded, first, last]) => {
      before = [...before.slice(0, first), ...this.words(coded), ...before.slice(before.length - last)];
      return before.map((place) => words[place]).join(" ");
    });
    return this.known;
  }

  /** What is said of a matrix (`said` in NodeTable.swift). */
  saidOf(matrix) {
    const { dots } = Formulas;
    const word = (cell) => dots[cell] ?? cell.replace("!", "").replace("e", " times ten to the ").replaceAll("−", "minus ");
    const rows = this.data.nodes[matrix][1].split(";").map((row) => row.split(" "));
    const columns = Math.max(...rows.map((row) => row.length));
    return [`${rows.length} by ${columns} matrix,`, ...rows.map((row, i) => `row ${i + 1}: ${row.map(word).join(", ")};`), "end matrix"].join(" ");
  }

  words(coded) {
    const { signs, single } = Formulas, words = [];
    const base = signs.length, leads = base - single - 1;
    let at = 0;
    const sign = () => signs.indexOf(coded[at++]);
    while (at < coded.length) {
      const first = sign();
      if (first < single) words.push(first);
      else if (first < base - 1) words.push(single + (first - single) * base + sign());
      else words.push(single + leads * base + (sign() * base + sign()) * base + sign());
    }
    return words;
  }
}
Formulas.dots = { "⋯": "centered dots", "⋮": "vertical dots", "⋱": "diagonal dots" };
Formulas.single = 58;
Formulas.signs = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((sign) => !"\"\\<>&'".includes(sign)).join("");
