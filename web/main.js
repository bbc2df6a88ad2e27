// Where the page begins.
import { render } from "preact";
import { html } from "./parts/dom.js";
import { startAddress } from "./address.js";
import { call } from "./api.js";
import { startLooks } from "./state.js";
import { takeWords } from "./words.js";
import { startKeys } from "./keys.js";
import { startSession } from "./session.js";
import { Shell } from "./shell/shell.js";
import "./bench/bench.js";
import "./screens/index.js";

const LANGUAGES = ["en", "ar"];

startAddress();
const words = await Promise.all(LANGUAGES.map((lang) => call("words", { lang })));
takeWords(Object.fromEntries(LANGUAGES.map((lang, i) => [lang, words[i]])));
startLooks();
startSession();
startKeys();
render(html`<${Shell} />`, document.getElementById("app"));
