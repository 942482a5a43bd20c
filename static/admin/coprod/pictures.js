// The pictures of a post: a chosen file is shown at once, and a click on it says what must stay in sight. The two number
// fields say the same without a mouse. Every new picture gets its key here, so that it can stand in the text before it is saved.
const KEY = { length: 10, letters: "abcdefghijkmnpqrstuvwxyz23456789" };

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(KEY.length)), (byte) => KEY.letters[byte % KEY.letters.length]).join("");

const mark = (row) => {
    const point = row.querySelector(".picture-point");
    const [x, y] = ["focal_x", "focal_y"].map((name) => Math.min(100, Math.max(0, Number(field(row, name)?.value || 50))));
    point.hidden = false;
    point.style.left = `${x}%`;
    point.style.top = `${y}%`;
};

const show = (row, file) => {
    const preview = row.querySelector(".picture-preview");
    const reader = new FileReader();
    reader.addEventListener("load", () => {
        const image = preview.querySelector("img");
        image.addEventListener("load", () => { preview.hidden = false; mark(row); }, { once: true });
        // Not every browser can show what a phone takes. Saving shows it then.
        image.addEventListener("error", () => { preview.hidden = true; }, { once: true });
        image.src = reader.result;
    });
    reader.readAsDataURL(file);
};

const aim = (row, event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = { focal_x: (event.clientX - box.left) / box.width, focal_y: (event.clientY - box.top) / box.height };
    for (const [name, part] of Object.entries(share)) {
        const input = field(row, name);
        if (input) { input.value = String(Math.round(part * 100)); input.dispatchEvent(new Event("change", { bubbles: true })); }
    }
};

const start = (row) => {
    const preview = row.querySelector(".picture-preview");
    if (!field(row, "focal_x")) { return; }
    preview.classList.add("picture-preview--aims");
    preview.addEventListener("click", (event) => aim(row, event));
    row.addEventListener("input", (event) => { if (/-focal_[xy]$/.test(event.target.name ?? "")) { mark(row); } });
    row.addEventListener("change", (event) => {
        const { name = "", files, checked } = event.target;
        if (/-focal_[xy]$/.test(name)) { mark(row); }
        if (name.endsWith("-picture") && files?.length) { show(row, files[0]); }
        if (name.endsWith("-is_lead") && checked) {
            document.querySelectorAll("#pictures-group [name$='-is_lead']").forEach((other) => { other.checked = other === event.target; });
        }
    });
    if (!preview.hidden) { mark(row); }
};

document.querySelectorAll("#pictures-group .inline-related:not(.empty-form)").forEach(start);
document.addEventListener("formset:added", (event) => {
    if (event.detail?.formsetName === "pictures") {
        field(event.target, "key").value = newKey();
        start(event.target);
    }
});
