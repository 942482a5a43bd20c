// Shows what is found while someone types, a moment after they stop. The button does the same without this file.

const form = document.querySelector("form.search");
const box = form.elements.q;
const SHORTEST = 3;
const PAUSE = 600; // milliseconds: nobody is hurried
let looked = box.value.trim();
let waiting, asking;

async function look() {
  const words = box.value.trim();
  if (words === looked || words.length < SHORTEST) return;
  asking?.abort();
  asking = new AbortController();
  const address = `${form.getAttribute("action")}?${new URLSearchParams({ q: words })}`;
  const answer = await fetch(address, { signal: asking.signal });
  if (!answer.ok) return;
  show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  history.replaceState(history.state, "", address); // Back comes back to what is shown
  looked = words;
}

// The line that says how many there are stays: a screen reader reads it out when its words change.
function show(page) {
  const old = document.getElementById("results");
  old.replaceChildren(...page.getElementById("results").childNodes);
  for (const part of ["#found", "h1"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  document.title = page.title;
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => look().catch(() => {}), PAUSE);
});
