// The numbers of the file as a form: what each rests on, its range or what-if, whether it turns an answer; each can be
// looked at, and changed in the file.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Basis } from "../parts/marks.js";
import { whatIf } from "../address.js";
import { number as looked } from "../state.js";
import { asked, live, opened } from "../api.js";
import { actors, edit } from "../session.js";
import { Num, Range, begun, t } from "../words.js";
import { lookAt } from "../bench/places.js";

// Where every number alone tips the file as it is. It takes longest and is asked for last.
let all = null;
export function strips() {
  all ??= live("strip", () => {
    const base = asked();
    return base && base.what_if && Object.keys(base.what_if).length === 0 ? { ...base, numbers: [] } : null;
  });
  return all.data.value?.strips ?? {};
}

export function Form() {
  const of = opened.value, sides = [null, ...new Set(of.numbers.map((one) => one.actor).filter(Boolean))], tips = strips();
  if (!of.numbers.length) return html`<div class="form"><h3>${t("web.bench.no_numbers")}</h3><p>${t("web.bench.no_numbers_more")}</p></div>`;
  return html`<div class="form">${sides.map((side) => {
    const here = of.numbers.filter((one) => one.actor === side);
    return here.length > 0 && html`<details open key=${side ?? ""}><summary>${side ? t("web.file.who_wants", { who: actors.value.get(side) ?? side }) : t("web.file.uncertain_numbers")} <small>${here.length}</small></summary>
      ${here.map((one) => html`<${Row} key=${one.id} one=${one} turns=${tips[one.id]?.turns ?? one.turns} />`)}</details>`;
  })}<p class="tiny">▲ ${t("web.file.turns_within")}<br />△ ${t("web.file.turns_beyond")}</p></div>`;
}

function Row({ one, turns }) {
  const on = looked.value === one.id, moved = one.id in whatIf.value, row = useRef(null);
  useEffect(() => { if (on) row.current?.scrollIntoView({ block: "nearest" }); }, [on]);
  const sign = { within: "▲", beyond: "△" }[turns];
  return html`<div ref=${row} class=${`nrow-in${on ? " on" : ""}${moved ? " moved" : ""}`}><button type="button" class="nrow" aria-expanded=${on} onClick=${() => lookAt(one.id)}><${Basis} mark=${one.mark} /><span class="nl"><bdi>${begun(one.short)}</bdi></span>
    <span class="nv">${moved ? html`<b class="wv"><${Num} value=${whatIf.value[one.id]} digits=${3} /></b>` : one.range ? html`<${Range} from=${one.range[0]} to=${one.range[1]} />` : one.formula ? html`<bdi class="n" dir="ltr">=</bdi>` : html`<${Num} value=${one.centre} digits=${3} />`}</span>
    <span class="tn" role=${sign ? "img" : undefined} aria-label=${sign ? t(`web.file.turns_${turns}`) : undefined} title=${sign ? t(`web.file.turns_${turns}`) : ""}>${sign}</span></button>
    ${on && html`<${Value} key=${one.written} one=${one} />`}</div>`;
}

/** What the file says there, to be written anew: a number, a range `0.3..0.7`, a word, or a formula. */
function Value({ one }) {
  const [text, change] = useState(one.written), [wrong, say] = useState("");
  const write = async (event) => {
    event.preventDefault();
    const value = text.trim();
    if (!value || value === one.written) return;
    say((await edit({ path: one.path, value }, { quiet: true })).wrong ?? "");
  };
  return html`<form class="nval" onSubmit=${write}><label><span>${t("web.file.value")}</span><input dir="ltr" value=${text} spellcheck=${false} aria-invalid=${Boolean(wrong)} onInput=${(event) => change(event.target.value)} onKeyDown=${(event) => event.key === "Escape" && (change(one.written), say(""))} /></label>
    <button type="submit" aria-disabled=${text.trim() === one.written}>${t("web.file.write")}</button>${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}</form>`;
}
