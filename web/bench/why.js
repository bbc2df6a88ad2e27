// Why a question is answered so: the way from today, why it ends there, what blocks the other answer, what decides it.
import { html } from "../parts/dom.js";
import { Icon, Mark } from "../parts/marks.js";
import { go } from "../address.js";
import { Gain, begun, comma, percent, t } from "../words.js";
import { question } from "../state.js";
import { useLive } from "../api.js";
import { actors, fact, questions } from "../session.js";
import { screens } from "../registry.js";
import { lookAt } from "./places.js";

const MOST = 4; // numbers told

export function Why() {
  const why = useLive("why", () => (question.value ? { question: question.value } : null)), found = why.data.value;
  const asked = questions.value.get(question.value), here = fact(question.value);
  if (!asked) return null;
  const known = found?.question === question.value ? found : null;
  return html`<h3 class="qh"><bdi>${asked.text}</bdi></h3>
    ${here && html`<p class="qa"><${Mark} answer=${here.answer} size=${16} /> <bdi>${begun(here.text)}</bdi></p>`}
    ${!known ? html`<p class="faint">${why.problems.value?.map((one) => one.text).join(" ") || (why.waiting.value ? t("web.waiting") : "")}</p>` : html`<${Known} why=${known} />`}`;
}

function Known({ why }) {
  return html`
    ${why.steps.length > 0 && html`<ol class="steps">${why.steps.map((step, i) => html`<li key=${i}><h4>${t(i ? "web.bench.then" : "web.bench.first_step")}</h4><p><b>${begun(step.text)}</b></p><p class="step-gains">${Object.entries(step.gains).map(([id, gain]) => html`<span><bdi>${actors.value.get(id) ?? id}</bdi> <${Gain} value=${gain} /></span>`)}</p><p>${step.answer.text}</p></li>`)}
      ${why.ends.length > 0 && html`<li><h4>${t("web.bench.then")}</h4>${why.ends.slice(0, MOST).map((end) => html`<span class="endw">${begun(end.text)}</span>`)}</li>`}</ol>`}
    ${why.stays.length > 0 && html`<div class="wit"><h4>${t("web.bench.nobody_moves")}</h4>${why.stays.map((stay) => html`<p>${stay.text}</p>${stay.answered.length > 0 && html`<ul>${stay.answered.map((one) => html`<li>${one}</li>`)}</ul>`}`)}</div>`}
    ${screens.value.has("moves") && html`<button type="button" class="link" onClick=${() => go("moves")}>${t("web.bench.play")} <${Icon} name="play" flip /></button>`}
    ${why.blocked && html`<h4>${t("web.bench.blocks")}</h4><p>${why.blocked.text.text}</p><p class="tiny">${t("web.bench.gain_by")}</p>${Object.entries(why.blocked.gains).map(([id, count]) => html`<div class="cnt"><span><bdi>${actors.value.get(id) ?? id}</bdi></span><span class="dbar"><i style=${{ inlineSize: `${(100 * count) / Math.max(1, why.blocked.count)}%` }} /></span><span class="dn">${count}</span></div>`)}`}
    ${(why.moves_it.length > 0 || why.few) && html`<h4>${t("web.bench.moves_it")}</h4>`}
    ${why.moves_it.length > 0 ? html`<div class="drv">${why.moves_it.slice(0, MOST).map((one) => html`<button type="button" class="drow" key=${one.number} onClick=${() => lookAt(one.number)}><span><bdi>${begun(one.text)}</bdi></span><span class="dbar"><i style=${{ inlineSize: `${Math.max(2, 100 * one.share)}%` }} /></span><span class="dn" dir="ltr">${percent(one.share)}</span>
      ${one.yes_low !== null && one.yes_high !== null && html`<small>${t("web.yes")}: <bdi dir="ltr">${percent(one.yes_low)}</bdi> ${t("web.bench.lowest")}${comma()}<bdi dir="ltr">${percent(one.yes_high)}</bdi> ${t("web.bench.highest")}</small>`}</button>`)}</div>` : why.few && html`<p class="tiny">${begun(why.few)}</p>`}
    ${why.derived?.text && html`<h4>${t("web.bench.derived")}</h4><p>${begun(why.derived.text)}</p>`}`;
}
