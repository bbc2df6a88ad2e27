// Dialogs, and the list of keys.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Press } from "../parts/marks.js";
import { dialog, toast } from "../state.js";
import { dialogs, registerDialog } from "../registry.js";
import { t } from "../words.js";

export function Dialog() {
  const about = dialogs.get(dialog.value), box = useRef(null);
  useEffect(() => {
    if (!about) return;
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.isConnected && before.focus?.({ preventScroll: true });
  }, [about]);
  if (!about) return null;
  const close = () => (dialog.value = "");
  return html`<dialog class="dlg" ref=${box} aria-labelledby="dialog-title" onCancel=${(event) => { event.preventDefault(); close(); }} onClick=${(event) => event.target === box.current && close()}>
    <div class="dlg-in"><div class="dlg-h"><h2 id="dialog-title">${t(about.title)}</h2><${Press} icon="close" label=${t("web.close")} onClick=${close} /></div><${about.View} close=${close} /></div></dialog>`;
}

export const Toast = () => html`<div class="toast" role="status">${toast.value}</div>`;

const KEYS = [
  ["Alt 1 … 6", "screens"], ["1 … 9", "questions"], ["/", "find"], ["← →", "step"], ["Home End", "ends"], ["[ ]", "tips"], ["Backspace", "back"],
  ["Ctrl Z / Ctrl Shift Z", "undo"], ["Ctrl S", "keep"], ["F8 / Ctrl .", "mistake"], ["Alt L", "language"], ["P", "present"], ["Esc", "close"], ["?", "list"],
];
registerDialog("keys", {
  title: "web.keys",
  View: () => html`<dl class="keys">${KEYS.map(([keys, word]) => html`<dt dir="ltr">${keys.split(" ").map((key) => (key === "…" || (key === "/" && keys.length > 1) ? ` ${key} ` : html`<kbd>${key}</kbd> `))}</dt><dd>${t(`web.press.${word}`)}</dd>`)}</dl>`,
});
