// The text of the file: typed here, read and checked by the program after every pause, with its mistakes, what-ifs and
// marks laid over it.
import { useEffect, useRef } from "preact/hooks";
import { EditorView } from "@codemirror/view";
import { html } from "../parts/dom.js";
import { Basis } from "../parts/marks.js";
import { whatIf } from "../address.js";
import { finding, language, number as looked, say } from "../state.js";
import { aboutText, call, opened, rev, useLive } from "../api.js";
import { amend, redo, remember, snapshot, undo } from "../history.js";
import { keepWhatIfs, numbers, write } from "../session.js";
import { number, t } from "../words.js";
import { lookAt } from "../bench/places.js";
import { alsoAsk } from "../keys.js";
import { difference, editor, fromOutside, inCharacters, inUnits, lay, openSearchPanel } from "./editor.js";

const PAUSE = 150, BURST = 2000; // ms: before it is checked; typing that goes on is one step of undo
let shown = null; // the editor on the page: {view, acknowledged}

/** Typing: the difference to what the program has, sent after a pause, one after another. */
function typed(view) {
  clearTimeout(shown.waiting);
  shown.waiting = setTimeout(send, PAUSE, view);
}
async function send(view) {
  const here = shown, before = here.text, text = view.state.doc.toString();
  if (here.sending || text === before) return;
  here.sending = true;
  const { from, to, insert } = difference(before, text), states = snapshot();
  const done = await write({ edits: [{ from: inCharacters(before, from), to: inCharacters(before, to), text: insert }] });
  here.sending = false;
  if (done.wrong !== undefined) return say(done.wrong);
  here.text = text;
  const now = Date.now(), burst = now - here.since < BURST && here.began !== undefined, first = burst ? here.began : before;
  const whole = difference(first, text), back = difference(text, first);
  const step = { back: () => put(text, back), forth: () => put(first, whole) };
  if (burst) amend(step);
  else { here.began = before; remember({ before: states, edit: step }); }
  here.since = now;
  if (view.state.doc.toString() !== text) typed(view);
}
const put = (text, { from, to, insert }) => {
  if (shown) shown.began = undefined;
  return write({ edits: [{ from: inCharacters(text, from), to: inCharacters(text, to), text: insert }] });
};

/** Do what a button of a mistake says, as one step of undo. */
export async function mend(fixes) {
  const states = snapshot(), done = await write({ edits: fixes });
  if (done.wrong !== undefined) return say(done.wrong);
  remember({ before: states, edit: { back: () => write({ edits: done.back }), forth: () => write({ edits: done.edits }) } });
}

async function offers(context) {
  const word = context.matchBefore(/[\p{L}\w.-]*/u);
  if (!context.explicit && (!word || word.from === word.to)) return null;
  const text = context.state.doc.toString();
  try {
    const found = await call("complete", { doc: opened.peek().doc, rev: rev.peek(), at: inCharacters(text, context.pos), text });
    if (!found?.offers.length) return null;
    return { from: inUnits(text, found.start), options: found.offers.map((one) => ({ label: one.word, detail: one.kind, info: one.text || undefined })), validFor: /^[\p{L}\w.-]*$/u };
  } catch {
    return null;
  }
}

export function problems() {
  return opened.value.problems.filter((one) => one.line > 0 && !one.accepted);
}

/** The next mistake after the cursor (or the first); its place is gone to. */
export function nextMistake() {
  const view = shown?.view, all = problems().filter((one) => one.severity === "error");
  if (!view || !all.length) return false;
  const places = all.map((one) => placeOf(view, one)[0]), at = view.state.selection.main.head;
  const next = places.find((one) => one > at) ?? places[0];
  view.dispatch({ selection: { anchor: next }, effects: EditorView.scrollIntoView(next, { y: "center" }) });
  view.focus();
  return true;
}
function mendHere() {
  const view = shown?.view, at = view && view.state.doc.lineAt(view.state.selection.main.head).number;
  const one = problems().find((problem) => problem.line === at && problem.fixes.length);
  if (one) mend(one.fixes[0].edits);
  return Boolean(one);
}
function placeOf(view, { line, column, length }) {
  if (line > view.state.doc.lines) return [view.state.doc.length, view.state.doc.length];
  const { from, to, text } = view.state.doc.line(line), start = Math.min(to, from + inUnits(text, Math.max(0, column - 1)));
  return [start, Math.min(to, start + Math.max(1, length))];
}

