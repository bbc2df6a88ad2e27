// Two readings side by side: which answers differ, and which difference makes them differ.
import { html } from "../parts/dom.js";
import { Drop } from "../parts/drop.js";
import { Twin } from "../parts/figure.js";
import { Mark } from "../parts/marks.js";
import { clause, who } from "../parts/named.js";
import { addressed, go, whatIf } from "../address.js";
import { opened, useLive } from "../api.js";
import { cover, remember } from "../history.js";
import { register } from "../registry.js";
import { open } from "../session.js";
import { moved } from "../state.js";
import { begun, comma, t } from "../words.js";
import { around, beside, openBeside, useBeside } from "./beside.js";

// A side is "" (the file), "v:NAME" (a variant), "as:NAME" (a view), "if" (the file with the what-ifs) or
// "f:VARIANT:FILE" (another file; without a variant as it is).
const FIRST = "…"; // whatever the file offers first
const sides = [cover(addressed("left", "", undefined, { only: "compare" })), cover(addressed("right", FIRST, undefined, { only: "compare" }))];

const parts = (side) => {
  const [kind, name = "", ...rest] = side.split(":");
  return kind === "f" ? { kind, variant: name, file: rest.join(":") } : { kind, name: [name, ...rest].join(":") };
};
const files = () => [...new Set(sides.map((one) => parts(one.value).file).filter(Boolean))];
const plainName = (name) => name.replace(/^text:\d+:/, "");
/** A file by its name; where it is about something else than the open one, with its title. */
function fileText({ title, name }) {
  const called = `\u2066${plainName(name)}\u2069`;
  return title === name || title === opened.value.title ? called : t("screens.compare.file", { title, name: called });
}

const offered = () => [{ id: "", text: t("screens.compare.base") }, ...opened.value.variants.map((one) => ({ id: `v:${one.id}`, text: one.text })), ...opened.value.views.map((one) => ({ id: `as:${one.id}`, text: t("screens.compare.view", { who: who(one.id) }) })), ...(moved.value.length ? [{ id: "if", text: t("screens.compare.what_if") }] : [])];
/** Other files: those that are compared with their variants, then what else lies in the folder. */
function others() {
  const open = files().map((name) => beside.value.get(name)).filter(Boolean), known = new Set([opened.value.name, ...open.map((one) => one.name)]);
  return [...open.flatMap((one) => [{ id: `f::${one.name}`, text: fileText(one) }, ...one.variants.map((each) => ({ id: `f:${each.id}:${one.name}`, text: t("screens.compare.variant_of", { variant: each.text, file: fileText(one) }) }))]), ...around.value.filter((one) => !known.has(one.name)).map((one) => ({ id: `f::${one.name}`, text: fileText(one) }))];
}
function sideOf(state) {
  const value = state.value, all = offered();
  if (parts(value).kind === "f") return value;
  if (value === FIRST || !all.some((one) => one.id === value)) return value === FIRST ? (all.find((one) => one.id === "if") ?? all[1] ?? all[0]).id : "";
  return value;
}
/** What a side asks for; null while its file is not open, or cannot be. */
function request(side) {
  const { kind, name, variant, file } = parts(side);
  if (kind === "f") {
    const found = beside.value.get(file);
    return found?.doc && !found.mistakes ? { doc: found.doc, rev: found.rev, variant: variant || null } : null;
  }
  return { variant: kind === "v" ? name : null, as: kind === "as" ? name : null, what_if: kind === "if" ? whatIf.value : {} };
}
function asks() {
  const [left, right] = sides.map((one) => request(sideOf(one)));
  return left && right && { variant: null, as: null, what_if: {}, left, right };
}

function Pick({ i }) {
  const more = others(), pick = (event) => { remember(); sides[i].value = event.target.value; };
  const option = (one) => html`<option key=${one.id} value=${one.id}>${one.text}</option>`;
  return html`<select aria-label=${t(`screens.compare.${i ? "right" : "left"}`)} value=${sideOf(sides[i])} onChange=${pick}>${offered().map(option)}${more.length > 0 && html`<optgroup label=${t("screens.compare.other_files")}>${more.map(option)}</optgroup>`}</select>`;
}

