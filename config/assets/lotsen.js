// Everything works without this file. With it, a few things are kinder.
(() => {
  "use strict";
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what) => document.querySelector(what);
  const make = (what, like) => Object.assign(document.createElement(what), like);
  const on = (what, does, from = window) => from.addEventListener(what, does);

  // Leave quickly: hide first, then let the server forget, then go – with no way back to this page.
  const exit = one("form.leave");
  let presses = [];
  let leaving = false;
  const leave = (event) => {
    if (event) event.preventDefault();
    if (leaving) return;
    leaving = true;
    document.body.append(make("div", { className: "curtain" }));
    document.title = "…";
    forget();
    const body = new URLSearchParams(new FormData(exit));
    const told = fetch(exit.action, { method: "POST", body, redirect: "manual", keepalive: true });
    const patience = new Promise((go) => setTimeout(go, 250));
    Promise.race([told.catch(() => patience), patience]).then(() => location.replace(exit.dataset.away));
  };
  if (exit) {
    on("submit", leave, exit);
    on("keydown", (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat) presses = [...presses, Date.now()].slice(-3);
      if (presses.length === 3 && presses[2] - presses[0] < 5e3) leave();
    });
  }

  // What is being written comes back with Back, in this tab. Only whoever ticks the box keeps it on
  // the device, for an hour. Sending, leaving quickly and the hour erase it.
  const draft = one("form[data-draft]");
  const box = one("[data-keeps] input");
  const kept = (where) => {
    const told = JSON.parse(where.draft || "{}");
    if (!(told.until > Date.now())) where.removeItem("draft");
    return where.draft ? told : null;
  };
  const forget = () => {
    try {
      sessionStorage.clear();
      localStorage.removeItem("draft");
    } catch { /* nothing may be kept here at all */ }
  };
  const save = () => {
    const { ticket, screen, opened, ...values } = Object.fromEntries(new FormData(draft));
    if (leaving || !Object.values(values).some(Boolean)) return;
    const device = kept(localStorage);
    const until = device ? device.until : Date.now() + 36e5;
    (device ? localStorage : sessionStorage).draft = JSON.stringify({ until, values });
  };
  const restore = (name, value) => {
    const fields = all(`[name="${name}"]:not([type=hidden])`, draft);
    if (!fields.length) {
      const carried = make("input", { type: "hidden", name, value });
      draft.append(carried);
    }
    for (const field of fields) {
      if (/radio|checkbox/.test(field.type)) field.checked = field.value === value;
      else if (!field.value) field.value = value;
    }
  };
  try {
    if (one(".code output")) forget();
    if (draft) {
      const device = kept(localStorage);
      const way = performance.getEntriesByType("navigation")[0].type;
      const found = device || (/back|reload/.test(way) && kept(sessionStorage));
      if (found && box) Object.entries(found.values).forEach((pair) => restore(...pair));
      if (box) {
        box.checked = !!device;
        box.closest("[data-keeps]").hidden = false;
        on("change", () => {
          forget();
          if (box.checked) localStorage.draft = JSON.stringify({ until: Date.now() + 36e5 });
          save();
        }, box);
      }
      if (device) setTimeout(forget, device.until - Date.now());
      on("input", () => kept(localStorage) && save(), draft);
      on("pagehide", save);
    }
  } catch { /* nothing may be kept here at all */ }

  // Whether what has been written lets us reach somebody, and know who they are.
  for (const note of all("[data-reach]")) {
    const form = note.closest("form");
    const say = () => {
      const { way, name, phone, email } = Object.fromEntries(new FormData(form));
      const where = { phone, email }[way];
      const words = note.dataset;
      note.textContent = `${words[where ? way : "none"]} ${name || where ? words.known : words.unknown}`;
    };
    note.hidden = false;
    on("input", say, form);
    say();
  }

  // How much may still be written.
  for (const note of all("[data-counter]")) {
    const field = document.getElementById(note.dataset.counter);
    const live = make("span", { className: "sr-only" });
    live.setAttribute("role", "status");
    note.after(live);
    let later;
    const count = () => {
      const left = note.dataset.max - field.value.length;
      const words = note.dataset[left < 0 ? "over" : "left"];
      note.textContent = words.replace("{n}", Math.abs(left).toLocaleString(note.closest("[lang]").lang));
      note.classList.toggle("over", left < 0);
      clearTimeout(later);
      later = setTimeout(() => (live.textContent = note.textContent), 1e3);
    };
    if (field) on("input", count, field);
    if (field && field.value) count();
  }

  // What was written is not lost by a slip, and not sent twice by two clicks.
  const dirty = new Set();
  for (const form of all("form[method=post]:not(.leave)")) {
    if ("keep" in form.dataset) on("input", () => dirty.add(form), form);
    on("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      dirty.delete(form);
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 5e3);
    }, form);
  }
  on("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));
  on("beforeunload", (event) => {
    if (dirty.size && !leaving) event.preventDefault();
  });

  // What went wrong is read first.
  const summary = one("[data-errors]");
  if (summary) summary.focus();

  // A menu closes when one looks elsewhere.
  const open = () => all(".drop[open]");
  on("click", ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.firstElementChild.focus();
    }
  });

  // Print the receipt.
  for (const button of all("[data-print]")) {
    button.hidden = false;
    on("click", () => print(), button);
  }
})();
