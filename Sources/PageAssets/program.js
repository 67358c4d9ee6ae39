// What a lesson computes, as operations on single numbers, with bounds of rounding and verdicts.
{
  const { write } = longhand;

  // The program (Kernels/Running/Recorded.swift says what the operations are)

  const unit = 2 ** -53;
  const pow = (a, b) => (a === 1 || b === 0 ? 1 : Math.pow(a, b));
  const functions = { 7: Math.exp, 8: Math.log, 10: Math.tanh, 13: Math.asin, 14: Math.acos, 15: Math.atan, 25: (x) => factorial(x) };
  const compares = (mask, a, b) => (a < b ? mask & 1 : a > b ? mask & 4 : a === b ? mask & 2 : 0) !== 0;
  // How many places of the memory stand behind each operation, and which have a number before those.
  const counts = [0, 0, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4, 1, 0, 0, 1, 1, 1];
  const masked = counts.map((_, operation) => operation === 19 || (operation >= 22 && operation <= 24));
  const operandCount = (operation, mask) => (operation === 22 ? mask * mask : counts[operation]);

  /** The lines of a part one after the other: what is written as repetitions (RepeatedLines.swift). */
  function spread(written, start) {
    const code = [];
    let at = 0, place = start;
    // A repetition is read once; an operand stands as far before its result as is written.
    const item = () => {
      if (written[at] >= 0) {
        const head = masked[written[at]] ? [written[at++], written[at++]] : [written[at++]];
        const operands = written.slice(at, at + operandCount(...head));
        at += operands.length;
        return { head, operands };
      }
      const times = -written[at++], items = Array.from({ length: written[at++] }, item);
      const operands = items.flatMap((one) => one.operands);
      const steps = written.slice(at, at + operands.length);
      at += steps.length;
      return { times, items, operands, steps };
    };
    const write = (one, operands, from) => {
      if (one.head) {
        code.push(...one.head);
        for (let i = 0; i < one.operands.length; i++) code.push(place - operands[from + i]);
        place += 1;
        return;
      }
      const own = operands.slice(from, from + one.operands.length);
      for (let round = 0; round < one.times; round++) {
        let next = 0;
        for (const inner of one.items) { write(inner, own, next); next += inner.operands.length; }
        for (let i = 0; i < own.length; i++) own[i] += one.steps[i];
      }
    };
    while (at < written.length) { const one = item(); write(one, one.operands, 0); }
    return { code: Int32Array.from(code), end: place };
  }

  /** The parts of a program, made once: lines, rounds, and what a round changes. */
  const made = new WeakMap();
  function partsOf(program) {
    if (!made.has(program)) {
      let size = program.constants.length + program.givens.length;
      const parts = program.parts.map(([written, times = 1, variables = [], next = []]) => {
        const start = size, { code, end } = spread(written, start);
        size = end;
        return { code, times, variables, next, start };
      });
      made.set(program, { parts, size });
    }
    return made.get(program);
  }

  /** The memory after a run: the constants, the givens, then what each operation comes to. */
  function run(program, givens) {
    const { parts, size } = partsOf(program);
    const memory = new Float64Array(size);
    memory.set(program.constants.map((x) => (x === null ? NaN : x)));
    memory.set(givens, program.constants.length);
    const vectors = new Map();
    for (const { code, times, variables, next, start } of parts) {
      for (let round = 0; round < times; round++) {
        runOnce(code, memory, vectors, start);
        const values = next.map((place) => memory[place]);
        variables.forEach((place, i) => { memory[place] = values[i]; });
      }
    }
    return memory;
  }

  function runOnce(code, memory, vectors, start) {
    let place = start;
    for (let at = 0; at < code.length; ) {
      const operation = code[at++];
      const mask = masked[operation] ? code[at++] : 0;
      const x = memory[code[at]], y = memory[code[at + 1]];
      let value;
      switch (operation) {
        case 2: value = x + y; break;
        case 3: value = x - y; break;
        case 4: value = x * y; break;
        case 5: value = x / y; break;
        case 6: value = -x; break;
        case 7: value = Math.exp(x); break;
        case 9: value = Math.sqrt(x); break;
        case 11: value = Math.sin(x); break;
        case 12: value = Math.cos(x); break;
        case 16: value = Math.abs(x); break;
        case 17: value = pow(x, y); break;
        case 18: value = x >= y ? x : y; break;
        case 19: value = memory[code[at + (compares(mask, x, y) ? 2 : 3)]]; break;
        case 20: value = x; break;
        case 22: {
          const found = eigenvectors(mask, entries(code, at, mask, memory));
          vectors.set(place, found);
          value = found[0];
          break;
        }
        case 23: value = vectors.get(code[at])[mask]; break;
        case 24: value = weight(vectors.get(code[at]), mask); break;
        default: value = functions[operation](x);
      }
      memory[place++] = value;
      at += operandCount(operation, mask);
    }
  }

  const entries = (code, at, size, numbers) => Array.from({ length: size * size }, (_, i) => numbers[code[at + i]]);

  /** The product of two entries of an eigenvector (Tape.swift says by which number). */
  function weight(vectors, mask) {
    const size = Math.sqrt(vectors.length), index = mask % size, pair = (mask - index) / size;
    const column = pair % size, row = (pair - column) / size;
    return vectors[row * size + index] * vectors[column * size + index];
  }

  /** As columns, row by row (Matrices/Eigenvalues.swift): what is done, and in which order, is the same. */
  function eigenvectors(size, numbers) {
    const none = numbers.map(() => NaN);
    if (!numbers.every(Number.isFinite)) return none;
    const largest = Math.max(0, ...numbers.map(Math.abs));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) if (!(Math.abs(numbers[i * size + j] - numbers[j * size + i]) <= 1e-9 * largest)) return none;
    }
    const rows = (all) => Array.from({ length: size }, (_, i) => all.slice(i * size, (i + 1) * size));
    const a = rows(numbers), v = rows(numbers.map((_, i) => (i % (size + 1) === 0 ? 1 : 0)));
    for (let round = 0; round < 100; round++) {
      let isDiagonal = true;
      for (let p = 0; p < size; p++) {
        for (let q = p + 1; q < size; q++) {
          if (a[p][q] === 0) continue;
          const scale = (Math.abs(a[p][p]) + Math.abs(a[q][q])) * Number.EPSILON;
          if (!(Math.abs(a[p][q]) > scale * 1e-3)) continue;
          isDiagonal = false;
          const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
          const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
          const c = 1 / Math.sqrt(t * t + 1), s = t * c;
          const turn = (one, k, other, l) => { [one[k], other[l]] = [c * one[k] - s * other[l], s * one[k] + c * other[l]]; };
          for (let k = 0; k < size; k++) turn(a[k], p, a[k], q);
          for (let k = 0; k < size; k++) {
            turn(a[p], k, a[q], k);
            turn(v[k], p, v[k], q);
          }
          a[p][q] = a[q][p] = 0;
        }
      }
      if (isDiagonal) break;
    }
    const order = [...a.keys()].sort((i, j) => a[j][j] - a[i][i]);
    const signs = order.map((i) => (v.reduce((most, row) => (Math.abs(row[i]) > Math.abs(most) ? row[i] : most), v[0][i]) < 0 ? -1 : 1));
    return numbers.map((_, i) => v[Math.floor(i / size)][order[i % size]] * signs[i % size]);
  }

  /** How far an eigenvector may turn, by what its matrix is uncertain by (Running/Bounded.swift). */
  function eigenvectorErrors(size, numbers, errors) {
    const vectors = eigenvectors(size, numbers);
    const length = (all) => Math.sqrt(all.reduce((sum, x) => sum + x * x, 0));
    const apart = length(errors) + 16 * size * unit * length(numbers);
    const values = Array.from({ length: size }, (_, index) => numbers.reduce((sum, x, i) => sum + weight(vectors, i * size + index) * x, 0));
    return values.map((value, index) => {
      const gap = Math.min(...values.map((other, i) => (i === index ? Infinity : Math.abs(other - value))));
      return 4 * apart < gap ? (2 * apart) / gap + 4 * size * unit : Infinity;
    });
  }

  function factorial(x) {
    if (!(x >= 0) || Math.round(x) !== x) return NaN;
    if (x > 170) return Infinity;
    let product = 1;
    for (let i = 2; i <= x; i++) product *= i;
    return product;
  }

  /** Whether all that is decided by a number is decided as in the lesson itself. */
  function isDecidedSo(program, memory) {
    return program.decisions.every(([a, b, mask, isSo]) => compares(mask, memory[a], memory[b]) === (isSo === 1));
  }

  /** How far each number may be from what exact arithmetic gives (Running/Bounded.swift). What many
      rounds have come to is taken as it is. */
  function errors(program, memory) {
    const { parts, size } = partsOf(program);
    const first = program.constants.length + program.givens.length;
    const bounds = new Float64Array(size);
    const turns = new Map();
    const own = (x) => (Math.round(x) === x ? 0 : 8 * unit * Math.abs(x));
    for (let place = 0; place < first; place++) bounds[place] = own(memory[place]);
    for (const { code, variables, start } of parts) {
      errorsOnce(code, memory, bounds, turns, start);
      for (const place of variables) bounds[place] = own(memory[place]);
    }
    return bounds;
  }

  function errorsOnce(code, memory, bounds, turns, start) {
    const known = (error) => (Number.isNaN(error) ? Infinity : error);
    const apart = (value, ...others) => Math.max(...others.map((other) => Math.abs(other - value)));
    let place = start;
    for (let at = 0; at < code.length; ) {
      const operation = code[at++];
      const mask = masked[operation] ? code[at++] : 0;
      const [a, b] = [code[at], code[at + 1]];
      const value = memory[place];
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
        case 6: case 16: case 20: error = dx; break;
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
        case 22:
          turns.set(place, eigenvectorErrors(mask, entries(code, at, mask, memory), entries(code, at, mask, bounds)));
          error = turns.get(place)[0];
          break;
        case 23: error = turns.get(a)[mask % turns.get(a).length]; break;
        case 24: case 25: error = 0; break;
        default: {
          const f = functions[operation];
          error = dx > 0 ? apart(value, f(x - dx), f(x + dx)) + 6 * rounding : 3 * rounding;
        }
      }
      bounds[place++] = known(error);
      at += operandCount(operation, mask);
    }
  }

  /** The data of a page with everything in its place: what is not opened is counted, and so are
      numbers of the memory that follow each other. */
  function placed(data) {
    const counted = (all) => all.flatMap((one) => (typeof one === "number" ? Array.from({ length: one }, () => null) : [one]));
    const numbers = counted(data.numbers ?? []);
    // Beside a program of its own a page has values only.
    if (data.beside) return { ...data, numbers, slots: counted(data.slots) };
    const slots = [];
    for (const one of data.slots ?? []) {
      if (typeof one === "number" && one < 0) for (let i = 0; i < -one; i++) slots.push(slots[slots.length - 1] + 1);
      else slots.push(one);
    }
    return { ...data, numbers, slots };
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
    const isTelling = Math.max(...slack) <= 1e-6 * memory.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), largest);
    if (isOrder) return { holds: true, degree: "" };
    return { holds: true, degree: isTelling ? degree : `as far as rounding lets one tell (largest difference ${shown})` };
  }

  Object.assign(longhand, { placed, run, isDecidedSo, errors, judgeClaim });
}
