// A note from the street. It stays in this page, and nowhere else on the phone, until we have it:
// each try carries the same ticket, so that an answer that got lost makes no second note.
(() => {
  "use strict";
  const form = document.querySelector("form[data-sends]");
  if (!form || !window.AbortController) return;
  const says = form.querySelector("[data-says]");
  const button = form.querySelector("[type=submit]");
  const WAITS = [2, 4, 8, 15, 30];
  const PATIENCE = [15, 30, 60];
  let body, timer, tries = 0, isTrying = false;
  const nth = (list) => list[Math.min(tries, list.length - 1)];
  const say = (what, n) => (says.textContent = says.dataset[what].replace("{n}", n));

  // What is on its way is not changed any more.
  const hold = (isHeld) => {
    for (const field of form.elements) {
      if (/text|tel/.test(field.type)) field.readOnly = isHeld;
      else if (field !== button) field.disabled = isHeld;
    }
  };

  const attempt = async () => {
    if (isTrying) return;
    isTrying = true;
    clearTimeout(timer);
    say("sending");
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), nth(PATIENCE) * 1000);
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
      const page = await answer.text();
      if (answer.status < 500) return done(answer, page);
    } catch { /* no network, or no answer in time */ } finally {
      clearTimeout(patience);
      isTrying = false;
    }
    say("waiting", nth(WAITS));
    button.textContent = button.dataset.again;
    timer = setTimeout(attempt, nth(WAITS) * 1000);
    tries += 1;
  };

  // A page that says yes, or that has the words in it for another try. Any other leaves them here.
  const done = (answer, page) => {
    const isRefused = (!answer.ok || answer.redirected) && !page.includes('name="story"');
    if (isRefused) {
      body = null;
      hold(false);
      return say("refused", answer.status);
    }
    document.open();
    document.write(page);
    document.close();
    const first = document.querySelector("[data-errors], main");
    if (first) first.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    body = body || new URLSearchParams(new FormData(form));
    hold(true);
    attempt();
  });
  const hurry = () => body && !document.hidden && attempt();
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  window.addEventListener("beforeunload", (event) => {
    if (body) event.preventDefault();
  });
})();
