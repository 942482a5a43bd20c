// Asks the server what was meant by a paste from Word, Google Docs or mail: it knows their marks, and its rules are tested.
// If it does not answer, the editor takes what its own rules allow.
import { Extension, Plugin } from "django-prose-editor/editor";

const PICTURES_IN_TEXT = /(src\s*=\s*)(["'])data:[^"']*\2/gi;  // megabytes that nobody will see

const STYLES = /\sstyle\s*=\s*("[^"]*"|'[^']*')/gi;

const tell = (view, words) => {
    const editor = view.dom.parentElement;
    const line = editor.querySelector(".paste-said") || Object.assign(document.createElement("p"), { className: "paste-said" });
    line.setAttribute("role", "status");
    if (!line.isConnected) { editor.append(line); }
    line.textContent = words;
};

const tidied = async (address, html) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("html", html);
    const answer = await fetch(address, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
    if (!answer.ok) { throw new Error(answer.statusText); }
    return answer.json();
};

export const TidyPaste = Extension.create({
    name: "tidyPaste",
    addOptions: () => ({ address: "" }),
    addProseMirrorPlugins() {
        const { address } = this.options;
        const take = async (view, html) => {
            // Someone may go on typing meanwhile: the place moves along with the words around it.
            let bookmark = view.state.selection.getBookmark();
            const follow = ({ transaction }) => { bookmark = bookmark.map(transaction.mapping); };
            this.editor.on("transaction", follow);
            let found = { html, said: "" };
            try {
                found = await tidied(address, html.replace(PICTURES_IN_TEXT, "$1$2$2"));
            } catch { /* the rules of the editor itself are good enough to go on with */ }
            this.editor.off("transaction", follow);
            view.dispatch(view.state.tr.setSelection(bookmark.resolve(view.state.doc)));
            if (found.html) { view.pasteHTML(found.html); }
            tell(view, found.said);
        };
        return [new Plugin({
            props: {
                // Not handlePaste: that comes after the styles of the source have met the page's policy.
                handleDOMEvents: {
                    paste: (view, event) => {
                        const html = event.clipboardData?.getData("text/html");
                        if (!address || !html || html.includes("data-pm-slice")) { return false; }
                        event.preventDefault();
                        take(view, html);
                        return true;
                    },
                },
                transformPastedHTML: (html) => html.replace(STYLES, ""),
            },
        })];
    },
});
