// The contents: what was read, and a search through all lessons.

function contents() {
  for (const row of $$("ol.lessons > li")) {
    const known = store.read(store.key(row.dataset.lesson));
    if (!known) continue;
    row.append(make("span", { class: "size progress" }, known.done ? "✓ read to its end" : "begun"));
  }
  const island = document.getElementById("page.search");
  const list = $("ol.lessons");
  if (!island || !list) return;
  const steps = JSON.parse(island.textContent);
  const found = make("ol", { class: "found" });
  const count = make("p", { class: "remark", "aria-live": "polite" });
  const input = make("input", { type: "search", id: "page.find", placeholder: "Search all lessons", "aria-label": "Search all lessons", input: search });
  function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    count.textContent = "";
    if (!words.length) return;
    const hits = steps.filter((step) => { const text = step.slice(2).join(" ").toLowerCase(); return words.every((word) => text.includes(word)); });
    count.textContent = hits.length === 1 ? "1 step" : `${hits.length} steps`;
    for (const [page, id, lesson, title, text] of hits.slice(0, 40)) {
      const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 50);
      const part = (at > 0 ? "…" : "") + text.slice(at, at + 150) + (at + 150 < text.length ? "…" : "");
      found.append(make("li", {}, make("a", { href: page + (id ? "#" + encodeURIComponent(id) : "") }, title || lesson), make("span", { class: "size" }, lesson), make("p", {}, part)));
    }
  }
  const menu = make("details", { class: "menu" }, make("summary", {}, "Colours and progress"), make("div", {}, themeButton(), ...progressButtons()));
  list.before(make("search", {}, input, count, found));
  list.after(menu);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !isTyping(event)) { event.preventDefault(); input.focus(); }
  });
  if (location.hash === "#page.find") input.focus();
}
