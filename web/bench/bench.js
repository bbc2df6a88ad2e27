// The bench: the file, the answer in sentences, why, and the sliders.
import { html } from "../parts/dom.js";
import { right, sliders, tab } from "../state.js";
import { opened } from "../api.js";
import { Tabs } from "../parts/tabs.js";
import { register } from "../registry.js";
import { t } from "../words.js";
import { FilePane } from "../file/pane.js";
import { mistakes } from "../session.js";
import { AnswerPane } from "./answer.js";
import { Dock } from "./dock.js";
import { Source } from "./source.js";
import { Spoken } from "./spoken.js";
import { Why } from "./why.js";

const PHONE = [["answer", "web.tab_bench"], ["why", "web.bench.why"], ["wi", "web.bench.what_if"], ["file", "web.file.file"]];

function Bench() {
  const broken = mistakes.value.length > 0;
  return html`<${Tabs} kind="phone-tabs" options=${PHONE} value=${tab.value} choose=${(id) => (tab.value = id)} />
    <section class="pane file" aria-label=${t("web.file.file")}><${FilePane} /></section>
    <section class=${`pane answer${broken ? " stale" : ""}`} aria-label=${t("web.bench.answer")}><${AnswerPane} /></section>
    <section class="pane why" aria-label=${t(`web.bench.${right.value}`)}>
      <div class="ph"><${Tabs} options=${[["why", "web.bench.why"], ["source", "web.bench.source"]]} value=${right.value} choose=${(id) => (right.value = id)} /></div>
      ${right.value === "why" ? html`<${Why} />` : html`<${Source} />`}
    </section>
    ${opened.value.numbers.length > 0 && html`<section class="dock" aria-label=${t("web.bench.what_if")}><${Dock} /></section>`}
    <${Spoken} />`;
}

register("bench", { tab: "web.tab_bench", order: 1, View: Bench, kind: () => `bench fix tab-${tab.value}${sliders.value ? "" : " nodock"}${mistakes.value.length ? " broken" : ""}` });
