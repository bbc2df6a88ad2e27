// How sure: how often each answer comes over everything uncertain, what decides, when, what would turn it.
import { useEffect } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Figure, Twin } from "../parts/figure.js";
import { Mark } from "../parts/marks.js";
import { clause } from "../parts/named.js";
import { addressed, go } from "../address.js";
import { asked, opened } from "../api.js";
import { register } from "../registry.js";
import { questions } from "../session.js";
import { number as numberShown, question, right } from "../state.js";
import { Share, begun, percent, rich, t } from "../words.js";
import { Heat } from "./heat.js";
import { Empty } from "./home.js";
import { job } from "./job.js";

const COUNTS = [1_000, 20_000, 100_000];
const whole = { write: String, read: (text) => Math.min(1_000_000, Math.max(100, Math.round(+text) || 20_000)) };
const draws = addressed("draws", 20_000, whole, { only: "sure" });
const study = job("study");
const ANSWERS = ["yes", "some", "no"];

/** Wilson's 95% interval of a share. */
export function interval(count, draws) {
  const z = 1.96, share = count / draws, scale = 1 + (z * z) / draws;
  const middle = (share + (z * z) / (2 * draws)) / scale, half = (z * Math.sqrt((share * (1 - share)) / draws + (z * z) / (4 * draws * draws))) / scale;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
const fine = (share, width) => `${(100 * share).toFixed(width < 0.01 ? 2 : width < 0.03 ? 1 : 0)}%`;

const total = (one) => ANSWERS.reduce((sum, reply) => sum + (one?.[reply] ?? 0), 0);
const likeliest = (one) => ANSWERS.reduce((best, reply) => ((one[reply] ?? 0) > (one[best] ?? 0) ? reply : best), "yes");

function Bar({ id, one }) {
  const draws = total(one), shown = question.value === id;
  if (!draws) return html`<button type="button" class=${`shr${shown ? " on" : ""}`} aria-pressed=${shown} onClick=${() => (question.value = id)}><span class="shq"><bdi>${questions.value.get(id).text}</bdi></span><span class="dots" title=${t("web.no_share")}>…</span></button>`;
  const reply = likeliest(one), share = one[reply] / draws, [low, high] = interval(one[reply], draws), start = reply === "no" ? 1 - high : low;
  return html`<button type="button" class=${`shr${shown ? " on" : ""}`} aria-pressed=${shown} onClick=${() => (question.value = id)}>
    <span class="shq"><${Mark} answer=${reply} size=${15} /> <bdi>${begun(clause(id, reply))}</bdi></span><span class="shp"><${Share} share=${share} /></span>
    <span class="stack" aria-hidden="true">${ANSWERS.map((each) => html`<i key=${each} class=${`s-${each}`} style=${{ inlineSize: `${(100 * (one[each] ?? 0)) / draws}%` }} />`)}${reply !== "some" && html`<u style=${{ insetInlineStart: `${100 * start}%`, inlineSize: `${Math.max(0.4, 100 * (high - low))}%` }} />`}</span>
    <small>${rich("screens.sure.interval", { low: html`<bdi class="n" dir="ltr">${fine(low, high - low)}</bdi>`, high: html`<bdi class="n" dir="ltr">${fine(high, high - low)}</bdi>` })}</small></button>`;
}

function Line({ state, again }) {
  const { running, done, whole, stopped, failed } = state;
  return html`<div class=${`job${running ? "" : " done"}`}><span class="jbar" role="progressbar" aria-label=${t("screens.sure.title")} aria-valuemin="0" aria-valuemax=${whole} aria-valuenow=${done}><i style=${{ inlineSize: `${whole ? (100 * done) / whole : 0}%` }} /></span>
    <span role="status">${failed ? t("screens.sure.failed", { why: failed }) : running ? (whole && done >= whole ? t("screens.sure.deciding", { count: done }) : t("screens.sure.drawing", { done, whole })) : t(stopped ? "screens.sure.stopped" : "screens.sure.drawn", { count: done })}</span>
    ${running ? html`<button type="button" onClick=${study.cancel}>${t("screens.sure.cancel")}</button>` : html`<button type="button" onClick=${again}>${t("screens.sure.again")}</button>
      <label class="runs"><span class="vh">${t("screens.sure.runs")}</span><select value=${draws.value} onChange=${(event) => (draws.value = +event.target.value)}>${[...new Set([...COUNTS, draws.value])].sort((a, b) => a - b).map((count) => html`<option value=${count}>${t("screens.sure.so_many", { count })}</option>`)}</select></label>`}</div>`;
}

const source = (id) => { numberShown.value = id; right.value = "source"; go("bench"); };

function Decides({ of: one }) {
  if (!one.drivers.length) return html`<p><bdi>${one.few || t("screens.sure.little")}</bdi></p>`;
  const at = (share) => `${100 * share}%`;
  return html`<${Figure} name="what-decides" caption=${t("screens.sure.decides_caption")} columns=${[t("screens.sure.number"), t("screens.sure.decides"), "○", "●"]} rows=${one.drivers.map((each) => [each.text, percent(each.share), each.yes_low === null ? "" : percent(each.yes_low), each.yes_high === null ? "" : percent(each.yes_high)])}>
    <div class="tor">${one.drivers.map((each) => html`<button type="button" class="trow" key=${each.number} onClick=${() => source(each.number)}><span><bdi>${begun(each.text)}</bdi></span>
      ${each.yes_low !== null && html`<span class="tbar" dir="ltr" aria-hidden="true"><i style=${{ left: at(Math.min(each.yes_low, each.yes_high)), width: at(Math.abs(each.yes_high - each.yes_low)) }} /><b style=${{ left: at(each.yes_low) }} /><b class="hi" style=${{ left: at(each.yes_high) }} /></span>`}
      <small>${rich("screens.sure.of_variation", { share: html`<${Share} share=${each.share} />` })}${each.yes_low !== null && html` · ${rich("screens.sure.lowest", { share: html`<${Share} share=${each.yes_low} />` })} · ${rich("screens.sure.highest", { share: html`<${Share} share=${each.yes_high} />` })}`}</small></button>`)}</div><//>`;
}

const WIDE = [["0.5", "half"], ["1", "written"], ["2", "twice"]];
const Widths = ({ of: one }) => one.widths.length > 0 && html`<h2>${t("screens.sure.width")}</h2><div class="wid">${WIDE.map(([key, word]) => {
  const found = one.widths.find((each) => String(each.ranges) === key);
  return found && html`<span key=${key}><small>${t(`screens.sure.${word}`)}</small><b><${Share} share=${found.share} /></b><small>${t(`web.${found.answer}`)}</small></span>`;
})}</div>`;

const Paragraphs = ({ title, texts }) => texts.length > 0 && html`<h2>${title}</h2>${texts.map((text) => html`<p key=${text}><bdi>${text}</bdi></p>`)}`;

function Sure() {
  const request = asked(), key = JSON.stringify({ ...request, draws: draws.value }), state = study.state.value;
  const certain = !opened.value.numbers.some((one) => one.range);
  const again = () => study.start(key, { ...request, draws: draws.value, question: question.peek() || null });
  useEffect(() => { if (!certain && study.state.peek()?.key !== key) again(); }, [key, certain]);
  if (certain) return html`<section class="shares"><h1 class="h2">${t("screens.sure.title")}</h1><${Empty} what="range" /></section>`;
  if (!state) return html`<section class="shares"><p class="faint">${t("web.waiting")}</p></section>`;
  const shares = state.shares, one = state.found?.questions?.[question.value], ids = opened.value.questions.map((each) => each.id);
  const rows = ids.filter((id) => total(shares[id])).map((id) => [questions.value.get(id).text, ...ANSWERS.map((reply) => percent((shares[id][reply] ?? 0) / total(shares[id])))]);
  return html`<section class="shares"><h1 class="h2">${t("screens.sure.title")}</h1><${Line} state=${state} again=${again} />
      ${ids.map((id) => html`<${Bar} key=${id} id=${id} one=${shares[id]} />`)}
      <p class="tiny">${t("screens.sure.bars_caption")} ${t("web.runs_gloss")}</p><${Twin} name="shares" columns=${[t("screens.compare.question"), ...ANSWERS.map((reply) => t(`web.${reply}`))]} rows=${rows} /></section>
    <section class="detail" aria-busy=${state.running}><h2 class="qh"><bdi>${questions.value.get(question.value)?.text}</bdi></h2>
      ${one ? html`<h2>${t("screens.sure.decides")}</h2><${Decides} of=${one} /><${Paragraphs} title=${t("screens.sure.when")} texts=${one.when} /><${Paragraphs} title=${t("screens.sure.flip")} texts=${one.flip} /><${Widths} of=${one} />` : state.running && html`<p class="faint">${t("web.waiting")}</p>`}</section>
    <section class="heatp">${one && html`<h2>${t("screens.sure.distrust")}</h2>${one.distrust.length ? html`<ul class="parts dis">${one.distrust.map((text) => html`<li key=${text}><bdi>${text}</bdi></li>`)}</ul>` : html`<p>${t("screens.sure.gone")}</p>`}
      ${one.heat && html`<h2>${t("screens.sure.heat")}</h2><${Heat} of=${one.heat} />`}`}</section>`;
}

register("sure", { View: Sure, tab: "web.tab_sure", order: 4, frame: "quiet" });
