// A picture of the post's own list, at its place in the text. The text holds the key of the row and nothing else: what the
// picture shows, its words and its file belong to the row.
import { Node } from "django-prose-editor/editor";

const rows = () => [...document.querySelectorAll("[name^='pictures-'][name$='-key']")]
    .filter((input) => input.value && !input.name.includes("__prefix__"))
    .map((input) => {
        const part = (name) => document.querySelector(`[name='${input.name.slice(0, -"key".length)}${name}']`);
        const preview = input.closest(".inline-related")?.querySelector(".picture-preview:not([hidden]) img");
        return {
            key: input.value,
            words: part("alt")?.value.trim() || part("caption")?.value.trim() || "",
            source: preview?.getAttribute("src") || "",
            isThere: Boolean(preview || part("picture")?.files?.length),
            isGoing: Boolean(part("DELETE")?.checked),
        };
    })
    .filter((row) => row.isThere && !row.isGoing);

const make = (tag, properties = {}, children = []) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
};

const described = (row, number) => row.words || `Picture ${number + 1}, which has no description yet`;

const choose = (editor) => new Promise((resolve) => {
    const found = rows();
    const buttons = found.map((row, number) => make("button", { type: "button", className: "placed-picture__choice" }, [
        ...(row.source ? [make("img", { src: row.source, alt: "" })] : []),
        make("span", { textContent: described(row, number) }),
    ]));
    const none = make("p", { textContent: "This post has no pictures yet. Add one under “Pictures”, and then come back here." });
    const cancel = make("button", { type: "button", textContent: "Cancel" });
    const dialog = make("dialog", { className: "prose-editor-dialog" }, [
        make("h3", { className: "prose-editor-dialog-title", textContent: "Which picture?" }),
        ...(buttons.length ? buttons : [none]),
        make("div", { className: "prose-editor-dialog-buttons" }, [cancel]),
    ]);
    const holder = make("div", {}, [dialog]);
    const end = (row) => { holder.remove(); resolve(row); };
    buttons.forEach((button, number) => button.addEventListener("click", () => end(found[number])));
    cancel.addEventListener("click", () => end(null));
    dialog.addEventListener("close", () => end(null));
    editor.view.dom.parentElement.append(holder);
    dialog.showModal();
});

// In a cell of a table a picture would be as small as the cell: it goes below the table.
const below = ({ $from }) => {
    for (let depth = $from.depth; depth > 0; depth -= 1) {
        if ($from.node(depth).type.name === "table") { return $from.after(depth); }
    }
    return null;
};

const place = async (editor) => {
    const row = await choose(editor);
    if (!row) { editor.commands.focus(); return; }
    const picture = { type: "placedPicture", attrs: { key: row.key } };
    const after = below(editor.state.selection);
    const steps = editor.chain().focus();
    (after === null ? steps.insertContent(picture) : steps.insertContentAt(after, picture)).run();
};

// What the box shows follows what is typed into the row.
const show = (box, key) => {
    const found = rows();
    const number = found.findIndex((row) => row.key === key);
    const words = number < 0 ? "This picture is no longer in the list of the post. Readers see nothing here." : described(found[number], number);
    box.classList.toggle("placed-picture--gone", number < 0);
    box.setAttribute("aria-label", `Picture: ${words}`);
    box.replaceChildren(
        ...(found[number]?.source ? [make("img", { src: found[number].source, alt: "" })] : []),
        make("span", { textContent: words }),
    );
};

export const PlacedPicture = Node.create({
    name: "placedPicture",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({ key: { parseHTML: (figure) => figure.dataset.picture, renderHTML: ({ key }) => ({ "data-picture": key }) } }),
    parseHTML: () => [{ tag: "figure[data-picture]", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
    addNodeView: () => ({ node }) => {
        const box = make("div", { className: "placed-picture" });
        box.setAttribute("role", "img");
        const again = () => show(box, node.attrs.key);
        again();
        document.addEventListener("change", again);
        return { dom: box, ignoreMutation: () => true, destroy: () => document.removeEventListener("change", again) };
    },
    addMenuItems({ menu, buttons }) {
        menu.defineItem({
            name: "picture",
            groups: "picture",
            button: buttons.material("image", "picture"),
            command: place,
            hidden: () => !document.querySelector("[name='pictures-TOTAL_FORMS']"),
            active: (editor) => editor.isActive("placedPicture"),
        });
    },
});
