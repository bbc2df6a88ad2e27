// Something that takes longer: it is started, tells how far it is, can be stopped, and keeps what it found.
import { signal } from "@preact/signals";
import { call } from "../api.js";
import { t } from "../words.js";

/**
 * A job that a screen shows: {state, start, cancel}. `state.value`: null before the first, then
 * {key, running, done, whole, step, shares, found, stopped, failed}; `step`: at what it is, in words.
 */
export function job(kind) {
  const state = signal(null);
  let source = null, id = "", starts = 0;
  const change = (more) => (state.value = { ...state.peek(), ...more });
  const close = () => {
    source?.close();
    source = null;
  };
  const fail = (text) => { close(); change({ running: false, failed: text }); };

  /** `key`: what it is about, as JSON, so that a screen knows whether what is found is still about what is shown.
   * In another language shares stay what they were, until they come again. */
  async function start(key, request) {
    const mine = ++starts; // what is shown may come back while the answer of before is on its way
    await cancel();
    if (mine !== starts) return;
    const before = state.peek(), same = before && JSON.stringify({ ...JSON.parse(before.key), lang: "" }) === JSON.stringify({ ...JSON.parse(key), lang: "" });
    state.value = { key, running: true, done: 0, whole: request.draws ?? 0, shares: same ? before.shares : {}, found: null, stopped: false, failed: "", step: "" };
    const begun = await call("job", { ...request, kind }).catch((error) => { if (mine === starts) fail(error.message); });
    if (!begun || mine !== starts || !state.peek().running) return begun && stop(begun.job);
    id = begun.job;
    source = new EventSource(`/api/job/${id}`);
    const on = (name, take) => source.addEventListener(name, (event) => { if (mine === starts) take(JSON.parse(event.data)); });
    on("progress", ({ done, whole, shares, text }) => change({ done, whole, step: text?.text ?? "", ...(Object.keys(shares).length && { shares }) }));
    on("found", (found) => change({ found: { ...state.peek().found, ...found } }));
    on("done", ({ stopped, done, whole, found }) => { close(); change({ running: false, stopped, done, whole, found: Object.keys(found).length ? { ...state.peek().found, ...found } : state.peek().found }); });
    on("failed", ({ problems }) => fail(problems.map((one) => one.text).join(" ")));
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) fail(t("web.lost")); };
  }
  const stop = (which) => fetch(`/api/job/${which}`, { method: "DELETE" }).catch(() => {});

  /** What was found stays; the program ends it with its last event. */
  async function cancel() {
    if (!state.peek()?.running) return;
    const which = id;
    change({ running: false, stopped: true });
    close();
    if (which) await stop(which);
  }
  return { state, start, cancel };
}
