// CodeMirror for the text of a situation: what it looks like, and what is laid over the text. The editor lives in a shadow
// root, where it may bring its own style sheet although the page forbids styles in its text.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentMore, indentLess } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { SearchQuery, findNext, findPrevious, openSearchPanel, closeSearchPanel, search, setSearchQuery, getSearchQuery, highlightSelectionMatches } from "@codemirror/search";
import { Annotation, EditorState, Prec, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, Direction, EditorView, GutterMarker, ViewPlugin, WidgetType, drawSelection, gutter, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { h, render } from "preact";

export const fromOutside = Annotation.define(); // a change that the program made, not the writer
export const lay = StateEffect.define(); // {problems, ghosts, marks, looked}: what is laid over the text

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "inherit", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "2.5px solid var(--focus)", outlineOffset: "-3px" },
  ".cm-scroller": { containerType: "inline-size", fontFamily: "var(--mono)", lineHeight: "1.62", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "4px 16px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--faint)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "26px", paddingInline: "4px 8px" },
  ".cm-basis .cm-gutterElement": { width: "22px", textAlign: "center", cursor: "pointer" },
  ".cm-basis button": { all: "unset", cursor: "pointer", display: "inline-block", width: "22px", verticalAlign: "-2px" },
  ".g-sourced": { color: "var(--yes)" }, ".g-judged": { color: "var(--some)" }, ".g-none": { color: "var(--err)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--ground) 70%, transparent)" },
  ".cm-looked": { backgroundColor: "var(--ground)", boxShadow: "inset 3px 0 0 var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 24%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--c1)" },
  ".cm-searchMatch": { backgroundColor: "var(--c2)" }, ".cm-searchMatch-selected": { backgroundColor: "var(--c4)" },
  ".cm-iso": { unicodeBidi: "isolate" },
  ".cm-wrong": { textDecoration: "underline wavy var(--err) 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-doubt": { textDecoration: "underline dotted var(--some) 1.5px", textUnderlineOffset: "4px" },
  ".cm-under": { fontFamily: "var(--sans)", fontSize: "1.12em", lineHeight: "1.5", padding: "4px 12px", whiteSpace: "normal" },
  ".cm-out": { padding: "2px 12px 6px 0", position: "sticky", left: "56px", width: "fit-content", minWidth: "min(20rem, calc(100cqi - 64px))", maxWidth: "min(47rem, calc(100cqi - 64px))", boxSizing: "border-box" }, // no margins: the numbers of lines would not know of them
  ".cm-emsg": { background: "var(--ground)", borderInlineStart: "3px solid var(--err)" },
  ".cm-emsg p": { margin: "0 0 2px" }, ".cm-emsg code, .cm-emsg kbd": { fontFamily: "var(--mono)", fontSize: ".9em" },
  ".cm-emsg button": { font: "inherit", color: "inherit", background: "var(--paper)", border: "1px solid var(--line)", borderRadius: "6px", padding: "3px 10px", minHeight: "28px", marginInlineEnd: "6px", cursor: "pointer" },
  ".cm-emsg button:focus-visible": { outline: "2.5px solid var(--focus)" },
  ".cm-ghost": { background: "var(--what-t)", color: "var(--what)", borderInlineStart: "3px solid var(--what)" },
  ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--ink)", borderColor: "var(--line) !important", fontFamily: "var(--sans)" },
  ".cm-find": { display: "flex", gap: "6px", padding: "6px 10px", alignItems: "center", fontSize: "1.1em" },
  ".cm-find input": { font: "inherit", flex: "1", minWidth: "0", color: "inherit", background: "var(--paper)", border: "1px solid var(--line)", borderRadius: "6px", padding: "3px 8px" },
  ".cm-find button": { font: "inherit", color: "inherit", background: "none", border: "1px solid var(--line)", borderRadius: "6px", padding: "3px 9px", minHeight: "28px", cursor: "pointer" },
  ".cm-tooltip": { background: "var(--paper)", border: "1px solid var(--line)", borderRadius: "6px", boxShadow: "var(--shadow)", fontFamily: "var(--sans)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--ink) !important", color: "var(--paper) !important" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", opacity: ".75", marginInlineStart: "1em" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", maxWidth: "22rem" },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--yes)" },
  { tag: tags.comment, color: "var(--faint)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--soft)" },
]);

