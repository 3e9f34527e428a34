// A standard answer is put in without leaving the page, so that chosen files stay chosen.
(() => {
  "use strict";
  const place = () => document.querySelector("[data-standard]");
  const put = async (button) => {
    const { form } = button;
    const body = new FormData(form);
    body.delete("files");
    body.set(button.name, button.value);
    try {
      const answer = await fetch(button.formAction, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.elements.text.value = page.querySelector("[name=text]").value;
      place().replaceWith(page.querySelector("[data-standard]"));
      form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
      form.elements.text.focus();
    } catch {
      form.requestSubmit(button); // no network, or another page than the one that was asked for
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-puts-in]");
    if (!button) return;
    event.preventDefault();
    put(button);
  });
})();
