// Where a number comes from: what the file says, why, and every passage and row of a table behind it.
import { html } from "../parts/dom.js";
import { Basis } from "../parts/marks.js";
import { Passage } from "../parts/passage.js";
import { go } from "../address.js";
import { begun, comma, t } from "../words.js";
import { language, number } from "../state.js";
import { useLive } from "../api.js";
import { numbers } from "../session.js";
import { screens } from "../registry.js";
import { evidenceAt } from "./places.js";

export function Source() {
  const id = number.value, known = numbers.value.get(id);
  const trace = useLive("trace", () => (numbers.value.has(number.value) ? { path: number.value } : null)), found = trace.data.value;
  if (!known) return html`<p class="faint">${t("web.bench.choose_number")}</p>`;
  const here = found && trace.of.value.path === id ? found : null;
  return html`<h3 class="qh"><bdi>${begun(known.text)}</bdi></h3>
    <p class="qa"><${Basis} mark=${known.mark} /> <bdi class="n" dir="ltr">${known.written}</bdi> <span class="faint">${t(`web.file.${known.mark}`)}</span></p>
    ${known.formula && html`<p class="tiny">${t("web.bench.formula", { made: known.made_of.map((one) => numbers.value.get(one)?.text ?? one).join(comma()) })}</p>`}
    ${here?.why && html`<p class="why1"><bdi>${begun(here.why)}</bdi></p>`}
    ${here ? here.evidence.map((one) => html`<${Piece} key=${one.cite} one=${one} />`) : trace.waiting.value && html`<p class="faint">${t("web.waiting")}</p>`}
    ${here && !here.evidence.length && html`<p class="tiny">${t("web.bench.no_passage")}</p>`}`;
}

function Piece({ one }) {
  if (!one.words) return html`<div class="frow"><b class="id" dir="ltr">${one.cite}</b><span><bdi>${one.text}</bdi>${one.value && html`: <b><bdi>${one.value}</bdi></b>`}<small><bdi>${one.source}</bdi></small></span></div>`;
  const translated = one.translation && one.language !== language.value && language.value === "en";
  return html`<figure class="quote"><${Passage} before=${one.before && `…${one.before}`} words=${one.words} after=${one.after && `${one.after}…`} language=${one.language} />
    <figcaption><b class="id" dir="ltr">${one.cite}</b> ${translated && html`<bdi lang="en">${one.translation}</bdi>`} ${screens.value.has("evidence") && html`<button type="button" class="link" onClick=${() => { evidenceAt.value = one.cite; go("evidence"); }}>${t("web.bench.evidence")}</button>`}</figcaption></figure>`;
}
