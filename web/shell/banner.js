// What has to be said above everything: another program changed the file, or a newer window has it open.
import { signal } from "@preact/signals";
import { html } from "../parts/dom.js";
import { t } from "../words.js";
import { opened } from "../api.js";
import { changedOnDisk, elsewhere, open, save } from "../session.js";

const both = signal(false);

export function Banner() {
  const found = changedOnDisk.value;
  if (elsewhere.value) return html`<p class="banner" role="alert">${t("web.file.older_tab")}</p>`;
  if (!found) return null;
  const mine = found.merged ?? found.ours;
  const done = () => { both.value = false; };
  return html`<div class="banner" role="alert">
    <div class="bmsg"><b>${t("web.file.changed_title")}</b><span>${t("web.file.changed_more")}</span></div>
    <div class="two2">${found.differences.slice(0, both.value ? 40 : 1).map((one) => html`<div key=${one.line}><small>${t("web.file.line", { line: one.line })}</small><span>${t("web.file.on_disk")} <code dir="ltr">${one.theirs || "∅"}</code></span><span>${t("web.file.yours")} <code dir="ltr">${one.ours || "∅"}</code></span></div>`)}</div>
    <div class="row"><button type="button" onClick=${() => { done(); save({ text: found.theirs, over: found.hash }).then(() => open(opened.value.name)); }}>${t("web.file.take_theirs")}</button>
      <button type="button" onClick=${() => { done(); save({ text: mine, over: found.hash }); }}>${t("web.file.keep_mine")}</button>
      <button type="button" aria-pressed=${both.value} onClick=${() => (both.value = !both.value)}>${t("web.file.see_both")}</button></div>
  </div>`;
}
