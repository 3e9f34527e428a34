// At the desk. What one writes is kept as a draft meanwhile; without this file a button does it.
(() => {
  "use strict";
  const PAUSE = 3e3;
  const AGAIN = 15e3;
  const OUT = { 401: "out", 403: "out", 404: "gone" };

  const keep = (form) => {
    const says = form.querySelector("[data-says]");
    const draft = form.elements.draft;
    let timer, stop, since = 0, isChanged = false, isSaving = false, isLeaving = false;
    delete form.dataset.keep; // it is kept on the server: only what is not yet there is warned about

    const say = (text) => (says.textContent = text);
    const plan = () => {
      clearTimeout(timer);
      since = since || Date.now();
      timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + AGAIN - Date.now())));
    };
    const save = async () => {
      clearTimeout(timer);
      if (isSaving || isLeaving || !isChanged) return;
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      body.set("save_draft", "");
      body.set("quiet", "1");
      isSaving = true;
      isChanged = false;
      since = 0;
      let wait = 0;
      stop = new AbortController();
      try {
        const keepalive = `${body}`.length < 6e4; // a longer one would be refused when the page goes
        const answer = await fetch(form.action, { method: "POST", body, redirect: "error", keepalive, signal: stop.signal });
        if (answer.ok || answer.status === 409) {
          const told = await answer.json();
          say(told.says);
          if (answer.ok) draft.value = told.draft;
        } else say(says.dataset[OUT[answer.status]] || says.dataset.failed);
        wait = answer.ok ? 0 : answer.status < 500 ? Infinity : AGAIN;
      } catch {
        if (!isLeaving) say(says.dataset.failed);
        wait = AGAIN;
      }
      isSaving = false;
      if (wait) isChanged = true;
      if (wait === Infinity) return form.removeEventListener("input", wrote); // a person must look first
      if (wait) timer = setTimeout(save, wait);
      else if (isChanged) plan();
    };
    const wrote = (event) => {
      if (event.target.type === "file") return;
      isChanged = true;
      plan();
    };

    form.addEventListener("input", wrote);
    form.addEventListener("submit", () => {
      isLeaving = true;
      if (stop) stop.abort(); // what is being sent is no draft any more
    });
    addEventListener("pageshow", () => (isLeaving = false));
    document.addEventListener("visibilitychange", () => document.hidden && save());
    addEventListener("beforeunload", (event) => {
      if (isLeaving || !(isChanged || isSaving)) return;
      save();
      event.preventDefault();
    });
  };
  document.querySelectorAll("form[data-saves]").forEach(keep);
})();

// Single letters lead on: which there are stands on the page, and ? lists them. One can turn them off.
(() => {
  "use strict";
  const told = document.getElementById("keyboard");
  if (!told) return;
  const all = (what) => [...document.querySelectorAll(what)].filter((one) => one.offsetParent || one.closest("details"));
  const rows = () => all("main tbody tr").map((row) => row.querySelector("a")).filter(Boolean);
  const dialog = told.content.querySelector("dialog");
  let first = "", forget;

  // By their keys: what is on this page now.
  const known = () => {
    const found = new Map();
    all(".tabs a").forEach((tab, nth) => found.set(`${nth + 1}`, tab));
    all("[data-keys]").forEach((one) => found.has(one.dataset.keys) || found.set(one.dataset.keys, one));
    return found;
  };
  const nameOf = (one) => (one.dataset.name || (one.labels && one.labels[0] ? one.labels[0] : one).textContent).trim();

  const help = () => {
    const list = dialog.querySelector("dl");
    const add = (keys, words) => {
      const line = document.createElement("div");
      line.append(document.createElement("dt"), document.createElement("dd"));
      line.lastChild.textContent = words;
      for (const key of keys) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        line.firstChild.append(cap, " ");
      }
      list.append(line);
    };
    list.replaceChildren();
    if (rows().length) add(["j", "k"], told.dataset.rows);
    for (const [keys, one] of known()) add(keys.split(" "), nameOf(one));
    add(["?"], told.dataset.help);
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
  };

  const step = (by) => {
    const links = rows();
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (next) next.focus();
  };

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable]");
    if (isWriting || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.key.length > 1) return;
    clearTimeout(forget);
    const keys = first ? `${first} ${event.key}` : event.key;
    first = "";
    if (keys === "j" || keys === "k") return step(keys === "j" ? 1 : -1);
    if (keys === "?") return help();
    const found = known();
    const one = found.get(keys);
    if (one) {
      event.preventDefault();
      if (one.href) one.click();
      else one.focus(); // what does something is only pointed at: Enter does it
    } else if ([...found.keys()].some((other) => other.startsWith(`${keys} `))) {
      first = keys;
      forget = setTimeout(() => (first = ""), 3000);
    }
  });
  for (const button of document.querySelectorAll("[data-keyboard-help]")) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
})();
