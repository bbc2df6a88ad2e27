import { html } from "../parts/dom.js";
import { register } from "../registry.js";
import { answer } from "../session.js";
register("bench", { tab: "web.tab_bench", order: 1, View: () => html`<p class="lead">${answer.data.value?.where.text}</p>` });
