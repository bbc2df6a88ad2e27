// The way played so far: outcomes after the status quo, and what each is called.
import { signal } from "@preact/signals";
import { addressed } from "../address.js";
import { cover, remember } from "../history.js";

const numbers = { write: (values) => values.join("."), read: (text) => text.split(".").map(Number).filter((one) => Number.isInteger(one) && one > 0) };
export const path = cover(addressed("path", [], numbers, { only: "moves" }));
export const names = signal({}); // outcome → its name, or the step that led there
export const called = (outcome, text) => (names.value = { ...names.peek(), [outcome]: text });

export function walk(to) {
  remember();
  path.value = to;
  setTimeout(() => document.querySelector(".here h1")?.scrollIntoView({ block: "nearest" }));
}

/** Go to an outcome of the map. */
export function jump(outcome, text, isStart) {
  called(outcome, text);
  walk(isStart ? [] : [outcome]);
}