/** A file that cannot be compared: what is wrong with it. */
function Trouble({ name }) {
  const found = beside.value.get(name);
  if (!found || (found.doc && !found.mistakes)) return null;
  const wrong = found.problems.filter((one) => (one.severity ?? "error") === "error");
  return html`<div class="stalemsg" role="alert"><p><b>${t("screens.compare.wrong", { name: `\u2066${plainName(name)}\u2069` })}</b></p>${wrong.slice(0, 3).map((one) => html`<p><bdi>${begun(one.text)}</bdi>${one.remedy && html`<br /><bdi>${begun(one.remedy)}</bdi>`}</p>`)}
    ${found.doc && html`<button type="button" onClick=${async () => { await open(name); go("bench"); }}>${t("screens.compare.open")}</button>`}</div>`;
}

const Cell = ({ one }) => html`<td>${one ? html`<${Mark} answer=${one.answer} /> <bdi>${begun(one.text)}</bdi>` : html`<span class="faint">${t("screens.compare.not_asked")}</span>`}</td>`;

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
  useBeside(files());
  const asked = useLive("compare", asks), found = asks() && asked.data.value;
  const swap = () => {
    const [left, right] = sides.map(sideOf);
    remember();
    sides[0].value = right;
    sides[1].value = left;
  };
  const take = async (name, text) => {
    const known = await openBeside(name, text);
    if (!known) return;
    remember();
    sides[1].value = `f::${known}`;
  };
  const named = (i) => [...offered(), ...others()].find((one) => one.id === sideOf(sides[i]))?.text ?? "";
  const questions = new Map([...files().flatMap((name) => beside.value.get(name)?.questions ?? []), ...opened.value.questions].map((one) => [one.id, one.text]));
  const ids = found ? [...new Set([...opened.value.questions.map((one) => one.id), ...found.facts.flatMap((facts) => facts.map((one) => one.question))])] : [];
  const rows = ids.map((id) => [id, ...(found ? found.facts.map((facts) => facts.find((one) => one.question === id)) : [])]).filter(([, left, right]) => left || right);
  const verdict = (id) => (found.differ.includes(id) ? html`<b>${t("screens.compare.differ")}</b>` : html`<span class="faint">${found.same.includes(id) ? t("screens.compare.same") : ""}</span>`);
  return html`<section class="cmp"><h1>${t("screens.compare.title")}</h1>
      <table><thead><tr><th scope="col"><span class="vh">${t("screens.compare.question")}</span></th><th scope="col"><${Pick} i=${0} /></th><th scope="col"><${Pick} i=${1} /></th><th scope="col"><button type="button" class="link" onClick=${swap}>${t("screens.compare.swap")}</button></th></tr></thead>
      <tbody>${found && html`<tr class="lead2"><th scope="row"><span class="vh">${t("screens.compare.where")}</span></th>${found.where.map((one, i) => html`<td><div class="far" tabindex="0" role="group" aria-label=${named(i)}><bdi>${one.text}</bdi></div></td>`)}<td></td></tr>`}
        ${rows.map(([id, left, right]) => html`<tr key=${id} class=${found.differ.includes(id) ? "df" : ""}><th scope="row"><bdi>${questions.get(id)}</bdi></th><${Cell} one=${left} /><${Cell} one=${right} /><td class="sd">${verdict(id)}</td></tr>`)}</tbody></table>
      ${files().map((name) => html`<${Trouble} key=${name} name=${name} />`)}
      ${!found && asks() && html`<p class="faint">${asked.problems.value?.[0]?.text ?? t("web.waiting")}</p>`}
      ${found && html`<${Twin} name="compared" columns=${[t("screens.compare.question"), named(0), named(1)]} rows=${rows.map(([id, left, right]) => [questions.get(id), left?.text ?? "", right?.text ?? ""])} />`}
      <${Drop} text=${t("screens.compare.drop")} more=${t("screens.compare.drop_more")} take=${take} /></section>
    <section class="whyd"><h2>${t("screens.compare.why")}</h2>${found && html`<p class="lead3" role="status">${t("screens.compare.agree", { count: found.differ.length })}</p><${Reasons} all=${found.reasons} />
      ${found.reasons.length > 0 && html`<${Twin} name="differences" columns=${[t("screens.compare.difference"), named(0), named(1), t("screens.compare.alone"), t("screens.compare.back")]} rows=${found.reasons.map((one) => [one.text, one.left, one.right, ...[one.alone, one.back].map((effect) => Object.entries(effect).map(([id, [, after]]) => clause(id, after)).join(comma()))])} />`}`}</section>`;
}

register("compare", { View: Compare, tab: "web.tab_compare", order: 6, frame: "quiet" });
