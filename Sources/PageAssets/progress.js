// What a browser keeps: the place, answers and changed givens of each lesson, and the colours.
// Storage. It may be missing or refuse: then the page works and says that it keeps nothing.

const folder = decodeURIComponent(location.pathname).replace(/[^/]*$/, "");
const store = {
  prefix: "",
  isKept: true,
  key(lesson) { return this.prefix + lesson; },
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)) ?? null; } catch { this.isKept = false; return null; }
  },
  write(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { this.isKept = false; }
  },
  lessons() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)); } catch { return []; }
  },
};

// Theme

const themes = ["auto", "light", "dark"];
function setTheme(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
}
try { setTheme(localStorage.getItem("longhand.theme")); } catch { /* as the system has it */ }

function themeButton() {
  const now = () => root.dataset.theme ?? "auto";
  const button = make("button", { type: "button", class: "plain", click() {
    const next = themes[(themes.indexOf(now()) + 1) % themes.length];
    setTheme(next);
    try { localStorage.setItem("longhand.theme", next); } catch { store.isKept = false; }
    label();
  } });
  const label = () => { button.textContent = { auto: "Colours: as the system", light: "Colours: light", dark: "Colours: dark" }[now()]; };
  label();
  return button;
}

// Progress as a file

function exportProgress() {
  const all = Object.fromEntries(store.lessons().map((key) => [key.slice(store.prefix.length), store.read(key)]));
  const text = JSON.stringify({ longhand: 1, course: document.body.dataset.course, lessons: all }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: `${document.body.dataset.course || "lesson"}-progress.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

async function importProgress(file) {
  try {
    const read = JSON.parse(await file.text());
    if (read.longhand !== 1 || typeof read.lessons !== "object") throw new Error();
    for (const [lesson, value] of Object.entries(read.lessons)) store.write(store.key(lesson), value);
    location.reload();
  } catch {
    say(`${file.name} holds no progress of these lessons, and nothing was changed.`);
  }
}

function progressButtons() {
  const input = make("input", { type: "file", accept: "application/json,.json", class: "hidden", id: "page.import", tabindex: "-1", "aria-label": "A file with progress", change() { if (input.files[0]) importProgress(input.files[0]); } });
  return [
    make("button", { type: "button", class: "plain", click: exportProgress }, "Save progress as a file"),
    make("button", { type: "button", class: "plain", click() { input.click(); } }, "Take progress from a file"), input,
  ];
}
