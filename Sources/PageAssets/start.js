// Begins when the page has been read.

document.addEventListener("DOMContentLoaded", () => {
  // A course that says what it is is the same at every address.
  const { course, everywhere } = document.body.dataset;
  store.prefix = `longhand:${course}:${everywhere === undefined ? folder : ""}:`;
  spoken = make("p", { class: "spoken", role: "status", "aria-live": "polite" });
  document.body.append(spoken);
  const island = document.getElementById("page.data");
  if (island) longhand.lesson = new Lesson(longhand.placed(JSON.parse(island.textContent)));
  else contents();
});