// Numbers and ranges are plain scalars to YAML; here they are what a file is about.
const NUMBER = /(?<![\w.-])-?\d+(?:\.\d+)?(?:\.\.-?\d+(?:\.\d+)?)?(?![\w-])/g;
// Arabic words with what stands between them; each is a paragraph of its own to the eye.
const RTL = /[\u0590-\u08FF](?:[\u0590-\u08FF«»().\/\d%–\- \t]*[\u0590-\u08FF\d])?/g;
const number = Decoration.mark({ class: "cm-number" });
const isolate = Decoration.mark({ class: "cm-iso", inclusive: true, attributes: { dir: "rtl" }, bidiIsolate: Direction.RTL });

function found(view, pattern, mark) {
  const set = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) for (const one of view.state.doc.sliceString(from, to).matchAll(pattern)) set.add(from + one.index, from + one.index + one[0].length, mark);
  return set.finish();
}
function seen(pattern, mark, precedence, more = () => []) {
  return ViewPlugin.fromClass(class {
    constructor(view) { this.set = found(view, pattern, mark); }
    update(change) { if (change.docChanged || change.viewportChanged) this.set = found(change.view, pattern, mark); }
  }, { provide: (plugin) => [precedence(EditorView.decorations.of((view) => view.plugin(plugin)?.set ?? Decoration.none)), ...more((view) => view.plugin(plugin)?.set ?? Decoration.none)] });
}
const arabic = seen(RTL, isolate, Prec.lowest, (set) => [EditorView.bidiIsolatedRanges.of(set)]);

/** What stands under a line: an element of Preact, drawn again when its key changes. */
class Under extends WidgetType {
  constructor(key, view) { super(); this.key = key; this.view = view; }
  eq(other) { return other.key === this.key; }
  toDOM() {
    const box = document.createElement("div");
    box.className = "cm-out";
    render(this.view(), box);
    return box;
  }
  destroy(box) { render(null, box); }
  ignoreEvent() { return true; }
}

class Sign extends GutterMarker {
  constructor(mark, view) { super(); this.mark = mark; this.view = view; }
  eq(other) { return other.mark === this.mark; }
  toDOM() {
    const box = document.createElement("span");
    render(this.view(), box);
    return box;
  }
}

// problems: [{from, to, severity, line, key, view}]; ghosts: [{line, key, view}]; marks: [{line, mark, view}]; looked: a line
const nothing = { problems: [], ghosts: [], marks: [], looked: 0 };
const over = StateField.define({
  create: (state) => ({ ...nothing, set: Decoration.none, signs: new Map(), state }),
  update(value, transaction) {
    let next = value;
    for (const effect of transaction.effects) if (effect.is(lay)) next = { ...next, ...effect.value };
    if (next !== value) return { ...next, set: overlays(next, transaction.state), signs: new Map(next.marks.map((one) => [one.line, one])) };
    return transaction.docChanged ? { ...next, set: next.set.map(transaction.changes) } : next;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.set),
});
function overlays({ problems, ghosts, looked }, state) {
  const lines = state.doc.lines, all = [];
  if (looked >= 1 && looked <= lines) all.push(Decoration.line({ class: "cm-looked" }).range(state.doc.line(looked).from));
  for (const one of problems) {
    const to = Math.min(one.to, state.doc.length), from = Math.min(one.from, to);
    if (to > from) all.push(Decoration.mark({ class: one.severity === "error" ? "cm-wrong" : "cm-doubt", attributes: { title: one.title } }).range(from, to));
    if (one.view && one.line >= 1 && one.line <= lines) all.push(Decoration.widget({ widget: new Under(one.key, one.view), block: true, side: 1 }).range(state.doc.line(one.line).to));
  }
  for (const one of ghosts) if (one.line >= 1 && one.line <= lines) all.push(Decoration.widget({ widget: new Under(one.key, one.view), block: true, side: 2 }).range(state.doc.line(one.line).to));
  return Decoration.set(all, true);
}
const basis = gutter({
  class: "cm-basis",
  lineMarker(view, line) {
    const one = view.state.field(over).signs.get(view.state.doc.lineAt(line.from).number);
    return one ? new Sign(`${one.mark} ${one.path}`, one.view) : null;
  },
  lineMarkerChange: (change) => change.startState.field(over).signs !== change.state.field(over).signs,
});

