// On the pages where a receipt code is typed.
(() => {
  "use strict";
  // A mistyped code is noticed here already, also without a connection.
  for (const field of document.querySelectorAll("[data-code]")) {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    field.after(note);
    field.addEventListener("change", () => {
      const code = [...field.value.toUpperCase().replace(/[\s–-]/g, "")];
      const places = code.map((sign) => field.dataset.code.indexOf(sign));
      const check = places.pop();
      const sum = places.reduce((total, place, nth) => total + (nth + 2) * place, check);
      const wrong = Math.min(check, ...places) < 0 ? "symbol" : code.length !== 23 ? "length" : sum % 31 && "check";
      note.textContent = (code.length && field.dataset[wrong]) || "";
    });
  }
})();
