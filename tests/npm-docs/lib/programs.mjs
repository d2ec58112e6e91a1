// Programs and data of the documentation, read by what would read them.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import yaml from "js-yaml";
import { keybinding, run, startSimulator, terraformProvider } from "./account.mjs";

/** What kind of YAML it is: a program (or a part of one), a world, or faults. */
export function kindOf(text) {
  const parsed = yaml.load(text.startsWith(" ") ? `resources:\n${text}` : text);
  return Array.isArray(parsed) ? "faults" : parsed.regions ? "world" : "program";
}

/** A part of a program as a whole one: a name, and a resource for each that it only refers to. */
export function whole(text) {
  const source = text.startsWith(" ") ? `resources:\n${text}` : text;
  const parsed = yaml.load(source);
  const open = [...source.matchAll(/\$\{([\w-]+)/g)].map(([, name]) => name);
  const known = new Set([...Object.keys(parsed.resources ?? {}), ...Object.keys(parsed.variables ?? {}), ...Object.keys(parsed.config ?? {})]);
  const stubs = [...new Set(open)].filter((name) => !known.has(name));
  const ours = Object.values(parsed.resources ?? {}).some((resource) => resource.type.startsWith("keybinding:"));
  if (stubs.length === 0 && !ours) stubs.push("something");
  const lines = stubs.map((name) => `  ${name}:\n    type: keybinding:KeyPairAssociation\n    properties: { instanceIds: [ins-web00001], keyIds: [skey-team2026] }\n`);
  const named = parsed.name ? source : `name: shown\nruntime: yaml\n${source}`;
  if (lines.length === 0) return named;
  return parsed.resources ? named.replace(/^resources:\n/m, `resources:\n${lines.join("")}`) : `${named}resources:\n${lines.join("")}`;
}

/** An account that has whatever a program names, in the region of the resource that names it: machines, keys, and one machine that every selector of the documents means. */
function worldOf(text) {
  const regions = {};
  const seen = new Set();
  const add = (name, list, make, ids) => {
    regions[name] ??= { keys: [], instances: [] };
    for (const id of ids ?? []) if (!seen.has(id)) seen.add(id), regions[name][list].push(make(id));
  };
  const { resources } = yaml.load(text);
  const all = Object.values(resources).map((resource) => resource.properties ?? {});
  const home = resources && all.find((properties) => properties.region && !properties.keyIds)?.region;
  for (const properties of [...all, { keyIds: ["skey-team2026"], instanceIds: ["ins-web00001"] }]) {
    const region = /^[a-z]+-[a-z]+$/.exec(properties.region ?? "")?.[0] ?? (/^[a-z]+-[a-z]+$/.test(home ?? "") ? home : "ap-guangzhou");
    const said = JSON.stringify(properties);
    add(region, "keys", (id) => ({ id, name: id.replaceAll("-", "_") }), said.match(/\bskey-[0-9a-z]{8}\b/g));
    add(region, "instances", (id) => ({ id, state: "STOPPED", keys: [] }), said.match(/\bins-[0-9a-z]{8}\b/g));
  }
  for (const { keys, instances } of Object.values(regions)) for (const machine of instances) machine.keys = keys.slice(0, 1).map(({ id }) => id);
  const tags = { env: "prod", role: "web", "tencentcloud:autoscaling:auto-scaling-group-id": "asg-worker01" };
  add("ap-guangzhou");
  regions["ap-guangzhou"].instances.push({ id: "ins-selected", state: "STOPPED", tags });
  return regions;
}

/** One look at the shared account at a time. */
let turn = Promise.resolve();
export const planned = (...words) => (turn = turn.then(() => plannedIn(...words)));

/** Plans a program in an account that has what it names: refused it may be, by the policy; wrong it may not. */
async function plannedIn(folder, text, account) {
  const answer = await fetch(`${account.endpoint}/_simulator/reset`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ regions: worldOf(whole(text)) }) });
  if (!answer.ok) return await answer.text();
  const file = join(mkdtempSync(join(folder, "program-")), "Pulumi.yaml");
  writeFileSync(file, whole(text));
  const { status, stdout, stderr } = await run(keybinding, ["plan", "-f", file, "--endpoint", account.endpoint, "--output", "json"], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TENCENTCLOUD_REGION: "ap-guangzhou",
      TENCENTCLOUD_SECRET_ID: account["secret id"],
      TENCENTCLOUD_SECRET_KEY: account["secret key"],
    },
  });
  return [0, 2, 4].includes(status) ? null : stdout + stderr;
}

/** A world starts; faults are taken. */
export async function simulated(folder, kind, text, account) {
  try {
    if (kind === "world") {
      const file = join(mkdtempSync(join(folder, "world-")), "world.yaml");
      writeFileSync(file, text);
      (await startSimulator("--world", file)).stop();
      return null;
    }
    const control = (method, body) =>
      fetch(`${account.endpoint}/_simulator/faults`, { method, body, headers: { "content-type": "application/yaml" } });
    const answer = await control("POST", text);
    await control("DELETE");
    return answer.ok ? null : await answer.text();
  } catch (problem) {
    return String(problem);
  }
}

const SETTINGS = `provider_installation {
  dev_overrides {
    "keybinding/keybinding" = "${dirname(terraformProvider ?? "")}"
  }
  direct {}
}
`;
const REQUIRED = `terraform {
  required_providers {
    keybinding = { source = "keybinding/keybinding" }
  }
}
`;

/** Validates a configuration with the real terraform and the real provider, or has it parsed only. */
export async function validated(folder, text, parsedOnly) {
  const place = mkdtempSync(join(folder, "terraform-"));
  writeFileSync(join(place, "settings.tfrc"), SETTINGS);
  if (parsedOnly) return terraform(["fmt", "-no-color", "-"], place, text);
  mkdirSync(join(place, "root"));
  writeFileSync(join(place, "root/main.tf"), text);
  if (!text.includes("required_providers")) writeFileSync(join(place, "root/versions.tf"), REQUIRED);
  return terraform(["validate", "-no-color"], join(place, "root"), "", join(place, "settings.tfrc"));
}

/** Has terraform read its own settings. */
export async function settled(folder, text) {
  const place = mkdtempSync(join(folder, "settings-"));
  writeFileSync(join(place, "settings.tfrc"), text);
  return terraform(["version"], place, "", join(place, "settings.tfrc"));
}

async function terraform(words, cwd, input, settings = join(cwd, "settings.tfrc")) {
  const { status, stdout, stderr } = await run("terraform", words, { cwd, input, env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: settings } });
  const said = stdout + stderr;
  return status === 0 && !said.includes("problems with the CLI configuration") ? null : said;
}
