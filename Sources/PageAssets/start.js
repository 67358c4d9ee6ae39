// Begins when the page has been read.

document.addEventListener("DOMContentLoaded", () => {
  store.prefix = `longhand:${document.body.dataset.course}:${folder}:`;
  spoken = make("p", { class: "spoken", role: "status", "aria-live": "polite" });
  document.body.append(spoken);
  const island = document.getElementById("page.data");
  if (island) longhand.lesson = new Lesson(JSON.parse(island.textContent));
  else contents();
});
