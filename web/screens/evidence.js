// Evidence: the text with its passages, what rests on each, and what turns if one is false.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Twin } from "../parts/figure.js";
import { Basis, Mark } from "../parts/marks.js";
import { addressed, go, listed } from "../address.js";
import { opened, useLive } from "../api.js";
import { cover, remember } from "../history.js";
import { register } from "../registry.js";
import { fact, numbers } from "../session.js";
import { number as numberShown, right } from "../state.js";
import { Range, begun, t } from "../words.js";
import { Empty } from "./home.js";
import { SourceText } from "./source_text.js";

const without = cover(addressed("without", [], listed, { only: "evidence" })); // sources, claims and passages taken to be false
const claim = addressed("claim", "", undefined, { only: "evidence" });
const then = signal(null); // the answers without them

function toggle(id, on) {
  remember();
  without.value = on ? [...without.value, id] : without.value.filter((one) => one !== id);
}
const False = ({ id, children }) => html`<label class="chk"><input type="checkbox" checked=${without.value.includes(id)} onChange=${(event) => toggle(id, event.target.checked)} /><span>${children}</span></label>`;

const Parts = ({ parts, named }) => html`<ul class="parts">${[...new Set(parts.map((part) => named[part] ?? part))].map((text) => html`<li key=${text}><bdi>${begun(text)}</bdi></li>`)}</ul>`;

function Result({ found, named }) {
  const turned = found.changed.map((id) => [fact(id), found.facts.find((one) => one.question === id)]);
  return html`<div class="wres" role="status">${turned.length ? turned.map(([was, now]) => html`<p key=${now.question}><${Mark} answer=${now.answer} /> <ins><bdi>${begun(now.text)}</bdi></ins> ${was && html`<small class="before">${t("web.was")}: <s><bdi>${was.text}</bdi></s></small>`}</p>`) : html`<p>${t("screens.evidence.no_turn")}</p>`}
    ${found.text && html`<p class="tiny"><bdi>${found.text.text}</bdi></p>`}
    ${found.fallen.length ? html`<details><summary>${t("screens.evidence.fall", { count: found.fallen.length })}</summary><${Parts} parts=${found.fallen} named=${named} /></details>` : html`<p class="tiny">${t("screens.evidence.fall", { count: 0 })}</p>`}</div>`;
}

const RANK = { within: 0, beyond: 1 };

function Weakest({ all: found }) {
  const strips = useLive("strip").data.value?.strips ?? {}; // which of them turn an answer: worked out after the rest
  const all = found.map((one) => ({ ...one, turns: one.turns ?? strips[one.number]?.turns })).sort((a, b) => (RANK[a.turns] ?? 2) - (RANK[b.turns] ?? 2));
  const to = (id) => { numberShown.value = id; right.value = "source"; go("bench"); };
  if (!all.length) return html`<p>${t("screens.evidence.none_weak")}</p>`;
  return all.map((one) => {
    const range = numbers.value.get(one.number)?.range;
    return html`<button type="button" class=${`wk ${one.turns ?? ""}`} key=${one.number} onClick=${() => to(one.number)}><${Basis} mark=${one.mark} /><span><b><bdi>${begun(one.text)}</bdi></b> ${range && html`<span class="faint"><${Range} from=${range[0]} to=${range[1]} /></span>`}
      ${one.why && html`<small><bdi>${one.why}</bdi></small>`}${(one.turns === "within" || one.turns === "beyond") && html`<small class="fx"><span aria-hidden="true">${one.turns === "within" ? "▲" : "△"}</span> ${t(`web.file.turns_${one.turns}`)}</small>`}</span></button>`;
  });
}

