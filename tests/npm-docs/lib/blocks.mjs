// Fenced blocks of a Markdown file, with what the comments above them say of how they are checked.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Marks that may stand in comments above a fence:
 *   not run: REASON          shown only
 *   parsed only: REASON      the program that would read it says that it is well formed, no more
 *   run by: FILE             a test of the repository does it
 *   in another terminal      started beside what follows
 *   file: NAME               also saved under this name, for what follows
 *   program: NAME            the block is a part of a program; what it leaves open is filled in
 */
const MARK = /^\s*<!-- (not run|parsed only|run by|in another terminal|file)(?:: (.+?))? -->\s*$/;
const BEGIN = /<!-- [\w ]+: begin(?: \(.*?((?:tests|\.ci)\/[\w./-]+).*\))? -->/;
const END = /<!-- [\w ]+: end -->/;

/** Blocks of a file: `{ file, line, language, text, marks, golden, made }`. */
export function blocksOf(root, file) {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const made = lines.slice(0, 12).map((line) => /<!-- Made from ((?:docs|examples)\/\S+): do not edit/.exec(line)?.[1]).find(Boolean) ?? null;
  const blocks = [];
  let golden = null;
  for (let at = 0; at < lines.length; at++) {
    const begin = BEGIN.exec(lines[at]);
    if (begin) golden = begin[1] ?? "tests";
    if (END.test(lines[at])) golden = null;
    const fence = /^( *)(`{3,})(\S*)/.exec(lines[at]);
    if (!fence) continue;
    const [, indent, ticks, language] = fence;
    const first = at + 1;
    const text = [];
    for (at++; lines[at]?.trim() !== ticks; at++) {
      if (at >= lines.length) throw new Error(`${file}:${first}: the fence has no end`);
      text.push(lines[at].startsWith(indent) ? lines[at].slice(indent.length) : lines[at]);
    }
    blocks.push({ file, line: first, language, text: `${text.join("\n")}\n`, marks: marksAbove(lines, first - 1), golden, made });
  }
  return blocks;
}

function marksAbove(lines, fence) {
  const marks = {};
  for (let at = fence - 1; at >= 0; at--) {
    const mark = MARK.exec(lines[at]);
    if (mark) marks[mark[1]] = mark[2] ?? true;
    else if (lines[at].trim() !== "") break;
  }
  return marks;
}

/** Commands of a console block with what is shown below each. */
export function stepsOf(text) {
  const steps = [];
  let open = false;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    if (open) {
      const step = steps.at(-1);
      step.command += `\n${line}`;
      open = line.endsWith("\\");
    } else if (line.startsWith("$ ")) {
      steps.push({ command: line.slice(2), shown: [] });
      open = line.endsWith("\\");
    } else if (steps.length === 0) {
      throw new Error("a console block begins with a command");
    } else {
      steps.at(-1).shown.push(line);
    }
  }
  return steps;
}

/** Whether that was printed: a line of … stands for any lines, … within a line for any text. */
export function matches(shown, printed) {
  const plain = (text) => text.split("\n").map((line) => line.trimEnd()).join("\n").trim();
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = plain(shown.join("\n")).split("\n");
  const pattern = lines.map((line) => (line.trim() === "…" ? "(?:[^\\n]*\\n)*?" : `${line.split("…").map(escaped).join("[^\\n]*?")}\\n`)).join("");
  return new RegExp(`^${pattern}$`).test(`${plain(printed)}\n`);
}
