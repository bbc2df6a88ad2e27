// Words of the interface. They come from the message files of the program (src/detente/words/*/web.toml) and are filled
// in by its rules: `{name}` places, `[[ … ]]` left out when a value inside is missing, plural forms by the number.
import { computed, effect, signal } from "@preact/signals";
import { direction, language } from "./state.js";
import { html } from "./parts/dom.js";

const tables = signal({}); // language → {direction, words}; words: dotted key → text, or plural form → text
const ISOLATE = "\u2068", END = "\u2069";

export const languages = computed(() => Object.keys(tables.value).map((id) => ({ id, name: new Intl.DisplayNames([id], { type: "language" }).of(id) })));

/** Take what `words` answered, language by language. A language that the address asks for and nobody speaks becomes English. */
export function takeWords(answer) {
  tables.value = answer;
  effect(() => {
    if (!(language.value in tables.value)) language.value = "en";
    direction.value = tables.value[language.value].direction;
  });
}

const entry = (key) => tables.value[language.value]?.words[key] ?? tables.value.en?.words[key];

const missing = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

function template(key, values) {
  let text = entry(key);
  if (text === undefined) return `⟨${key}⟩`;
  if (typeof text === "object") {
    const count = values[text.by ?? "count"];
    text = (count === 0 && text.zero) || text[new Intl.PluralRules(language.value).select(count)] || text.other;
  }
  return text.replace(/\[\[(.*?)\]\]/gs, (_, part) => ([...part.matchAll(/\{(\w+)\}/g)].some(([, at]) => missing(values[at])) ? "" : part));
}

/** The message at this key as text; values are isolated, so that they do not disturb the words around them. */
export function t(key, values = {}) {
  return template(key, values).replace(/\{(\w+)\}/g, (_, at) => (typeof values[at] === "number" ? number(values[at]) : ISOLATE + values[at] + END));
}

/** The message with elements in its places. */
export function rich(key, values) {
  return template(key, values).split(/\{(\w+)\}/).map((part, i) => (i % 2 ? html`<bdi>${typeof values[part] === "number" ? number(values[part]) : values[part]}</bdi>` : part));
}

// ---------- numbers
const MINUS = "−";

/** A number as the reader sees it: two decimals, one from 10 on, no trailing zeros; `digits` for more. */
export function number(value, digits) {
  const size = Math.abs(value);
  let text = size.toFixed(digits ?? (size >= 10 ? 1 : 2));
  if (text.includes(".")) text = text.replace(/\.?0+$/, "");
  if (size >= 10_000) text = text.replace(/\B(?=(\d{3})+(?!\d))/g, ","); // as on the command line
  return (value < 0 && text !== "0" ? MINUS : "") + text;
}
export const signed = (value, digits) => (value > 0 && number(value, digits) !== "0" ? "+" : "") + number(value, digits);
export const Num = ({ value, digits }) => html`<bdi class="n" dir="ltr">${number(value, digits)}</bdi>`;
export const Gain = ({ value, digits }) => html`<bdi class="n" dir="ltr">${signed(value, digits)}</bdi>`;
export const Range = ({ from, to }) => html`<bdi class="n" dir="ltr">${number(from, 3)}–${number(to, 3)}</bdi>`;
export const Code = ({ children }) => html`<bdi class="n" dir="ltr">${children}</bdi>`;

/** A share of runs in whole percents, never 0 or 100: what was not drawn is not impossible. */
export function percent(share) {
  if (share < 0.005) return "<1%";
  if (share > 0.99) return ">99%";
  return `${Math.min(99, Math.round(share * 100))}%`;
}
export const Share = ({ share }) => html`<bdi class="n" dir="ltr">${percent(share)}</bdi>`;

/** The text with a capital at its beginning, where the script has capitals. */
export const begun = (text) => text.replace(/^([\u2066-\u2069«“"]*)(\p{Ll})/u, (_, before, letter) => before + letter.toLocaleUpperCase());
export const comma = () => (language.value === "ar" ? "، " : ", ");
export const semicolon = () => (language.value === "ar" ? "؛ " : "; ");