function Evidence() {
  const found = useLive("evidence").data.value, out = useLive("without", () => (without.value.length ? { sources: without.value } : null)).data.value;
  const [at, setAt] = useState("");
  then.value = without.value.length ? out : null;
  if (!found) return html`<section class="doc"><p class="faint">${t("web.waiting")}</p></section>`;
  if (!found.sources.length) return html`<section class="doc"><h1 class="h2">${t("screens.evidence.title")}</h1><${Empty} what="source" /></section>`;
  const texts = found.sources.filter((one) => one.text !== null), source = texts.find((one) => one.id === at) ?? texts[0];
  const chosen = found.claims.find((one) => one.id === claim.value) ?? found.claims.find((one) => one.source === source?.id && one.parts.length) ?? found.claims[0];
  const select = (id) => (claim.value = id);
  return html`<section class="doc"><h1 class="h2">${t("screens.evidence.title")}</h1>
      ${texts.length > 1 && html`<p><select aria-label=${t("screens.evidence.source")} value=${source.id} onChange=${(event) => setAt(event.target.value)}>${texts.map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select></p>`}
      ${source ? html`<p class="tiny">${t("screens.evidence.note")}</p><${SourceText} source=${source} claims=${found.claims.filter((one) => one.source === source.id)} chosen=${chosen?.id} out=${without.value} select=${select} />` : html`<p>${t("screens.evidence.missing")}</p>`}
      <details class="twin"><summary>${t("screens.evidence.list")}</summary><ul class="claims">${found.claims.map((one) => html`<li key=${one.id}><button type="button" aria-pressed=${one.id === chosen?.id} onClick=${() => select(one.id)}><span class="id" dir="ltr">${one.id}</span> <bdi>${one.text}</bdi> <small>${t("screens.evidence.used_by", { count: one.parts.length })}</small></button></li>`)}</ul></details>
      <${Twin} name="claims" columns=${[t("screens.evidence.passage"), t("screens.evidence.source"), "", t("screens.evidence.rests")]} rows=${found.claims.map((one) => [one.id, one.source, one.text, one.parts.map((part) => found.parts[part] ?? part).join("; ")])} /></section>
    <section class="claim"><h2>${t("screens.evidence.selected")} ${chosen && html`<span class="id" dir="ltr">${chosen.id}</span>`}</h2>
      ${chosen ? html`<${Quote} chosen=${chosen} sources=${found.sources} /><h3>${t("screens.evidence.rests")}</h3>${chosen.parts.length ? html`<${Parts} parts=${chosen.parts} named=${found.parts} /><${False} id=${chosen.id}><b>${t("screens.evidence.if_false")}</b><//>` : html`<p>${t("screens.evidence.nothing")}</p>`}` : html`<p>${t("screens.evidence.choose")}</p>`}
      <h2 class="apart">${t("screens.evidence.sources")}</h2>${found.sources.map((one) => html`<${False} key=${one.id} id=${one.id}>${t("screens.evidence.source_false", { source: one.title })} ${one.rows > 0 && html`<small>${t("screens.evidence.rows", { count: one.rows })}</small>`}${one.rating && html` <small>${t("screens.evidence.rating", { rating: one.rating })}</small>`}<//>`)}
      ${without.value.length > 0 && out && html`<${Result} found=${out} named=${found.parts} />`}</section>
    <section class="weak"><h2>${t("screens.evidence.weakest")}</h2><p class="tiny">${t("screens.evidence.weakest_note")}</p><${Weakest} all=${found.weakest} /></section>`;
}

function Quote({ chosen, sources }) {
  const source = sources.find((one) => one.id === chosen.source), words = source?.text && chosen.start !== null ? [...source.text].slice(chosen.start, chosen.end).join("") : null;
  return html`${words && html`<blockquote lang=${source.language} dir="auto"><mark>${words}</mark></blockquote>`}${chosen.text && chosen.text !== words && html`<p class="gl2"><bdi>${begun(chosen.text)}</bdi></p>`}`;
}

/** The questions without what is taken to be false, against the answer. */
function chips() {
  const found = then.value;
  if (!found) return {};
  return { of: opened.value.questions.map(({ id }) => ({ question: id, answer: found.facts.find((one) => one.question === id)?.answer, was: found.changed.includes(id) ? fact(id)?.answer : undefined })), view: false };
}

register("evidence", { View: Evidence, tab: "web.tab_evidence", order: 5, kind: "evid fix", chips });
