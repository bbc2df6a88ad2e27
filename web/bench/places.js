// Places that are pointed at from elsewhere: a number and its source, a passage of a source.
import { addressed } from "../address.js";
import { number, right } from "../state.js";

export const evidenceAt = addressed("claim", "", undefined, { only: "evidence" }); // the passage looked at

/** Look at a number: its row, its line, its source. */
export function lookAt(id) {
  number.value = id;
  right.value = "source";
}
