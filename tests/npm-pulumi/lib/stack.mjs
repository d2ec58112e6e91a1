// A stack as the engine keeps it: programs come in, the calls of a command go out in the engine's order, what comes back is kept.
import { randomBytes } from "node:crypto";
import assert from "node:assert/strict";
import * as invariants from "./invariants.mjs";
import { Session, named, urnOf } from "./session.mjs";
import { Refused } from "./wire.mjs";

/** Settings of a provider that works against a simulator. */
export const configFor = (simulator, more = {}) => ({
  region: "ap-guangzhou",
  endpoint: simulator.endpoint,
  secretId: simulator.secretId,
  secretKey: simulator.secretKey,
  version: "0.1.0",
  ...more,
});

/** Seconds after which a change is hopeless; the engine itself would wait for ever. */
const LONG = 240;

export class Stack {
  resources = new Map();

  /** @param config inputs of the provider resource, as the program gives them */
  constructor(config) {
    this.config = config;
  }

  preview = (program, options) => this.#run(program, { ...options, preview: true });
  up = (program, options) => this.#run(program, { ...options, preview: false });

  /** Reads everything and says what has drifted; both phases of `pulumi refresh` do the same. */
  async refresh() {
    return this.#phase({}, async (session, rows) => {
      await Promise.all([...this.resources].map(([name, old]) => row(rows, name, () => this.#refreshOne(session, name, old))));
    });
  }

  async destroy(options = {}) {
    return this.#phase(options, async (session, rows) => {
      for (const [name, old] of [...this.resources].reverse()) {
        await row(rows, name, () => this.#delete(session, name, old, () => this.resources.delete(name)));
      }
    });
  }

