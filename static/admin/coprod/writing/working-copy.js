// Keeps what is typed into the form of a post every half minute, and tells who else has it open. The answer of the server
// is words for people; without one, a line says that nothing was kept and that the page still holds everything.
const EVERY = 30_000;
const QUIET = 5 * 60_000;  // nobody there: asking on would keep the log-in alive for ever
const said = document.querySelector("[data-working-copy]");
const form = said?.closest("form");

const words = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
        const isOurs = typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "replaces";
        if (isOurs && !name.includes("__prefix__")) { found[name] = value; }
    }
    return JSON.stringify(found);
};

// Logging in again, in another tab, makes a new token: the cookie has it, this page not yet.
const token = () => {
    const field = form.elements.csrfmiddlewaretoken;
    const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${said.dataset.cookie}=`));
    if (cookie) { field.value = cookie.slice(said.dataset.cookie.length + 1); }
    return field.value;
};

const message = (more) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("post", said.dataset.post);
    body.set("key", form.elements.copy_key.value);
    for (const [name, value] of Object.entries(more)) { body.set(name, value); }
    return body;
};

const say = (place, text) => {
    const line = said.querySelector(place);
    if (line.textContent !== text) { line.textContent = text; }
};

const start = () => {
    let kept = words();
    let isSaving = false;
    let touched = Date.now();

    const keep = async () => {
        const now = words();
        const isNew = now !== kept;
        if (!isNew && Date.now() - touched > QUIET) { return; }
        try {
            const answer = await fetch(said.dataset.address, {
                method: "POST", body: message(isNew ? { words: now } : {}), redirect: "error", headers: { Accept: "application/json" },
            });
            if (!answer.ok) { throw new Error(answer.statusText); }
            const { said: text, others } = await answer.json();
            if (isNew) { kept = now; say(".working-copy__said", text); }
            say(".working-copy__others", others);
        } catch {
            if (isNew) { say(".working-copy__said", said.dataset.notKept); }
        }
    };

    for (const sign of ["input", "keydown", "pointerdown"]) {
        document.addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
    }
    keep();
    setInterval(keep, EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden && !isSaving) { keep(); } });
    form.addEventListener("submit", () => { isSaving = true; token(); });
    window.addEventListener("beforeunload", (event) => {
        if (!isSaving && words() !== kept) { event.preventDefault(); }
    });
    window.addEventListener("pagehide", () => {
        if (!isSaving) { navigator.sendBeacon(said.dataset.address, message({ leaving: "1" })); }
    });
};

// Rows of the by-line and of the pictures are filled here, as far as they are there; the rest the server has filled.
const restore = () => {
    const rows = document.getElementById("working-copy-rows");
    for (const [name, value] of Object.entries(rows ? JSON.parse(rows.textContent) : {})) {
        const control = form.elements[name];
        if (control && ["text", "textarea", "number", "date", "email"].includes(control.type)) { control.value = value; }
        if (control && control.type === "checkbox") { control.checked = true; }
    }
};

if (form) {
    restore();
    // The editors are made by modules that come after this one, and write into the form once.
    window.addEventListener("load", () => setTimeout(start, 0));
}
