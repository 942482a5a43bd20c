// Gives the rich-text editor what it lacks: a name and a description for screen readers, plain words on its buttons,
// and peace with the site's Content-Security-Policy. A classic script: it runs before the editor's modules.
"use strict";

{
    // The editor adds its own <style> unless it finds one, and the policy forbids that. This one is not HTML, so it
    // styles nothing and is never reported; the rules themselves are in editor.css.
    const found = document.createElementNS("urn:coprod:none", "style");
    found.setAttribute("data-tiptap-style", "");
    document.head.append(found);

    const WORDS = {
        "heading 2": "Heading", "heading 3": "Smaller heading", "paragraph": "Ordinary paragraph",
        "unordered list": "List with bullets", "ordered list": "List with numbers",
        "quotation": "Quotation, with who said it", "picture": "Put a picture here", "Insert table": "Table",
        "bold": "Bold", "italic": "Italic", "insert link": "Add or change a link: first mark the words",
        "remove link": "Remove the link", "undo": "Undo", "redo": "Redo again",
    };

    const name = (button) => {
        const words = WORDS[button.title];
        if (words) {
            button.title = words;
            button.setAttribute("aria-label", words);
        }
    };

    const nameDialog = (dialog) => {
        const title = dialog.querySelector(".prose-editor-dialog-title");
        if (!title) { return; }
        if (title.textContent === "Edit Link") { title.textContent = "Link"; }
        title.id ||= `dialog-${Math.random().toString(36).slice(2)}`;
        dialog.setAttribute("aria-labelledby", title.id);
        for (const label of dialog.querySelectorAll("label")) {
            if (label.textContent === "URL") { label.textContent = "Web address, for example https://www.example.org"; }
        }
        const header = dialog.querySelector("select[name=withHeaderRow]");
        if (header && !dialog.dataset.seen) { header.value = "Yes"; }  // a table without one is hard to listen to
        dialog.dataset.seen = "yes";
        const send = dialog.querySelector("button[type=submit]");
        if (send && send.textContent === "Update") { send.textContent = "Done"; }
    };

    const nameMenu = (menu, editor, label) => {
        const buttons = menu.querySelectorAll("button");
        menu.setAttribute("role", "group");
        menu.setAttribute("aria-label", `How the text looks: ${label ? label.textContent.trim().replace(/:$/, "") : ""}`);
        buttons.forEach(name);
        const press = () => buttons.forEach((button) => {
            button.setAttribute("aria-pressed", String(button.classList.contains("active")));
            button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
        });
        editor.on("transaction", press);
        press();
    };

    const describe = ({ detail: { editor, textarea } }) => {
        const box = editor.view.dom;
        const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
        box.setAttribute("role", "textbox");
        box.setAttribute("aria-multiline", "true");
        if (label) {
            label.id ||= `${textarea.id}_label`;
            box.setAttribute("aria-labelledby", label.id);
            label.addEventListener("click", () => editor.commands.focus());
        }
        for (const kept of ["aria-describedby", "aria-invalid"]) {
            if (textarea.hasAttribute(kept)) { box.setAttribute(kept, textarea.getAttribute(kept)); }
        }
        // The buttons and the dialogs come and go later than this.
        const nameNew = () => {
            box.parentElement.querySelectorAll(".prose-menubar:not([role])").forEach((menu) => nameMenu(menu, editor, label));
            box.parentElement.querySelectorAll("dialog").forEach(nameDialog);
        };
        new MutationObserver(nameNew).observe(box.parentElement, { childList: true });
        nameNew();
    };

    document.addEventListener("prose-editor:ready", describe);
}
