// What has to be said above everything: another program changed the file, or a newer window has it open.
import { signal } from "@preact/signals";
import { html } from "../parts/dom.js";
import { whatIf } from "../address.js";
import { changedOnDisk, elsewhere, keepMine, numbers, takeTheirs } from "../session.js";
import { number, t } from "../words.js";

const whole = signal(false); // every line that differs, not the first alone

/** Both versions of every line that differs; a what-if is ours on the line of its number. */
function lines(found) {
  const moved = Object.entries(whatIf.value).map(([id, value]) => ({ id, line: numbers.value.get(id)?.line, value: number(value, 3) })).filter((one) => one.line);
  const mine = found.ours.split("\n"), theirs = found.theirs.split("\n");
  const untouched = new Set(moved.map((one) => one.line));
  for (const one of found.differences) untouched.delete(one.line);
  const rows = [...[...untouched].map((line) => ({ line, ours: mine[line - 1] ?? "", theirs: theirs[line - 1] ?? "" })), ...found.differences];
  return rows.map((row) => ({ ...row, ours: moved.filter((one) => one.line === row.line).reduce((line, one) => supposed(line, one.id, one.value), row.ours) }));
}

const QUANTITY = String.raw`(\{[^{}]*\}|"[^"]*"|[^,{}#\s]+)`;
const under = (...keys) => new RegExp(`(${keys.map((key) => String.raw`(?<![^\s{,])${key}\s*:\s*`).join(String.raw`\{[^{}]*?`)})${QUANTITY}`);

// The line with the number tried in its place, whether it stands alone (weight: 2) or inside braces, as {want: …, weight: 2}.
function supposed(line, id, value) {
  const [parent, key] = id.split(".").slice(-2);
  const way = [[parent, key, "value"], [parent, key], [key, "value"], [key], ["value"]].map((keys) => under(...keys)).find((one) => one.test(line));
  return way ? line.replace(way, (_, before) => before + value) : line;
}

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
