// Writes what was packed into docs/packages.md: node table.mjs. Sizes are of this run; start times are medians of 21 starts on this machine, of the linux-x64 programs.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packages = join(root, "artifacts/packages");
const published = join(root, "artifacts/publish/linux-x64");
const page = join(root, "docs/packages.md");
const RUNS = 21;

const bytes = (count) => (count < 100_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`);

/** Every file of the release, and what each archive holds. */
function tree() {
  const lines = [];
  for (const name of readdirSync(packages).sort()) {
    lines.push(`${name.padEnd(72)} ${bytes(statSync(join(packages, name)).size).padStart(9)}`);
    for (const [entry, size] of entries(name)) {
      lines.push(`    ${entry.padEnd(68)} ${bytes(size).padStart(9)}`);
    }
  }
  return lines;
}

function entries(name) {
  const file = join(packages, name);
  if (name.endsWith(".tar.gz")) {
    const listed = spawnSync("tar", ["-tvzf", file], { encoding: "utf8" }).stdout.trim().split("\n");
    return listed.filter((line) => !line.startsWith("d")).map((line) => line.split(/\s+/)).map((fields) => [fields[5], Number(fields[2])]);
  }
  if (name.endsWith(".zip")) {
    const listed = spawnSync("unzip", ["-Zs", file], { encoding: "utf8" }).stdout.trim().split("\n");
    return listed.filter((line) => /^[-?]/.test(line)).map((line) => line.split(/\s+/)).map((fields) => [fields.slice(8).join(" "), Number(fields[3])]);
  }
  return [];
}

/** From the start of a process to its first line (of a provider that waits), or to its end. */
function once(program, args, env, untilLine) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(program, args, { env: { HOME: "/nonexistent", PATH: "/usr/bin:/bin", ...env }, stdio: ["ignore", "pipe", "ignore"] });
    if (untilLine) {
      child.stdout.once("data", () => {
        resolve(performance.now() - began);
        child.kill("SIGKILL");
      });
    } else {
      child.once("exit", () => resolve(performance.now() - began));
      child.stdout.resume();
    }
  });
}

async function median(...start) {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    times.push(await once(...start));
  }
  return times.sort((a, b) => a - b)[(RUNS - 1) / 2];
}

async function starts() {
  const magic = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", PLUGIN_PROTOCOL_VERSIONS: "6" };
  const measured = [
    ["keybinding", "`keybinding --version`, to its end", ["--version"], {}, false],
    ["cvm-simulator", "`cvm-simulator --version`, to its end", ["--version"], {}, false],
    ["pulumi-resource-keybinding", "to the port that the engine reads", [], {}, true],
    ["terraform-provider-keybinding", "to the handshake that the engine reads, without TLS", [], magic, true],
  ];
  const rows = [];
  for (const [name, what, ...start] of measured) {
    const program = join(published, name, name);
    if (existsSync(program)) {
      rows.push(`| \`${name}\` | ${bytes(statSync(program).size)} | ${what} | ${Math.round(await median(program, ...start))} ms |`);
    }
  }
  return ["| program (linux-x64) | size | start | median |", "|---|---|---|---|", ...rows];
}

function write(name, lines) {
  const text = readFileSync(page, "utf8");
  const [begin, end] = [`<!-- ${name}: begin`, `<!-- ${name}: end -->`].map((marker) => text.indexOf(marker));
  writeFileSync(page, `${text.slice(0, text.indexOf("\n", begin))}\n\n${lines.join("\n")}\n\n${text.slice(end)}`);
}

write("tree", ["```text", ...tree(), "```"]);
write("starts", await starts());
