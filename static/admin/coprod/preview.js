// In the form of a post: says that the preview shows what was saved last, as soon as something has changed, and leads a
// link to the text into the editor, which stands in place of the control that the link names.
const form = document.getElementById("post_form");
const note = document.querySelector("[data-unsaved]");

if (form && note) {
    const tell = () => { note.hidden = false; };
    for (const event of ["input", "change"]) { form.addEventListener(event, tell, { once: true }); }
}

for (const link of document.querySelectorAll(".checks a[href='#id_body']")) {
    link.addEventListener("click", (event) => {
        const editor = document.querySelector(".field-body [contenteditable='true']");
        if (!editor) { return; }
        event.preventDefault();
        editor.focus();
        editor.scrollIntoView({ block: "center" });
    });
}
