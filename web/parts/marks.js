// Marks: yes ●, either way ◐, no ○; sourced ■, judged ◆, neither □. Shape first, hue second.
import { html } from "./dom.js";
import { t } from "../words.js";

const ANSWERS = {
  yes: html`<circle cx="8" cy="8" r="6.2" fill="currentColor" />`,
  no: html`<circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1.8" />`,
  some: html`<circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1.8" /><path d="M8 2.6a5.4 5.4 0 0 1 0 10.8z" fill="currentColor" />`,
};
/** The mark of an answer: "yes", "some" (either way) or "no". */
export const Mark = ({ answer, size = 14 }) => html`<svg class=${`mk mk-${answer}`} width=${size} height=${size} viewBox="0 0 16 16" role="img" aria-label=${t(`web.${answer}`)}>${ANSWERS[answer]}</svg>`;

const BASES = {
  sourced: html`<rect x="3" y="3" width="8" height="8" fill="currentColor" />`,
  judged: html`<path d="M7 1.8 12.2 7 7 12.2 1.8 7z" fill="none" stroke="currentColor" stroke-width="1.6" />`,
  none: html`<rect x="3" y="3" width="8" height="8" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2 1.6" />`,
};
/** What a number rests on: "sourced", "judged" or "none". */
export const Basis = ({ mark }) => html`<svg class=${`gut g-${mark}`} width="14" height="14" viewBox="0 0 14 14" role="img" aria-label=${t(`web.file.${mark}`)}><title>${t(`web.file.${mark}`)}</title>${BASES[mark]}</svg>`;

const ICONS = {
  undo: "M6 4 2.5 7.5 6 11M3 7.5h6.5a4 4 0 0 1 0 8H7",
  redo: "m11 4 3.5 3.5L11 11M14 7.5H7.5a4 4 0 0 0 0 8H10",
  play: "M5 3.5v10l8-5z",
  next: "m6 3 5.5 5.5L6 14",
  close: "m4 4 9 9M13 4l-9 9",
  down: "m4 6.5 4.5 4.5L13 6.5",
  sun: "M8.5 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8.5 1.5v2M8.5 13.5v2M1.5 8.5h2M13.5 8.5h2M3.6 3.6 5 5M12 12l1.4 1.4M13.4 3.6 12 5M5 12l-1.4 1.4",
  warn: "M8.5 2 15.5 14.5h-14zM8.5 7v3.5M8.5 12.4v.4",
};
/** A drawn sign beside a word. `flip`: it means a direction, and turns round where text runs from right to left. */
export const Icon = ({ name, flip }) => html`<svg class=${`ic${flip ? " flip" : ""}`} width="17" height="17" viewBox="0 0 17 17" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;

/** A button of a sign alone; its name is read out and shown when pointed at. */
export const Press = ({ icon, flip, label, keys, children, ...rest }) => html`<button type="button" class="i" title=${keys ? `${label} (${keys})` : label} aria-label=${label} ...${rest}>${icon ? html`<${Icon} name=${icon} flip=${flip} />` : children}</button>`;
