// Other files that are compared with the open one: opened beside it, and read again when somebody has changed them.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api.js";
import { language } from "../state.js";
import { t } from "../words.js";

export const beside = signal(new Map()); // name → what `open` answered, or {name, problems}
export const around = signal([]); // the files of the folder: {name, title, problems}

const put = (name, found) => (beside.value = new Map(beside.peek()).set(name, found));

/** Open a file beside the open one (with `text`: one that was dropped); its name, by which it is known from then on. */
export async function openBeside(name, text) {
  try {
    const found = await call("open", { name, text: text ?? null });
    if (found) put(found.name, found);
    return found?.name;
  } catch (error) {
    put(name, { name, title: name, variants: [], questions: [], problems: error.problems ?? [{ text: t("web.lost") }] });
    return name;
  }
}

/** Keep these files open and up to date, in the language of the reader, and know what else lies in the folder. */
export function useBeside(names) {
  const spoken = language.value, wanted = names.join("\n");
  useEffect(() => {
    const look = () => {
      call("home", { whole: false }).then((home) => { if (home) around.value = home.recent; }, () => {});
      for (const name of names) openBeside(name);
    };
    look();
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, [wanted, spoken]);
}
