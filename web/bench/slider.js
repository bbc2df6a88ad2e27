// One number as a slider. The handle never waits: it is the browser's own, and everything else follows when it can.
import { html } from "../parts/dom.js";
import { Press } from "../parts/marks.js";
import { settle, whatIf } from "../address.js";
import { question } from "../state.js";
import { remember } from "../history.js";
import { noWhatIf, suppose } from "../session.js";
import { Num, begun, number, t } from "../words.js";
import { Strip, beyond, stripWords } from "./strip.js";

const STEPS = 100, BURST = 900; // steps of a key along the domain; ms in which further keys are the same step of undo
let held = "", since = 0;

/** One step of undo for a drag, or for keys pressed one after another on the same slider. */
function begin(id, keys) {
  const now = Date.now(), same = held === id && (!keys || now - since < BURST);
  if (!same) remember();
  held = id;
  since = now;
}
const done = () => { held = ""; settle(); };

export function Slider({ one, strip, big }) {
  const moved = one.id in whatIf.value, value = whatIf.value[one.id] ?? one.centre, [low, high] = one.domain, span = high - low || 1;
  const at = (x) => Math.min(100, Math.max(0, (100 * (x - low)) / span)), fixed = one.formula;
  const grain = 10 ** (Math.floor(Math.log10(span)) - 3);
  const put = (to, keys) => {
    begin(one.id, keys);
    suppose(one.id, Math.min(high, Math.max(low, to)));
  };
  const key = (event) => {
    const rightwards = getComputedStyle(event.target).direction === "rtl" ? -1 : 1, size = (span / STEPS) * (event.shiftKey ? 10 : 1);
    const tidy = (x) => +(Math.round(x / grain) * grain).toPrecision(10);
    const to = { ArrowRight: value + rightwards * size, ArrowLeft: value - rightwards * size, ArrowUp: value + size, ArrowDown: value - size, PageUp: value + 10 * size, PageDown: value - 10 * size, Home: low, End: high }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (to !== undefined) put(tidy(to), true);
    else if (event.key === "Backspace") noWhatIf(one.id);
    else if ((event.key === "]" || event.key === "[") && strip) {
      const tip = beyond(strip, value, event.key === "]" ? 1 : -1);
      if (tip !== undefined) { remember(); suppose(one.id, tip); }
    } else return;
    held = to === undefined ? "" : held;
    event.preventDefault();
    event.stopPropagation();
    settle();
  };
  const words = strip ? stripWords(strip, value, question.value) : "", outside = one.range && moved && (value < one.range[0] || value > one.range[1]);
  const name = begun(one.text), id = `slider-${one.id}`;
  return html`<div class=${`sl${moved ? " moved" : ""}${big ? " big" : ""}`}><div class="slh"><label for=${id} title=${name}><bdi>${name}</bdi></label><output for=${id}><${Num} value=${value} digits=${3} /></output>${moved && html`<${Press} icon="close" class="i tinyb" label=${t("web.bench.reset")} keys="Backspace" onClick=${() => noWhatIf(one.id)} />`}</div>
    <div class="trk">${one.range && html`<span class="rng" style=${{ insetInlineStart: `${at(one.range[0])}%`, inlineSize: `${Math.max(1, at(one.range[1]) - at(one.range[0]))}%` }} title=${t("web.bench.file_range")} />`}<span class="ctr" style=${{ insetInlineStart: `${at(one.centre)}%` }} />
      <input type="range" id=${id} min=${low} max=${high} step="any" value=${value} disabled=${fixed} aria-valuetext=${`${number(value, 3)}. ${words}`}
        onInput=${(event) => put(+(Math.round(+event.target.value / grain) * grain).toPrecision(10))} onChange=${done} onDblClick=${() => noWhatIf(one.id)} onKeyDown=${key} /></div>
    ${strip && html`<${Strip} strip=${strip} question=${question.value} />`}
    <p class="st" title=${words}>${outside ? html`<span class="out">${t("web.bench.outside", { range: `${number(one.range[0], 3)}–${number(one.range[1], 3)}` })}</span> ` : ""}${words}</p></div>`;
}
