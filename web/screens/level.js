// An amount as a slider with a field for the exact number: a term with a share, or a payment.
import { html } from "../parts/dom.js";
import { settle } from "../address.js";
import { remember } from "../history.js";
import { number, t } from "../words.js";

const STEPS = 100, BURST = 900; // steps of a key along the range; ms in which further keys are the same step of undo
let held = "", since = 0;

/** One step of undo for a drag, or for keys pressed one after another. */
function begin(id, keys) {
  const now = Date.now();
  if (held !== id || (keys && now - since >= BURST)) remember();
  held = id;
  since = now;
}
const done = () => { held = ""; settle(); };

/** `ticks`: levels worth knowing, as {at, text}; `put(value)` takes a number as text; `words`: the value as it is said. */
export function Level({ id, label, low, high, unit, value, ticks = [], words, put }) {
  const span = high - low || 1, grain = 10 ** (Math.floor(Math.log10(span)) - 3), mine = `level-${id}`;
  const tidy = (x) => String(+(Math.round(Math.min(high, Math.max(low, x)) / grain) * grain).toPrecision(10));
  const at = (x) => `${Math.min(100, Math.max(0, (100 * (x - low)) / span))}%`;
  const move = (to, keys) => { begin(id, keys); put(tidy(to)); };
  const key = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const forward = getComputedStyle(event.target).direction === "rtl" ? -1 : 1, size = (span / STEPS) * (event.shiftKey ? 10 : 1);
    const after = ticks.map((one) => one.at).filter((x) => x > value + grain / 2), before = ticks.map((one) => one.at).filter((x) => x < value - grain / 2);
    const to = { ArrowRight: value + forward * size, ArrowLeft: value - forward * size, ArrowUp: value + size, ArrowDown: value - size, PageUp: value + 10 * size, PageDown: value - 10 * size, Home: low, End: high, "]": Math.min(...after), "[": Math.max(...before) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (Number.isFinite(to)) move(to, true);
    settle();
  };
  return html`<div class="sl lvl"><div class="slh"><label for=${mine}><bdi>${label}</bdi></label><span class="amount"><input type="number" aria-label=${t("screens.deal.exact", { what: label })} min=${low} max=${high} step="any" value=${value} onChange=${(event) => { if (event.target.value !== "" && Number.isFinite(+event.target.value)) { begin(""); held = ""; put(String(Math.min(high, Math.max(low, +event.target.value)))); settle(); } }} /><bdi>${unit}</bdi></span></div>
    <div class="trk">${ticks.map((one) => html`<span key=${one.at} class="ctr" style=${{ insetInlineStart: at(one.at) }} title=${one.text} />`)}
      <input type="range" id=${mine} min=${low} max=${high} step="any" value=${value} aria-valuetext=${words ?? `${number(value, 3)}${unit}`} onInput=${(event) => move(+event.target.value)} onChange=${done} onKeyDown=${key} /></div></div>`;
}
