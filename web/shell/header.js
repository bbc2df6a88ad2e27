// The bar on top: the case, its variants and views, the tabs of the screens, and the tools.
import { html } from "../parts/dom.js";
import { Icon, Press } from "../parts/marks.js";
import { go, screen } from "../address.js";
import { ahead, as, dialog, language, otherTheme, variant } from "../state.js";
import { opened } from "../api.js";
import { canRedo, canUndo, redo, undo } from "../history.js";
import { languages, t } from "../words.js";
import { tabs, tools } from "../registry.js";

const Choice = ({ label, value, none, options, change }) => html`<label><span>${label}</span><select value=${value} onChange=${(event) => change(event.target.value)}>
  ${none !== undefined && html`<option value="">${none}</option>`}${options.map(({ id, text }) => html`<option value=${id}>${text}</option>`)}</select></label>`;

/** The next language of the list: with two, the other one. */
export function otherLanguage() {
  const all = languages.value, at = all.findIndex((one) => one.id === language.value);
  return all[(at + 1) % all.length];
}
export const changeLanguage = () => (language.value = otherLanguage().id);

export function Header({ frame, title }) {
  const document = opened.value, other = otherLanguage(), inCase = frame !== "home" && document;
  return html`<header class="top">
    <a class="brand" href="#/home" title=${t("web.all_cases")} onClick=${(event) => { event.preventDefault(); go("home"); }}><span class="logo" aria-hidden="true" /><span class=${inCase ? "vh" : ""}>${t("web.product")}</span></a>
    ${inCase ? html`<div class="case"><span class=${`ttl${title ? " wide" : ""}`}><bdi>${title ?? document.title}</bdi></span>
      ${!title && html`
        ${document.variants.length > 0 && html`<${Choice} label=${t("web.variant")} value=${variant.value} none=${t("web.base")} options=${document.variants} change=${(value) => { as.value = ""; variant.value = value; }} />`}
        ${document.views.length > 0 && html`<${Choice} label=${t("web.as_seen")} value=${as.value} none=${t("web.nobody")} options=${document.views} change=${(value) => { variant.value = ""; as.value = value; }} />`}`}
    </div>
    ${!title && html`<nav class="tabs" aria-label=${t("web.product")}>${tabs().map((one, i) => html`<a key=${one.name} href=${`#/${one.name}`} aria-current=${screen.value === one.name ? "page" : undefined} title=${`Alt+${i + 1}`} onClick=${(event) => { event.preventDefault(); go(one.name); }}>${t(one.tab)}</a>`)}</nav>`}` : ""}
    ${(!inCase || title) && html`<span class="grow" />`}
    <div class="tools">
      ${inCase && html`<${Press} icon="undo" flip label=${t("web.undo")} keys="Ctrl+Z" aria-disabled=${!canUndo.value} onClick=${undo} /><${Press} icon="redo" flip label=${t("web.redo")} keys="Ctrl+Shift+Z" aria-disabled=${!canRedo.value} onClick=${redo} />
        ${tools.value.map((tool) => html`<button type="button" class="q tool" onClick=${tool.act}>${t(tool.word())}</button>`)}`}
      ${other && html`<button type="button" class="q" lang=${other.id} title=${`${t("web.language", { language: other.name })} (Alt+L)`} onClick=${changeLanguage}>${other.name}</button>`}
      <${Press} icon="sun" label=${t("web.theme")} onClick=${otherTheme} /><${Press} label=${t("web.keys")} keys="?" onClick=${() => (dialog.value = "keys")}>?<//>
    </div>
  </header>`;
}

/** Which way of looking ahead: beside the answer, where it is a small matter. */
export const Ahead = () => html`<label class="ahead"><span>${t("web.ahead")}</span><select value=${ahead.value || "seq"} onChange=${(event) => (ahead.value = event.target.value === "seq" ? "" : event.target.value)}>${opened.value.ahead.map(({ id, text }) => html`<option value=${id}>${text}</option>`)}</select></label>`;
