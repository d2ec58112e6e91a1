// cvm-simulator as a process of its own, and what its control endpoints know: the truth that checks are judged by.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { withDeadline } from "./until.mjs";

const root = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The first of the builds of a project that is there. */
export function built(project, program) {
  const found = ["Release", "Debug"].map((name) => root(`src/${project}/bin/${name}/net10.0/${program}`)).find(existsSync);
  if (!found) throw new Error(`${program} is not built; run dotnet build`);
  return found;
}

export const REGION = "ap-guangzhou";

/** Instances and keys of a world file: `{ id: [state, keys, more] }` for each region. */
export function world(instances, keys, region = REGION) {
  return {
    [region]: {
      keys: Object.entries(keys).map(([id, name]) => ({ id, name })),
      instances: Object.entries(instances).map(([id, [state, held, more]]) => ({ id, state, keys: held, ...more })),
    },
  };
}

export class Simulator {
  static async start(...options) {
    const program = process.env.CVM_SIMULATOR ?? built("KeyBindingProvider.Simulator", "cvm-simulator");
    const child = spawn(program, ["--size", "1", ...(options.length ? options : ["--time-scale", "200"])], { stdio: ["ignore", "pipe", "inherit"] });
    const facts = {};
    const reading = (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        const [, name, value] = /^(endpoint|secret id|secret key|journal) +(\S.*)$/.exec(line) ?? [];
        if (name) facts[name] = value;
        if (name === "journal") return;
      }
      throw new Error("the simulator ended before it listened");
    })();
    await withDeadline(reading, 20_000, "the simulator's greeting");
    return new Simulator(child, facts);
  }

  constructor(child, facts) {
    this.child = child;
    child.once("exit", (code, signal) => this.stopping || console.log(`      the simulator at ${facts.endpoint} ended by itself: ${signal ?? code}`));
    this.endpoint = facts.endpoint;
    this.secretId = facts["secret id"];
    this.secretKey = facts["secret key"];
  }

  async #control(path, body, method = body === undefined ? "GET" : "POST") {
    const answer = await fetch(new URL(`/_simulator/${path}`, this.endpoint), {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return JSON.parse(text);
  }

  reset = (regions) => this.#control("reset", { regions });
  hand = (act, instance, ...keys) => this.#control("hand", { act, instance, ...(keys.length ? { keys } : {}) });
  faults = (...rules) => this.#control("faults", rules);
  clearFaults = () => this.#control("faults", undefined, "DELETE");
  counts = () => this.#control("counts");

  /** The truth about instances: `{ id: { state, keys } }`. */
  async instances() {
    const { instances } = await this.#control("world");
    return Object.fromEntries(instances.map((instance) => [instance.id, instance]));
  }

  /** Keys by instance, for those that exist. */
  async keys(...ids) {
    const instances = await this.instances();
    return Object.fromEntries(ids.map((id) => [id, instances[id] && [...instances[id].keyIds].sort()]));
  }

  /** The provider's own calls since a number, oldest first. */
  async calls(since = 0) {
    return (await this.#control(`journal?since=${since}`)).filter((call) => call.actor === this.secretId);
  }

  /** The number of the last call so far: what follows is new. */
  async mark() {
    return (await this.#control("journal")).at(-1)?.number ?? 0;
  }

  /** What changes machines: the tags of the restart marker are not among it. */
  async writes(since = 0) {
    return (await this.calls(since)).filter((call) => !/^(Describe|Get)|Tag$/.test(call.action));
  }

  /** What the judge says about the provider. */
  async verdict() {
    const oracle = await this.#control("oracle");
    return { ...oracle.actors.find((actor) => actor.actor === this.secretId), removals: oracle.removals, downs: oracle.downs };
  }

  stop() {
    this.stopping = true;
    this.child.kill();
  }
}
