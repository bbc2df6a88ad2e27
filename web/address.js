// The address holds where you are: screen, language, question, what-ifs and whatever else a screen declares. Pasted into
// another window it shows the same. Two lists live here: what the address holds, and which of it undo covers.
import { batch, effect, signal } from "@preact/signals";

const held = []; // {name, state, initial, write, read}
export const screen = signal("home");
export const argument = signal(""); // what follows the screen: `present/2`

const asText = { write: (value) => String(value), read: (text) => text };

/**
 * A signal that the address holds under this name while it differs from `initial`.
 * `write` and `read` turn it into text and back; `only` names the screen whose address holds it (default: every one).
 */
export function addressed(name, initial, { write, read } = asText, { only } = {}) {
  const state = signal(initial);
  held.push({ name, state, initial, write, read, only });
  return state;
}

export const listed = { write: (values) => values.join("~"), read: (text) => (text ? text.split("~") : []) };
export const yes = { write: () => "1", read: (text) => text === "1" };

// What-ifs stand beside the others as `name=0.9`. A number of the file that is called like something else here is
// written with `.` in front.
export const whatIf = signal({}); // id of a number → value
const rounded = (value) => String(+(+value).toPrecision(10));

function written() {
  const query = new URLSearchParams();
  for (const { name, state, initial, write, only } of held) {
    const value = state.value, text = write(value);
    if ((only === undefined || only === screen.value) && text !== write(initial)) query.set(name, text);
  }
  for (const [id, value] of Object.entries(whatIf.value)) query.set(held.some((one) => one.name === id) ? `.${id}` : id, rounded(value));
  const text = query.toString().replaceAll("%2F", "/").replaceAll("%7E", "~");
  return `#/${screen.value}${argument.value ? `/${argument.value}` : ""}${text ? `?${text}` : ""}`;
}

function take() {
  const [path, text] = location.hash.replace(/^#\/?/, "").split("?");
  const query = new URLSearchParams(text ?? ""), [first, ...rest] = path.split("/");
  batch(() => {
    screen.value = first || "home";
    argument.value = rest.join("/");
    for (const { name, state, initial, read } of held) state.value = query.has(name) ? read(query.get(name)) : initial;
    const moved = {};
    for (const [key, value] of query) {
      const id = key.replace(/^\./, "");
      if ((key !== id || !held.some((one) => one.name === key)) && value !== "" && Number.isFinite(+value)) moved[id] = +value;
    }
    whatIf.value = moved;
  });
}

let last = "", waiting = 0;
const PAUSE = 120; // ms: browsers refuse more than some changes of the address a second

/** Write the address now; while a slider is dragged this happens by itself a few times a second. */
export function settle() {
  clearTimeout(waiting);
  waiting = 0;
  const now = written();
  if (now !== location.hash) history.replaceState(null, "", now);
  last = now;
}

/** Go to a screen; the way back is the browser's. */
export function go(name, rest = "") {
  settle();
  batch(() => {
    screen.value = name;
    argument.value = rest;
  });
  const now = written();
  if (now !== location.hash) history.pushState(null, "", now);
  last = now;
}

export function startAddress() {
  take();
  addEventListener("popstate", () => {
    if (location.hash !== last) take();
  });
  effect(() => {
    const now = written();
    if (now === last || waiting) return;
    waiting = setTimeout(settle, PAUSE);
  });
}
