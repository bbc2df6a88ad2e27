// What is read out when the answer changes: once per pause, not at every step of a slider.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/dom.js";
import { semicolon, t } from "../words.js";
import { answer, changed, fact } from "../session.js";
import { moved } from "../state.js";

const PAUSE = 700; // ms

export function Spoken() {
  const [text, say] = useState(""), ids = [...changed.value];
  const now = ids.length ? `${t("web.bench.changed", { changed: ids.length, count: answer.data.value.facts.length })}: ${ids.map((id) => fact(id)?.text).join(semicolon())}` : moved.value.length ? t("web.bench.changed_none") : "";
  useEffect(() => {
    const waiting = setTimeout(() => say(now), PAUSE);
    return () => clearTimeout(waiting);
  }, [now]);
  return html`<p class="vh" aria-live="polite">${text}</p>`;
}
