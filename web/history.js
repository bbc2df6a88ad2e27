// Undo and redo, one list for everything: what-ifs, packages, ways played, and edits of the file. A step holds the state
// before it, and for an edit also the edits that lead back.
import { batch, computed, signal } from "@preact/signals";
import { whatIf } from "./address.js";
import { say } from "./state.js";
import { t } from "./words.js";

const MOST = 500; // steps
const covered = [whatIf]; // signals that a step restores
const past = signal([]), future = signal([]);

export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

/** Have undo restore this signal too: a package, a way, what is left out. Returns it. */
export function cover(state) {
  covered.push(state);
  return state;
}

const snapshot = () => covered.map((state) => state.peek());

/**
 * Call it before a change. `edit`: what was written meanwhile, as {back, forth}: functions that undo and redo it.
 * `before`: the state to come back to, if it is not the one of now.
 */
export function remember({ edit = null, before = snapshot() } = {}) {
  past.value = [...past.value.slice(1 - MOST), { states: before, edit }];
  future.value = [];
}
export { snapshot };

/** Join the next change to the last step: more of the same text being typed. */
export function amend(edit) {
  const last = past.value.at(-1);
  past.value = [...past.value.slice(0, -1), { ...last, edit }];
}

async function step(from, to, way, nothing) {
  const one = from.value.at(-1);
  if (!one) return say(t(nothing));
  from.value = from.value.slice(0, -1);
  to.value = [...to.value, { states: snapshot(), edit: one.edit }];
  if (one.edit) await one.edit[way]();
  batch(() => covered.forEach((state, i) => { if (i < one.states.length) state.value = one.states[i]; }));
}
export const undo = () => step(past, future, "back", "web.nothing_undo");
export const redo = () => step(future, past, "forth", "web.nothing_redo");
/** Another program changed the file: places in older edits are not those of its text any more. */
export function forgetEdits() {
  past.value = past.value.filter((one) => !one.edit);
  future.value = future.value.filter((one) => !one.edit);
}
export function forget() {
  past.value = [];
  future.value = [];
}
