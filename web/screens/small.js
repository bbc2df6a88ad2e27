// A small case, seen whole: every outcome, every move that gains, and what rests in each way of looking ahead.
import { html } from "../parts/dom.js";
import { Figure, Twin } from "../parts/figure.js";
import { Mark } from "../parts/marks.js";
import { mover, who } from "../parts/named.js";
import { addressed } from "../address.js";
import { opened, useLive } from "../api.js";
import { register } from "../registry.js";
import { ahead } from "../state.js";
import { begun, semicolon, t } from "../words.js";
import { wrapped } from "./map.js";

const MOST = 24; // outcomes that are drawn; the program draws no more
const WIDTH = 1080, HEIGHT = 620, LINE = 15;
const node = addressed("node", 0, { write: String, read: Number }, { only: "small" }); // the outcome looked at; 0: the status quo

/** Outcomes on an oval, labels outside it. */
function places(nodes) {
  return new Map(nodes.map((one, i) => {
    const turn = -Math.PI / 2 + (2 * Math.PI * i) / nodes.length, across = Math.cos(turn), down = Math.sin(turn);
    return [one.outcome, { x: WIDTH / 2 + 330 * across, y: HEIGHT / 2 + 215 * down, across, down }];
  }));
}

function Drawing({ found, holds, at, select }) {
  const placed = places(found.nodes);
  const arrow = (arc) => {
    const from = placed.get(arc.from), to = placed.get(arc.to), long = Math.hypot(to.x - from.x, to.y - from.y), ux = (to.x - from.x) / long, uy = (to.y - from.y) / long;
    const bend = Math.min(46, long * 0.12), cx = (from.x + to.x) / 2 - uy * bend, cy = (from.y + to.y) / 2 + ux * bend, own = arc.from === at;
    return html`<g key=${`${arc.actor} ${arc.from} ${arc.to}`} class=${own ? "own" : ""}><path class=${arc.free ? "e1" : "e2"} marker-end="url(#arrow)" d=${`M${from.x + ux * 15} ${from.y + uy * 15}Q${cx} ${cy} ${to.x - ux * 18} ${to.y - uy * 18}`} />
      ${own && html`<text class="el" x=${cx} y=${cy} text-anchor="middle">${who(arc.actor)}</text>`}</g>`;
  };
  const label = (one) => {
    const { x, y, across, down } = placed.get(one.outcome), lines = wrapped(begun(one.text), 26);
    if (one.status_quo) lines.unshift(t("screens.small.status_quo"));
    const anchor = Math.abs(across) < 0.25 ? "middle" : across > 0 ? "start" : "end", height = lines.length * LINE;
    const top = y + 5 + 20 * down - (height - LINE) * (down < -0.6 ? 1 : down > 0.6 ? 0 : 0.5) + (Math.abs(across) < 0.25 ? 6 * down : 0);
    return lines.map((line, i) => html`<text key=${i} x=${x + 18 * across} y=${top + i * LINE} text-anchor=${anchor} class=${one.status_quo && !i ? "sqt" : ""}>${`${line} `}</text>`);
  };
  const press = (event, outcome) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    select(outcome);
  };
  return html`<svg class="elm" dir="ltr" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label=${t("screens.small.title")}>
    <defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" /></marker></defs>
    ${[...found.arcs].sort((a, b) => (a.from === at) - (b.from === at)).map(arrow)}
    ${found.nodes.map((one) => html`<g key=${one.outcome} class=${`node${one.outcome === at ? " now" : ""}${holds.includes(one.outcome) ? " pred" : ""}`} tabindex="0" role="button" aria-pressed=${one.outcome === at} aria-label=${`${one.status_quo ? `${t("screens.small.status_quo")} ` : ""}${begun(one.text)}${holds.includes(one.outcome) ? ` (${t("screens.small.rests")})` : ""}`} onClick=${(event) => press(event, one.outcome)} onKeyDown=${(event) => press(event, one.outcome)}>
      <circle class="hit" cx=${placed.get(one.outcome).x} cy=${placed.get(one.outcome).y} r="21" /><circle cx=${placed.get(one.outcome).x} cy=${placed.get(one.outcome).y} r="10" />${one.outcome === at && html`<circle class="halo" cx=${placed.get(one.outcome).x} cy=${placed.get(one.outcome).y} r="15" />`}${label(one)}</g>`)}</svg>`;
}

