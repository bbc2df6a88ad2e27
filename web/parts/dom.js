// What every part of the page is written with: templates of htm that make Preact elements.
import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);
