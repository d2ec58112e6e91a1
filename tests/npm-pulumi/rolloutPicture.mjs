// One moment of what rollout.mjs has printed, laid into the table that `pulumi up` draws while it runs, as a page for a browser to take a picture of.
// Usage: node rolloutPicture.mjs ROLLOUT.jsonl SECONDS COLUMNS > page.html
import { readFileSync } from "node:fs";

const [, , file, seconds, columns] = process.argv;
const [{ diffs }, ...told] = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const moment = Number(seconds);
const { message } = told.filter((one) => one.passing && one.seconds <= moment).at(-1);

// What Pulumi itself puts into the table: the mark, type, name and state of a resource, what differs, and the last message after it.
const plain = (text) => [[text, ""]];
const rows = [
  [plain(""), [["Type", "head"]], [["Name", "head"]], [["Status", "head"]], [["Info", "head"]]],
  [plain(""), plain("pulumi:pulumi:Stack"), plain("fleet-dev"), plain("running..."), plain("")],
  [
    [[" ~ ", "update"]],
    plain("└─ keybinding:index:KeyPairAssociation"),
    plain("web"),
    [[`updating (${Math.floor(moment)}s)...`, "update"]],
    [["[diff: ", ""], [`~${diffs.join(",")}`, "update"], [`]; ${message}`, ""]],
  ],
];
const length = (cell) => [...cell.map(([text]) => text).join("")].length;
const widths = rows[0].map((_, index) => Math.max(...rows.map((row) => length(row[index]))));

// A row ends one column before the edge of the terminal, whatever it still has to say.
const drawn = rows.map((row) => {
  const pieces = row.flatMap((cell, index) => [...cell, [" ".repeat(widths[index] - length(cell) + 2), ""]]);
  let left = Number(columns) - 1;
  return pieces.map(([text, kind]) => {
    const shown = [...text].slice(0, left);
    left -= shown.length;
    return kind ? `<b class=${kind}>${shown.join("")}</b>` : shown.join("");
  });
});
const needed = Math.max(...rows.map((row) => row.reduce((sum, cell, index) => sum + (index < 4 ? widths[index] + 2 : length(cell)), 0))) + 1;
console.error(`${needed} columns are needed, ${columns} are there`);
console.log(`<!doctype html><meta charset=utf-8><style>body{margin:0;background:#0d1117;color:#d0d7de}
pre{margin:18px;width:${columns}ch;font:15px/22px "DejaVu Sans Mono",monospace}b{font-weight:400}.head{color:#6cb6ff;text-decoration:underline}.update{color:#e3c341}</style>
<pre>${drawn.map((row) => row.join("")).join("\n")}</pre>`);
