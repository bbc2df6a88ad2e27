// Asking the program: one POST for each question. What is asked again and again while something moves goes through
// `live`: one request at a time, the newest next, older answers thrown away, the last answer shown meanwhile.
import { effect, signal, untracked } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { language, variant, as, ahead } from "./state.js";
import { whatIf } from "./address.js";

export const opened = signal(null); // what `open` answered: the document, in the language of the reader
export const rev = signal(0); // the newest text
export const sound = signal(0); // the newest text without mistakes: what answers are about
export const trouble = signal(null); // {key, text} while the program cannot be reached
// Who this window is, to the program: of two windows on one file the older one is told.
export const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
// Counts what is looked at: a request of a later turn overtakes those of an earlier one, and no others.
let turn = 0, look = "";

let reopen = null;
/** What to do when the program does not know the document any more. */
export const whenClosed = (act) => (reopen = act);

/** What the program refused, with its own words. */
export class Refused extends Error {
  constructor(problems, status) {
    super(problems.map((one) => one.text).join(" ") || String(status));
    this.problems = problems;
    this.status = status;
  }
}

/** Ask once. Throws `Refused` with problems; an answer that a newer question has overtaken is null. */
export async function call(endpoint, body = {}, { abort } = {}) {
  let reply, answer;
  try {
    reply = await fetch(`/api/${endpoint}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ lang: language.peek(), ...(body.doc && { tab, turn }), ...body }), signal: abort });
    answer = await reply.json();
  } catch (error) {
    if (error.name !== "AbortError") trouble.value = "lost";
    throw error;
  }
  trouble.value = null;
  if (answer.problems?.[0]?.code === "serve_closed") reopen?.();
  if (answer.problems && !reply.ok) throw new Refused(answer.problems, reply.status);
  if (!reply.ok) throw new Refused([], reply.status);
  return answer.superseded ? null : answer;
}

/** What every request about the open document says; read inside an effect it follows language, view and what-ifs. */
export function asked() {
  const document = opened.value;
  if (!document || !sound.value) return null;
  const base = { doc: document.doc, rev: sound.value, lang: language.value, variant: variant.value || null, as: as.value || null, ahead: ahead.value || "seq", what_if: variant.value || as.value ? {} : whatIf.value };
  const now = JSON.stringify(base);
  if (now !== look) {
    look = now;
    turn++;
  }
  return base;
}

const KEPT = 24; // answers kept for coming back: another language, a slider put back
const kept = new Map();
function keep(key, answer) {
  kept.delete(key);
  kept.set(key, answer);
  if (kept.size > KEPT * 8) kept.delete(kept.keys().next().value);
}

/**
 * An answer that follows what it is asked: `body()` is read as signals are; null asks nothing.
 * {data, of, waiting, problems, stop}: the last answer, the body it answers, whether a newer one is on its way, what was
 * refused. An answer of another document is never shown.
 */
export function live(endpoint, body) {
  const data = signal(null), of = signal(null), waiting = signal(false), problems = signal(null);
  let busy = false, next = null, latest = "", stopped = false, count = 0, shown = 0;
  const show = (answer, request, order) => {
    if (stopped || order < shown || request.doc !== opened.peek()?.doc) return; // overtaken
    shown = order;
    of.value = request;
    data.value = answer;
    problems.value = null;
  };
  async function ask(request, key) {
    const order = ++count;
    busy = true;
    waiting.value = true;
    try {
      const answer = await call(endpoint, request);
      if (answer) {
        keep(key, answer);
        show(answer, request, order);
      }
    } catch (error) {
      if (!stopped && key === latest) {
        latest = ""; // asked again when it comes up again
        problems.value = error instanceof Refused ? error.problems : [];
      }
    }
    busy = false;
    const queued = next;
    next = null;
    if (queued && !stopped) ask(...queued);
    else waiting.value = false;
  }
  const stop = effect(() => {
    const request = body();
    untracked(() => {
      if (!request) {
        if (of.peek() && of.peek().doc !== opened.peek()?.doc) { // another document is open, and says nothing yet
          latest = "";
          data.value = of.value = null;
        }
        return;
      }
      const key = `${endpoint} ${JSON.stringify(request)}`;
      if (key === latest) return;
      latest = key;
      if (data.peek() && of.peek()?.doc !== request.doc) data.value = null;
      if (kept.has(key)) {
        next = null;
        return show(kept.get(key), request, ++count);
      }
      if (busy) next = [request, key];
      else ask(request, key);
    });
  });
  return { data, of, waiting, problems, stop: () => { stopped = true; stop(); } };
}

/** What requests about the text itself say: the newest one, mistakes and all, and nothing of how it is looked at. */
export const aboutText = () => (opened.value ? { doc: opened.value.doc, rev: rev.value, lang: language.value } : null);

/** `live` for as long as a component is shown. `more()` adds to the request (`about`), or gives null to ask nothing. */
export function useLive(endpoint, more = () => ({}), about = asked) {
  const one = useMemo(() => live(endpoint, () => {
    const base = about(), rest = more();
    return base && rest && { ...base, ...rest };
  }), [endpoint]);
  useEffect(() => one.stop, [one]);
  return one;
}
