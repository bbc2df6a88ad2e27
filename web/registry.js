// Which screens there are. A module in screens/ registers one; the shell knows none of them by name.
import { signal } from "@preact/signals";

/** name → what `register` was told */
export const screens = signal(new Map());

/**
 * Add a screen, shown at `#/NAME`.
 * `View`: its component. `tab`: key of its word in the row of tabs, none if it has none; `order`: its place there.
 * `frame`: "case" (header with the case, tabs and question chips), "quiet" (the same without chips), "home" (nothing of a
 * case in the header) or "bare" (no header at all).
 * `title()`: another title than that of the case. `chips()`: another row of chips than the answer (see shell/chips.js).
 * `keys(event)`: its own keys, asked before those of the page; true if it took the event.
 * `kind`: class of `main`.
 */
export function register(name, { View, tab, order = 99, frame = "case", title, chips, keys, kind = name }) {
  screens.value = new Map(screens.value).set(name, { name, View, tab, order, frame, title, chips, keys, kind });
}
export const tabs = () => [...screens.value.values()].filter((one) => one.tab).sort((a, b) => a.order - b.order);

/** Dialogs by name (`#/…?dlg=NAME`): {title: key of a word, View}. */
export const dialogs = new Map();
export const registerDialog = (name, about) => dialogs.set(name, about);

/** Buttons of the header, at its end, in the order they are registered: {act(), word(): the key of what it says now}. */
export const tools = signal([]);
export const registerTool = (tool) => (tools.value = [...tools.value, tool]);