  /** `pulumi import TYPE NAME ID`: kept in the stack only if the engine would keep it. */
  async importOne(type, name, id) {
    return this.#phase({ inputs: this.config }, (session, rows) =>
      row(rows, name, async () => {
        const found = await session.call("Read", { ...named(type, name), id });
        invariants.read(found);
        if (found.id === "") throw new Error(`resource '${id}' does not exist`);
        const { inputs, failures } = await session.check(type, name, found.inputs, found.inputs);
        this.resources.set(name, { type, ...found, inputs: found.inputs, outputs: found.properties, initErrors: [] });
        return { op: "import", found, checked: inputs, failures };
      }),
    );
  }

  async #run(program, { preview, during, ...options }) {
    return this.#phase({ inputs: this.config, preview, ...options }, async (session, rows) => {
      const kept = new Map([...this.resources].map(([name, old]) => [name, { ...old }]));
      const replaced = [];
      const started = new Map();
      for (const [name, declared] of Object.entries(program)) {
        const before = (declared.after ?? []).map((other) => started.get(other));
        const step = async () => {
          await Promise.all(before);
          if ((declared.after ?? []).some((other) => rows[other].failed)) return { op: "not reached", failed: true };
          return this.#step({ session, name, declared, preview, kept, replaced });
        };
        started.set(name, row(rows, name, step));
      }
      await Promise.all([...started.values(), during?.(session)]);
      const failed = Object.values(rows).some((one) => one.failed);
      const removed = [...kept].filter(([name]) => !(name in program));
      if (!preview && !failed) {
        for (const [name, old] of replaced) await row(rows, `${name} (old)`, () => this.#delete(session, name, old, () => {}));
        for (const [name, old] of removed.reverse()) await row(rows, name, () => this.#delete(session, name, old, () => kept.delete(name)));
      } else {
        for (const [name] of removed) rows[name] ??= { op: "delete" };
      }
      if (!preview) this.resources = kept;
    });
  }

  /** One process from its start to its end. */
  async #phase({ inputs, ...options }, work) {
    const session = await Session.open({ inputs, stored: this.provider, ...options });
    const rows = {};
    await session.use(() => work(session, rows));
    if (!options.preview) this.provider = session.inputs;
    return new Outcome(rows, session.engine.logs);
  }

  async #step({ session, name, declared, preview, kept, replaced }) {
    const { type, properties, ignoreChanges: ignorechanges = [], timeout } = declared;
    if (declared.get) return this.#get(session, name, declared);
    let old = kept.get(name);
    if (old?.refreshBeforeUpdate) {
      old = { ...old };
      const { gone } = await this.#refreshInto(session, name, old);
      if (gone) old = undefined;
    }
    const seed = randomBytes(32);
    const checked = await session.check(type, name, properties, old?.inputs ?? {}, seed);
    if (checked.failures.length > 0) return { op: "check", failed: true, failures: checked.failures };
    const again = await session.check(type, name, checked.inputs, old?.inputs ?? {}, seed);
    assert.deepEqual(again, { inputs: checked.inputs, failures: [] }, "Check(Check(x)) = Check(x)");
    const create = (news) => this.#create({ session, name, type, news, preview, kept, timeout });
    if (!old) return create(checked.inputs);

    const about = { ...named(type, name), id: old.id, olds: old.outputs, oldInputs: old.inputs, news: checked.inputs, ignorechanges };
    const diff = await session.call("Diff", about);
    invariants.diffed(diff);
    if (diff.replaces.length > 0 || declared.replace) {
      const fresh = await session.check(type, name, properties, {}, seed);
      const deleteFirst = declared.deleteBeforeReplace ?? diff.deleteBeforeReplace;
      if (deleteFirst && !preview) await this.#delete(session, name, old, () => kept.delete(name));
      const made = await create(fresh.inputs);
      if (!deleteFirst && !made.failed) replaced.push([name, old]);
      return { ...made, op: "replace", diff };
    }
    if (diff.changes === "NONE" && old.initErrors.length === 0) {
      kept.set(name, { ...old, inputs: checked.inputs });
      return { op: "same", diff };
    }
    const apply = async () => {
      const answer = await session.call("Update", { ...about, preview, timeout }, LONG);
      invariants.updated(answer, preview);
      return { inputs: checked.inputs, outputs: answer.properties, refreshBeforeUpdate: answer.refreshBeforeUpdate, initErrors: [] };
    };
    return this.#apply({ op: "update", diff, name, kept, preview, old, inputsIfFailed: old.inputs }, apply);
  }

  #create({ session, name, type, news, preview, kept, timeout }) {
    const apply = async () => {
      const answer = await session.call("Create", { ...named(type, name), properties: news, preview, timeout }, LONG);
      invariants.created(answer, preview);
      return { id: answer.id, inputs: news, outputs: answer.properties, refreshBeforeUpdate: answer.refreshBeforeUpdate, initErrors: [] };
    };
    return this.#apply({ op: "create", name, kept, preview, old: { type }, inputsIfFailed: news }, apply);
  }

  /** Keeps what came of it; a partial failure keeps what the provider says is there. */
  async #apply({ op, diff, name, kept, preview, old, inputsIfFailed }, apply) {
    try {
      const made = { ...old, ...(await apply()) };
      kept.set(name, made);
      return { op, diff, outputs: made.outputs };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      invariants.refused(error);
      const partial = error.initFailed;
      if (partial && !preview) {
        const { id, properties: outputs, reasons: initErrors, refreshBeforeUpdate } = partial;
        kept.set(name, { ...old, id, inputs: inputsIfFailed, outputs, initErrors, refreshBeforeUpdate });
      }
      return { op, diff, failed: true, error, reasons: partial?.reasons };
    }
  }

  async #delete(session, name, old, forget) {
    try {
      await session.call("Delete", { ...named(old.type, name), id: old.id, properties: old.outputs, oldInputs: old.inputs }, LONG);
      forget();
      return { op: "delete" };
    } catch (error) {
      invariants.refused(error);
      return { op: "delete", failed: true, error };
    }
  }

  async #get(session, name, { type, get }) {
    const found = await session.call("Read", { ...named(type, name), id: get.id, properties: get.state ?? {}, inputs: get.state ?? {} });
    invariants.read(found);
    return { op: "read", found };
  }

  async #refreshOne(session, name, old) {
    const { gone, diff } = await this.#refreshInto(session, name, old);
    if (gone) this.resources.delete(name);
    return { op: gone ? "delete" : "refresh", diff };
  }

  /** Reads into the resource; the diff is asked inverted, as the engine asks it. */
  async #refreshInto(session, name, old) {
    const { type, id, inputs, outputs } = old;
    const found = await session.call("Read", { ...named(type, name), id, properties: outputs, inputs });
    invariants.read(found);
    if (found.id === "") return { gone: true };
    const seen = { id: found.id, olds: found.properties, oldInputs: found.inputs };
    const diff = await session.call("Diff", { ...named(type, name), ...seen, news: inputs });
    invariants.diffed(diff);
    Object.assign(old, { id: found.id, inputs: found.inputs, outputs: found.properties, refreshBeforeUpdate: found.refreshBeforeUpdate });
    return { diff };
  }
}

/** Runs one row of the display; a refusal is a row that failed, anything else is a fault of the checks or of the provider. */
async function row(rows, name, step) {
  rows[name] = {};
  try {
    rows[name] = await step();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    invariants.refused(error);
    rows[name] = { failed: true, error };
  }
  return rows[name];
}

/** What a command came to. */
export class Outcome {
  constructor(rows, logs) {
    this.rows = rows;
    this.logs = logs;
  }

  get ok() {
    return Object.values(this.rows).every((one) => !one.failed);
  }

  ops = () => Object.fromEntries(Object.entries(this.rows).map(([name, { op }]) => [name, op]));

  /** Everything that a person reads about it: messages that stay, and errors. */
  text(name) {
    const rows = name === undefined ? Object.entries(this.rows) : [[name, this.rows[name]]];
    const lines = this.logs
      .filter((log) => !log.ephemeral && (name === undefined || log.urn.endsWith(`::${name}`)))
      .map((log) => `${log.severity}: ${log.message}`);
    for (const [, { failures, reasons, error }] of rows) {
      lines.push(...(failures ?? []).map((failure) => `error: ${failure.property}: ${failure.reason}`));
      lines.push(...(reasons ?? (error ? [error.text] : [])).map((text) => `error: ${text}`));
    }
    return lines.join("\n");
  }
}

export { urnOf };