/** A line to find something in the text: what is typed is looked for at once. */
const finder = (words) => (view) => {
  const dom = document.createElement("div");
  dom.className = "cm-find";
  const look = (event) => view.dispatch({ effects: setSearchQuery.of(new SearchQuery({ search: event.target.value, literal: true })) });
  const key = (event) => {
    if (event.key === "Enter") (event.shiftKey ? findPrevious : findNext)(view);
    else if (event.key === "Escape") closeSearchPanel(view), view.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said = words();
  render([
    h("input", { "aria-label": said.find, placeholder: said.find, dir: "auto", "main-field": "true", value: getSearchQuery(view.state).search, onInput: look, onKeyDown: key }),
    h("button", { type: "button", "aria-label": said.previous, title: said.previous, onClick: () => findPrevious(view) }, "↑"),
    h("button", { type: "button", "aria-label": said.next, title: said.next, onClick: () => findNext(view) }, "↓"),
    h("button", { type: "button", onClick: () => { closeSearchPanel(view); view.focus(); } }, said.close),
  ], dom);
  return { dom, top: true, mount: () => dom.querySelector("input").select() };
};

/**
 * An editor in `host`. `changed(view)`: the writer changed the text; `offers(context)`: completions; `words()`: of the
 * line for finding; `name()`: what the editor is called; `keys`: further keys.
 */
export function editor(host, text, { changed, offers, words, name, keys }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.replaceChildren();
  return new EditorView({
    root, parent: root, doc: text,
    extensions: [
      keymap.of([...keys, { key: "Mod-f", run: openSearchPanel }, { key: "F3", run: findNext, shift: findPrevious }, { key: "Mod-]", run: indentMore }, { key: "Mod-[", run: indentLess }]),
      keymap.of([...completionKeymap, ...defaultKeymap]),
      lineNumbers(), basis, over, highlightActiveLine(), drawSelection(), bracketMatching(), indentOnInput(), indentUnit.of("  "), EditorState.tabSize.of(2),
      search({ createPanel: finder(words), top: true }), highlightSelectionMatches({ minSelectionLength: 3 }),
      yaml(), syntaxHighlighting(colours), seen(NUMBER, number, Prec.highest), arabic,
      autocompletion({ override: [offers], icons: false }),
      EditorView.contentAttributes.of(() => ({ "aria-label": name(), dir: "ltr", spellcheck: "false" })),
      EditorView.updateListener.of((change) => { if (change.docChanged && !change.transactions.some((one) => one.annotation(fromOutside))) changed(change.view); }),
      look, EditorView.theme({ ".cm-number": { color: "var(--no)" } }),
    ],
  });
}

/** The one change that turns `before` into `after`: what both begin and end with stays. */
export function difference(before, after) {
  let from = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) from++;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  const whole = (text, at) => (at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]) ? at - 1 : at); // not inside a pair
  from = whole(before, from);
  const to = before.length - end;
  return { from, to, insert: after.slice(from, after.length - end) };
}
/** Places as the program counts them, whole characters, and as JavaScript does. */
export const inCharacters = (text, at) => (/[\uD800-\uDFFF]/.test(text) ? [...text.slice(0, at)].length : at);
export const inUnits = (text, at) => (/[\uD800-\uDFFF]/.test(text) ? [...text].slice(0, at).join("").length : at);
export { openSearchPanel };
