// The deal table: put a package together and see at once who gains, who would sign, whether it lasts.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Mark } from "../parts/marks.js";
import { listOf, mover, who } from "../parts/named.js";
import { addressed, yes } from "../address.js";
import { useLive } from "../api.js";
import { cover, remember } from "../history.js";
import { register } from "../registry.js";
import { say } from "../state.js";
import { Gain, Share, begun, comma, number, rich, semicolon, t } from "../words.js";
import { More, Payments, Ratifiers } from "./beyond.js";
import { Frontier } from "./frontier.js";
import { Level } from "./level.js";

const levels = { write: (value) => Object.entries(value).map(([issue, level]) => `${issue}:${level}`).join("~"), read: (text) => Object.fromEntries(text.split("~").filter((one) => one.includes(":")).map((one) => one.split(":"))) };
const chosen = cover(addressed("pkg", {}, levels, { only: "deal" })); // issue → level; nothing: the first package of the list
const amounts = { write: levels.write, read: (text) => Object.fromEntries(Object.entries(levels.read(text)).map(([id, value]) => [id, +value]).filter(([, value]) => Number.isFinite(value))) };
const paid = cover(addressed("pay", {}, amounts, { only: "deal" })); // party → what it receives
const agreement = addressed("agreement", "", undefined, { only: "deal" });
const seen = addressed("seen", false, yes, { only: "deal" });
const last = signal(null); // the issue chosen last: where a rule asks for more, the others follow it

const same = (a, b) => Object.keys(b).every((issue) => a[issue] === b[issue]);

/** What a package has that another has not, in the words of its levels. */
export const packageWords = (deal, to, from = deal.no_deal) => deal.issues.filter((issue) => to[issue.id] !== from[issue.id]).map((issue) => levelWords(issue, to[issue.id])).join(semicolon());
const levelWords = (issue, at) => issue.levels.find((level) => level.id === at)?.text ?? (issue.share ? `${issue.text}: ${number(+at, 3)}${issue.share.unit}` : "");

function put(to) {
  remember();
  chosen.value = to;
}
function pay(to) {
  remember();
  paid.value = to;
}
/** A package that stands for itself: nothing is paid with it. */
function take(to) {
  put(to);
  paid.value = {};
}

function Issue({ issue, at, impossible, choose }) {
  if (issue.share) return html`<${Level} id=${issue.id} label=${begun(issue.text)} low=${issue.share.low} high=${issue.share.high} unit=${issue.share.unit} value=${+at} ticks=${issue.levels.map((one) => ({ at: +one.id, text: one.text }))} put=${(value) => choose(issue.id, value, true)} />`;
  return html`<fieldset class="iss"><legend><bdi>${issue.owner ? `${who(issue.owner)}` : ""}</bdi><span class="vh"> ${issue.text}</span></legend><div class="seg wide">
    ${issue.levels.map((level) => {
      const rule = impossible?.[level.id];
      return html`<label key=${level.id} class=${at === level.id ? "on" : ""} title=${rule ? t("screens.deal.impossible", { why: rule }) : undefined}><input type="radio" name=${issue.id} checked=${at === level.id} disabled=${Boolean(rule)} onChange=${() => choose(issue.id, level.id)} /><span><bdi>${level.text}</bdi></span></label>`;
    })}</div></fieldset>`;
}

