// A row of alternatives of which one is shown.
import { html } from "./dom.js";
import { t } from "../words.js";

/** `options`: [[id, key of its word], …]. Arrow keys go from one to the next, in the direction of the text. */
export const Tabs = ({ options, value, choose, kind = "seg small", label }) => html`<div class=${kind} role="tablist" aria-label=${label}>${options.map(([id, word]) => html`<button type="button" role="tab" key=${id} aria-selected=${value === id} tabindex=${value === id ? 0 : -1} onClick=${() => choose(id)} onKeyDown=${(event) => turn(event, options, value, choose)}>${t(word)}</button>`)}</div>`;
function turn(event, options, value, choose) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  const at = options.findIndex(([id]) => id === value), forth = document.documentElement.dir === "rtl" ? -way : way;
  choose(options[(at + forth + options.length) % options.length][0]);
  event.preventDefault();
  const list = event.currentTarget.parentElement;
  requestAnimationFrame(() => list.querySelector("[aria-selected=true]")?.focus());
}