const Message = ({ one }) => html`<div class="cm-under cm-emsg" dir=${document.documentElement.dir}><p><b>${one.text}</b></p>${one.remedy && html`<p>${one.remedy}</p>`}${one.fixes.map((fix, i) => html`<button type="button" key=${i} onClick=${() => mend(fix.edits)}>${t("web.file.fix_to", { text: fix.text })}</button>`)}</div>`;
const Ghost = ({ value }) => html`<div class="cm-under cm-ghost" dir=${document.documentElement.dir}><b>${t("web.bench.what_if")} <bdi dir="ltr">${number(value, 3)}</bdi></b> <small>(${t("web.bench.unwritten")})</small></div>`;
const Mark = ({ one }) => html`<button type="button" tabindex="-1" title=${t(`web.file.${one.mark}`)} onClick=${() => lookAt(idAt(one.path))}><${Basis} mark=${one.mark} /></button>`;
const idAt = (path) => opened.value.numbers.find((one) => one.path === path)?.id ?? path;

export function Text() {
  const host = useRef(null), file = useLive("file", () => ({}), aboutText), found = file.data.value;
  const fresh = found && file.of.value.rev === rev.value ? found : null;
  useEffect(() => {
    if (!found || !host.current || shown?.host === host.current) return;
    const view = editor(host.current, found.text, {
      changed: typed, offers,
      name: () => opened.peek().path || opened.peek().name,
      words: () => ({ find: t("web.file.find"), next: t("web.file.next"), previous: t("web.file.previous"), close: t("web.close") }),
      keys: [{ key: "Mod-z", run: () => (undo(), true), shift: () => (redo(), true) }, { key: "Mod-s", run: () => (keepWhatIfs(), true) }, { key: "F8", run: nextMistake }, { key: "Mod-.", run: mendHere }],
    });
    shown = { host: host.current, view, text: found.text, since: 0 };
  }, [Boolean(found)]);
  useEffect(() => () => {
    const here = shown;
    shown = null;
    if (!here) return;
    clearTimeout(here.waiting);
    here.view.destroy();
  }, []);
  useEffect(() => { // a text that the program made: a value kept, an undo, another program's
    if (!fresh || !shown || shown.sending) return;
    const text = shown.view.state.doc.toString();
    if (fresh.text !== text && text === shown.text) shown.view.dispatch({ changes: difference(text, fresh.text), annotations: fromOutside.of(true) });
    if (text === shown.text || fresh.text === text) shown.text = fresh.text;
  }, [fresh]);
  const moved = whatIf.value, at = numbers.value.get(looked.value)?.line ?? found?.lines.find((one) => one.path === looked.value)?.line ?? 0;
  useEffect(() => {
    if (!shown || !found) return;
    const wrong = problems().map((one, i) => {
      const [from, to] = placeOf(shown.view, one), error = one.severity === "error";
      return { from, to, line: one.line, severity: one.severity, title: `${one.text} ${one.remedy}`, key: `${language.value} ${one.line} ${one.text} ${i}`, view: error ? () => html`<${Message} one=${one} />` : null };
    });
    const ghosts = Object.entries(moved).map(([id, value]) => ({ line: numbers.value.get(id)?.line ?? 0, key: `${language.value} ${value}`, view: () => html`<${Ghost} value=${value} />` }));
    const marks = found.lines.map((one) => ({ ...one, view: () => html`<${Mark} one=${one} />` }));
    shown.view.dispatch({ effects: lay.of({ problems: wrong, ghosts, marks, looked: at }) });
  }, [found, opened.value.problems, moved, at, language.value]);
  useEffect(() => {
    if (!shown || !at || at > shown.view.state.doc.lines) return;
    shown.view.dispatch({ effects: EditorView.scrollIntoView(shown.view.state.doc.line(at).from, { y: "center" }) });
  }, [looked.value, Boolean(found)]);
  useEffect(() => {
    if (!finding.value || !shown) return;
    finding.value = false;
    openSearchPanel(shown.view);
  }, [finding.value, Boolean(found)]);
  const certain = problems().filter((one) => one.severity === "error" && one.fixes.some((fix) => fix.sure));
  return html`${certain.length > 1 && html`<p class="fixall"><button type="button" onClick=${() => mend(certain.flatMap((one) => one.fixes.find((fix) => fix.sure).edits))}>${t("web.file.fix_all", { count: certain.length })}</button></p>`}
    <div class="code" ref=${host} />`;
}

alsoAsk((event) => event.key === "F8" && nextMistake());
