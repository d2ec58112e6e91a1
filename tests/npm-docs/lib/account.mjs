// A simulated account and a folder in front of it, as the documents assume them.
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { matches, stepsOf } from "./blocks.mjs";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const built = (project, name) => ["Release", "Debug"].map((kind) => join(root, `src/${project}/bin/${kind}/net10.0/${name}`)).find(existsSync);
export const keybinding = process.env.KEYBINDING ?? built("KeyBindingProvider.Cli", "keybinding");
export const simulator = process.env.CVM_SIMULATOR ?? built("KeyBindingProvider.Simulator", "cvm-simulator");
export const terraformProvider = process.env.KEYBINDING_TERRAFORM_PROVIDER ?? built("KeyBindingProvider.Terraform", "terraform-provider-keybinding");
const PORT = "18080"; // as the documents write it

/** What commands of the documents may call: nothing else is on the path, so that none of them can touch the machine. */
const TOOLS = ["cat", "curl", "diff", "grep", "head", "jq", "sed", "sort", "tail", "terraform", "wc"];

/** Runs a program to its end: `{ status, stdout, stderr }`, after two minutes with status null. */
export function run(program, words, { input = "", ...options } = {}) {
  const child = spawn(program, words, options);
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (data) => (said[stream] += data));
  child.stdin.on("error", () => {}).end(input);
  const limit = setTimeout(() => child.kill("SIGKILL"), 120_000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => (clearTimeout(limit), resolve({ status, ...said })));
  });
}

/** Starts a simulator; gives its endpoint and credentials, or fails with what it says. */
export async function startSimulator(...options) {
  return startSimulatorIn(root, options);
}

/** Starts the simulator that a document starts in another terminal, on a free port. */
export async function startShown(page, text) {
  const [program, ...words] = text.replaceAll(PORT, "0").replace("dotnet run --project src/KeyBindingProvider.Simulator --", "cvm-simulator").trim().split(/\s+/);
  if (program !== "cvm-simulator") throw new Error(`only a simulator is started in another terminal, not ${program}`);
  (await startSimulatorIn(page.folder, words)).stop();
}

async function startSimulatorIn(cwd, options) {
  const child = spawn(simulator, options, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const facts = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, fact, value] = /^(endpoint|secret id|secret key|journal) +(\S.*)$/.exec(line) ?? [];
    if (fact) facts[fact] = value;
    if (fact === "journal") return { ...facts, child, stop: () => child.kill() };
  }
  throw new Error(`the simulator does not start: ${errors}`);
}

/** The folder of a page: an account of a world, programs on the path, files to begin with. */
export async function openPage(folder, { world = "examples/cli/world.yaml", files = ["Pulumi.yaml"], tree = [] } = {}) {
  mkdirSync(join(folder, "bin"), { recursive: true });
  for (const file of files) copyFileSync(join(root, file), join(folder, basename(file)));
  for (const file of tree) cpSync(join(root, file), join(folder, file));
  const account = await startSimulator("--world", join(root, world), "--time-scale", "200");
  const port = new URL(account.endpoint).port;
  // Documents speak to the real API; here every command that names no endpoint speaks to the account of the page.
  const shim = `#!/bin/sh
verb=$1; shift
case "$verb $*" in
apply*--yes*|apply*--help*) ;;
# Who reads the document is asked, and says yes.
apply*) set -- --yes "$@" ;;
esac
case "$verb $*" in
*--endpoint*|*--help*|--version*|apply*.plan*|demo*) ;;
*) set -- --endpoint '${account.endpoint}' "$@" ;;
esac
exec '${keybinding}' "$verb" "$@"
`;
  writeFileSync(join(folder, "bin/keybinding"), shim);
  chmodSync(join(folder, "bin/keybinding"), 0o755);
  for (const tool of TOOLS) symlinkSync(found(tool), join(folder, "bin", tool));
  return { folder, account, port };
}

const found = (tool) => process.env.PATH.split(delimiter).map((place) => join(place, tool)).find(existsSync) ?? `/usr/bin/${tool}`;

/** Runs the shell blocks of a page one after the other in one shell; gives what went wrong, by block. */
export async function runBlocks(page, blocks) {
  const script = [`cd '${page.folder}'`, "set -o pipefail -E", `trap 'echo "$? \${BASH_SOURCE[0]##*/} $LINENO" >>failures' ERR`];
  blocks.forEach((block, k) => {
    if (block.marks.file) {
      writeFileSync(join(page.folder, `saved-${k}`), here(block.text, page.port));
      script.push(`cat saved-${k} >'${block.marks.file}'`);
    }
    if (!block.isShell) return;
    const steps = block.language === "console" ? stepsOf(block.text) : null;
    const text = steps ? steps.map(({ command }, n) => `{ ${command}\n} >out.${k}.${n} 2>&1`).join("\n") : block.text;
    writeFileSync(join(page.folder, `block-${k}.sh`), `${here(text, page.port)}\necho ${k} >>done\n`);
    script.push(`source ./block-${k}.sh >log.${k} 2>&1`);
  });
  const { status } = await run(found("bash"), ["--noprofile", "--norc", "-c", script.join("\n")], {
    cwd: page.folder,
    env: {
      PATH: join(page.folder, "bin"),
      HOME: page.folder,
      LANG: "C.UTF-8",
      NO_COLOR: "1",
      COLUMNS: "120",
      XDG_STATE_HOME: join(page.folder, "state"),
      KEYBINDING_POLL_MILLISECONDS: "10",
      TENCENTCLOUD_REGION: "ap-guangzhou",
      TENCENTCLOUD_SECRET_ID: page.account["secret id"],
      TENCENTCLOUD_SECRET_KEY: page.account["secret key"],
    },
  });
  const read = (name) => (existsSync(join(page.folder, name)) ? readFileSync(join(page.folder, name), "utf8") : "");
  const done = new Set(read("done").split("\n"));
  const failures = read("failures").split("\n").filter(Boolean).map((line) => line.split(" "));
  const findings = [];
  const last = blocks.findLastIndex((block) => block.isShell);
  blocks.forEach((block, k) => {
    if (!block.isShell) return;
    const say = (what, printed) => findings.push({ block, what, printed });
    // A block may end the shell, if it is the last one of its page.
    if (!done.has(String(k)) && !(k === last && status === 0)) say(`it did not reach its end (${status ?? "time is over"})`, read(`log.${k}`));
    if (block.language === "console") {
      stepsOf(block.text).forEach(({ command, shown }, n) => {
        const printed = read(`out.${k}.${n}`).replaceAll(page.port, PORT);
        if (!matches(shown, printed)) say(`$ ${command} prints something else`, printed);
      });
      return;
    }
    const lines = block.text.split("\n");
    lines.forEach((line, n) => {
      const failed = failures.filter(([, file, at]) => file === `block-${k}.sh` && Number(at) === n + 1).map(([code]) => Number(code));
      const expected = /# exit code (\d+)\s*$/.exec(line)?.[1];
      // A plan and a look for drift end with 2 where there is something to do: no mistake.
      const allowed = expected === undefined ? (/\bkeybinding (plan|drift)\b/.test(line) ? [2] : []) : [Number(expected)];
      for (const code of failed.filter((one) => !allowed.includes(one))) say(`line ${n + 1} ends with ${code}: ${line}`, read(`log.${k}`));
      if (expected && expected !== "0" && !failed.includes(Number(expected))) say(`line ${n + 1} does not end with ${expected}: ${line}`, read(`log.${k}`));
    });
  });
  return findings;
}

const here = (text, port) => text.replaceAll(PORT, port);
