// The admin's boxes for choosing by typing (select2) have no name that a screen reader can say: they get the words of
// their label, or of their column.
"use strict";

{
    const NAMES = "span.select2-selection[role=combobox]";

    const name = (box) => {
        const select = box.closest(".select2-container")?.previousElementSibling;
        if (!select || select.tagName !== "SELECT") { return; }
        const label = select.getAttribute("aria-label")
            || document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim().replace(/:$/, "");
        const chosen = select.selectedOptions[0]?.textContent.trim();
        if (label) {
            box.removeAttribute("aria-labelledby");
            box.setAttribute("aria-label", chosen ? `${label}: ${chosen}` : label);
        }
    };
    const nameAll = () => document.querySelectorAll(NAMES).forEach(name);
    // Opened, the list's search field and its results have no name either.
    const nameOpen = () => {
        document.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => field.setAttribute("aria-label", "Type to search"));
        document.querySelectorAll(".select2-results__options:not([aria-label])").forEach((list) => list.setAttribute("aria-label", "Found"));
    };

    addEventListener("load", () => {
        nameAll();
        new MutationObserver(() => { nameAll(); nameOpen(); }).observe(document.body, { childList: true, subtree: true });
    });
}
