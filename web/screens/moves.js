// Play the situation: from an outcome, who can move, what each gains by it, who would answer.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Mark } from "../parts/marks.js";
import { listOf, mover, who } from "../parts/named.js";
import { go } from "../address.js";
import { asked, call, opened, useLive } from "../api.js";
import { register } from "../registry.js";
import { Gain, begun, number, semicolon, t } from "../words.js";
import { OutcomeMap } from "./map.js";
import { called, names, path, walk } from "./way.js";

const here = signal(null); // what `moves` answered for the outcome shown
const start = signal(null); // and for the status quo

function take(move) {
  called(move.to, move.text);
  walk([...path.peek(), move.to]);
}
const back = () => path.value.length > 0 && walk(path.value.slice(0, -1));

/** What a step brings each party: a bar from the middle, to the right a gain. */
function Gains({ gains, most }) {
  return html`<span class="gains">${Object.entries(gains).map(([id, gain]) => {
    const width = Math.min(50, (50 * Math.abs(gain)) / most);
    return html`<span class="gb" key=${id}><small><bdi>${who(id)}</bdi></small><span class="ax" dir="ltr" aria-hidden="true"><i class=${gain >= 0 ? "up" : "dn"} style=${{ left: `${gain >= 0 ? 50 : 50 - width}%`, width: `${width}%` }} /></span><${Gain} value=${gain} /></span>`;
  })}</span>`;
}

const SIGNS = { free: ["good", "→"], signed: ["good", "→"], answered: ["mid", "⇄"], not_kept: ["mid", "⇄"], spoiled: ["mid", "⇄"], small: ["bad", "×"], loss: ["bad", "×"], refused: ["bad", "×"] };

function Row({ move, by, most }) {
  const [kind, sign] = SIGNS[move.verdict], own = by && move.gains[by];
  const tag = move.verdict === "refused" ? t("screens.moves.refused", { who: listOf(move.refuses) }) : t(`screens.moves.${move.verdict}`, { value: own === undefined ? "" : number(move.verdict === "loss" ? -own : own) });
  const thin = move.verdict === "small" || move.verdict === "loss";
  const surprising = move.why && !(move.refuses?.length && move.refuses.every((id) => move.gains[id] <= 0)); // that who loses refuses needs no reason
  const replies = move.answer?.map((one) => t("screens.moves.step_of", { who: mover(one.mover), what: one.text })).join(semicolon());
  return html`<button type="button" class=${`mv ${kind}${thin ? " thin" : ""}`} onClick=${() => take(move)}>
    <span class="sym" aria-hidden="true">${sign}</span><span class="mw"><b><bdi>${begun(move.text)}</bdi></b> <small class="tag">${tag}</small>
      ${surprising && html`<small class="ans"><bdi>${move.why}</bdi></small>`}${replies && html`<small class="ans">${t("screens.moves.answer_is", { steps: replies })}</small>`}</span>
    ${!thin && html`<${Gains} gains=${move.gains} most=${most} />`}</button>`;
}

const pays = (move) => move.verdict === "free" || move.verdict === "answered";

function Alone({ one, most }) {
  return html`<section class="mc"><h2>${t("screens.moves.alone", { who: who(one.actor) })}</h2>
    ${!one.moves.some(pays) && html`<p class="stay">${t("screens.moves.stays", { who: who(one.actor) })}</p>`}
    ${one.moves.map((move) => html`<${Row} key=${move.to} move=${move} by=${one.actor} most=${most} />`)}
    ${one.more > 0 && html`<p class="tiny">${t("screens.moves.more", { count: one.more })}</p>`}</section>`;
}

function Crumbs() {
  const steps = path.value, at = steps.length;
  return html`<aside class="crumbs" aria-label=${t("screens.moves.way")}><h2>${t("screens.moves.way")}</h2>
    <ol>${[null, ...steps].map((outcome, i) => html`<li key=${i} aria-current=${i === at ? "step" : undefined}><button type="button" onClick=${() => i < at && walk(steps.slice(0, i))}>${i ? html`<bdi>${begun(names.value[outcome] ?? "…")}</bdi>` : t("web.status_quo")}</button></li>`)}</ol>
    <div class="row"><button type="button" aria-disabled=${!at} onClick=${back}>${t("screens.moves.back")}</button><button type="button" aria-disabled=${!at} onClick=${() => at && walk([])}>${t("screens.moves.again")}</button></div></aside>`;
}

function Moves() {
  const shown = useLive("moves", () => ({ outcome: path.value.at(-1) ?? null }));
  const first = useLive("moves", () => (path.value.length ? { outcome: null } : null));
  const data = shown.data.value;
  useEffect(() => {
    here.value = data;
    const atStart = shown.of.value?.outcome === null ? data : first.data.value;
    if (atStart) start.value = atStart;
  }, [data, first.data.value]);
  useEffect(() => {
    for (const outcome of new Set(path.value)) if (!names.peek()[outcome]) call("moves", { ...asked(), outcome }).then((found) => found && called(outcome, found.text), () => {});
  }, [path.value.join()]);
  useEffect(() => () => { here.value = null; names.value = {}; }, [opened.value.doc, opened.value.lang]);
  if (shown.problems.value && !data) return html`<section class="here"><h1>${t("screens.moves.no_status_quo")}</h1><p>${shown.problems.value[0]?.text}</p></section>`;
  if (!data) return html`<section class="here"><p class="faint">${t("web.waiting")}</p></section>`;
  const most = Math.max(1, ...[...data.movers.flatMap((one) => one.moves), ...data.together].filter((one) => one.verdict !== "small" && one.verdict !== "loss").flatMap((one) => Object.values(one.gains).map(Math.abs)));
  return html`<${Crumbs} />
    <section class="here"><p class="kick">${t("screens.moves.here")}</p><h1><bdi>${path.value.length ? begun(data.text) : t("web.status_quo")}</bdi></h1>
      <p class=${data.rests ? "restok" : "restno"} role="status"><${Mark} answer=${data.rests ? "yes" : "no"} /> ${t(data.rests ? "screens.moves.rests" : "screens.moves.moves_on")}</p>
      ${data.says && html`<p><bdi>${data.says.text}</bdi></p>`}
      <div class="cols">${data.movers.map((one) => html`<${Alone} key=${one.actor} one=${one} most=${most} />`)}
        ${data.together.length > 0 && html`<section class="mc"><h2>${t("screens.moves.together")}</h2>${!data.together.some((one) => one.verdict !== "refused") && html`<p class="stay">${t("screens.moves.none_together")}</p>`}
          ${data.together.map((move) => html`<${Row} key=${move.to} move=${move} most=${most} />`)}</section>`}</div></section>
    <aside class="mapp"><h2>${t("screens.moves.map")}</h2><${OutcomeMap} />
      ${opened.value.outcomes && opened.value.outcomes <= 24 && html`<p><button type="button" class="link" onClick=${() => go("small")}>${t("screens.moves.whole")}</button></p>`}</aside>`;
}

/** The questions at the outcome shown, against the status quo; nothing is told of shares here. */
function chips() {
  const at = here.value, from = start.value;
  if (!at) return {};
  return { of: opened.value.questions.map(({ id }) => ({ question: id, answer: at.answers[id], was: from && from.answers[id] !== at.answers[id] ? from.answers[id] : undefined })), view: false, label: t("screens.moves.here") };
}

register("moves", { View: Moves, tab: "web.tab_moves", order: 2, kind: "moves fix", chips, keys: (event) => event.key === "Backspace" && !event.target.closest?.("input, textarea, [contenteditable]") && back() !== false });
