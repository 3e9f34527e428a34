(async () => {
"use strict";
const form = document.querySelector("form[data-bits]");
if (!form || !window.crypto || !crypto.subtle) return;
const say = document.getElementById("proof-says"), bits = Number(form.dataset.bits);
const bytes = new TextEncoder();
const digest = (n) => crypto.subtle.digest("SHA-256", bytes.encode(`${form.puzzle.value}:${n}`));
const isFound = (sum) => new DataView(sum).getUint32(0) >>> (32 - bits) === 0;
say.textContent = say.dataset.working;
for (let from = 0; from < 4e6; from += 256) {
const sums = await Promise.all(Array.from({ length: 256 }, (_, n) => digest(from + n)));
const hit = sums.findIndex(isFound);
if (hit >= 0) {
form.proof.value = from + hit;
say.textContent = say.dataset.done;
return;
}
}
})();
