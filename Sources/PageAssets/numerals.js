"use strict";
// What a page computes: the numbers of a lesson with other givens, how numbers are written, and
// what an answer is worth. The rules are those of the terminal, with the same words; nothing in
// `numerals.js`, `program.js` and `marking.js` knows of a page.
const longhand = {};

// Numbers: how they are written, and how they are typed.
{
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

  /** 1,000 and 1.000, which are a thousand to some and one to others (Questions/TypedMatrix.swift). */
  function thousands(text) {
    const plain = text.replace(/\s/g, "").replace(/−/g, "-");
    if (!/^-?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/.test(plain)) return null;
    const whole = Number(plain.replace(/[,.]/g, ""));
    return { whole, question: `Is ${plain.slice(0, 20)} a number with decimals, or is the sign in it one between thousands? Then write ${String(whole).replace("-", "−")}.` };
  }

  Object.assign(longhand, { write, typedNumber, thousands });
}
