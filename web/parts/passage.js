// Words lit inside a text without breaking it into pieces, so that Arabic letters stay joined: CSS Custom Highlights, and
// rectangles behind the text where a browser has none.
import { useEffect, useRef } from "preact/hooks";
import { html } from "./dom.js";

const drawn = typeof Highlight === "function" && CSS.highlights;
const lit = new Map(); // name → Highlight, one for the whole page

function highlight(name) {
  if (!lit.has(name)) {
    lit.set(name, new Highlight());
    CSS.highlights.set(name, lit.get(name));
  }
  return lit.get(name);
}

/** Light `ranges` ([{from, to, name}], characters of the element's only text) of an element. Returns what puts it out. */
export function light(element, ranges) {
  const text = element.firstChild;
  if (!text) return () => {};
  const made = ranges.map(({ from, to, name }) => {
    const range = new Range();
    range.setStart(text, Math.min(from, text.length));
    range.setEnd(text, Math.min(to, text.length));
    return [name, range];
  });
  if (drawn) {
    for (const [name, range] of made) highlight(name).add(range);
    return () => made.forEach(([name, range]) => highlight(name).delete(range));
  }
  return rectangles(element, made);
}

/** The same with a box behind every line of the passage; drawn again when the width changes. */
function rectangles(element, made) {
  const layer = document.createElement("div");
  layer.className = "lit-layer";
  layer.setAttribute("aria-hidden", "true");
  element.parentElement.prepend(layer);
  const draw = () => {
    const origin = layer.getBoundingClientRect();
    layer.replaceChildren(...made.flatMap(([name, range]) => [...range.getClientRects()].map((box) => {
      const one = document.createElement("i");
      one.className = `lit lit-${name}`;
      Object.assign(one.style, { left: `${box.left - origin.left}px`, top: `${box.top - origin.top}px`, width: `${box.width}px`, height: `${box.height}px` });
      return one;
    })));
  };
  const watch = new ResizeObserver(draw);
  watch.observe(element);
  draw();
  return () => { watch.disconnect(); layer.remove(); };
}

/** A text in which some words are lit. */
export function Passage({ before = "", words, after = "", language, name = "passage" }) {
  const at = useRef(null), text = before + words + after;
  useEffect(() => light(at.current, [{ from: before.length, to: before.length + words.length, name }]), [text, before.length, words.length, name]);
  return html`<div class="lit-in"><blockquote lang=${language || undefined} dir="auto"><span ref=${at} class="lit-text">${text}</span></blockquote></div>`;
}
