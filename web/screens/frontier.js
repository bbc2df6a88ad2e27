// All packages as dots, by what two sides gain; those that nothing beats are joined, and are buttons.
import { useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Figure } from "../parts/figure.js";
import { who } from "../parts/named.js";
import { begun, t } from "../words.js";
import { towards } from "./map.js";

const WIDTH = 380, HEIGHT = 380, EDGE = 22;
const key = (one) => Object.values(one).join("|");

/** Which two sides: a choice where there are more. */
const Axes = ({ parties, axes, change }) => parties.length > 2 && html`<p class="row">${[0, 1].map((i) => html`<label key=${i}><span class="vh">${t("screens.moves.better_for", { who: i ? "↑" : "→" })}</span>${i ? "↑" : "→"} <select value=${axes[i]} onChange=${(event) => change(i, event.target.value)}>${parties.filter((id) => id !== axes[1 - i]).map((id) => html`<option value=${id}>${who(id)}</option>`)}</select></label>`)}</p>`;

export function Frontier({ deal, now, audit, seen, take, words }) {
  const [axes, setAxes] = useState(deal.parties.slice(0, 2));
  if (deal.parties.length < 2 || !deal.points.length) return null;
  const [across, up] = axes.every((id) => deal.parties.includes(id)) ? axes : deal.parties;
  const points = deal.points, turned = across !== deal.parties[0], point = (pair) => (turned ? [pair[1], pair[0]] : pair);
  const lines = deal.pieces.map((one) => ({ ...one, left: point(one.left), right: point(one.right) })), reach = deal.reach.map(point), ends = [...lines.flatMap((one) => [one.left, one.right]), ...reach];
  const xs = [...points.map((one) => one.gains[across]), ...ends.map(([x]) => x)], ys = [...points.map((one) => one.gains[up]), ...ends.map(([, y]) => y)];
  const x0 = Math.min(0, ...xs) - 1, x1 = Math.max(0, ...xs) + 1, y0 = Math.min(0, ...ys) - 1, y1 = Math.max(0, ...ys) + 1.6;
  const x = (gain) => EDGE + ((gain - x0) / (x1 - x0)) * (WIDTH - 2 * EDGE), y = (gain) => HEIGHT - EDGE - ((gain - y0) / (y1 - y0)) * (HEIGHT - 2 * EDGE);
  const best = [...deal.frontier].sort((a, b) => a.gains[across] - b.gains[across]);
  const at = audit && { x: x(audit.gains[across].centre), y: y(audit.gains[up].centre) };
  const views = seen && audit ? Object.entries(audit.seen).filter(([, gains]) => across in gains && up in gains).map(([view, gains]) => ({ view, x: x(gains[across]), y: y(gains[up]) })) : [];
  const least = [x(deal.least[across] ?? 0), y(deal.least[up] ?? 0)];
  const anchor = at && at.x > WIDTH - 110 ? "end" : "start";
  const press = (event, one) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    take(one.package);
  };
  const right = who(across), top = who(up), kind = lines.length ? "shares_caption" : deal.parties.length === 2 ? "frontier_caption" : "many_caption", named = (one) => begun(words(one.package)) || t("screens.deal.no_deal");
  const caption = `${lines.length ? "" : `${t("screens.deal.points", { count: points.length })}. `}${t(`screens.deal.${kind}`, { right, up: top })}${reach.length ? ` ${t("screens.deal.reach_caption")}` : ""}`;
  return html`<${Axes} parties=${deal.parties} axes=${[across, up]} change=${(i, id) => setAxes(i ? [across, id] : [id, up])} />
    <${Figure} name="packages" caption=${caption} columns=${[t("screens.deal.package"), ...deal.parties.map(who)]} rows=${(points.length > 400 ? best : points).map((one) => [named(one), ...deal.parties.map((id) => one.gains[id])])}>
    <svg class="fr" dir="ltr" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label=${t("screens.deal.all")}>
      <rect class="zone" x=${least[0]} y=${EDGE - 8} width=${Math.max(0, WIDTH - EDGE - least[0] + 8)} height=${Math.max(0, least[1] - EDGE + 8)} /><text class="zl" x=${WIDTH - EDGE} y=${EDGE + 6} text-anchor="end">${t("screens.deal.zone")}</text>
      <line class="gl0" x1=${x(0)} x2=${x(0)} y1=${EDGE} y2=${HEIGHT - EDGE} /><line class="gl0" x1=${EDGE} x2=${WIDTH - EDGE} y1=${y(0)} y2=${y(0)} />
      ${points.map((one) => html`<circle key=${key(one.package)} class="pt" cx=${x(one.gains[across]).toFixed(1)} cy=${y(one.gains[up]).toFixed(1)} r="2.4" onClick=${() => take(one.package)} />`)}
      ${reach.length > 0 && html`<line class="reach" x1=${x(reach[0][0])} y1=${y(reach[0][1])} x2=${x(reach[1][0])} y2=${y(reach[1][1])} />`}
      ${lines.map((one, i) => html`<g key=${i}><line class="fl" x1=${x(one.left[0])} y1=${y(one.left[1])} x2=${x(one.right[0])} y2=${y(one.right[1])} />${[["left", one.left_open], ["right", one.right_open]].map(([end, open]) => html`<circle class=${open ? "end open" : "end"} cx=${x(one[end][0])} cy=${y(one[end][1])} r="3" />`)}</g>`)}
      ${deal.parties.length === 2 && !lines.length && html`<polyline class="fl" points=${best.map((one) => `${x(one.gains[across])},${y(one.gains[up])}`).join(" ")} />`}
      ${best.map((one) => html`<g key=${key(one.package)} class="fpg" tabindex="0" role="button" aria-label=${named(one)} onClick=${(event) => press(event, one)} onKeyDown=${(event) => press(event, one)}><title>${named(one)}</title><circle class="hit" cx=${x(one.gains[across])} cy=${y(one.gains[up])} r="15" /><circle class="fp" cx=${x(one.gains[across])} cy=${y(one.gains[up])} r="4" /></g>`)}
      <path class="cross" d=${`M${x(0) - 7} ${y(0)}h14M${x(0)} ${y(0) - 7}v14`} /><text class="lb" x=${x(0) + (x(0) < 70 ? 8 : -8)} y=${y(0) + 18} text-anchor=${x(0) < 70 ? "start" : "end"}>${t("screens.deal.no_deal")}</text>
      ${views.map((one) => html`<g key=${one.view}><line class="hopel" x1=${at.x} y1=${at.y} x2=${one.x} y2=${one.y} /><path class="hope" d=${`M${one.x} ${one.y - 6}l6 6-6 6-6-6z`} />${Math.hypot(one.x - at.x, one.y - at.y) > 5 && html`<text class="lb" x=${one.x - 11} y=${one.y + 4} text-anchor="end">${t("screens.deal.seen_by", { who: who(one.view) })}</text>`}</g>`)}
      ${at && html`<circle class="cur" cx=${at.x} cy=${at.y} r="8" /><text class="lb b" x=${at.x + (anchor === "end" ? -12 : 12)} y=${at.y + 5} text-anchor=${anchor}>${t("screens.deal.here")}</text>`}
      <text class="axl" x=${WIDTH - 6} y=${HEIGHT - 6} text-anchor="end">${towards(t("screens.moves.better_for", { who: right }), "→")}</text><text class="axl" x="4" y="12">${towards(t("screens.moves.better_for", { who: top }), "↑")}</text></svg><//>`;
}
