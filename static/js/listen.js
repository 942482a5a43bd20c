// "Listen": the device reads the page aloud with a voice of its own. Nothing starts by itself, and a voice that would send
// the words to somebody's server is not used. The paragraph that is being read is marked, the word too where browsers can.

const SLOW = 0.8;
const READ = "h1, .lead, .prose :is(p, h2, h3, li, th, td, cite, figcaption)";

const box = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
const mark = window.Highlight && CSS.highlights ? new Highlight() : null;
if (mark) CSS.highlights.set("listening", mark);

let blocks = [];
let at = 0;

function voice() {
  const own = speech.getVoices().filter((one) => one.localService);
  const wanted = document.documentElement.lang.toLowerCase();
  const spoken = (one) => one.lang.replace("_", "-").toLowerCase();
  return own.find((one) => spoken(one) === wanted) ?? own.find((one) => spoken(one).startsWith(wanted.slice(0, 2)));
}

// Blocks hold text of their own: a list item whose words are in paragraphs would be read twice.
function readable() {
  return [...document.querySelectorAll(`main :is(${READ})`)].filter(
    (block) => block.textContent.trim() && !block.querySelector(READ),
  );
}

function show(state) {
  box.dataset.listen = state;
  for (const button of box.querySelectorAll("button")) button.hidden = !button.dataset.when.split(" ").includes(state);
}

function follow(block) {
  document.querySelector("[data-listening]")?.removeAttribute("data-listening");
  mark?.clear();
  block?.setAttribute("data-listening", "");
  block?.scrollIntoView({ block: "nearest" });
}

function markWord(block, start, length) {
  if (!mark || !length) return;
  mark.clear();
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let before = 0, node = texts.nextNode(); node; before += node.length, node = texts.nextNode()) {
    if (start >= before && start + length <= before + node.length) {
      mark.add(new StaticRange({ startContainer: node, startOffset: start - before, endContainer: node, endOffset: start - before + length }));
      return;
    }
  }
}

function say() {
  const block = blocks[at];
  if (!block) return stop();
  // One block at a time: browsers go silent in the middle of long texts.
  const words = new SpeechSynthesisUtterance(block.textContent);
  words.voice = voice();
  words.lang = block.closest("[lang]").lang;
  words.rate = box.querySelector("[name=slowly]").checked ? SLOW : 1;
  words.onboundary = (event) => event.name !== "sentence" && markWord(block, event.charIndex, event.charLength);
  words.onend = () => {
    if (words !== say.now) return;
    at += 1;
    say();
  };
  say.now = words;
  follow(block);
  speech.speak(words);
}

function stop() {
  say.now = null;
  speech.cancel();
  follow(null);
  at = 0;
  const hadFocus = box.contains(document.activeElement);
  show("ready");
  if (hadFocus) box.querySelector("[data-do=start]").focus();
}

function moveTo(place) {
  say.now = null;
  speech.cancel();
  speech.resume();
  at = Math.max(0, place);
  show("speaking");
  say();
}

const doing = {
  start() {
    blocks = readable();
    moveTo(0);
    box.querySelector("[data-do=pause]").focus();
  },
  pause() {
    speech.pause();
    show("paused");
    box.querySelector("[data-do=resume]").focus();
  },
  resume() {
    speech.resume();
    show("speaking");
    box.querySelector("[data-do=pause]").focus();
  },
  again: () => moveTo(at - 1),
  stop,
};

function offer() {
  if (box.hidden && voice()) {
    box.hidden = false;
    show("ready");
  }
}

if (box && speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer); // browsers find their voices a moment later
  box.addEventListener("click", (event) => doing[event.target.closest("button")?.dataset.do]?.());
  window.addEventListener("pagehide", () => speech.cancel());
}
