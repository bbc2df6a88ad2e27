// Keys of the whole page. In a text field single letters type; a screen and a slider are asked before the page.
import { go, screen } from "./address.js";
import { opened } from "./api.js";
import { dialog, fileView, finding, question, tab } from "./state.js";
import { screens, tabs } from "./registry.js";
import { redo, undo } from "./history.js";
import { changeLanguage } from "./shell/header.js";
import { keepWhatIfs } from "./session.js";

const asked = []; // functions that may take a key before the page does: the editor, the file
export const alsoAsk = (listener) => asked.push(listener);

/** Whether a key types where the focus is, also inside the editor's shadow. */
export function typing(event) {
  const at = event.composedPath()[0];
  return at instanceof Element && (at.isContentEditable || (/^(input|textarea|select)$/i.test(at.tagName) && at.type !== "range" && at.type !== "checkbox" && at.type !== "radio"));
}

function pressed(event) {
  if (event.defaultPrevented) return;
  const taken = asked.some((listener) => listener(event)) || screens.value.get(screen.value)?.keys?.(event) || page(event);
  if (taken) event.preventDefault();
}

function page(event) {
  const { key, altKey, shiftKey } = event, ctrl = event.ctrlKey || event.metaKey, inCase = opened.value && screen.value !== "home";
  if (altKey && !ctrl) {
    const chosen = /^Digit([1-9])$/.exec(event.code)?.[1], to = tabs()[chosen - 1];
    if (to && inCase) return go(to.name), true;
    if (event.code === "KeyL") return changeLanguage(), true;
    return false;
  }
  if (ctrl && event.code === "KeyZ" && inCase) return (shiftKey ? redo : undo)(), true;
  if (ctrl && event.code === "KeyS" && inCase) return keepWhatIfs(), true;
  if (ctrl || typing(event) || dialog.value) return false;
  if (key === "?" || key === "؟") return (dialog.value = "keys"), true;
  if (!inCase) return false;
  const one = /^Digit([1-9])$/.exec(event.code)?.[1], chosen = opened.value.questions[one - 1];
  if (chosen && !shiftKey) return (question.value = chosen.id), true;
  if (key === "/") return find(), true;
  if (event.code === "KeyP" && screens.value.has("present")) return go("present"), true;
  return false;
}

function find() {
  if (screen.value !== "bench") go("bench");
  fileView.value = "text";
  tab.value = "file";
  finding.value = true;
}

export function startKeys() {
  addEventListener("keydown", pressed);
}
