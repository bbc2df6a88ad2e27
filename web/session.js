// The open document: opening it, its answer and shares, and every way to write into it.
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { asked, call, live, opened, Refused, rev, sound, tab, whenClosed } from "./api.js";
import { forget, forgetEdits, remember, snapshot } from "./history.js";
import { whatIf } from "./address.js";
import { as, language, name, question, say, variant } from "./state.js";
import { t } from "./words.js";

/** Whether anything is uncertain: without that there is one run, and no share is told. */
export const uncertain = computed(() => opened.value?.numbers.some((one) => one.range) ?? false);

export const answer = live("answer", asked);
export const shares = live("shares", () => {
  const request = asked();
  return request && uncertain.value ? { ...request, draws: 1000 } : null;
});
export const refused = signal(null); // mistakes that keep the document from opening at all
export const mistakes = computed(() => opened.value?.problems.filter((one) => one.severity === "error") ?? []);
export const changedOnDisk = signal(null); // {hash, theirs, ours, differences, merged} while somebody else has changed the file
export const elsewhere = signal(false); // a newer window has the file open
export const saved = signal(true);

/** What the answer was before the what-ifs, and which questions are answered otherwise now. */
export const changed = computed(() => new Set(answer.data.value?.changed ?? []));
export const numbers = computed(() => new Map(opened.value?.numbers.map((one) => [one.id, one]) ?? []));
export const questions = computed(() => new Map(opened.value?.questions.map((one) => [one.id, one]) ?? []));
export const actors = computed(() => new Map(opened.value?.actors.map((one) => [one.id, one.text]) ?? []));
export const fact = (id) => answer.data.value?.facts.find((one) => one.question === id);
export const before = (id) => answer.data.value?.base.facts.find((one) => one.question === id);

/**
 * The share of runs that have the answer shown, 0 to 1; null while it is worked out or belongs to other numbers;
 * undefined where nothing is uncertain.
 */
export function shareOf(id) {
  if (!uncertain.value) return undefined;
  const found = shares.data.value, to = shares.of.value, of = answer.of.value, here = fact(id);
  const one = found?.shares[id];
  if (!one || !here || !sameLook(to, of)) return null;
  return one[here.answer] / one.draws;
}
const sameLook = (a, b) => a && b && ["doc", "rev", "variant", "as", "ahead"].every((key) => a[key] === b[key]) && JSON.stringify(a.what_if) === JSON.stringify(b.what_if);

whenClosed(() => { sound.value = 0; if (name.peek()) open(name.peek()); }); // the program was started anew meanwhile

let opening = 0;
/** Open by name, or a text that was dropped. Looks at what was open before go. */
export async function open(wanted, text) {
  const mine = ++opening;
  try {
    const found = await call("open", { name: wanted, text: text ?? null, tab });
    if (mine !== opening || !found) return;
    batch(() => {
      const another = opened.peek()?.doc !== found.doc;
      if (another) forget();
      refused.value = null;
      rev.value = found.rev;
      if (!another && found.mistakes) { // as it was, with what is wrong now
        const { title, ahead, variants, views, questions, actors } = found, said = { title, ahead, variants, views, questions, actors };
        opened.value = { ...opened.peek(), ...(questions.length ? said : { ahead }), problems: found.problems, mistakes: found.mistakes };
        return;
      }
      opened.value = found;
      if (!found.mistakes || another) sound.value = found.mistakes ? 0 : found.rev;
      name.value = found.name;
      if (!found.questions.some((one) => one.id === question.peek())) question.value = found.main ?? found.questions[0]?.id ?? "";
      if (!found.variants.some((one) => one.id === variant.peek())) variant.value = "";
      if (!found.views.some((one) => one.id === as.peek())) as.value = "";
      const known = Object.entries(whatIf.peek()).filter(([id]) => found.numbers.some((one) => one.id === id));
      if (found.numbers.length && known.length !== Object.keys(whatIf.peek()).length) whatIf.value = Object.fromEntries(known);
    });
  } catch (error) {
    if (mine !== opening) return;
    refused.value = error instanceof Refused ? error.problems : [{ text: t("web.lost") }];
  }
}

export function startSession() {
  let last = "";
  effect(() => {
    const wanted = name.value, spoken = language.value;
    if (!wanted || `${wanted} ${spoken}` === last) return;
    last = `${wanted} ${spoken}`;
    untracked(() => open(wanted));
  });
  setInterval(lookAtDisk, LOOK);
  addEventListener("focus", lookAtDisk);
}

// ---------- writing
let writing = Promise.resolve();

/**
 * Write into the file, one after another. `change`: what `edit` takes. What was answered; where it was refused,
 * {wrong: what was said}. It goes to the disk as well, unless the text has mistakes, or `keep` is false.
 */
export function write(change, { keep = true } = {}) {
  writing = writing.then(() => writeNow({ ...change, save: keep && !changedOnDisk.peek() }));
  return writing;
}
async function writeNow(change) {
  try {
    const done = await call("edit", { doc: opened.peek().doc, rev: rev.peek(), ...change });
    if (!done) return { wrong: "" };
    const errors = done.problems.filter((one) => one.severity === "error");
    batch(() => {
      rev.value = done.rev;
      saved.value = done.saved;
      if (done.changed) changedOnDisk.value = done.changed;
      if (errors.length) opened.value = { ...opened.peek(), problems: done.problems, mistakes: errors.length };
    });
    if (!errors.length) await open(name.peek());
    return done;
  } catch (error) {
    return { wrong: error instanceof Refused ? error.message : t("web.lost") };
  }
}

