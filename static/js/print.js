// "Print this page" opens the browser's own print window. Without JavaScript the stylesheet hides the button.

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
