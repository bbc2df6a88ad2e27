// Every other screen, each of which registers itself.
import { register } from "../registry.js";
import { html } from "../parts/dom.js";
import { t } from "../words.js";

register("home", { frame: "home", View: () => html`<p>${t("web.nothing_open")}</p>` });
