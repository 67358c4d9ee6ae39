"use strict";
// Of a page that is being written: loads it again when the lesson was saved, at the place that
// changed, and says below it what is wrong. It asks the server of the page, and nobody else.
(() => {
  const own = Number(document.currentScript.src.match(/preview-(\d+)\.js/)?.[1]);
  const key = "longhand.preview";
  const panel = make("aside", { class: "findings", "aria-live": "polite", "aria-label": "What is wrong", hidden: true });

  function show(told, findings) {
    panel.hidden = !told && !findings.length;
    panel.replaceChildren(...(told ? [make("p", {}, told)] : []),
      ...findings.map(([severity, text]) => make("pre", { class: severity }, text)));
  }

  async function follow() {
    for (let seen = 0; ;) {
      try {
        const reply = await fetch(`state?${seen}`, { cache: "no-store" });
        if (reply.status === 204) continue;
        const news = await reply.json();
        seen = news.count;
        if (news.page !== own) {
          sessionStorage.setItem(key, JSON.stringify(news.stop));
          return location.reload();
        }
        show(news.told, news.findings);
      } catch {
        show("The preview has ended: this is the page as it was last.", []);
        return;
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(panel);
    const stop = JSON.parse(sessionStorage.getItem(key) ?? "null");
    sessionStorage.removeItem(key);
    if (stop !== null) longhand.lesson?.show(stop);
    follow();
  });
})();
