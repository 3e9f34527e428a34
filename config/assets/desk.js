// At the desk: what one writes is kept as a draft meanwhile. Without this file a button does it.
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
