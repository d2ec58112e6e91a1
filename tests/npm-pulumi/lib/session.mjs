// One provider process in one phase of one command, brought up in the order of the engine.
import { randomBytes } from "node:crypto";
import { FakeEngine } from "./fakeEngine.mjs";
import { ProviderProcess } from "./provider.mjs";
import { hear, said } from "./record.mjs";

export const VERSION_OF_ENGINE_BITS = {
  configureWithUrn: true,
  supportsViews: true,
  supportsRefreshBeforeUpdate: true,
  invokeWithPreview: true,
  acceptsByteString: true,
};

const PACKAGE = "keybinding";
export const PROVIDER_URN = `urn:pulumi:dev::fleet::pulumi:providers:${PACKAGE}::default`;
export const urnOf = (type, name) => `urn:pulumi:dev::fleet::${type}::${name}`;

/** Names that every call about a resource carries. */
export const named = (type, name) => ({ urn: urnOf(type, name), name, type });

export class Session {
  /** Starts and greets, but configures nothing. */
  static async greet(options = {}) {
    const session = new Session();
    session.engine = await FakeEngine.start();
    try {
      session.process = await ProviderProcess.start({ arguments: [session.engine.address], ...options });
      session.connection = session.process.connect();
      session.bits = await session.call("Handshake", { engineAddress: session.engine.address, ...VERSION_OF_ENGINE_BITS });
      session.info = await session.call("GetPluginInfo");
      return session;
    } catch (problem) {
      session.process?.kill();
      session.engine.stop();
      throw problem;
    }
  }

  /** Starts, greets and configures: with checked inputs from the state, or checking those of the program first. */
  static async open({ inputs, stored, ...options }) {
    const session = await Session.greet(options);
    try {
      session.inputs = stored && !inputs ? stored : await session.checkConfig(inputs, stored);
      await session.configure(session.inputs);
      return session;
    } catch (problem) {
      await session.close();
      throw problem;
    }
  }

  call = (method, fields, seconds) => this.connection.call(method, fields, seconds);
  list = (fields, seconds) => this.connection.list(fields, seconds);
  refusal = (method, fields, seconds) => this.connection.refusal(method, fields, seconds);

  async checkConfig(news, olds) {
    const checked = await this.call("CheckConfig", { urn: PROVIDER_URN, olds: olds ?? {}, news });
    if (checked.failures.length > 0) throw new Error(`CheckConfig: ${JSON.stringify(checked.failures)}`);
    if (olds) {
      const { changes, replaces } = await this.call("DiffConfig", { urn: PROVIDER_URN, olds, oldInputs: olds, news: checked.inputs });
      if (changes === "UNKNOWN" || replaces.length > 0) throw new Error(`DiffConfig: ${changes} ${replaces}`);
    }
    return checked.inputs;
  }

  configure = (args) =>
    this.call("Configure", {
      args,
      acceptsecrets: true,
      acceptresources: true,
      sendsOldInputs: true,
      sendsOldInputsToDelete: true,
      id: "0a1b",
      urn: PROVIDER_URN,
      name: "default",
      type: `pulumi:providers:${PACKAGE}`,
    });

  /** A Check as the engine asks it. */
  check = (type, name, news, olds = {}, seed = randomBytes(32)) => this.call("Check", { ...named(type, name), olds, news, randomseed: seed });

  /** Messages that stay, for one resource or all. */
  messages(urn) {
    return this.engine.logs.filter((log) => !log.ephemeral && (urn === undefined || log.urn === urn));
  }

  /** Works and ends; what went wrong first is what is told. */
  async use(work) {
    const [worked] = await Promise.allSettled([work()]);
    const [closed] = await Promise.allSettled([this.close()]);
    for (const { status, reason } of [worked, closed]) if (status === "rejected") throw reason;
    return worked.value;
  }

  /** Ends as the engine ends it, which must succeed. */
  async close() {
    try {
      this.end ??= await this.process.stop(this.connection);
      if (this.end.code !== 0) throw new Error(`the provider ended with ${JSON.stringify(this.end)}: ${this.process.stderr}`);
      if (this.process.stderr !== "") throw new Error(`the provider wrote to standard error: ${this.process.stderr}`);
    } finally {
      for (const log of this.engine.logs) {
        hear("Log", log);
        said(log.message);
      }
      this.engine.stop();
    }
  }
}
