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

const lines = new Set();

/** Keeps the lines of a text that a person reads. */
export function said(text) {
  for (const line of text.split("\n")) lines.add(line.trimEnd());
}

/** Lines of the `text` blocks of a document that nobody has said; `…` in a line stands for anything. */
export function neverSaid(document) {
  const quoted = [...document.matchAll(/^```text\n([^]*?)^```/gm)].flatMap(([, block]) => block.trimEnd().split("\n"));
  return quoted.filter((line) => {
    const bare = line.replace(/^(info|warning|error): /, "");
    const pattern = new RegExp(`^${bare.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
    return ![...lines].some((one) => pattern.test(one));
  });
}
