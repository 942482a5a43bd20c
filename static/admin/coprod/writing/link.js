// A link, with its address looked at before it is taken: made whole where it is clear what was meant, asked about where not.
import { Link as Plain } from "django-prose-editor/editor";

const make = (tag, properties = {}, children = []) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
};

const checked = async (question, typed) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("address", typed);
    try {
        const answer = await fetch(question, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
        if (answer.ok) { return await answer.json(); }
    } catch { /* the form is checked once more when it is saved */ }
    return { address: typed };
};

let number = 0;

const ask = (editor, href, question) => new Promise((resolve) => {
    number += 1;
    const input = make("input", { id: `link-${number}`, name: "href", type: "text", size: 50, value: href, autocomplete: "off" });
    const problem = make("p", { id: `link-${number}-problem`, className: "link-problem" });
    problem.setAttribute("role", "alert");
    input.setAttribute("aria-describedby", problem.id);
    const label = make("label", { htmlFor: input.id, textContent: "Web address, for example https://www.example.org" });
    const [done, cancel] = [
        make("button", { type: "submit", textContent: "Done" }), make("button", { type: "button", textContent: "Cancel" }),
    ];
    const form = make("form", { noValidate: true }, [
        make("h3", { className: "prose-editor-dialog-title", textContent: "Link" }),
        make("div", { className: "prose-editor-dialog-field" }, [label, input, problem]),
        make("div", { className: "prose-editor-dialog-buttons" }, [done, cancel]),
    ]);
    const dialog = make("dialog", { className: "prose-editor-dialog" }, [form]);
    const holder = make("div", {}, [dialog]);
    const end = (address) => { holder.remove(); resolve(address); };
    let noted = null;  // what was said once stops nobody the second time
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        event.stopPropagation();
        const { address, problem: words, note } = await checked(question, input.value);
        if (words || (note && noted !== address)) {
            noted = note ? address : null;
            if (address) { input.value = address; }
            problem.textContent = words || `${note} To use it all the same, choose Done once more.`;
            input.setAttribute("aria-invalid", "true");
            input.focus();
        } else { end(address); }
    });
    cancel.addEventListener("click", () => end(null));
    dialog.addEventListener("close", () => end(null));
    editor.view.dom.parentElement.append(holder);
    dialog.showModal();
    input.focus();
});

export const Link = Plain.extend({
    addOptions() { return { ...this.parent?.(), check: "" }; },
    addCommands() {
        const { check } = this.options;
        return {
            ...this.parent?.(),
            addLink: () => ({ editor }) => {
                if (editor.state.selection.empty && !editor.isActive("link")) { return false; }
                ask(editor, editor.getAttributes("link").href || "", check).then((href) => {
                    const chain = editor.chain().focus();
                    if (!href) { chain.run(); }
                    else if (editor.isActive("link")) { chain.extendMarkRange("link").updateAttributes("link", { href }).run(); }
                    else { chain.setMark("link", { href }).run(); }
                });
                return true;
            },
        };
    },
});
