// A quotation with a line under it for who said it:
// <figure><blockquote><p>…</p></blockquote><figcaption>Who</figcaption></figure>. An empty line goes when it is saved.
import { Blockquote as Plain, Node, pm } from "django-prose-editor/editor";

const { Fragment } = pm.model;
const { TextSelection } = pm.state;

const around = (state) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
        if ($from.node(depth).type.name === "quote") { return { depth, node: $from.node(depth), start: $from.before(depth) }; }
    }
    return null;
};

const wrap = (state, dispatch) => {
    const range = state.selection.$from.blockRange(state.selection.$to);
    const { quote, blockquote, quoteSource } = state.schema.nodes;
    if (!range || !range.parent.canReplaceWith(range.startIndex, range.endIndex, quote)) { return false; }
    const said = [];
    for (let index = range.startIndex; index < range.endIndex; index += 1) { said.push(range.parent.child(index)); }
    if (!blockquote.validContent(Fragment.from(said))) { return false; }
    if (dispatch) {
        const offset = state.selection.from - range.start;
        const node = quote.create(null, [blockquote.create(null, said), quoteSource.create()]);
        const tr = state.tr.replaceRangeWith(range.start, range.end, node);
        dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(range.start + 2 + offset))).scrollIntoView());
    }
    return true;
};

const unwrap = (state, dispatch) => {
    const found = around(state);
    if (!found) { return false; }
    if (dispatch) {
        const [said, source] = [found.node.child(0), found.node.child(1)];
        let left = said.content;
        if (source.content.size) { left = left.addToEnd(state.schema.nodes.paragraph.create(null, source.content)); }
        const tr = state.tr.replaceWith(found.start, found.start + found.node.nodeSize, left);
        const place = Math.min(Math.max(state.selection.from - 2, found.start), tr.doc.content.size);
        dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(place))).scrollIntoView());
    }
    return true;
};

const toggle = (editor) => editor.commands.command(
    ({ state, dispatch }) => (around(state) ? unwrap : wrap)(state, dispatch),
);

// The last line of the words, left empty, leads to who said it; who said it leads out of the quotation.
const goOn = ({ editor }) => {
    const { state, view } = editor;
    const { $from, empty } = state.selection;
    const found = around(state);
    if (!found || !empty) { return false; }
    const end = found.start + found.node.nodeSize;
    const tr = state.tr;
    if ($from.parent.type.name === "quoteSource") {
        if (!state.doc.resolve(end).nodeAfter) { tr.insert(end, state.schema.nodes.paragraph.create()); }
        view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end))).scrollIntoView());
        return true;
    }
    const said = $from.node(found.depth + 1);
    const isLast = $from.depth === found.depth + 2 && $from.index(found.depth + 1) === said.childCount - 1;
    if ($from.parent.content.size || !isLast || said.childCount < 2) { return false; }
    tr.delete($from.before(), $from.after());
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(end) - 1), -1)).scrollIntoView());
    return true;
};

const goBack = ({ editor }) => {
    const { state, view } = editor;
    const { $from, empty } = state.selection;
    const found = around(state);
    if (!found || !empty || $from.parentOffset > 0) { return false; }
    if ($from.parent.type.name === "quoteSource") {
        view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.before()), -1)));
        return true;
    }
    const isFirst = $from.depth === found.depth + 2 && $from.index(found.depth + 1) === 0;
    return isFirst && unwrap(state, view.dispatch);
};

export const Blockquote = Plain.extend({
    group: "",
    addCommands: () => ({}),
    addInputRules: () => [],
    addKeyboardShortcuts: () => ({}),
});

const QuoteSource = Node.create({
    name: "quoteSource",
    content: "inline*",
    defining: true,
    parseHTML: () => [{ tag: "figcaption" }],
    renderHTML: () => ["figcaption", 0],
});

export const Quote = Node.create({
    name: "quote",
    group: "block",
    content: "blockquote quoteSource",
    defining: true,
    isolating: true,
    addExtensions: () => [QuoteSource],
    parseHTML: () => [{ tag: "figure:not([data-picture])" }],
    renderHTML: () => ["figure", 0],
    addKeyboardShortcuts() {
        return { "Mod-Shift-b": () => toggle(this.editor), Enter: goOn, Backspace: goBack };
    },
    addMenuItems({ menu, buttons }) {
        menu.defineItem({
            name: "quote",
            groups: "quote",
            button: buttons.material("format_quote", "quotation"),
            command: toggle,
            enabled: (editor) => Boolean(around(editor.state)) || wrap(editor.state),
            active: (editor) => Boolean(around(editor.state)),
        });
    },
});