/** The same as one step of undo; `then` is what else changes with it, `quiet`: what is wrong is told elsewhere. */
export async function edit(change, { then, quiet } = {}) {
  const before = snapshot(), done = await write(change);
  if (done.wrong !== undefined) {
    if (!quiet) say(done.wrong);
    return done;
  }
  remember({ before, edit: { back: () => write({ edits: done.back }), forth: () => write({ edits: done.edits }) } });
  then?.();
  return done;
}

/** The what-ifs by their place in the file, as they are to be written. */
export const whatIfValues = () => Object.fromEntries(Object.entries(whatIf.peek()).map(([id, value]) => [numbers.peek().get(id)?.path ?? id, String(+value.toPrecision(10))]));

/** Write the what-ifs into the file. */
export function keepWhatIfs() {
  const values = whatIfValues();
  if (!Object.keys(values).length) return save();
  return edit({ values }, { then: () => { whatIf.value = {}; say(t("web.bench.kept")); } });
}

/** Write the what-ifs into the file as a variant. */
export async function saveVariant() {
  const names = new Set(opened.peek().variants.map((one) => one.id));
  let count = 1;
  while (names.has(`what_if_${count}`)) count++;
  const id = `what_if_${count}`, called = () => opened.peek().variants.find((one) => one.id === id)?.text ?? id;
  return edit({ values: whatIfValues(), variant: id }, { then: () => say(t("web.bench.saved_variant", { name: called() })) });
}

/**
 * Save the document as it stands. `over`: the hash of what may be replaced on the disk; `text`: another text, which
 * becomes the document's. Where somebody else changed the file, nothing is written and the banner says so.
 */
export async function save({ quiet, ...more } = {}) {
  try {
    const done = await call("save", { doc: opened.peek().doc, rev: rev.peek(), ...more });
    if (!done) return;
    const moved = done.rev !== rev.peek() || done.path !== opened.peek().path;
    batch(() => {
      saved.value = done.saved;
      changedOnDisk.value = done.changed ?? null;
      rev.value = done.rev;
    });
    if (moved) await open(name.peek());
    if (done.saved && !quiet) say(t("web.file.saved"));
  } catch (error) {
    say(error instanceof Refused ? error.message : t("web.lost"));
  }
}

/** Put a number elsewhere, for this look only. The middle of the file is no what-if. */
export function suppose(id, value) {
  const rest = { ...whatIf.peek() }, one = numbers.peek().get(id);
  if (value === undefined || (one && value === one.centre)) delete rest[id];
  else rest[id] = value;
  batch(() => {
    variant.value = "";
    as.value = "";
    whatIf.value = rest;
  });
}
export function asItIs() {
  batch(() => { variant.value = ""; as.value = ""; });
}
export function noWhatIf(id) {
  if (!Object.keys(whatIf.peek()).length || (id && !(id in whatIf.peek()))) return;
  remember();
  if (id) suppose(id, undefined);
  else whatIf.value = {};
}

// ---------- what others do with the file
const LOOK = 1500; // ms between two looks at the disk

/** Look whether somebody else has changed the file. Where nothing of ours is lost by it, it is simply read again. */
export async function lookAtDisk() {
  const document = opened.peek();
  if (!document || globalThis.document.hidden || changedOnDisk.peek()) return;
  try {
    const found = await call("disk", { doc: document.doc, rev: rev.peek() });
    if (!found || document.doc !== opened.peek()?.doc) return;
    elsewhere.value = found.elsewhere;
    if (!found.changed || changedOnDisk.peek()) return;
    if (saved.peek() && !Object.keys(whatIf.peek()).length) {
      forgetEdits();
      await save({ text: found.changed.theirs, over: found.changed.hash, quiet: true });
      say(t("web.file.changed_read"));
    } else changedOnDisk.value = found.changed;
  } catch {
    // said where the program cannot be reached
  }
}

/** Take the file as the other program left it; what-ifs go, and undo brings them back. */
export async function takeTheirs() {
  const found = changedOnDisk.peek();
  forgetEdits();
  remember();
  whatIf.value = {};
  await save({ text: found.theirs, over: found.hash, quiet: true });
}

/** Write what is ours, what-ifs included, once; what the other program changed elsewhere stays. */
export async function keepMine() {
  const found = changedOnDisk.peek(), mine = found.merged ?? found.ours;
  const values = whatIfValues(), before = snapshot(), steps = [];
  forgetEdits();
  if (mine !== found.ours) steps.push(await write({ edits: [{ from: 0, to: [...found.ours].length, text: mine }] }, { keep: false }));
  if (Object.keys(values).length) {
    steps.push(await write({ values }, { keep: false }));
    whatIf.value = {};
  }
  await save({ over: found.hash });
  const done = steps.filter((one) => one.wrong === undefined).at(-1);
  if (done) remember({ before, edit: { back: () => write({ edits: done.back }), forth: () => write({ edits: done.edits }) } });
}
