// Everything works without this file. With it, a few things are kinder.
(() => {
  "use strict";
  const all = (what, from = document) => [...from.querySelectorAll(what)];

  // Leave quickly: hide first, then go – and leave no way back to this page.
  const exit = document.querySelector("a.exit");
  const leave = () => {
    leaving = true;
    const curtain = document.createElement("div");
    curtain.className = "curtain";
    document.body.append(curtain);
    document.title = "…";
    location.replace(exit.href);
  };
  let presses = [];
  let leaving = false;
  if (exit) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat) presses = [...presses, Date.now()].slice(-3);
      if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
    });
  }

  // What has been received is not shown again by Back: it may be somebody else who presses it.
  addEventListener("pageshow", () => {
    try {
      const [way] = performance.getEntriesByType("navigation");
      if (document.querySelector(".code output")) sessionStorage.received = location.pathname;
      else if (way.type === "back_forward" && sessionStorage.received === location.pathname)
        all("form[data-keep]").forEach((form) => form.reset());
    } catch { /* nothing may be kept here at all */ }
  });

  // How much may still be written.
  for (const note of all("[data-counter]")) {
    const field = document.getElementById(note.dataset.counter);
    const live = document.createElement("span");
    live.className = "sr-only";
    live.setAttribute("aria-live", "polite");
    note.after(live);
    let later;
    const count = () => {
      const left = note.dataset.max - field.value.length;
      const words = (left < 0 ? note.dataset.over : note.dataset.left).replace("{n}", Math.abs(left));
      note.textContent = words;
      note.classList.toggle("over", left < 0);
      clearTimeout(later);
      later = setTimeout(() => (live.textContent = words), 1000);
    };
    if (field) field.addEventListener("input", count);
    if (field && field.value) count();
  }

  // What was written is not lost by a slip, and not sent twice by two clicks.
  const dirty = new Set();
  for (const form of all("form[method=post]")) {
    if ("keep" in form.dataset) form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      dirty.delete(form);
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 5000);
    });
  }
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));
  addEventListener("beforeunload", (event) => {
    if (dirty.size && !leaving) event.preventDefault();
  });

  // What went wrong is read first.
  const summary = document.querySelector("[data-errors]");
  if (summary) summary.focus();

  // A menu closes when one looks elsewhere.
  addEventListener("click", (event) => {
    for (const menu of all("details.user[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details.user[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Print the receipt.
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
