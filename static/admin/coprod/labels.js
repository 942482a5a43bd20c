// Some controls of Django's admin have no name that a screen reader can say. The boxes for choosing by typing (select2) get
// the words of their label, or of their column; the two halves of a date and time get what they are.
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
            box.querySelector(".select2-selection__rendered")?.setAttribute("aria-label", label);
        }
    };
    const nameHalves = () => {
        for (const [half, words] of [["vDateField", "date"], ["vTimeField", "time"]]) {
            for (const input of document.querySelectorAll(`.datetime input.${half}:not([aria-label])`)) {
                const label = input.closest(".form-row")?.querySelector("label")?.textContent.trim().replace(/:$/, "") ?? "";
                input.setAttribute("aria-label", `${label}, ${words}`);
            }
        }
        document.querySelectorAll("span.help-tooltip[aria-label]:not([role])").forEach((icon) => icon.setAttribute("role", "img"));
    };
    const nameAll = () => document.querySelectorAll(NAMES).forEach(name);
    // Opened, the list's search field and its results have no name either.
    const nameOpen = () => {
        document.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => field.setAttribute("aria-label", "Type to search"));
        document.querySelectorAll(".select2-results__options:not([aria-label])").forEach((list) => list.setAttribute("aria-label", "Found"));
    };

    // On a narrow screen each row of a list is a block: every value then stands beside the name of its column.
    const nameColumns = () => {
        const list = document.querySelector("#changelist #result_list");
        if (!list) { return; }
        const names = [...list.querySelectorAll("thead th")].map((head) => (head.querySelector(".text") ?? head).textContent.trim());
        for (const row of list.tBodies[0]?.rows ?? []) {
            [...row.cells].forEach((cell, at) => { if (!cell.classList.contains("action-checkbox")) { cell.dataset.column = names[at] ?? ""; } });
        }
        list.classList.add("named");
    };

    addEventListener("load", () => {
        nameColumns();
        nameAll();
        nameHalves();
        new MutationObserver(() => { nameAll(); nameOpen(); }).observe(document.body, { childList: true, subtree: true });
    });
}
