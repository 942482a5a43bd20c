// Three kindnesses that nobody depends on: after a mistake the keyboard stands at the list of what to put right; a link
// there leads to the whole question, with its words; and a second press of the button while the first is on its way
// does nothing.

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  // A fragment left in the address would take the keyboard away from the list.
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  summary.focus();
}

summary?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
  if (!field) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  field.closest(".field").scrollIntoView();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Back shows the page as it was left: let the button work again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});
