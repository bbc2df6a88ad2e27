// The text of a source with its passages painted: the more rests on one, the stronger. Letters of a word are not torn
// apart: passages are painted over the text (CSS Custom Highlights) and not marked up in it; a browser that cannot paint
// gets marked-up passages instead. For the keyboard the same passages stand in a list below.
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../parts/dom.js";

const CAN_PAINT = typeof Highlight !== "undefined" && Boolean(CSS.highlights);

/** How strongly a passage is painted: 0 where nothing rests on it, to 4. */
const strength = (claim, most) => (claim.parts.length ? 1 + Math.min(3, Math.floor((3.99 * (claim.parts.length - 1)) / Math.max(1, most - 1))) : 0);

/** Places count code points; the browser counts UTF-16 units. */
function unitsOf(text) {
  const units = [0];
  for (const letter of text) units.push(units.at(-1) + letter.length);
  return units;
}

export function SourceText({ source, claims, chosen, out, select }) {
  const box = useRef(null), units = unitsOf(source.text);
  const placed = claims.filter((one) => one.start !== null).map((one) => ({ ...one, from: units[one.start], to: units[one.end] })).sort((a, b) => a.from - b.from || b.to - a.to);
  const most = Math.max(1, ...placed.map((one) => one.parts.length));
  const gone = out.includes(source.id);
  const lines = [];
  let at = 0;
  for (const line of source.text.split("\n")) {
    if (line.trim()) lines.push({ at, line });
    at += line.length + 1;
  }
  useLayoutEffect(() => {
    if (!CAN_PAINT) return;
    const nodes = [...box.current.querySelectorAll("p")].map((paragraph, i) => ({ node: paragraph.firstChild, from: lines[i].at, to: lines[i].at + lines[i].line.length }));
    const sets = new Map();
    for (const one of placed) {
      for (const { node, from, to } of nodes) {
        if (one.to <= from || one.from >= to) continue;
        const range = new StaticRange({ startContainer: node, startOffset: Math.max(0, one.from - from), endContainer: node, endOffset: Math.min(to, one.to) - from });
        const kinds = [gone || out.includes(one.id) ? "cite-off" : `cite-${strength(one, most)}`, ...(one.id === chosen ? ["cite-on"] : [])];
        for (const kind of kinds) sets.set(kind, [...(sets.get(kind) ?? []), range]);
      }
    }
    const painted = ["cite-0", "cite-1", "cite-2", "cite-3", "cite-4", "cite-on", "cite-off"];
    painted.forEach((kind, i) => {
      if (!sets.has(kind)) return CSS.highlights.delete(kind);
      const highlight = new Highlight(...sets.get(kind));
      highlight.priority = i;
      CSS.highlights.set(kind, highlight);
    });
    return () => painted.forEach((kind) => CSS.highlights.delete(kind));
  });
  const press = (event) => {
    const found = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? (document.caretRangeFromPoint ? { offsetNode: document.caretRangeFromPoint(event.clientX, event.clientY)?.startContainer, offset: document.caretRangeFromPoint(event.clientX, event.clientY)?.startOffset } : null);
    const i = [...box.current.querySelectorAll("p")].findIndex((paragraph) => paragraph.contains(found?.offsetNode));
    if (i < 0) return;
    const here = lines[i].at + found.offset, hit = placed.filter((one) => one.from <= here && here <= one.to).sort((a, b) => a.to - a.from - (b.to - b.from))[0];
    if (hit) select(hit.id);
  };
  return html`<article class=${`article${gone ? " gone" : ""}`} lang=${source.language} dir="auto" ref=${box} onClick=${CAN_PAINT ? press : undefined}>
    ${lines.map(({ at: from, line }) => html`<p key=${`${source.id} ${from}`}>${CAN_PAINT ? line : marked(line, from, { placed, most, chosen, out, select })}</p>`)}</article>`;
}

function marked(line, from, { placed, most, chosen, out, select }) {
  const parts = [];
  let at = from;
  for (const one of placed) {
    const start = Math.max(one.from, at), end = Math.min(one.to, from + line.length);
    if (start >= end) continue;
    parts.push(line.slice(at - from, start - from), html`<span class=${`cite l${strength(one, most)}${one.id === chosen ? " on" : ""}${out.includes(one.id) ? " off" : ""}`} onClick=${() => select(one.id)}>${line.slice(start - from, end - from)}</span>`);
    at = end;
  }
  return [...parts, line.slice(at - from)];
}
