// A sentence with the words that changed marked, against what it was (longest common subsequence over words).
import { html } from "./dom.js";

/** [[changed?, words], …] of the new text. */
export function changedWords(before, after) {
  const old = before.match(/\S+\s*/g) ?? [], now = after.match(/\S+\s*/g) ?? [];
  const same = (i, j) => old[i].trim() === now[j].trim();
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) for (let j = now.length - 1; j >= 0; j--) common[i][j] = same(i, j) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const parts = [];
  const add = (changed, words) => {
    if (parts.at(-1)?.[0] === changed) parts.at(-1)[1] += words;
    else parts.push([changed, words]);
  };
  let i = 0, j = 0;
  while (j < now.length) {
    if (i < old.length && same(i, j)) { add(false, now[j++]); i++; }
    else if (i < old.length && common[i + 1][j] >= common[i][j + 1]) i++;
    else add(true, now[j++]);
  }
  return parts;
}

/** `after`, with the words marked that `before` had not. */
export const Changed = ({ before, after }) => (before === after ? after : changedWords(before, after).map(([changed, words]) => (changed ? [html`<ins>${words.trimEnd()}</ins>`, words.slice(words.trimEnd().length)] : words)));
