"use strict";
// Walks a published page: reductions one by one, numbers that open, questions, other givens. All that
// it adds to the page is made as elements and text. What every part of it needs is here; `start.js`
// begins.
const root = document.documentElement;
root.classList.add("js");
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

/** An element with attributes and what is in it; there is no other way text gets into the page. */
function make(name, attributes = {}, ...inner) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inner.filter((part) => part !== null && part !== undefined));
  return element;
}

// What is said to everybody, seeing or not

let spoken = null;
function say(text) {
  spoken.textContent = "";
  setTimeout(() => { spoken.textContent = text; spoken.classList.toggle("on", text !== ""); }, 30);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => spoken.classList.remove("on"), 6000);
}

function isTyping(event) {
  return event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select") !== null || event.ctrlKey || event.metaKey || event.altKey;
}
