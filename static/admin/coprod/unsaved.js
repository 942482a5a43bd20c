// What staff typed on a record is not lost by a link: the browser asks first. A button of the form saves it.
const form = document.querySelector("form[id$=_form]");
const fields = form ? [...form.elements].filter((field) => field.name && field.type !== "hidden") : [];
const shown = new Map(fields.map((field) => [field, field.value]));
const hasProblems = document.querySelector(".problems") !== null; // what is shown is not stored
let isSent = false;

form?.addEventListener("submit", () => { isSent = true; });
addEventListener("pageshow", () => { isSent = false; });
addEventListener("beforeunload", (event) => {
    if (!isSent && (hasProblems || fields.some((field) => field.value !== shown.get(field)))) { event.preventDefault(); }
});
