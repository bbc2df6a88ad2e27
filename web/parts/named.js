// What actors, questions and answers of the open document are called.
import { actors, questions } from "../session.js";
import { comma, t } from "../words.js";

export const who = (id) => actors.value.get(id) ?? id;

/** Who takes a step: an actor, or the parties of an agreement together. */
export const mover = (id) => actors.value.get(id) ?? t("screens.moves.together");

/** “Japan, China and Russia”. */
export const together = (texts) => texts.reduce((sum, one, i) => (!i ? one : i === texts.length - 1 ? t("screens.two_names", { first: sum, last: one }) : sum + comma() + one), "");
export const listOf = (ids) => together(ids.map(who));

/** The answer to a question as a clause; the file has none for “either way”. */
export function clause(question, reply) {
  const one = questions.value.get(question);
  if (!one) return question;
  return reply === "some" ? `${one.text} ${t("web.some")}` : one[reply];
}
