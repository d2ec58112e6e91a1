// Types the commands of a document's console block in a shell without network, in which some folders are empty, and compares what they print.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import assert from "node:assert/strict";

const BETWEEN = "----8<----";

/** The block between the markers of a name, as commands and what stands below them. */
function commandsOf(text, name) {
  const block = new RegExp(`<!-- ${name}: begin.*?-->\\s*\`\`\`console\\n(.*?)\`\`\``, "s").exec(text);
  assert.ok(block, `no console block is called ${name}`);
  const commands = [];
  for (const line of block[1].split("\n").slice(0, -1)) {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), shown: [] });
    else commands.at(-1).shown.push(line);
  }
  return { block: block[1], commands };
}

/**
 * Types what stands between the markers of `name` in `page`, in a folder with copies of `files`, where each folder of `hidden` is empty. Where a namespace may not be made,
 * the commands are typed all the same, with an environment of nothing.
 */
export function typed({ page, name, hidden, files }) {
  const text = readFileSync(page, "utf8");
  const { block, commands } = commandsOf(text, name);
  const folder = mkdtempSync(join(tmpdir(), "newcomer-"));
  files.forEach((file) => copyFileSync(file, join(folder, basename(file))));
  const script = join(folder, ".typed");
  writeFileSync(script, commands.map(({ command }) => `${command}\necho "${BETWEEN}"\n`).join(""));
  const shell = `cd '${folder}' && exec env -i HOME='${folder}' PATH=/usr/bin:/bin LC_ALL=C bash '${script}'`;
  const alone = `ip link set lo up && ${hidden.map((path) => `mount -t tmpfs none '${path}'`).join(" && ")} && ${shell}`;
  const mayHide = spawnSync("unshare", ["--mount", "--net", "true"]).status === 0;
  if (!mayHide) console.log("note  no namespace may be made here: typed with an empty environment only");
  const ran = mayHide
    ? spawnSync("unshare", ["--mount", "--net", "bash", "-c", `exec 2>&1; ${alone}`], { encoding: "utf8", cwd: "/", timeout: 120_000 })
    : spawnSync("bash", ["-c", `exec 2>&1; ${shell}`], { encoding: "utf8", cwd: "/", timeout: 120_000 });
  rmSync(folder, { recursive: true });
  assert.equal(ran.error, undefined);

  const printed = ran.stdout.split(`${BETWEEN}\n`).slice(0, -1);
  assert.equal(printed.length, commands.length, ran.stdout);
  const now = commands.map(({ command }, index) => `$ ${command}\n${printed[index].replaceAll(/[ \t]+$/gm, "")}`).join("");
  if (process.env.UPDATE_GOLDEN) writeFileSync(page, text.replace(block, () => now));
  else assert.equal(now, block);
}
