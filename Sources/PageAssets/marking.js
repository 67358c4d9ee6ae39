// What an answer is worth, and what is said to it.
{
  const { write } = longhand;

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
      const step = 2 * half * near;
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
        const kept = !reading ? (question.kind === "choice" ? ". Choose another one, or ask for a hint." : ".") : reading.missing ? ". Something is missing; a hint says what." : ". It looks like a slip that has a name; a hint says which.";
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

  Object.assign(longhand, { judge, Attempt });
}