function Beside({ at, named, rests, select }) {
  const name = named.get(at);
  const moves = useLive("moves", () => ({ outcome: at })).data.value, answer = useLive("answer").data.value;
  return html`<aside class="pane why"><p class="kick">${t("screens.moves.here")}</p><h2 class="qh"><bdi>${begun(name)}</bdi></h2><p class=${rests ? "restok" : "restno"} role="status"><${Mark} answer=${rests ? "yes" : "no"} /> ${t(rests ? "screens.moves.rests" : "screens.moves.moves_on")}</p>
    ${moves?.outcome === at && html`${moves.movers.map((one) => html`<h3 key=${one.actor}><bdi>${who(one.actor)}</bdi></h3>${one.moves.filter((move) => move.verdict === "free" || move.verdict === "answered").map((move) => html`<p key=${move.to}><button type="button" class="link" onClick=${() => select(move.to)}><bdi>${begun(move.text)}</bdi></button> <span class="tiny">${t(`screens.small.${move.verdict}`)}</span>
        ${move.answer.length > 0 && html`<small class="ans">${t("screens.moves.answer_is", { steps: move.answer.map((reply) => t("screens.moves.step_of", { who: mover(reply.mover), what: reply.text })).join(semicolon()) })}</small>`}</p>`)}
        ${!one.moves.some((move) => move.verdict === "free" || move.verdict === "answered") && html`<p class="tiny">${t("screens.small.stays")}</p>`}`)}
      ${moves.together.some((move) => move.verdict === "signed") && html`<h3>${t("screens.moves.together")}</h3>${moves.together.filter((move) => move.verdict === "signed").map((move) => html`<p key=${move.to}><button type="button" class="link" onClick=${() => select(move.to)}><bdi>${begun(move.text)}</bdi></button></p>`)}`}`}
    ${answer?.ends.length > 0 && html`<h2 class="apart">${t("screens.small.goes")}</h2>${answer.ends.map((end) => html`<p key=${end.outcome}><button type="button" class="link" onClick=${() => select(end.outcome)}><bdi>${begun(named.get(end.outcome) ?? end.text)}</bdi></button></p>`)}`}</aside>`;
}

function Small() {
  const asked = useLive("graph", () => (opened.value?.outcomes <= MOST ? {} : null)), found = asked.data.value, way = ahead.value || "seq";
  if (!found) return html`<section class="smap">${asked.problems.value || opened.value.outcomes > MOST ? html`<h1>${t("screens.small.too_many")}</h1><p><a href="#/moves">${t("web.tab_moves")}</a></p>` : html`<p class="faint">${t("web.waiting")}</p>`}</section>`;
  const holds = found.holds[way] ?? [], at = found.nodes.some((one) => one.outcome === node.value) ? node.value : (found.nodes.find((one) => one.status_quo) ?? found.nodes[0]).outcome;
  const named = new Map(found.nodes.map((one) => [one.outcome, one.text])), select = (outcome) => (node.value = outcome);
  const ways = opened.value.ahead.filter((one) => one.id in found.holds);
  return html`<section class="smap"><h1>${t("screens.small.title")}</h1>
      <fieldset class="ways"><legend>${t("screens.small.way")}</legend><div class="seg">${ways.map((one) => html`<label key=${one.id}><input type="radio" name="way" checked=${way === one.id} onChange=${() => (ahead.value = one.id === "seq" ? "" : one.id)} /><span><bdi>${one.text}</bdi></span></label>`)}</div></fieldset>
      <p role="status"><b>${t("screens.small.resting", { count: holds.length })}</b></p>
      <${Figure} name="moves" caption=${t("screens.small.caption")} columns=${[t("screens.small.by_whom"), t("screens.small.from"), t("screens.small.to"), ""]} rows=${found.arcs.map((arc) => [who(arc.actor), named.get(arc.from), named.get(arc.to), t(`screens.small.${arc.free ? "free" : "answered"}`)])}>
        <${Drawing} found=${found} holds=${holds} at=${at} select=${select} />
        <p class="lg3" aria-hidden="true"><span><svg width="14" height="14" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" /></svg> ${t("screens.small.rests")}</span><span><svg width="34" height="10"><path class="e1" d="M0 5h30" /></svg> ${t("screens.small.free")}</span><span><svg width="34" height="10"><path class="e2" d="M0 5h30" /></svg> ${t("screens.small.answered")}</span></p><//>
      <${Twin} name="holds" label=${t("screens.small.all_ways")} columns=${[t("screens.outcome"), ...ways.map((one) => one.text)]} rows=${found.nodes.map((one) => [one.text, ...ways.map((each) => t(found.holds[each.id].includes(one.outcome) ? "web.yes" : "web.no"))])} /></section>
    <${Beside} key=${at} at=${at} named=${named} rests=${holds.includes(at)} select=${select} />`;
}

register("small", { View: Small, kind: "small fixx", title: () => opened.value?.title, frame: "quiet" });
