// Outcomes that matter, by what two parties gain: buttons on a drawing, and the same as a list.
import { html } from "../parts/dom.js";
import { Figure } from "../parts/figure.js";
import { who } from "../parts/named.js";
import { useLive } from "../api.js";
import { language } from "../state.js";
import { t } from "../words.js";
import { jump, path } from "./way.js";

const WIDTH = 390, HEIGHT = 520, EDGE = { left: 24, right: 24, top: 26, bottom: 34 }, LINE = 15;

/** A text in lines of about `most` letters. */
export function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > most) lines.push(word);
    else lines[lines.length - 1] += (lines.at(-1) && " ") + word;
  }
  return lines;
}

/** What an axis grows towards; the arrow points where it grows in both languages. */
export const towards = (text, arrow) => (language.value === "ar" || arrow === "↑" ? `${arrow} ${text}` : `${text} ${arrow}`);

const overlap = (a, b) => Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** Labels beside their dots, each where it covers least: other labels, dots, the edge. */
function placed(dots) {
  const taken = [];
  return [...dots].sort((a, b) => a.y - b.y).map((dot) => {
    const lines = wrapped(dot.label, 18), width = Math.max(...lines.map((line) => line.length)) * 7.1 + 4, height = lines.length * LINE;
    const beside = [[10, -height / 2 + 4, "start"], [-10 - width, -height / 2 + 4, "end"], [-width / 2, 12, "middle"], [-width / 2, -height - 10, "middle"], [10, 10, "start"], [-10 - width, 10, "end"], [10, -height - 6, "start"], [-10 - width, -height - 6, "end"],
      [14, 30, "start"], [14, -height - 28, "start"], [-14 - width, 30, "end"], [-14 - width, -height - 28, "end"], [-width - 40, -height / 2, "end"], [40, -height / 2, "start"], [30, 50, "start"], [-30 - width, 52, "end"], [30, 80, "start"], [-30 - width, 82, "end"], [30, -height - 58, "start"], [-30 - width, -height - 58, "end"]];
    let best = null;
    for (const [dx, dy, anchor] of beside) {
      const box = { x: dot.x + dx, y: dot.y + dy, width, height, anchor };
      let cost = taken.reduce((sum, other) => sum + overlap(box, other), 0) + Math.hypot(dx + width / 2, dy + height / 2) * 1.2;
      for (const other of dots) if (other.x > box.x - 5 && other.x < box.x + width + 5 && other.y > box.y - 5 && other.y < box.y + height + 5) cost += 900;
      cost += 40 * (Math.max(0, -box.x) + Math.max(0, box.x + width - WIDTH) + Math.max(0, -box.y) + Math.max(0, box.y + height - HEIGHT));
      if (!best || cost < best.cost) best = { ...box, cost };
    }
    taken.push(best);
    return { ...dot, lines, box: best };
  });
}

const ANCHORED = { start: (box) => box.x, end: (box) => box.x + box.width, middle: (box) => box.x + box.width / 2 };

function labelOf(node) {
  const [why, actor] = node.why.split(":");
  if (why === "status_quo") return t("web.status_quo");
  if (why === "here") return t("screens.moves.at_here");
  return t(`screens.moves.${why}`, { who: who(actor) });
}

const shorter = (value) => Math.sign(value) * Math.sqrt(Math.abs(value));

export function OutcomeMap() {
  const found = useLive("map", () => ({ path: path.value })).data.value;
  if (!found) return html`<p class="faint">${t("web.waiting")}</p>`;
  if (found.axes.length < 2) return null;
  const [across, up] = found.axes, right = who(across), top = who(up);
  const by = new Map();
  for (const node of found.nodes) if (!by.has(node.outcome)) by.set(node.outcome, node);
  const nodes = [...by.values()], start = nodes.find((node) => node.why === "status_quo")?.outcome, now = path.value.at(-1) ?? start;
  const xs = nodes.map((node) => node.at[across]), ys = nodes.map((node) => node.at[up]);
  const scale = (values, from, to) => {
    const low = shorter(Math.min(0, ...values) - 1), high = shorter(Math.max(0, ...values) + 1);
    return (value) => from + ((shorter(value) - low) / (high - low)) * (to - from);
  };
  const x = scale(xs, EDGE.left, WIDTH - EDGE.right), y = scale(ys, HEIGHT - EDGE.bottom, EDGE.top);
  const named = (node) => `${labelOf(node)}: ${node.text}`;
  const dots = placed(nodes.map((node) => ({ node, label: labelOf(node), x: x(node.at[across]), y: y(node.at[up]) })));
  const way = [start, ...path.value].map((outcome) => by.get(outcome)).filter(Boolean).map((node) => `${x(node.at[across])},${y(node.at[up])}`).join(" ");
  const press = (event, node) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    jump(node.outcome, node.text, node.outcome === start);
  };
  return html`<${Figure} name="outcomes" caption=${t("screens.moves.map_caption", { right, up: top })} columns=${[t("screens.outcome"), t("screens.moves.map"), right, top]} rows=${nodes.map((node) => [node.text, labelOf(node), node.at[across], node.at[up]])}>
    <svg class="map" dir="ltr" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label=${t("screens.moves.map")}>
      <line class="gl0" x1=${x(0)} x2=${x(0)} y1=${EDGE.top} y2=${HEIGHT - EDGE.bottom} /><line class="gl0" x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${y(0)} y2=${y(0)} />
      <text class="axl" x=${WIDTH - 6} y=${HEIGHT - 8} text-anchor="end">${towards(t("screens.moves.better_for", { who: right }), "→")}</text><text class="axl" x="6" y="12">${towards(t("screens.moves.better_for", { who: top }), "↑")}</text>
      ${path.value.length > 0 && html`<polyline class="way" points=${way} />`}
      ${dots.map(({ node, x: left, y: above, lines, box }) => html`<g key=${node.outcome} class=${`node${node.outcome === now ? " now" : ""}${node.why === "predicted" ? " pred" : ""}`} tabindex="0" role="button" aria-label=${named(node)} aria-pressed=${node.outcome === now} onClick=${(event) => press(event, node)} onKeyDown=${(event) => press(event, node)}>
        <title>${node.text}</title><circle class="hit" cx=${left} cy=${above} r="15" /><circle cx=${left} cy=${above} r=${node.outcome === now ? 8 : 6} />${node.outcome === now && html`<circle class="halo" cx=${left} cy=${above} r="12" />`}
        ${Math.hypot(box.x + box.width / 2 - left, box.y + box.height / 2 - above) > box.width / 2 + 22 && html`<line class="lead" x1=${left} y1=${above} x2=${Math.max(box.x, Math.min(left, box.x + box.width))} y2=${box.y + box.height / 2} />`}
        ${lines.map((line, i) => html`<text key=${i} x=${ANCHORED[box.anchor](box)} y=${box.y + 12 + LINE * i} text-anchor=${box.anchor}>${`${line} `}</text>`)}</g>`)}</svg><//>`;
}
