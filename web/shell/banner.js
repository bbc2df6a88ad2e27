// What has to be said above everything: another program changed the file, or a newer window has it open.
import { signal } from "@preact/signals";
import { html } from "../parts/dom.js";
import { whatIf } from "../address.js";
import { changedOnDisk, elsewhere, keepMine, numbers, takeTheirs } from "../session.js";
import { number, t } from "../words.js";

const whole = signal(false); // every line that differs, not the first alone

/** Both versions of every line that differs; a what-if is ours on the line of its number. */
function lines(found) {
  const moved = new Map(Object.entries(whatIf.value).map(([id, value]) => [numbers.value.get(id)?.line, number(value, 3)]));
  const mine = found.ours.split("\n"), theirs = found.theirs.split("\n");
  const rows = found.differences.map((one) => ({ ...one, ours: moved.has(one.line) ? supposed(one.ours, moved.get(one.line)) : one.ours }));
  for (const [line, value] of moved) if (line && !rows.some((one) => one.line === line)) rows.unshift({ line, ours: supposed(mine[line - 1] ?? "", value), theirs: theirs[line - 1] ?? "" });
  return rows;
}
const supposed = (line, value) => line.replace(/(:\s*)[^\s{][^#]*$/, `$1${value}`);

export function Banner() {
  const found = changedOnDisk.value;
  if (elsewhere.value) return html`<p class="banner" role="alert">${t("web.file.older_tab")}</p>`;
  if (!found) return null;
  const rows = lines(found);
  return html`<div class="banner" role="alert">
    <div class="bmsg"><b>${t("web.file.changed_title")}</b><span>${t("web.file.changed_more")}</span></div>
    <div class="two2">${rows.slice(0, whole.value ? rows.length : 1).map((one) => html`<div key=${one.line}><small>${t("web.file.line", { line: one.line })}</small><span>${t("web.file.on_disk")} <code dir="ltr">${one.theirs.trim() || "∅"}</code></span><span>${t("web.file.yours")} <code dir="ltr">${one.ours.trim() || "∅"}</code></span></div>`)}</div>
    <div class="row"><button type="button" onClick=${takeTheirs}>${t("web.file.take_theirs")}</button><button type="button" onClick=${keepMine}>${t("web.file.keep_mine")}</button>
      <button type="button" aria-pressed=${whole.value} onClick=${() => (whole.value = !whole.value)}>${t("web.file.see_both")}</button></div>
  </div>`;
}