/** Where a gain stands between the least and the most that any package brings this side. */
function Party({ id, gauge, deal, audit }) {
  const value = gauge.centre, least = deal.least[id] ?? 0, views = seen.value ? Object.entries(audit.seen).map(([view, gains]) => [view, gains[id]]).filter(([, gain]) => gain !== undefined && Math.abs(gain - value) > 0.01) : [];
  const all = [0, least, gauge.low, gauge.high, value, ...views.map(([, gain]) => gain), ...deal.points.map((point) => point.gains[id])];
  const low = Math.min(...all), high = Math.max(...all), edge = 0.04 * (high - low || 1), at = (gain) => `${(100 * (gain - low + edge)) / (high - low + 2 * edge)}%`;
  const words = Math.abs(value) < 1e-9 ? t("screens.deal.same") : t(value > 0 ? "screens.deal.better_by" : "screens.deal.worse_by", { value: number(Math.abs(value)) });
  return html`<div class="party"><div class="pp"><h3><bdi>${who(id)}</bdi></h3><p class=${`big ${gauge.enough ? "up" : value < 0 ? "dn" : ""}`}><span aria-hidden="true">${gauge.enough ? "▲" : value < 0 ? "▼" : "■"}</span> ${words}</p></div>
    <div class="gauge" dir="ltr" aria-hidden="true"><span class="zero" style=${{ left: at(0) }} /><span class="red" style=${{ left: at(least) }} /><span class="band" style=${{ left: at(gauge.low), width: `${Math.max(0.6, parseFloat(at(gauge.high)) - parseFloat(at(gauge.low)))}%` }} /><span class="dot" style=${{ left: at(value) }} />${views.map(([view, gain]) => html`<span class="ghostd" key=${view} style=${{ left: at(gain) }} />`)}<em style=${{ left: at(0) }}>0</em></div>
    <p class="tiny">${gauge.low < gauge.high && html`<i class="sw swr" aria-hidden="true" />${rich("screens.deal.band", { low: html`<${Gain} value=${gauge.low} />`, high: html`<${Gain} value=${gauge.high} />` })} `}<i class="redk" aria-hidden="true" />${t("screens.deal.least", { value: number(least) })} <b>${t(gauge.enough ? "screens.deal.enough" : "screens.deal.not_enough")}</b>
      ${views.map(([view, gain]) => html`<span class="asseen" key=${view}>◇ ${t("screens.deal.seen_by", { who: who(view) })}: <${Gain} value=${gain} /></span>`)}</p></div>`;
}

const Steps = ({ way }) => way.length > 0 && html`<b><bdi>${way.map((one) => t("screens.moves.step_of", { who: mover(one.mover), what: one.text })).join(semicolon())}</bdi></b>`;

function Verdicts({ deal, audit, take }) {
  const { signed: sign, lasts } = audit;
  return html`<div class="qas" aria-live="polite"><div><h3>${t("screens.deal.signed")}</h3><p><${Mark} answer=${sign.verdict ? "yes" : "no"} /> <bdi>${sign.text}</bdi></p></div>
      <div><h3>${t("screens.deal.lasts")}</h3><p><${Mark} answer=${lasts.verdict === null ? "some" : lasts.verdict ? "yes" : "no"} /> <bdi>${lasts.text}</bdi> <${Steps} way=${lasts.way} /></p></div>
      <div><h3>${t("screens.deal.others")}</h3>${audit.others.length ? audit.others.map((text) => html`<p><bdi>${text}</bdi></p>`) : html`<p>${t("screens.deal.no_others")}</p>`}</div></div>
    <h3>${t("screens.deal.better")}</h3>
    ${audit.better.length ? audit.better.map((one) => {
      const refuses = deal.parties.filter((id) => one.gains[id] <= (deal.least[id] ?? 0));
      return html`<button type="button" class="better" key=${one.text} onClick=${() => take(one.package)}><span><b><bdi>${begun(one.text)}</bdi></b><small>${deal.parties.map((id, i) => html`${i ? comma() : ""}<bdi>${who(id)}</bdi> <${Gain} value=${one.gains[id]} />`)}${refuses.length ? ` · ${t("screens.deal.refused", { who: listOf(refuses) })}` : ""}</small></span><span class="take">${t("screens.deal.take")}</span></button>`;
    }) : html`<p>${t("screens.deal.none_better")}</p>`}`;
}

function Zone({ zone }) {
  if (!zone || zone.as_it_is === undefined) return null;
  return html`<p>${rich("screens.deal.zone_share", { share: html`<${Share} share=${zone.as_it_is} />` })} ${Object.entries(zone).filter(([view]) => view !== "as_it_is").map(([view, share]) => html`<span key=${view}>${rich("screens.deal.zone_view", { who: who(view), share: html`<${Share} share=${share} />` })} </span>`)}</p>`;
}

const Openings = ({ deal, take }) => deal.open_by.length > 0 && html`<h3>${t("screens.deal.opens")}</h3><ul class="opens">${deal.open_by.slice(0, 4).map((one) => html`<li key=${one.path}><b><bdi>${begun(one.text)}</bdi></b><br />${t(one.beyond > one.now ? "screens.deal.opens_above" : "screens.deal.opens_below", { value: number(one.beyond), now: number(one.now) })} ${one.package && html`<button type="button" class="link" onClick=${() => take(one.package)}>${t("screens.deal.take")}</button>`}</li>`)}</ul>`;

