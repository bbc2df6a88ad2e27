// A place where a file can be dropped, or chosen.
import { html } from "./dom.js";
import { say } from "../state.js";
import { t } from "../words.js";

const MOST = 5 * 1024 * 1024; // bytes of a file that is dropped; the program refuses more

async function read(file, take) {
  if (!file) return;
  if (file.size > MOST) say(t("screens.home.too_large", { name: file.name }));
  else take(file.name, await file.text());
}

/** `take(name, text)`; `more`: what is said beside. */
export function Drop({ big, text, more, take, children }) {
  const drop = (event) => { event.preventDefault(); read(event.dataTransfer.files[0], take); };
  return html`<div class=${`drop${big ? " big" : ""}`} onDragOver=${(event) => event.preventDefault()} onDrop=${drop}>${children}
    <label class="choose"><input type="file" class="vh" accept=".yaml,.yml" onChange=${(event) => { read(event.target.files[0], take); event.target.value = ""; }} /><b>${text}</b></label>
    <span>${more}</span><small>${t("screens.home.stays")}</small></div>`;
}
