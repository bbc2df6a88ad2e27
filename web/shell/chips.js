// The row of questions: each with its answer and its share of the runs. One is looked at, on every screen.
import { html } from "../parts/dom.js";
import { Mark } from "../parts/marks.js";
import { Share, t } from "../words.js";
import { question, viewing } from "../state.js";
import { opened } from "../api.js";
import { before, changed, fact, shareOf } from "../session.js";

const ROW = 9; // chips side by side where there is room

/** What the chips say on the bench and everywhere else: the answer, changed against the file. `was`: what it was. */
export function answers() {
  return opened.value.questions.map(({ id }) => ({ question: id, answer: fact(id)?.answer, was: changed.value.has(id) ? before(id)?.answer : undefined, share: shareOf(id) }));
}

/** `of`: [{question, answer, was, share}]; share undefined: none is told (null: it is being worked out). `view`: what was is how things are in fact. */
export function Chips({ of = answers(), view = viewing.value, label = t("web.bench.answer") }) {
  if (!opened.value.questions.length) return null;
  const named = new Map(opened.value.questions.map((one) => [one.id, one.text]));
  return html`<div class="chips" role="group" aria-label=${label} style=${{ "--chips": Math.ceil(of.length / Math.ceil(of.length / ROW)), "--all": of.length }}>${of.map(({ question: id, answer: reply, was, share }) => html`
    <button type="button" key=${id} class=${`chip${question.value === id ? " on" : ""}${was ? " changed" : ""}`} aria-pressed=${question.value === id} title=${named.get(id)} onClick=${() => (question.value = id)}>
      <span class="cq"><bdi>${named.get(id)}</bdi></span>
      <span class="ca">${reply ? html`<${Mark} answer=${reply} /><b>${t(`web.${reply}`)}</b>` : html`<span class="dots">…</span>`}${was && (view ? html`<small>${t("web.in_fact")}: ${t(`web.${was}`)}</small>` : html`<s>${t("web.was")} ${t(`web.${was}`)}</s>`)}
        <span class="cs">${share === undefined || !reply ? "" : share === null ? html`<span class="dots" title=${t("web.no_share")}>…</span>` : html`<${Share} share=${share} />`}</span></span>
      ${share !== undefined && html`<span class="bar" aria-hidden="true"><i style=${{ inlineSize: `${100 * (share ?? 0)}%` }} /></span>`}
    </button>`)}</div>`;
}
