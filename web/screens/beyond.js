// What an agreement says beyond its packages: who must say yes, what is paid, in which steps, what lasts, how sure.
import { html } from "../parts/dom.js";
import { Mark } from "../parts/marks.js";
import { who } from "../parts/named.js";
import { Gain, number, t } from "../words.js";
import { Level } from "./level.js";

/** The ratifiers of each party, and what each says. */
export const Ratifiers = ({ told }) => told && html`<h3>${t("screens.deal.ratify")}</h3>
  <ul class="votes">${told.votes.map((one) => html`<li key=${`${one.party} ${one.text}`}><${Mark} answer=${one.yes ? "yes" : "no"} /> <b><bdi>${one.text}</bdi></b> <span class="faint">(<bdi>${who(one.party)}</bdi>)</span> ${t(one.yes ? "screens.deal.votes_yes" : "screens.deal.votes_no")} ${one.gain === null ? html`<span class="faint">· ${t("screens.deal.body")}</span>` : html`<${Gain} value=${one.gain} />`}</li>`)}</ul>
  <p><bdi>${told.text}</bdi></p>`;

const receiving = (deal, amount) => ({ [deal.parties[0]]: amount, [deal.parties[1]]: -amount });

/** Who pays whom: what leaves nobody worse off, the even share, and a payment to try. `paid`: party → what it receives. */
export function Payments({ deal, told, paid, drag, put }) {
  if (!told || deal.money === null) return null;
  const [first, second] = deal.parties, two = deal.parties.length === 2, some = Object.values(paid).some(Boolean), now = paid[first] ?? 0;
  const amount = (value) => `${number(Math.abs(value))}${deal.money}`;
  const words = (value) => (Math.abs(value) < 1e-9 ? t("screens.deal.no_payment") : t("screens.deal.pays", { giver: who(value > 0 ? second : first), taker: who(value > 0 ? first : second), amount: amount(value) }));
  const ends = two && told.receives ? told.receives[first] : [0, 0], width = Math.max(Math.abs(ends[0]), Math.abs(ends[1]), Math.abs(now), ...deal.points.map((one) => Math.abs(one.gains[first])));
  return html`<h2>${t("screens.deal.payment")}</h2>${told.text.map((line) => html`<p key=${line}><bdi>${line}</bdi></p>`)}
    ${two && html`<${Level} id="payment" label=${words(now)} low=${-width} high=${width} unit=${deal.money} value=${now} words=${words(now)} ticks=${[{ at: 0, text: t("screens.deal.no_payment") }, ...(told.receives ? ends.map((at) => ({ at, text: number(at) })) : []), ...(told.even ? [{ at: told.even[first], text: t("screens.deal.share_evenly") }] : [])]} put=${(text) => drag(receiving(deal, +text))} />`}
    <p class="row"><button type="button" disabled=${!told.even} onClick=${() => put(told.even)}>${t("screens.deal.share_evenly")}</button> <button type="button" disabled=${!some} onClick=${() => put({})}>${t("screens.deal.no_payment")}</button></p>
    ${some && html`<p class="tiny" role="status">${two ? "" : html`<bdi>${deal.parties.map((id) => html`<span key=${id}>${who(id)} <${Gain} value=${paid[id] ?? 0} /> </span>`)}</bdi>`}${t("screens.deal.counted")}</p>`}`;
}

/** The parts of the report about one agreement; steps as the numbered list that they are. */
export const More = ({ parts }) => parts.map((one) => html`<section class="more" key=${one.id}><h3>${one.title}</h3>
  ${one.steps.length > 0 && html`<ol class="steps">${one.steps.map((step, i) => html`<li key=${i}><bdi>${step.text}</bdi></li>`)}</ol>`}
  ${one.lines.slice(one.steps.length ? 1 : 0).map((line, i) => html`<p key=${i}><bdi>${line}</bdi></p>`)}</section>`);
