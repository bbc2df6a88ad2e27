// Share: the brief or the whole report as a file. It is worked out beside everything else, and can be stopped.
import { effect, untracked } from "@preact/signals";
import { useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { download } from "../parts/figure.js";
import { asked } from "../api.js";
import { registerDialog, registerTool } from "../registry.js";
import { dialog, language, say } from "../state.js";
import { languages, t } from "../words.js";
import { job } from "./job.js";

const FORMATS = ["html", "docx", "pdf", "csv"];
const writing = job("export");
let count = 0;

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// The file is handed over when it is there, whatever is on the screen then.
effect(() => {
  const { running, stopped, found } = writing.state.value ?? { running: true };
  if (running || stopped || !found) return;
  untracked(() => {
    download(found.name, found.media, bytes(found.content));
    if (dialog.value === "share") dialog.value = "";
    say(t("screens.share.written", { name: found.name }));
  });
});

function Busy({ state: { done, whole, step } }) {
  return html`<div class="job"><span class="jbar" role="progressbar" aria-label=${t("screens.share.writing")} aria-valuemin="0" aria-valuemax=${whole} aria-valuenow=${done}><i style=${{ inlineSize: `${whole ? (100 * done) / whole : 0}%` }} /></span>
    <span role="status">${step ? t("screens.share.at", { step }) : t("screens.share.writing")}</span><button type="button" onClick=${writing.cancel}>${t("screens.share.cancel")}</button></div>`;
}

function Share() {
  const [format, setFormat] = useState("html"), [spoken, setSpoken] = useState(language.value), [whole, setWhole] = useState(false), [quotes, setQuotes] = useState(false);
  const state = writing.state.value, failed = state && !state.running && state.failed;
  const write = () => writing.start(JSON.stringify({ count: ++count }), { ...asked(), format, languages: spoken, whole, quotes });
  const choice = (name, legend, value, set, options) => html`<fieldset class="seg"><legend>${legend}</legend>${options.map(([id, text]) => html`<label key=${id}><input type="radio" name=${name} checked=${value === id} onChange=${() => set(id)} /><span>${text}</span></label>`)}</fieldset>`;
  return html`<fieldset class="sharegrid"><legend class="vh">${t("screens.share.title")}</legend>${FORMATS.map((one) => html`<label class="opt" key=${one}><input type="radio" name="format" checked=${format === one} onChange=${() => setFormat(one)} /><span><b>${t(`screens.share.${one}`)}</b><small>${t(`screens.share.${one}_more`)}</small></span></label>`)}</fieldset>
    ${choice("languages", t("screens.share.language"), spoken, setSpoken, [...languages.value.map((one) => [one.id, one.name]), ["both", t("screens.share.both")]])}
    ${format !== "csv" && choice("length", t("screens.share.length"), whole, setWhole, [[false, t("screens.share.brief")], [true, t("screens.share.whole")]])}
    <label class="chk"><input type="checkbox" checked=${quotes} onChange=${(event) => setQuotes(event.target.checked)} /><span>${t("screens.share.quotes")} <small>${t("screens.share.quotes_more")}</small></span></label>
    ${failed && html`<p class="stalemsg" role="alert"><bdi>${failed}</bdi></p>`}
    ${state?.running && html`<${Busy} state=${state} />`}
    <div class="row end"><span class="faint">${t("screens.home.stays")}</span><button type="button" class="primary" disabled=${state?.running} onClick=${write}>${t("screens.share.write")}</button></div>`;
}

registerDialog("share", { title: "screens.share.title", View: Share });
registerTool({ word: () => (writing.state.value?.running ? "screens.share.writing" : "web.share"), act: () => (dialog.value = "share") });