function Deal() {
  const asked = useLive("deal", () => ({ agreement: agreement.value || null })), deal = asked.data.value;
  const first = deal && (deal.presets[0]?.package ?? deal.no_deal), now = deal && { ...first, ...chosen.value };
  const audit = useLive("audit", () => {
    const table = asked.data.value;
    return table && { agreement: table.agreement, kept: last.value, receives: paid.value, package: { ...(table.presets[0]?.package ?? table.no_deal), ...chosen.value } };
  });
  const told = audit.data.value;
  const later = useLive("openings", () => asked.data.value && audit.data.value && { agreement: asked.data.value.agreement }).data.value; // it takes longer than the package, so it comes after it
  useEffect(() => {
    if (!told?.repaired.length || audit.waiting.value) return;
    say(t("screens.deal.repaired", { what: told.repaired.join(semicolon()) }));
    chosen.value = told.package;
  }, [told]);
  if (!deal) return html`<section class="table">${asked.problems.value ? html`<h1 class="h2">${t("screens.deal.no_agreement")}</h1><p>${asked.problems.value[0]?.text}</p>` : html`<p class="faint">${t("web.waiting")}</p>`}</section>`;
  const choose = (issue, level, dragged) => {
    last.value = issue;
    if (!dragged) remember(); // a slider remembers where it began
    chosen.value = { ...now, [issue]: level };
  };
  const issues = (own) => deal.issues.filter((issue) => Boolean(issue.owner) === own).map((issue) => html`<${Issue} key=${issue.id} issue=${issue} at=${now[issue.id]} impossible=${told?.impossible[issue.id]} choose=${choose} />`);
  const presets = [...deal.presets, { id: "", text: t("screens.deal.no_deal"), package: deal.no_deal }].filter((one, i, all) => all.findIndex((other) => same(one.package, other.package)) === i);
  const pledges = issues(true), plain = !Object.values(paid.value).some(Boolean);
  return html`<section class="table"><h1 class="h2">${t("screens.deal.table")}</h1>
      ${deal.agreements.length > 1 && html`<p><select aria-label=${t("screens.deal.agreement")} value=${deal.agreement} onChange=${(event) => { remember(); chosen.value = {}; paid.value = {}; agreement.value = event.target.value; }}>${deal.agreements.map((one) => html`<option value=${one.id}>${one.text}</option>`)}</select></p>`}
      <div class="presets" role="group" aria-label=${t("screens.deal.presets")}><span>${t("screens.deal.presets")}</span>${presets.map((one) => html`<button type="button" key=${one.id} class=${`pill${plain && same(now, one.package) ? " on" : ""}`} aria-pressed=${plain && same(now, one.package)} onClick=${() => take(one.package)}><bdi>${one.text}</bdi></button>`)}</div>
      <h2>${t("screens.deal.terms")}</h2>${issues(false)}${pledges.length > 0 && html`<h2>${t("screens.deal.pledges")}</h2>${pledges}`}<${Payments} deal=${deal} told=${told?.payments} paid=${paid.value} drag=${(to) => (paid.value = to)} put=${pay} /></section>
    <section class="verdict"><div class="ph"><h2>${t("screens.deal.against")}</h2>${told && Object.keys(told.seen).length > 0 && html`<label class="chk"><input type="checkbox" checked=${seen.value} onChange=${(event) => (seen.value = event.target.checked)} /><span>${t("screens.deal.as_seen")}</span></label>`}</div>
      ${told ? html`${deal.parties.map((id) => html`<${Party} key=${id} id=${id} gauge=${told.gains[id]} deal=${deal} audit=${told} />`)}<p class="tiny">${t("screens.deal.gauge_caption")}</p><${Ratifiers} told=${told.ratified} /><${Verdicts} deal=${deal} audit=${told} take=${take} />` : html`<p class="faint">${t("web.waiting")}</p>`}</section>
    <aside class="front"><h2>${t("screens.deal.all")}</h2><${Frontier} deal=${deal} now=${now} audit=${told} seen=${seen.value} take=${take} words=${(one) => packageWords(deal, one)} /><${Zone} zone=${later?.zone} />${later && html`<${Openings} deal=${later} take=${take} /><${More} parts=${later.more} />`}</aside>`;
}

register("deal", { View: Deal, tab: "web.tab_deal", order: 3, frame: "quiet", kind: "deal fix" });
