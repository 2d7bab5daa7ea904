// The start page: whether live lessons can start here, and the search.
import { whatIsMissing } from "./reach.js";

const way = /** @type {HTMLElement} */ (document.getElementById("way"));
way.textContent = "Looking whether live lessons can start here ...";
whatIsMissing(document.baseURI).then((missing) => {
  way.textContent = missing || "Live lessons can start here: Python and its packages can be fetched.";
});

const found = /** @type {HTMLElement} */ (document.getElementById("found"));
const field = /** @type {HTMLInputElement} */ (document.querySelector("input[name=find]"));
const MOST = 30;
/** @type {Promise<{page: string, title: string, part: string, text: string}[]> | undefined} */
let index;

async function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return found.replaceChildren();
  index ??= fetch("read/search.json").then((answer) => answer.json());
  let parts;
  try {
    parts = await index;
  } catch {
    index = undefined;
    found.textContent = "The search could not be fetched. Is this computer online?";
    return;
  }
  if (words.join() !== field.value.toLowerCase().split(/\s+/).filter(Boolean).join()) return;
  const hits = parts.filter((each) => {
    const text = `${each.title} ${each.part} ${each.text}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const list = document.createElement("ul");
  list.append(...hits.slice(0, MOST).map((hit) => show(hit, words[0])));
  const count = document.createElement("p");
  const places = hits.length === 1 ? "1 place" : `${hits.length} places`;
  count.textContent = hits.length
    ? `Found in ${places}${hits.length > MOST ? `; the first ${MOST} are shown` : ""}.`
    : `No lesson and no guide has ${words.length > 1 ? "all these words in one place" : "this word"}. Try a shorter one.`;
  found.replaceChildren(count, list);
}

/** A link to a place, with the words around what was looked for. */
function show(hit, word) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = hit.page;
  link.textContent = hit.part === hit.title ? hit.title : `${hit.title}: ${hit.part}`;
  item.append(link);
  const at = hit.text.toLowerCase().indexOf(word);
  if (at < 0) return item;
  const mark = document.createElement("mark");
  mark.textContent = hit.text.slice(at, at + word.length);
  const begin = Math.max(0, at - 60);
  const end = at + word.length + 80;
  item.append(document.createElement("br"), begin ? "... " : "", hit.text.slice(begin, at), mark);
  item.append(hit.text.slice(at + word.length, end), end < hit.text.length ? " ..." : "");
  return item;
}

field.value = new URLSearchParams(location.search).get("find") ?? "";
field.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
field.addEventListener("input", search);
if (field.value) search();
