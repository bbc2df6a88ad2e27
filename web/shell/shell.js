// The frame around every screen: header, banner, chips, the screen itself, dialogs.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../parts/dom.js";
import { argument, screen } from "../address.js";
import { opened, trouble } from "../api.js";
import { name } from "../state.js";
import { refused } from "../session.js";
import { screens } from "../registry.js";
import { t } from "../words.js";
import { Chips } from "./chips.js";
import { Header } from "./header.js";
import { Dialog, Toast } from "./dialogs.js";
import { Banner } from "./banner.js";

export function Shell() {
  const about = screens.value.get(screen.value) ?? screens.value.get("home"), main = useRef(null);
  const needsCase = about.frame === "case" || about.frame === "quiet", empty = needsCase && !opened.value;
  useEffect(() => {
    document.title = opened.value && about.name !== "home" ? `${opened.value.title} · detente` : "detente";
  }, [about.name, opened.value?.title]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else { main.current?.focus({ preventScroll: true }); scrollTo(0, 0); }
  }, [about.name]);
  if (about.frame === "bare") return html`<${about.View} argument=${argument.value} /><${Dialog} /><${Toast} />`;
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); main.current.focus(); }}>${t("web.skip")}</a>
    <${Header} frame=${about.frame} title=${about.title?.()} />
    ${trouble.value && html`<p class="banner lost" role="alert">${t("web.lost")}</p>`}
    ${needsCase && html`<${Banner} />`}
    ${about.frame === "case" && opened.value && html`<${Chips} ...${about.chips?.() ?? {}} />`}
    <main id="main" ref=${main} tabindex="-1" class=${empty ? "nothing" : typeof about.kind === "function" ? about.kind() : about.kind}>
      ${empty ? html`<${NothingYet} />` : html`<${about.View} argument=${argument.value} />`}
    </main><${Dialog} /><${Toast} />`;
}

const NothingYet = () => (refused.value ? html`<div class="pane" role="alert">${refused.value.map((one) => html`<p><b>${one.text}</b> ${one.remedy}</p>`)}</div>` : name.value ? html`<div class="pane"><p class="faint">${t("web.waiting")}</p></div>` : html`<div class="pane"><p>${t("web.nothing_open")} <a href="#/home">${t("web.all_cases")}</a></p></div>`);
