"use strict";
// What a page computes: the numbers of a lesson with other givens, how numbers are written, and
// what an answer is worth. The rules are those of the terminal, with the same words; nothing here
// knows of a page, so that node can test it.
const longhand = (() => {
  // Numbers as they are written (Matrices/Numbers.swift)

  const writtenDecimals = 6;

  /** The decimals that write a value but for rounding; null where a person would not write it. */
  function shortDecimals(value) {
    if (!Number.isFinite(value) || Math.abs(value) >= 1e7) return 0;
    for (let places = 0; places <= writtenDecimals; places++) {
      const scaled = value * 10 ** places;
      if (Math.abs(scaled - Math.round(scaled)) <= 1e-13 * Math.abs(scaled)) return places;
    }
    return null;
  }

  /** As C writes it: halves go to the even digit. */
  function fixed(value, places) {
    const exact = value.toFixed(Math.min(100, places + 40));
    const cut = exact.length - (Math.min(100, places + 40) - places);
    const rest = exact.slice(cut);
    if (/^5 ?0*$/.test(rest)) {
      const down = exact.slice(0, cut).replace(/\.$/, "");
      if ("02468".includes(down[down.length - 1])) return down;
    }
    return value.toFixed(places);
  }

  function scientific(value) {
    const [digits, exponent] = value.toExponential(2).split("e");
    return `${digits}e${Number(exponent)}`.replaceAll("-", "−");
  }

  function writeOne(value, places) {
    if (Number.isNaN(value)) return "NaN";
    if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
    const size = Math.abs(value);
    if (size >= 1e7 || (size > 0 && size < 10 ** -places / 2)) return scientific(value);
    const text = fixed(size, places);
    return value < 0 && /[1-9]/.test(text) ? "−" + text : text;
  }

  /** The entries of one value, with the same number of decimals. */
  function write(values, decimals) {
    let places = 0;
    for (const value of values) {
      const own = shortDecimals(value);
      places = own === null ? Infinity : Math.max(places, own);
    }
    if (places > decimals) places = decimals;
    return values.map((value) => writeOne(value, places));
  }

  // The program (Kernels/Running/Recorded.swift says what the operations are)

  const unit = 2 ** -53;
  const pow = (a, b) => (a === 1 || b === 0 ? 1 : Math.pow(a, b));
  const functions = { 7: Math.exp, 8: Math.log, 10: Math.tanh, 13: Math.asin, 14: Math.acos, 15: Math.atan };
  const compares = (mask, a, b) => (a < b ? mask & 1 : a > b ? mask & 4 : a === b ? mask & 2 : 0) !== 0;
  // How many places of the memory stand behind each operation.
  const counts = [0, 0, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4];

  /** The memory after a run: the constants, the givens, then what each operation comes to. */
  function run(program, givens) {
    const { constants, code } = program;
    const memory = constants.map((x) => (x === null ? NaN : x)).concat(givens);
    for (let at = 0; at < code.length; ) {
      const operation = code[at++];
      const mask = operation === 19 ? code[at++] : 0;
      const x = memory[code[at]], y = memory[code[at + 1]];
      let value;
      switch (operation) {
        case 2: value = x + y; break;
        case 3: value = x - y; break;
        case 4: value = x * y; break;
        case 5: value = x / y; break;
        case 6: value = -x; break;
        case 9: value = Math.sqrt(x); break;
        case 11: value = Math.sin(x); break;
        case 12: value = Math.cos(x); break;
        case 16: value = Math.abs(x); break;
        case 17: value = pow(x, y); break;
        case 18: value = x >= y ? x : y; break;
        case 19: value = memory[code[at + (compares(mask, x, y) ? 2 : 3)]]; break;
        default: value = functions[operation](x);
      }
      memory.push(value);
      at += counts[operation];
    }
    return memory;
  }

  /** How far each number may be from what exact arithmetic gives (Running/Bounded.swift). */
  function errors(program, memory) {
    const { constants, givens, code } = program;
    const first = constants.length + givens.length;
    const bounds = memory.slice(0, first).map((x) => (Math.round(x) === x ? 0 : 8 * unit * Math.abs(x)));
    const known = (error) => (Number.isNaN(error) ? Infinity : error);
    const apart = (value, ...others) => Math.max(...others.map((other) => Math.abs(other - value)));
    for (let at = 0; at < code.length; ) {
      const operation = code[at++];
      const mask = operation === 19 ? code[at++] : 0;
      const [a, b] = [code[at], code[at + 1]];
      const value = memory[bounds.length];
      const x = memory[a], y = memory[b], dx = bounds[a], dy = bounds[b];
      const rounding = unit * Math.abs(value);
      let error;
      switch (operation) {
        case 2: case 3: error = dx + dy + rounding; break;
        case 4: error = Math.abs(x) * dy + Math.abs(y) * dx + dx * dy + rounding; break;
        case 5: {
          const nearest = Math.abs(y) - dy;
          error = nearest > 0 || dy === 0 ? (dx + Math.abs(value) * dy) / nearest + rounding : Infinity;
          break;
        }
        case 6: case 16: error = dx; break;
        case 9: error = apart(value, Math.sqrt(Math.max(0, x - dx)), Math.sqrt(x + dx)) + rounding; break;
        case 11: case 12: error = dx + 3 * rounding; break;
        case 17: {
          if (dx === 0 && dy === 0) { error = 3 * rounding; break; }
          const bases = [x - dx, x + dx];
          if (bases[0] < 0 && bases[1] > 0) bases.push(0);
          error = apart(value, ...bases.flatMap((base) => [pow(base, y - dy), pow(base, y + dy)])) + 6 * rounding;
          break;
        }
        case 18: error = Math.max(dx, dy); break;
        case 19: {
          const holds = compares(mask, x, y);
          const one = code[at + (holds ? 2 : 3)], other = code[at + (holds ? 3 : 2)];
          error = bounds[one];
          if (dx + dy > 0 && Math.abs(x - y) <= dx + dy) {
            error = Math.max(error, Math.abs(memory[one] - memory[other]) + bounds[other]);
          }
          break;
        }
        default: {
          const f = functions[operation];
          error = dx > 0 ? apart(value, f(x - dx), f(x + dx)) + 6 * rounding : 3 * rounding;
        }
      }
      bounds.push(known(error));
      at += counts[operation];
    }
    return bounds;
  }

  // Claims (Kernels/Running/Claims.swift)

  /** @returns whether a claim holds, and how far, in words. */
  function judgeClaim([relation, left, right], memory, bounds) {
    const at = (slot) => (Array.isArray(slot) ? slot[0] : memory[slot]);
    const within = (slot) => (Array.isArray(slot) ? 0 : bounds()[slot]);
    const a = left.map(at), b = right.map(at);
    const isOrder = ["<", ">", "<=", ">="].includes(relation);
    const [leftIs, rightIs] = [a, b].map((side) => side.every(Number.isFinite));
    if (!leftIs || !rightIs) {
      const who = leftIs ? "the right side has no value" : rightIs ? "the left side has no value" : "neither side has a value";
      return { holds: false, degree: who };
    }
    const largest = Math.max(...a.map(Math.abs), ...b.map(Math.abs));
    const difference = Math.max(...a.map((x, i) => Math.abs(x - b[i])));
    const shown = write([difference], 2)[0];
    const hold = (slack) => a.every((x, i) => {
      const y = b[i], own = slack ? slack[i] : 1e-13 * Math.max(Math.abs(x), Math.abs(y));
      switch (relation) {
        case "=": return Math.abs(x - y) <= own;
        case "~": return Math.abs(x - y) <= 1e-3 * largest + own;
        case "<": return x < y;
        case ">": return x > y;
        case "<=": return x <= y + own;
        case ">=": return x >= y - own;
        default: return Math.abs(x - y) <= 0.5 * 10 ** -relation * (1 + 1e-9) + own;
      }
    });
    const degree = difference === 0 ? "exactly" : `but for rounding (largest difference ${shown})`;
    if (hold(null)) return { holds: true, degree: isOrder ? "" : degree };
    const slack = left.map((slot, i) => within(slot) + within(right[i]));
    if (!hold(slack)) return { holds: false, degree: `the largest difference is ${shown}` };
    const isTelling = Math.max(...slack) <= 1e-6 * Math.max(largest, ...memory.filter(Number.isFinite).map(Math.abs));
    if (isOrder) return { holds: true, degree: "" };
    return { holds: true, degree: isTelling ? degree : `as far as rounding lets one tell (largest difference ${shown})` };
  }

  // Numbers as they are typed (Questions/TypedMatrix.swift)

  function decimal(word) {
    if (!/^[-+.eE0-9]+$/.test(word) || !/^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(word)) return null;
    const [mantissa, exponent] = word.split(/[eE]/);
    const written = (mantissa.split(".")[1] ?? "").length;
    return { value: Number(word), decimals: Math.max(0, written - Number(exponent ?? 0)) };
  }

  /** One number: `.5`, `5e-1`, `1/2`, `50%`; null where it is none. */
  function typedNumber(text) {
    let word = text.trim().replaceAll("−", "-").replace(/\s*\/\s*/, "/").replace(/^([-+])\s+/, "$1");
    if (/^[-+]?[0-9]*,[0-9]+$/.test(word)) word = word.replace(",", ".");
    const own = decimal(word);
    if (own) return Number.isFinite(own.value) ? own : null;
    if (word.endsWith("%")) {
      const part = decimal(word.slice(0, -1));
      return part && { value: part.value / 100, decimals: part.decimals + 2 };
    }
    const parts = word.split("/").map(decimal);
    if (parts.length === 2 && parts[0] && parts[1]) {
      const value = parts[0].value / parts[1].value;
      return Number.isFinite(value) ? { value, decimals: null } : null;
    }
    return null;
  }

  // Marking (Questions/Marking.swift, Marking+Diagnosis.swift, SlipOfThePen.swift)

  const near = 1 + 1e-9;
  const distance = (a, b) => (a.length === b.length ? Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0)) : Infinity);

  /** @param typed {shape, value, decimals} @returns what the answer is worth. */
  function mark(question, typed, texts) {
    const { key, errors, decimals } = question;
    const answer = typed.value;
    const half = 10 ** -decimals / 2;
    const [rows, columns] = question.shape;
    const wrong = question.wrong.map(([value, bound, rank, text, flags]) => (
      { value, bound, rank, text: texts[text], missing: flags & 1, author: flags & 2, hidden: flags & 4 }));
    const halfUnit = (i) => {
      const written = typed.decimals[i] ?? decimals;
      return 10 ** -(written === 0 ? decimals : Math.min(written, decimals)) / 2;
    };
    const isValue = (value, bound) => value.length === answer.length
      && value.every((x, i) => Math.abs(answer[i] - x) <= Math.max(halfUnit(i), bound ? bound[i] ?? Infinity : 0) * near);
    if (typed.shape[0] !== rows || typed.shape[1] !== columns) {
      const own = typed.shape.join("×"), wanted = question.shape.join("×");
      const expected = wrong.find((one) => one.author && isValue(one.value));
      const turned = typed.shape[0] === columns && typed.shape[1] === rows;
      return { right: false, remark: expected ? expected.text : `Yours is ${own}, it is ${wanted}${turned ? ": transposed?" : "."}` };
    }
    const slack = (error) => Math.max(error ?? Infinity, half) * near;
    const entries = answer.map((x, i) => Math.abs(x - key[i]) <= slack(errors[i]));
    const all = entries.every(Boolean);
    const authors = wrong.filter((one) => one.author);
    const isKey = typed.decimals.every((own) => (own ?? decimals) >= decimals) && isValue(key);
    if (isKey && authors.every((one) => distance(answer, one.value) > 0)) return { right: true };
    const own = distance(answer, key);
    const rivals = wrong.filter((one) => one.rank === 0 && one.value.length === key.length)
      .map((one) => ({ value: one.value, distance: distance(answer, one.value) }))
      .sort((a, b) => a.distance - b.distance);
    const short = typed.decimals.some((d, i) => d !== null && d > 0 && d < decimals && Math.abs(answer[i] - key[i]) > half * near);
    if (all && own <= (rivals[0]?.distance ?? Infinity) && !short) return { right: true };
    if (rightSoFar(question, typed, slack)) return { right: false, open: true, remark: "Right so far; one decimal more." };
    let marks = entries;
    if (all && rivals[0]) {
      marks = answer.map((x, i) => Math.abs(x - key[i]) <= Math.abs(x - rivals[0].value[i]));
    }
    const reading = diagnosis(question, typed, wrong, isValue, entries, { half, halfUnit });
    return { right: false, entries: marks, reading };
  }

  function rightSoFar({ key, errors, decimals }, typed, slack) {
    if (!typed.value.some((x) => x !== 0)) return false;
    let isShort = false;
    for (let i = 0; i < key.length; i++) {
      const apart = Math.abs(typed.value[i] - key[i]), own = typed.decimals[i];
      if (own === null || own === 0 || own >= decimals) {
        if (apart > slack(errors[i])) return false;
      } else {
        isShort = true;
        if (apart > 10 ** -own / 2 + slack(errors[i])) return false;
      }
    }
    return isShort;
  }

  /** What explains a wrong answer: {text, missing}; null where nothing does. */
  function diagnosis(question, typed, wrong, isValue, entries, { half, halfUnit }) {
    const { key } = question, answer = typed.value;
    const isScalar = key.length === 1;
    const candidates = wrong.filter((one) => !one.hidden).map((one) => ({ ...one, distance: distance(answer, one.value) }))
      .filter((one) => Number.isFinite(one.distance))
      .concat(pens(question, typed, entries, halfUnit).map((text) => ({ value: answer, bound: null, rank: 0, text, distance: 0 })));
    const byHand = (one) => one.bound ? isValue(one.value, one.bound) : isValue(one.value);
    const said = (some) => ({ text: some.map((one) => one.text).join(" Or: "), missing: some.every((one) => one.missing) });
    const made = (some) => {
      if (some.length === 1 || some.length === 2) return said(some);
      const first = Math.min(...some.map((one) => one.rank));
      const nearest = some.filter((one) => one.rank === first);
      return nearest.length === 1 || nearest.length === 2 ? said(nearest) : null;
    };
    const isAlone = (one, times) => candidates.filter((other) => other.distance < times * one.distance).length === 1
      && times * one.distance < distance(key, one.value);
    const exact = candidates.filter((one) => isValue(one.value));
    if (isScalar) {
      const step = 2 * half;
      const beside = candidates.filter((one) => one.distance <= 1.6 * step && !isValue(one.value)
        && (one.distance <= step || byHand(one)));
      const close = exact.concat(beside);
      if ((close.length === 1 || close.length === 2) && exact.length) return close.every((one) => one.rank > 1) ? null : said(close);
      if (Math.abs(answer[0]) > 100 * step && exact.some((one) => one.rank < 2)) {
        return exact.length < 3 && beside.length < 2 ? made(exact) : null;
      }
      if (exact.length) return null;
      const reached = candidates.filter(byHand);
      if (reached.length === 1 && reached[0].rank === 0 && isAlone(reached[0], 5)) return said(reached);
      return reached.length ? null : factor(question, isValue, half);
    }
    const found = made(exact);
    if (found) return found;
    if (exact.length) return null;
    const reached = candidates.filter(byHand);
    if (reached.length === 1 && isAlone(reached[0], 3)) return said(reached);
    if (reached.length) return null;
    return factor(question, isValue, half) ?? residual(question, typed, half, halfUnit) ?? other(question, isValue, entries);
  }

  function factor({ key, factors }, isValue, half) {
    if (isValue(key.map((x) => -x))) return { text: "Only the sign is the other one." };
    if (key.length === 1 || !key.every((x) => Math.abs(x) > 20 * half)) return null;
    const all = [[null, 2], [null, 0.5]].concat(factors.flatMap(([name, value]) => {
      const told = Math.abs(value) < 1 ? `1/${name}` : name;
      return [[told, value], [told, 1 / value]];
    }));
    const one = all.find(([, value]) => Number.isFinite(value) && value !== 1 && isValue(key.map((x) => x * value)));
    if (!one) return null;
    const [name, value] = one;
    if (value === -1) return { text: "Only the sign is the other one." };
    const isLarge = Math.abs(value) > 1, shown = write([isLarge ? value : 1 / value], 4)[0];
    return { text: `It is ${shown} times too ${isLarge ? "large" : "small"}${name ? `: ${shown} is ${name}.` : "."}` };
  }

  function residual({ key, parts }, typed, half, halfUnit) {
    const rest = typed.value.map((x, i) => x - key[i]);
    if (!rest.every((x) => Math.abs(x) > 20 * half)) return null;
    const is = (value, sign) => value.length === rest.length && value.every((x, i) => Math.abs(rest[i] - sign * x) <= halfUnit(i) * near);
    for (const [name, value] of parts) {
      if (is(value, 1)) return { text: `What is too much is exactly ${name}.`, missing: 0 };
      if (is(value, -1)) return { text: `What is missing is exactly ${name}.`, missing: 1 };
    }
    return null;
  }

  function other({ others }, isValue, entries) {
    if (entries.every(Boolean)) return null;
    const one = others.find(([, value]) => isValue(value));
    return one ? { text: `That is ${one[0]}; something else is asked for.` } : null;
  }

  /** A right number, written down wrongly. */
  function pens({ key, decimals }, typed, right, halfUnit) {
    const answer = typed.value;
    const wrong = key.map((_, i) => i).filter((i) => !right[i]);
    for (const places of [1, -1, 2, -2, 3]) {
      const shifted = (x, i) => {
        const own = typed.decimals[i], value = x * 10 ** places;
        return own !== null && value !== 0 && Math.abs(answer[i] - value) <= 10 ** -Math.min(own, decimals - places) / 2 * near;
      };
      if (wrong.length === key.length && key.every(shifted)) {
        const count = Math.abs(places), side = places > 0 ? "right" : "left";
        return [count === 1 ? `The decimal point is one place too far to the ${side}.` : `The decimal point is ${count} places too far to the ${side}.`];
      }
    }
    if (wrong.length !== 1) return [];
    const i = wrong[0], value = answer[i], wanted = key[i], found = [];
    if (key.length > 1) {
      if (value === 0) found.push(`Entry ${i + 1} was left 0; the others are right.`);
      if (wanted !== 0 && Math.abs(value + wanted) <= halfUnit(i) * near) found.push(`Only the sign of entry ${i + 1} is the other one.`);
      const from = answer.findIndex((x, j) => j !== i && value !== 0 && x === value);
      if (from >= 0) found.push(`Entry ${i + 1} has the value of entry ${from + 1}; the others are right.`);
    }
    if (isExchanged(value, wanted, typed.decimals[i])) found.push("Two digits are exchanged.");
    return found;
  }

  function isExchanged(value, wanted, own) {
    if (own === null || own <= 0 || own >= 9) return false;
    const a = Math.round(value * 10 ** own), b = Math.round(wanted * 10 ** own);
    if (a < 0 !== b < 0 || Math.abs(b) >= 1e12) return false;
    const [x, y] = [Math.abs(a), Math.abs(b)];
    for (let place = 1; place <= y; place *= 10) {
      const low = Math.floor(y / place) % 10, high = Math.floor(y / (place * 10)) % 10;
      if (low !== high && y + (high - low) * place + (low - high) * place * 10 === x) return true;
    }
    return false;
  }

  // Other kinds of questions (Questions/Kinds)

  function judge(question, typed, texts) {
    switch (question.kind) {
      case "shape": {
        const isRight = typed[0] === question.shape[0] && typed[1] === question.shape[1];
        const reading = question.readings[typed.join("x")];
        return { right: isRight, reading: isRight || reading === undefined ? null : { text: texts[reading], atOnce: true } };
      }
      case "choice": {
        const right = new Set(question.right), isRight = typed.length === right.size && typed.every((one) => right.has(one));
        if (isRight || right.size < 2) return { right: isRight };
        const text = typed.every((one) => right.has(one)) ? "These are right; more are."
          : question.right.every((one) => typed.includes(one)) ? "The right ones are among them; not all are." : "Some of these are wrong.";
        return { right: false, reading: { text, atOnce: true } };
      }
      case "order": {
        for (const [index, line] of typed.entries()) {
          const missing = typed.slice(index + 1).map((later) => question.problems[line - 1][later - 1]).filter(Boolean);
          if (!missing.length) continue;
          const first = missing.reduce((a, b) => (b[0] < a[0] ? b : a));
          return { right: false, reading: { text: texts[first[1]], atOnce: true } };
        }
        return { right: true };
      }
      case "slip": {
        if (typed === question.wrong) return { right: true };
        const text = typed < question.wrong ? `Line ${typed} is right. Go on from there.`
          : `Line ${typed} is right for the numbers above it; the slip came before.`;
        return { right: false, reading: { text, atOnce: true } };
      }
      default: return mark(question, typed, texts);
    }
  }

  // Tries (Questions/Answers.swift): the first reply already teaches, a second one says what went
  // wrong; help says that, too, then the hints, then the working line by line, then the answer.

  class Attempt {
    constructor() { Object.assign(this, { rung: 0, hints: 0, lines: 0, untold: null, solved: false, revealed: false }); }

    answer(question, typed, texts) {
      const worth = judge(question, typed, texts);
      this.untold = null;
      if (worth.right) {
        this.solved = true;
        const last = question.working[question.working.length - 1];
        return { right: true, text: "Right." + (question.explanation ? ` ${question.explanation}` : ""), working: last ? [last[1]] : [] };
      }
      if (worth.open) return { right: false, open: true, text: worth.remark };
      this.rung += 1;
      const entries = worth.entries && worth.entries.length > 1 ? worth.entries : null;
      const reply = { right: false, entries, text: "" };
      const reading = worth.reading;
      if (worth.remark) {
        reply.text = worth.remark;
      } else if (this.rung === 1 && !(reading && reading.atOnce)) {
        this.untold = reading ?? null;
        const kept = !reading ? "." : reading.missing ? ". Something is missing; a hint says what." : ". It looks like a slip that has a name; a hint says which.";
        reply.text = (entries ? "Not yet: ✓ is right, ✗ is not" : "Not yet") + kept;
      } else if (reading) {
        reply.text = reading.text;
      } else if (entries && this.hints >= question.hints.length) {
        reply.text = "Not yet: ✓ is right, ✗ is not.";
      } else {
        reply.text = this.nextHint(question);
      }
      return reply;
    }

    nextHint(question) {
      if (this.hints >= question.hints.length) return "Not yet. Ask for a hint to get on.";
      this.hints += 1;
      return question.hints[this.hints - 1];
    }

    help(question) {
      if (this.untold) {
        const { text } = this.untold;
        this.untold = null;
        return { text };
      }
      if (this.hints < question.hints.length) return { text: this.nextHint(question) };
      if (this.lines < question.working.length) {
        const [label, node] = question.working[this.lines++];
        return { text: `Next, ${label}:`, working: [node] };
      }
      this.revealed = true;
      return question.told !== null ? { text: question.told } : { text: "It is this.", working: question.value === undefined ? [] : [question.value] };
    }
  }

  return { write, run, errors, judgeClaim, typedNumber, judge, Attempt };
})();
if (typeof module === "object") module.exports = longhand;
