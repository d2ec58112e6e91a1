// A provider process, started, spoken to and ended exactly as the engine does it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { hear, said } from "./record.mjs";
import { built } from "./simulator.mjs";
import { withDeadline } from "./until.mjs";
import { Empty, Refused, answer, grpc, request, services } from "./wire.mjs";

const LIMIT = 400 << 20;
const EMPTY = new Set(["GetPluginInfo", "Cancel"]);
const NAMES = { Attach: "PluginAttach", CheckConfig: "CheckRequest", DiffConfig: "DiffRequest", Handshake: "ProviderHandshakeRequest" };

/** The program under test. */
export function binary() {
  const named = process.env.KEYBINDING_PULUMI_PROVIDER;
  if (named && !existsSync(named)) throw new Error("KEYBINDING_PULUMI_PROVIDER names no file");
  return named ? resolve(named) : built("KeyBindingProvider.Pulumi", "pulumi-resource-keybinding");
}

/** A connection to a provider: one run of an engine. */
export class Connection {
  constructor(port) {
    this.client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": LIMIT,
      "grpc.max_send_message_length": -1,
      "grpc.enable_http_proxy": 0,
      "grpc.use_local_subchannel_pool": 1,
    });
  }

  /** Calls, with a deadline; the answer as data, or Refused. */
  call(method, fields = {}, seconds = 60) {
    const message = EMPTY.has(method) ? new Empty() : request(NAMES[method] ?? `${method}Request`, fields);
    const name = method[0].toLowerCase() + method.slice(1);
    return new Promise((resolve, reject) => {
      this.client[name](message, new grpc.Metadata(), { deadline: Date.now() + seconds * 1000 }, (error, reply) => {
        if (error) {
          const refused = new Refused(method, error);
          hear(`${method} error`, [refused.text, refused.details ?? ""]);
          for (const text of refused.initFailed?.reasons ?? [refused.text]) said(text);
          reject(refused);
        } else {
          const data = answer(method, reply);
          // Provider inputs are the engine's to keep secret: it strips the marks before CheckConfig and sets them again after.
          if (method !== "CheckConfig" && method !== "GetSchema") hear(`${method} answer`, data);
          resolve(data);
        }
      });
    });
  }

  /** All that a List streams, with a deadline, or Refused. */
  list(fields, seconds = 60) {
    return new Promise((resolve, reject) => {
      const entries = [];
      const stream = this.client.list(request("ListRequest", fields), new grpc.Metadata(), { deadline: Date.now() + seconds * 1000 });
      stream.on("data", (message) => entries.push(answer("List", message)));
      stream.on("end", () => {
        hear("List answer", entries);
        resolve(entries);
      });
      stream.on("error", (error) => reject(new Refused("List", error)));
    });
  }

  /** The error that a call must end with. */
  async refusal(method, fields, seconds) {
    return this.call(method, fields, seconds).then(
      (data) => {
        throw new Error(`${method} was accepted: ${JSON.stringify(data).slice(0, 500)}`);
      },
      (error) => {
        if (error instanceof Refused) return error;
        throw error;
      },
    );
  }

  close() {
    this.client.close();
  }
}

export class ProviderProcess {
  stdout = "";
  stderr = "";

  /** Starts the program and reads its port. `environment` is laid over the usual one; undefined removes a variable. */
  static async start({ arguments: args = [], environment = {}, cwd, stdin = "pipe" } = {}) {
    const provider = new ProviderProcess();
    const env = { ...process.env, ...CLEAN, ...environment };
    for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
    provider.child = spawn(binary(), args, { cwd, env, stdio: [stdin, "pipe", "pipe"], detached: true });
    provider.ended = new Promise((resolve) => provider.child.once("exit", (code, signal) => resolve({ code, signal })));
    provider.child.stderr.on("data", (bytes) => (provider.stderr += bytes));
    const line = new Promise((done, reject) => {
      provider.child.once("error", reject);
      provider.child.stdout.on("data", (bytes) => {
        provider.stdout += bytes;
        if (provider.stdout.includes("\n")) done();
      });
      provider.ended.then(({ code }) => reject(new Error(`ended with ${code} before it printed a port: ${provider.stderr}`)));
    });
    try {
      await withDeadline(line, 20_000, "the port line");
    } catch (problem) {
      provider.kill();
      throw problem;
    }
    provider.port = Number(provider.stdout.split("\n", 1)[0]);
    return provider;
  }

  connect = () => new Connection(this.port);

  /** SIGINT goes to the whole group, as from the engine; the exit code within the time, or an error. */
  async signal(name, seconds = 5) {
    process.kill(-this.child.pid, name);
    return withDeadline(this.ended, seconds * 1000, `the end after ${name}`);
  }

  /** What the engine does at the end of every command: Cancel, close, SIGINT, and no more than five seconds. */
  async stop(connection) {
    await connection?.call("Cancel", {}, 5);
    connection?.close();
    try {
      return await this.signal("SIGINT");
    } finally {
      this.kill();
    }
  }

  kill() {
    hear("stderr", this.stderr);
    hear("stdout", this.stdout);
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

/** Nothing of the machine that the checks run on may give credentials, a region or a proxy. */
const CLEAN = Object.fromEntries(
  [...Object.keys(process.env).filter((name) => /^(TENCENTCLOUD_|PULUMI_|https?_proxy$|all_proxy$)/i.test(name))].map((name) => [name, undefined]),
);
