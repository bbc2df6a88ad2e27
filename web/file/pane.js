// The file: as a form of its numbers, or as its text. Both write the same text.
import { html } from "../parts/dom.js";
import { Basis } from "../parts/marks.js";
import { Tabs } from "../parts/tabs.js";
import { t } from "../words.js";
import { fileView } from "../state.js";
import { opened } from "../api.js";
import { mistakes, saved } from "../session.js";
import { Form } from "./form.js";
import { Text } from "./text.js";

export function FilePane() {
  const document = opened.value, wrong = mistakes.value.length, text = wrong > 0 || fileView.value === "text";
  return html`<div class="ph"><h2>${t("web.file.file")} <span class="fn" dir="ltr">${(document.path || document.name).split("/").pop()}</span></h2>
      ${wrong > 0 ? html`<span class="errn">${t(opened.value.questions.length ? "web.file.mistakes_shown" : "web.file.mistakes", { count: wrong })}</span>` : html`<span class="faint">${document.shipped && !document.path ? "" : t(saved.value ? "web.file.saved" : "web.file.not_saved")}</span>`}
      ${!wrong && html`<${Tabs} options=${[["form", "web.file.form"], ["text", "web.file.text"]]} value=${fileView.value} choose=${(id) => (fileView.value = id)} />`}</div>
    ${text ? html`<${Text} />` : html`<${Form} />`}
    <div class="legend">${["sourced", "judged", "none"].map((mark) => html`<span><${Basis} mark=${mark} /> ${t(`web.file.${mark}`)}</span>`)}</div>`;
}
