// Two numbers at once: in how many of 100 runs the answer is yes, wherever the two stand.
import { html } from "../parts/dom.js";
import { Figure } from "../parts/figure.js";
import { language } from "../state.js";
import { begun, number, t } from "../words.js";

const WIDTH = 400, HEIGHT = 320, LEFT = 44, BELOW = 40, EDGE = 8;

/** `of`: {across, up, share}: two numbers {text, range, centre}, and columns of shares of yes, from the lowest up. */
export function Heat({ of: { across, up, share } }) {
  const columns = share.length, rows = share[0].length, width = (WIDTH - LEFT - EDGE) / columns, height = (HEIGHT - BELOW - EDGE) / rows;
  const percents = share.map((column) => column.map((each) => Math.round(100 * each)));
  const left = (i) => LEFT + i * width, top = (j) => HEIGHT - BELOW - (j + 1) * height;
  let line = ""; // between more than half and less
  percents.forEach((column, i) => column.forEach((value, j) => {
    if (i + 1 < columns && percents[i + 1][j] >= 50 !== value >= 50) line += `M${left(i + 1).toFixed(1)} ${top(j).toFixed(1)}v${height.toFixed(1)}`;
    if (j + 1 < rows && column[j + 1] >= 50 !== value >= 50) line += `M${left(i).toFixed(1)} ${top(j).toFixed(1)}h${width.toFixed(1)}`;
  }));
  const place = (one, from, to) => from + ((one.centre - one.range[0]) / (one.range[1] - one.range[0])) * (to - from);
  const value = (one, i, n) => one.range[0] + ((i + 0.5) / n) * (one.range[1] - one.range[0]); // the middle of a square
  const told = [[1, 1], [1, 3], [3, 1], [3, 3], [2, 2]].map(([i, j]) => [Math.floor((i * columns) / 4.01), Math.floor((j * rows) / 4.01)]);
  return html`<${Figure} name="two-numbers" caption=${t("screens.sure.heat_caption")} columns=${[across.text, up.text, `${t("web.yes")} %`]} rows=${percents.flatMap((column, i) => column.map((each, j) => [value(across, i, columns), value(up, j, rows), each]))}>
    <svg class="heat" dir="ltr" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`${t("screens.sure.heat_more", { across: across.text, up: up.text })} ${t("screens.sure.heat_caption")}`}>
      ${percents.map((column, i) => column.map((each, j) => html`<rect key=${`${i} ${j}`} x=${left(i).toFixed(1)} y=${top(j).toFixed(1)} width=${(width + 0.4).toFixed(1)} height=${(height + 0.4).toFixed(1)} style=${{ fill: `color-mix(in srgb, var(--yes) ${each}%, var(--heat0))` }} />`))}
      <path class="hl" d=${line} />${told.map(([i, j]) => html`<text key=${`${i} ${j}`} class="hv" x=${left(i) + width / 2} y=${top(j) + height / 2 + 4} text-anchor="middle" style=${{ fill: percents[i][j] > 55 ? "var(--paper)" : "var(--ink)" }}>${percents[i][j]}</text>`)}
      <circle class="cc" cx=${place(across, LEFT, WIDTH - EDGE)} cy=${place(up, HEIGHT - BELOW, EDGE)} r="5" />
      <text x=${LEFT} y=${HEIGHT - BELOW + 15} class="axl">${number(across.range[0])}</text><text x=${WIDTH - EDGE} y=${HEIGHT - BELOW + 15} class="axl" text-anchor="end">${number(across.range[1])}</text>
      <text x=${(LEFT + WIDTH) / 2} y=${HEIGHT - BELOW + 31} class="axl" text-anchor="middle">${language.value === "ar" ? across.text : `${across.text} →`}</text>
      <text x=${LEFT - 6} y=${HEIGHT - BELOW} class="axl" text-anchor="end">${number(up.range[0])}</text><text x=${LEFT - 6} y="18" class="axl" text-anchor="end">${number(up.range[1])}</text>
      <text transform=${`translate(14 ${(HEIGHT - BELOW) / 2}) rotate(-90)`} class="axl" text-anchor="middle">${up.text}</text></svg>
    <p class="tiny"><bdi>${begun(t("screens.sure.heat_more", { across: across.text, up: up.text }))}</bdi></p><//>`;
}
