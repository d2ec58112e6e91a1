// What a person would read, for the documents: written to a file when KEYBINDING_SHOW names one.
import { appendFileSync } from "node:fs";

export function show(title, outcome, name) {
  const file = process.env.KEYBINDING_SHOW;
  if (!file) return;
  const rows = Object.entries(outcome.rows).map(([row, { op, failed, diff }]) => {
    const changes = Object.entries(diff?.detailedDiff ?? {}).map(([path, { kind }]) => `      ${kind} ${path}`);
    return [`  ${row}: ${op}${failed ? " FAILED" : ""}`, ...changes].join("\n");
  });
  const passing = outcome.logs.filter((log) => log.ephemeral).map((log) => `  (${log.urn.split("::").at(-1)}) ${log.message}`);
  appendFileSync(file, `\n=== ${title}\n${rows.join("\n")}\n--- stays\n${outcome.text(name)}\n--- while it runs\n${passing.join("\n")}\n`);
}
