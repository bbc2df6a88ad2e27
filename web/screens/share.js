// Share: the brief or the whole report as a file.
import { useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { download } from "../parts/figure.js";
import { asked, call } from "../api.js";
import { registerDialog, registerTool } from "../registry.js";
import { dialog, language, say } from "../state.js";
import { languages, t } from "../words.js";

const FORMATS = ["html", "docx", "pdf", "csv"];

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function Share() {
  const [format, setFormat] = useState("html"), [spoken, setSpoken] = useState(language.value), [whole, setWhole] = useState(false), [quotes, setQuotes] = useState(false), [busy, setBusy] = useState(false), [refused, setRefused] = useState("");
  async function write() {
    setBusy(true);
    setRefused("");
    try {
      const file = await call("export", { ...asked(), format, languages: spoken, whole, quotes });
      download(file.name, file.media, bytes(file.content));
      dialog.value = "";
      say(t("screens.share.written", { name: file.name }));
    } catch (error) {
      setRefused(error.message || t("web.lost"));
    }
    setBusy(false);
  }
  const choice = (name, legend, value, set, options) => html`<fieldset class="seg"><legend>${legend}</legend>${options.map(([id, text]) => html`<label key=${id}><input type="radio" name=${name} checked=${value === id} onChange=${() => set(id)} /><span>${text}</span></label>`)}</fieldset>`;
  return html`<fieldset class="sharegrid"><legend class="vh">${t("screens.share.title")}</legend>${FORMATS.map((one) => html`<label class="opt" key=${one}><input type="radio" name="format" checked=${format === one} onChange=${() => setFormat(one)} /><span><b>${t(`screens.share.${one}`)}</b><small>${t(`screens.share.${one}_more`)}</small></span></label>`)}</fieldset>
    ${choice("languages", t("screens.share.language"), spoken, setSpoken, [...languages.value.map((one) => [one.id, one.name]), ["both", t("screens.share.both")]])}
    ${format !== "csv" && choice("length", t("screens.share.length"), whole, setWhole, [[false, t("screens.share.brief")], [true, t("screens.share.whole")]])}
    <label class="chk"><input type="checkbox" checked=${quotes} onChange=${(event) => setQuotes(event.target.checked)} /><span>${t("screens.share.quotes")} <small>${t("screens.share.quotes_more")}</small></span></label>
    ${refused && html`<p class="stalemsg" role="alert"><bdi>${refused}</bdi></p>`}
    <div class="row end"><span class="faint">${t("screens.home.stays")}</span><button type="button" class="primary" disabled=${busy} onClick=${write}>${t(busy ? "screens.share.writing" : "screens.share.write")}</button></div>`;
}

registerDialog("share", { title: "screens.share.title", View: Share });
registerTool({ word: "web.share", act: () => (dialog.value = "share") });
