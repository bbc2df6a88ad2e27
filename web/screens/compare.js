// Two readings side by side: which answers differ, and which difference makes them differ.
import { html } from "../parts/dom.js";
import { Twin } from "../parts/figure.js";
import { Mark } from "../parts/marks.js";
import { clause, who } from "../parts/named.js";
import { addressed, whatIf } from "../address.js";
import { opened, useLive } from "../api.js";
import { cover, remember } from "../history.js";
import { register } from "../registry.js";
import { moved } from "../state.js";
import { begun, comma, t } from "../words.js";

// A side is "" (the file), "v:NAME" (a variant), "as:NAME" (a view) or "if" (the file with the what-ifs).
const FIRST = "…"; // whatever the file offers first
const sides = [cover(addressed("left", "", undefined, { only: "compare" })), cover(addressed("right", FIRST, undefined, { only: "compare" }))];

const offered = () => [{ id: "", text: t("screens.compare.base") }, ...opened.value.variants.map((one) => ({ id: `v:${one.id}`, text: one.text })), ...opened.value.views.map((one) => ({ id: `as:${one.id}`, text: t("screens.compare.view", { who: who(one.id) }) })), ...(moved.value.length ? [{ id: "if", text: t("screens.compare.what_if") }] : [])];
function sideOf(state) {
  const value = state.value, all = offered();
  if (value === FIRST || !all.some((one) => one.id === value)) return value === FIRST ? (all.find((one) => one.id === "if") ?? all[1] ?? all[0]).id : "";
  return value;
}
function request(side) {
  const [kind, ...rest] = side.split(":"), name = rest.join(":");
  return { variant: kind === "v" ? name : null, as: kind === "as" ? name : null, what_if: kind === "if" ? whatIf.value : {} };
}

const Pick = ({ i }) => html`<select aria-label=${t(`screens.compare.${i ? "right" : "left"}`)} value=${sideOf(sides[i])} onChange=${(event) => { remember(); sides[i].value = event.target.value; }}>${offered().map((one) => html`<option value=${one.id}>${one.text}</option>`)}</select>`;

const Cell = ({ one }) => html`<td><${Mark} answer=${one.answer} /> <bdi>${begun(one.text)}</bdi></td>`;

function Effect({ of }) {
  const turned = Object.entries(of);
  if (!turned.length) return html`<span class="faint">${t("screens.compare.no_effect")}</span>`;
  return turned.map(([id, [, after]]) => html`<span class="eff" key=${id}><${Mark} answer=${after} /> <bdi>${clause(id, after)}</bdi></span>`);
}

const matters = (one) => Object.keys(one.alone).length > 0 || Object.keys(one.back).length > 0;

function Reasons({ all }) {
  const some = all.filter(matters), rest = all.filter((one) => !matters(one));
  const values = (one) => (one.left || one.right) && html`<p class="ab">${t("screens.compare.instead", { left: one.left || "–", right: one.right || "–" })}</p>`;
  if (!all.length) return html`<p>${t("screens.compare.no_difference")}</p>`;
  return html`<div class="rsl">${some.map((one) => html`<div class="rs k" key=${one.path}><h3><bdi>${begun(one.text)}</bdi></h3>${values(one)}<p><span class="faint">${t("screens.compare.alone")}</span> <${Effect} of=${one.alone} /></p><p><span class="faint">${t("screens.compare.back")}</span> <${Effect} of=${one.back} /></p></div>`)}</div>
    ${rest.length > 0 && html`<h2>${t("screens.compare.without_effect", { count: rest.length })}</h2><ul class="parts">${rest.map((one) => html`<li key=${one.path}><bdi>${begun(one.text)}</bdi> <small>${one.left || one.right ? t("screens.compare.instead", { left: one.left || "–", right: one.right || "–" }) : ""}</small></li>`)}</ul>`}`;
}

function Compare() {
  const asked = useLive("compare", () => ({ variant: null, as: null, what_if: {}, left: request(sideOf(sides[0])), right: request(sideOf(sides[1])) })), found = asked.data.value;
  const swap = () => {
    const [left, right] = sides.map(sideOf);
    remember();
    sides[0].value = right;
    sides[1].value = left;
  };
  const named = (i) => offered().find((one) => one.id === sideOf(sides[i])).text;
  const rows = found ? opened.value.questions.map((one) => [one, ...found.facts.map((facts) => facts.find((fact) => fact.question === one.id))]) : [];
  return html`<section class="cmp"><h1>${t("screens.compare.title")}</h1>
      <table><thead><tr><th scope="col"><span class="vh">${t("screens.compare.question")}</span></th><th scope="col"><${Pick} i=${0} /></th><th scope="col"><${Pick} i=${1} /></th><th scope="col"><button type="button" class="link" onClick=${swap}>${t("screens.compare.swap")}</button></th></tr></thead>
      <tbody>${found && html`<tr class="lead2"><th scope="row"><span class="vh">${t("screens.compare.where")}</span></th>${found.where.map((one, i) => html`<td><div class="far" tabindex="0" role="group" aria-label=${named(i)}><bdi>${one.text}</bdi></div></td>`)}<td></td></tr>`}
        ${rows.map(([one, left, right]) => {
          const differs = found.differ.includes(one.id);
          return html`<tr key=${one.id} class=${differs ? "df" : ""}><th scope="row"><bdi>${one.text}</bdi></th><${Cell} one=${left} /><${Cell} one=${right} /><td class="sd">${differs ? html`<b>${t("screens.compare.differ")}</b>` : html`<span class="faint">${t("screens.compare.same")}</span>`}</td></tr>`;
        })}</tbody></table>
      ${!found && html`<p class="faint">${asked.problems.value?.[0]?.text ?? t("web.waiting")}</p>`}
      ${found && html`<${Twin} name="compared" columns=${[t("screens.compare.question"), named(0), named(1)]} rows=${rows.map(([one, left, right]) => [one.text, left.text, right.text])} />`}</section>
    <section class="whyd"><h2>${t("screens.compare.why")}</h2>${found && html`<p class="lead3" role="status">${t("screens.compare.agree", { count: found.differ.length })}</p><${Reasons} all=${found.reasons} />
      ${found.reasons.length > 0 && html`<${Twin} name="differences" columns=${[t("screens.compare.difference"), named(0), named(1), t("screens.compare.alone"), t("screens.compare.back")]} rows=${found.reasons.map((one) => [one.text, one.left, one.right, ...[one.alone, one.back].map((effect) => Object.entries(effect).map(([id, [, after]]) => clause(id, after)).join(comma()))])} />`}`}</section>`;
}

register("compare", { View: Compare, tab: "web.tab_compare", order: 6, frame: "quiet" });
