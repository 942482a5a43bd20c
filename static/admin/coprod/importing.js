// Asks every second how far the work on an old blog is, and opens the page anew once there is something else to read.
// Without it the page has a link that does the same.
const EVERY = 1_000;
const LATER = 10_000;  // when no answer came
const ENOUGH = 10 * 60_000;  // with nothing new: asking on would keep the log-in alive for ever
const box = document.querySelector("[data-progress]");
const bar = box?.querySelector("progress");
const line = box?.querySelector("#how-far");
let last = "";
let changed = Date.now();

const show = ({ done, total, words }) => {
    if (total) { bar.max = total; bar.value = done; }
    if (words !== last) { last = words; changed = Date.now(); line.textContent = words; }
};

const ask = async () => {
    let wait = EVERY;
    try {
        const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.redirected) { location.reload(); return; }
        if (answer.ok) {
            const far = await answer.json();
            // From waiting to being done, the words above the bar are the same; what comes after is another page.
            if (far.over) { location.reload(); return; }
            show(far);
        } else { wait = LATER; }
    } catch { wait = LATER; }
    if (Date.now() - changed < ENOUGH) { setTimeout(ask, wait); }
};

if (box) { setTimeout(ask, EVERY); }
