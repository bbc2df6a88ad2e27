// The answer: where things go, then every question as a sentence. What changed is marked, what was stays readable.
import { html } from "../parts/dom.js";
import { Mark } from "../parts/marks.js";
import { Changed } from "../parts/changed.js";
import { Share, begun, comma, number, rich, t } from "../words.js";
import { as, question, right, tab, variant, viewing } from "../state.js";
import { whatIf } from "../address.js";
import { opened } from "../api.js";
import { answer, asItIs, before, changed, fact, keepWhatIfs, mistakes, noWhatIf, numbers, saveVariant, shareOf, uncertain } from "../session.js";
import { Ahead } from "../shell/header.js";

const NARROW = 620; // px: one pane at a time

export function AnswerPane() {
  const found = answer.data.value, wrong = mistakes.value.length;
  if (!found) return html`<div class="ph"><h2>${t("web.bench.answer")}</h2></div><p class="faint">${wrong ? t("web.file.no_answer") : answer.problems.value ? html`${answer.problems.value.map((one) => html`<span>${one.text} ${one.remedy}</span>`)}` : t("web.waiting")}</p>`;
  const moved = Object.keys(whatIf.value), view = viewing.value, where = found.where.text, was = found.base.where.text;
  return html`
    ${wrong ? html`<p class="stalemsg">${t("web.file.stale")}</p>` : ""}
    ${moved.length > 0 && !view && html`<${WhatIfBar} ids=${moved} />`}
    ${view && html`<p class="viewbar">${as.value ? rich("web.bench.view_as", { who: html`<b>${nameOf(opened.value.views, as.value)}</b>` }) : rich("web.bench.view_variant", { variant: html`<b>${nameOf(opened.value.variants, variant.value)}</b>` })} ${counted("web.bench.changed_from")} <button type="button" class="link" onClick=${asItIs}>${t("web.bench.back_to_file")}</button></p>`}
    <div class="ph"><h2>${t("web.bench.answer")}</h2><details class="looking"><summary>${t("web.bench.looking", { how: found.how })}</summary><${Ahead} /></details></div>
    <div class="say">
      <p class="lead">${view || where === was ? where : html`<${Changed} before=${was} after=${where} />`}</p>
      ${!view && where !== was && html`<p class="before"><span>${t("web.was")}:</span> <s>${was}</s></p>`}
      ${found.facts.length ? html`<h3>${t("web.bench.so")}</h3>
      <ul class="facts">${opened.value.questions.map((one) => html`<${Fact} key=${one.id} id=${one.id} />`)}</ul>
      ${uncertain.value && html`<p class="tiny">${t("web.runs_gloss")}</p>`}` : html`<h3>${t("web.bench.no_questions")}</h3><p>${t("web.bench.no_questions_more")}</p>`}
    </div>`;
}
const nameOf = (list, id) => list.find((one) => one.id === id)?.text ?? id;
const counted = (key) => t(key, { changed: changed.value.size, count: answer.data.value.facts.length });

function Fact({ id }) {
  const here = fact(id), other = changed.value.has(id), share = shareOf(id), was = before(id)?.text, view = viewing.value;
  if (!here) return null;
  const why = () => {
    question.value = id;
    right.value = "why";
    if (innerWidth < NARROW) tab.value = "why";
  };
  return html`<li class=${`${other ? "ch" : ""}${question.value === id ? " on" : ""}`}><button type="button" class="fact" onClick=${why}>
    <span class="fm"><${Mark} answer=${here.answer} size=${15} /></span>
    <span class="fs">${other ? html`<ins><bdi>${begun(here.text)}</bdi></ins><small class="before">${view ? html`${t("web.in_fact")}: <bdi>${was}</bdi>` : html`<span>${t("web.was")}:</span> <s><bdi>${was}</bdi></s>`}</small>` : html`<bdi>${begun(here.text)}</bdi>`}</span>
    <span class="fp" title=${share === undefined ? "" : t("web.runs_gloss")}>${share === undefined ? "" : share === null ? html`<span class="dots" title=${t("web.no_share")}>…</span>` : html`<span class="late"><${Share} share=${share} /> <small>${t("web.of_runs")}</small></span>`}</span>
    <span class="fw">${t("web.bench.why")}</span></button></li>`;
}

function WhatIfBar({ ids }) {
  const known = ids.filter((id) => numbers.value.has(id));
  return html`<div class="wib"><div><b>${t("web.bench.what_if")}</b> ${known.map((id, i) => {
    const one = numbers.value.get(id);
    return html`<span class="wi1" key=${id}><bdi>${one.text}</bdi> ${rich("web.from_to", { a: html`<span class="n" dir="ltr">${number(one.centre, 3)}</span>`, b: html`<b class="n" dir="ltr">${number(whatIf.value[id], 3)}</b>` })}${i < known.length - 1 ? comma() : ""}</span>`;
  })}<br /><span class="faint">${changed.value.size ? counted("web.bench.changed") : t("web.bench.changed_none")} · ${t("web.bench.unwritten")}</span></div>
  <div class="wia"><button type="button" class="primary" title="Ctrl+S" onClick=${keepWhatIfs}>${t("web.bench.keep")}</button><button type="button" onClick=${saveVariant}>${t("web.bench.save_variant")}</button><button type="button" onClick=${() => noWhatIf()}>${t("web.bench.reset_all")}</button></div></div>`;
}
