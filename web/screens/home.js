// Home: open a situation of one's own, one that comes with detente, or one to start from.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../parts/dom.js";
import { Drop } from "../parts/drop.js";
import { Mark } from "../parts/marks.js";
import { go } from "../address.js";
import { call, opened } from "../api.js";
import { register } from "../registry.js";
import { open, refused } from "../session.js";
import { fileView, language } from "../state.js";
import { begun, t } from "../words.js";

const found = signal(null), wanted = signal("");

async function enter(name, text) {
  await open(name, text);
  if (!refused.value) go("bench");
}

const Begin = ({ big, first }) => html`<${Drop} big=${big} text=${t("screens.home.drop")} more=${t("screens.home.drop_more")} take=${enter}>
  ${big && html`<b>${t("screens.home.nothing")}</b><span>${t("screens.home.nothing_more")}</span>
    ${first && html`<button type="button" class="primary" onClick=${() => enter(first.name)}>${t("screens.home.open_case", { title: first.title })}</button>`}`}<//>`;

const Card = ({ one }) => html`<button type="button" class="card" onClick=${() => enter(one.name)}>
  <span class="cd"><bdi dir="ltr">${one.date ?? "\u00a0"}</bdi></span><b class="ct"><bdi>${one.title}</bdi></b>
  ${one.question && html`<span class="cq1"><bdi>${one.question}</bdi></span>`}
  ${one.text && html`<span class="ca1">${one.answer && html`<${Mark} answer=${one.answer} />`}<bdi>${begun(one.text)}</bdi></span>`}
  ${one.teaches && html`<span class="cte"><i>${t("screens.home.teaches")}</i> <bdi>${one.teaches}</bdi></span>`}</button>`;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, "").toLocaleLowerCase();
const matches = (one, words) => words.every((word) => plain([one.title, one.question, one.text, one.teaches, one.name].join(" ")).includes(word));

function Home() {
  const spoken = language.value, home = found.value;
  useEffect(() => {
    let here = true;
    call("home", {}).then((answer) => { if (here && answer) found.value = answer; }, () => {});
    return () => (here = false);
  }, [spoken]);
  const words = plain(wanted.value).split(/\s+/).filter(Boolean), cases = home?.cases.filter((one) => matches(one, words)) ?? [];
  const recent = home?.recent ?? [];
  return html`<section class="hero"><h1>${t("screens.home.title")}</h1><p>${t("screens.home.more")}</p></section>
    <section><${Begin} big=${home && !recent.length} first=${home?.cases.find((one) => one.question) ?? home?.cases[0]} />
      ${refused.value && html`<div class="stalemsg" role="alert">${refused.value.map((one) => html`<p><b><bdi>${one.text}</bdi></b> <bdi>${one.remedy}</bdi></p>`)}</div>`}</section>
    ${recent.length > 0 && html`<section><h2>${t("screens.home.recent")}</h2><div class="recent">${recent.map((one) => html`<button type="button" key=${one.name} onClick=${() => enter(one.name)}>
      <b><bdi>${one.title}</bdi></b><small><bdi dir="ltr">${one.name}</bdi>${one.problems ? html` · ${t("screens.home.mistakes", { count: one.problems })}` : ""}</small></button>`)}</div></section>`}
    <section><div class="ph"><h2>${t("screens.home.shipped")}</h2><input type="search" value=${wanted} onInput=${(event) => (wanted.value = event.target.value)} placeholder=${t("screens.home.search")} aria-label=${t("screens.home.search")} /></div>
      ${home && !cases.length && html`<p>${t("screens.home.no_match")}</p>`}
      <div class="cards">${cases.map((one) => html`<${Card} key=${one.name} one=${one} />`)}</div></section>
    ${home?.templates.length > 0 && html`<section><h2>${t("screens.home.new")}</h2><div class="new">${home.templates.map((one) => html`<button type="button" key=${one.name} onClick=${() => enter(one.name)}><b><bdi>${one.title}</bdi></b><small><bdi>${one.text}</bdi></small></button>`)}</div></section>`}`;
}

register("home", { View: Home, frame: "home" });

/** What is missing, why it matters, and one button. `what`: "question", "source" or "range". */
export function Empty({ what }) {
  const button = { question: "add_question", source: "add_source", range: "show_numbers" }[what];
  const write = () => {
    fileView.value = what === "range" ? "form" : "text";
    go("bench");
  };
  return html`<div class="empty"><h2>${t(`screens.home.no_${what}`)}</h2><p>${t(`screens.home.no_${what}_more`)}</p><button type="button" onClick=${write}>${t(`screens.home.${button}`)}</button></div>`;
}
