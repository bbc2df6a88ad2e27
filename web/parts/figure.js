// Every picture has a caption that says how to read it, and the same as a table that can be saved.
import { html } from "./dom.js";
import { number, t } from "../words.js";

const BYTE_ORDER_MARK = "\ufeff"; // without it spreadsheets take Arabic for something else

/** Hand a file to the reader. */
export function download(name, media, content) {
  const link = document.createElement("a"), address = URL.createObjectURL(new Blob([content], { type: media }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula is marked as text. */
export function csv(columns, rows) {
  const cell = (value) => {
    if (typeof value === "number") return String(value);
    const text = String(value ?? "").replace(/[\u2066-\u2069]/g, ""); // marks that isolate: other programs show them
    return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  return BYTE_ORDER_MARK + [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

const shown = (value) => (typeof value === "number" ? html`<bdi class="n" dir="ltr">${number(value)}</bdi>` : html`<bdi>${value}</bdi>`);

/** The same as a table. `name`: of the file it is saved as. */
export const Twin = ({ name, columns, rows, label = t("screens.as_table") }) => html`<details class="twin"><summary>${label}</summary>
  <div class="scroll" tabindex="0" role="group" aria-label=${label}><table><thead><tr>${columns.map((column) => html`<th scope="col"><bdi>${column}</bdi></th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((value, i) => (i ? html`<td>${shown(value)}</td>` : html`<th scope="row">${shown(value)}</th>`))}</tr>`)}</tbody></table></div>
  <button type="button" onClick=${() => download(`${name}.csv`, "text/csv;charset=utf-8", csv(columns, rows))}>${t("screens.csv")}</button></details>`;

/** A picture with its caption and its table. */
export const Figure = ({ caption, children, ...table }) => html`<figure class="fig">${children}<figcaption class="tiny">${caption}</figcaption><${Twin} ...${table} /></figure>`;
