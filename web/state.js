// What the whole page knows: where the reader is, in which language, and what is asked of the file.
import { computed, effect, signal } from "@preact/signals";
import { addressed, whatIf } from "./address.js";

export const name = addressed("open", ""); // what is open: the name of a case, or of a file in the folder
export const language = addressed("lang", "en");
export const theme = addressed("theme", "");
export const question = addressed("q", "");
export const variant = addressed("variant", "");
export const as = addressed("as", ""); // as this side sees it
export const ahead = addressed("ahead", ""); // how far each side looks ahead; empty: as the file says
export const dialog = addressed("dlg", "");
export const number = addressed("num", ""); // the number looked at: its row, its line, its source
export const tab = addressed("tab", "answer"); // on a phone: answer, why, sliders, file
export const fileView = addressed("file", "form");
export const finding = signal(false); // something is to be found in the text of the file
export const right = addressed("right", "why");
export const sliders = signal(true); // shown below the answer

/** A view is the file as somebody else has it: a variant, or as one side sees it. What-ifs are put aside meanwhile. */
export const viewing = computed(() => Boolean(variant.value || as.value));
export const moved = computed(() => Object.keys(whatIf.value));

export const toast = signal("");
let leaving = 0;
export function say(text) {
  toast.value = text;
  clearTimeout(leaving);
  leaving = setTimeout(() => (toast.value = ""), 3500);
}

export const direction = signal("ltr");
export function startLooks() {
  const root = document.documentElement;
  effect(() => {
    root.lang = language.value;
    root.dir = direction.value;
    if (theme.value) root.dataset.theme = theme.value;
    else delete root.dataset.theme;
  });
}
export function otherTheme() {
  const dark = theme.value ? theme.value === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  theme.value = dark ? "light" : "dark";
}
