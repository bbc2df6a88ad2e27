// Present: the case as a story for a room, one thought a page. What it says comes from the analyses.
import { html } from "../parts/dom.js";
import { Changed } from "../parts/changed.js";
import { Figure } from "../parts/figure.js";
import { Mark, Press } from "../parts/marks.js";
import { who } from "../parts/named.js";
import { argument, go } from "../address.js";
import { opened, useLive } from "../api.js";
import { register, registerTool } from "../registry.js";
import { answer, fact, numbers, questions, refused, shareOf } from "../session.js";
import { name } from "../state.js";
import { Share, begun, percent, t } from "../words.js";
import { changeLanguage, otherLanguage } from "../shell/header.js";
import { Slider } from "../bench/slider.js";

const FACTS = 5; // on a page, to be read from afar
const SLIDES = ["title", "where", "blocked", "slider", "shares", "source"];

const main = () => opened.value?.main ?? opened.value?.questions[0]?.id; // the main question
const first = () => opened.value.questions.slice(0, FACTS);

const Title = () => html`<p class="kick"><bdi>${opened.value.title}</bdi>${opened.value.date && html` · <bdi dir="ltr">${opened.value.date}</bdi>`}</p><h1><bdi>${questions.value.get(main())?.text ?? opened.value.title}</bdi></h1>`;

const Where = () => answer.data.value && html`<h1><bdi>${answer.data.value.base.where.text}</bdi></h1><ul class="pfacts">${answer.data.value.base.facts.slice(0, FACTS).map((one) => html`<li key=${one.question}><${Mark} answer=${one.answer} size=${26} /> <bdi>${begun(one.text)}</bdi></li>`)}</ul>`;

function Blocked({ why }) {
  const { blocked } = why, rows = Object.entries(blocked.gains);
  return html`<h1><bdi>${begun(why.text)}</bdi></h1><p class="sub"><bdi>${blocked.text.text}</bdi></p>
    <${Figure} name="blocked" caption=${t("screens.present.caption")} columns=${[t("screens.side"), t("screens.outcomes")]} rows=${rows.map(([id, count]) => [who(id), count])}><div class="pbars">${rows.map(([id, count]) => html`<div key=${id}><span><bdi>${who(id)}</bdi></span><span class="dbar" aria-hidden="true"><i style=${{ inlineSize: `${(100 * count) / Math.max(1, blocked.count)}%` }} /></span><b>${count}</b></div>`)}</div><//>`;
}

function WhatIf({ id }) {
  const now = answer.data.value, strip = useLive("strip", () => ({ numbers: [id] })).data.value?.strips[id];
  return html`<h1>${t("screens.present.what_if")}</h1><div class="pslide"><${Slider} one=${numbers.value.get(id)} strip=${strip} big /></div><p class="sub" aria-live="polite">${now && html`<${Changed} before=${now.base.where.text} after=${now.where.text} />`}</p>`;
}

const Shares = () => html`<h1>${t("screens.present.sure")}</h1><${Figure} name="shares" caption=${`${t("screens.present.shares_caption")} ${t("web.runs_gloss")}`} columns=${[t("screens.compare.question"), t("screens.sure.share")]} rows=${first().filter((one) => fact(one.id)).map((one) => [fact(one.id).text, shareOf(one.id) === null ? "…" : percent(shareOf(one.id))])}>
  <div class="pshares">${first().map(({ id }) => {
    const one = fact(id), share = shareOf(id);
    return one && html`<div key=${id}><span><${Mark} answer=${one.answer} size=${22} /> <bdi>${begun(one.text)}</bdi></span><span class="dbar" aria-hidden="true"><i class=${`s-${one.answer}`} style=${{ inlineSize: `${100 * (share ?? 0)}%` }} /></span><b>${share === null ? "…" : html`<${Share} share=${share} />`}</b></div>`;
  })}</div><//>`;

function Source({ trace }) {
  const quote = trace.evidence.find((one) => one.words);
  return html`<h1>${t("screens.present.comes_from")}</h1><p class="sub"><bdi>${begun(trace.text)}</bdi></p>${quote && html`<blockquote lang=${quote.language || undefined} dir="auto"><mark>${quote.words}</mark></blockquote>${quote.translation && html`<p class="sub"><bdi>${quote.translation}</bdi></p>`}`}${trace.why && html`<p class="note"><bdi>${trace.why}</bdi></p>`}`;
}

/** The number of the slider: of those in the file's own order of turning, the first. */
const slid = () => opened.value?.dock[0];
const cited = () => opened.value?.dock.find((id) => numbers.value.get(id)?.mark === "sourced") ?? slid();

let pages = 1; // of the case shown

function Present() {
  const document = opened.value;
  const why = useLive("why", () => (main() ? { question: main(), what_if: {} } : null)).data.value;
  const trace = useLive("trace", () => (cited() ? { path: cited() } : null)).data.value;
  if (!document) return html`<main id="main" class="present" tabindex="-1"><div class="slide"><p class="sub">${refused.value?.[0]?.text ?? t(name.value ? "web.waiting" : "web.nothing_open")}</p></div></main>`;
  const there = { title: true, where: document.questions.length > 0, blocked: Boolean(why?.blocked), slider: Boolean(slid()), shares: document.numbers.some((one) => one.range), source: Boolean(trace?.evidence.some((one) => one.words)) };
  const slides = SLIDES.filter((one) => there[one]), at = Math.min(slides.length, Math.max(1, parseInt(argument.value, 10) || 1)), other = otherLanguage();
  pages = slides.length;
  const View = { title: Title, where: Where, blocked: Blocked, slider: WhatIf, shares: Shares, source: Source }[slides[at - 1]];
  return html`<main id="main" class="present" tabindex="-1"><div class="slide" key=${slides[at - 1]}><${View} why=${why} trace=${trace} id=${slid()} /></div>
    <footer><span class="ptitle"><bdi>${document.title}</bdi></span><span class="grow" />
      <${Press} icon="next" flip label=${t("screens.present.back")} class="i prev" aria-disabled=${at === 1} onClick=${() => turn(-1)} /><span>${t("screens.present.page_of", { page: at, pages: slides.length })}</span><${Press} icon="next" flip label=${t("screens.present.forward")} aria-disabled=${at === slides.length} onClick=${() => turn(1)} />
      <button type="button" class="q" lang=${other?.id} onClick=${changeLanguage}>${other?.name}</button><button type="button" class="q" onClick=${() => go("bench")}>${t("screens.present.end")} (Esc)</button></footer></main>`;
}

const turn = (by) => go("present", String(Math.min(pages, Math.max(1, (parseInt(argument.value, 10) || 1) + by))));

/** ← → as the pages run, Space forward, Esc to the bench. A slider keeps its own arrows. */
function keys(event) {
  if (event.key === "Escape") return go("bench"), true;
  const at = event.target;
  if (event.altKey || event.ctrlKey || event.metaKey || at.matches?.("input, select, textarea")) return false;
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight", back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  if (event.key === forward || event.key === "PageDown" || (event.key === " " && !at.matches?.("button, summary, a"))) return turn(1), true;
  if (event.key === back || event.key === "PageUp") return turn(-1), true;
  return false;
}

register("present", { View: Present, frame: "bare", keys });
registerTool({ word: () => "web.to_present", act: () => go("present", "1") });
