// The strip under a slider: which answer holds where along one number, and where any answer turns, in words.
import { html } from "../parts/dom.js";
import { number, semicolon, t } from "../words.js";
import { questions } from "../session.js";

/** [{from, to, answers}] of a strip, from the low end of its domain to the high one. */
export function pieces(strip) {
  const [low, high] = strip.domain, ends = [...strip.cuts.map((cut) => cut.at), high];
  return [strip.first, ...strip.cuts.map((cut) => cut.answers)].map((answers, i) => ({ from: i ? ends[i - 1] : low, to: ends[i], answers }));
}
const pieceAt = (all, value) => all.findLast((one) => value >= one.from) ?? all[0];

export function Strip({ strip, question }) {
  const all = pieces(strip), [low, high] = strip.domain, at = (value) => (100 * (value - low)) / (high - low || 1), bands = [];
  for (const { from, to, answers } of all) {
    const last = bands.at(-1);
    if (last && last.answer === answers[question]) last.to = to;
    else bands.push({ from, to, answer: answers[question] });
  }
  return html`<div class="strip" aria-hidden="true">${bands.map((one) => html`<i class=${`s-${one.answer}`} style=${{ insetInlineStart: `${at(one.from)}%`, inlineSize: `${at(one.to) - at(one.from)}%` }} />`)}${all.slice(1).map((one) => html`<u style=${{ insetInlineStart: `${at(one.from)}%` }} />`)}</div>`;
}

const said = (id, reply) => {
  const one = questions.value.get(id);
  return reply === "some" ? `${one.yes} (${t("web.some")})` : reply === "yes" ? one.yes : one.no;
};

/** What turns on either side of a value, the question looked at first. */
export function stripWords(strip, value, question) {
  const all = pieces(strip), here = pieceAt(all, value), i = all.indexOf(here), out = [];
  const turned = (there) => {
    const ids = Object.keys(there.answers).filter((id) => questions.value.has(id) && there.answers[id] !== here.answers[id]).sort((a, b) => (b === question) - (a === question));
    return ids.length ? said(ids[0], there.answers[ids[0]]) + (ids.length > 1 ? semicolon() + t("web.bench.and_more", { count: ids.length - 1 }) : "") : "";
  };
  if (i > 0) out.push(t("web.bench.turns_below", { value: number(here.from), what: turned(all[i - 1]) }));
  if (i < all.length - 1) out.push(t("web.bench.turns_at", { value: number(here.to), what: turned(all[i + 1]) }));
  return out.join(" ") || t("web.bench.never_turns");
}

/** A value just beyond the next tipping point upwards (`way` 1) or downwards (−1); undefined where there is none. */
export function beyond(strip, value, way) {
  const cuts = strip.cuts.map((cut) => cut.at), [low, high] = strip.domain, grain = 10 ** (Math.floor(Math.log10(high - low)) - 4);
  const cut = way > 0 ? cuts.find((one) => one > value) : cuts.findLast((one) => one < value);
  if (cut === undefined) return undefined;
  const steps = cut / grain, whole = way > 0 ? Math.floor(steps + 1e-6) + 1 : Math.ceil(steps - 1e-6) - 1;
  return Math.min(high, Math.max(low, +(whole * grain).toPrecision(12)));
}
