// How long the text is, in a line below the editor. It changes when someone pauses: a screen reader must not count aloud.
import { Extension } from "django-prose-editor/editor";

const PAUSE = 2_000;

const inWords = (text, pace) => {
    const words = text.split(/\s+/).filter(Boolean).length;
    const minutes = Math.max(1, Math.round(words / pace));
    return `${words.toLocaleString("en-GB")} ${words === 1 ? "word" : "words"}. About ${minutes} ${minutes === 1 ? "minute" : "minutes"} to read.`;
};

export const Count = Extension.create({
    name: "count",
    addOptions: () => ({ pace: 200 }),
    onCreate({ editor }) {
        const line = Object.assign(document.createElement("p"), { className: "word-count" });
        line.setAttribute("role", "status");
        const count = () => {
            const text = editor.getText({ blockSeparator: " " });
            const words = inWords(text, this.options.pace);
            if (line.textContent !== words) { line.textContent = words; }
        };
        let pause;
        editor.view.dom.after(line);
        count();
        editor.on("update", () => { clearTimeout(pause); pause = setTimeout(count, PAUSE); });
    },
});
