// The sliders below the answer: those numbers that turn an answer most easily, those moved, and the one looked at.
import { html } from "../parts/dom.js";
import { fileView, number, question, sliders, tab } from "../state.js";
import { whatIf } from "../address.js";
import { opened, useLive } from "../api.js";
import { numbers, questions } from "../session.js";
import { t } from "../words.js";
import { Slider } from "./slider.js";

const ROOM = 6;

/** Which sliders: places stay, only the last ones give way to what is moved or looked at. */
export function shown(document, moved, looked) {
  const first = document.dock.slice(0, ROOM), wanted = [...moved, looked].filter((id, i, all) => id && !first.includes(id) && all.indexOf(id) === i && document.numbers.some((one) => one.id === id));
  const room = Math.max(ROOM - wanted.length, 0);
  return [...first.filter((id, i) => i < room || moved.includes(id)), ...wanted];
}

export function Dock() {
  const document = opened.value, ids = shown(document, Object.keys(whatIf.value), number.value);
  const strips = useLive("strip", () => (sliders.value ? { numbers: shown(opened.value, Object.keys(whatIf.value), number.value) } : null));
  const rest = document.numbers.length - ids.length, asked = questions.value.get(question.value);
  const more = () => {
    fileView.value = "form";
    tab.value = "file";
    window.document.querySelector(".pane.file")?.scrollIntoView({ block: "nearest" });
  };
  return html`<div class="dh"><h2>${t("web.bench.what_if")}</h2>
      ${asked && html`<span class="stripof">${t("web.bench.strip_of")} <b><bdi>${asked.text}</bdi></b> <span class="lg2">${["yes", "some", "no"].map((one) => html`<span class="lg1"><i class=${`sw s-${one}`} />${t(`web.${one}`)}</span> `)}<span class="lg1"><i class="sw swr" />${t("web.bench.file_range")}</span></span></span>`}
      <span class="grow" />${rest > 0 && html`<button type="button" class="link" onClick=${more}>${t("web.bench.more_numbers", { count: rest })}</button>`}<button type="button" class="link" aria-expanded=${sliders.value} onClick=${() => (sliders.value = !sliders.value)}>${t(sliders.value ? "web.bench.hide_sliders" : "web.bench.show_sliders")}</button></div>
    ${sliders.value && html`<div class="sliders">${ids.map((id) => html`<${Slider} key=${id} one=${numbers.value.get(id)} strip=${strips.data.value?.strips[id]} />`)}</div>`}`;
}
