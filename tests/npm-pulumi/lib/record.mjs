// Everything that ever left a provider process, so that the last check can look for secrets in all of it.
const heard = [];

/** Keeps a text or an object together with where it came from. */
export function hear(source, what) {
  heard.push([source, typeof what === "string" ? what : JSON.stringify(what)]);
}

/** How much was heard. */
export const heardCount = () => heard.length;

/** Places in which one of the texts was heard. */
export function whereHeard(...texts) {
  return heard.filter(([, what]) => texts.some((text) => what?.includes(text))).map(([source, what]) => `${source}: ${what.slice(0, 400)}`);
}
