// The process contract: what the engine takes for granted before the first call, and at the end.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../lib/checks.mjs";
import { FakeEngine } from "../lib/fakeEngine.mjs";
import { ProviderProcess } from "../lib/provider.mjs";
import { Session } from "../lib/session.mjs";
import { until, withDeadline } from "../lib/until.mjs";

/** Starts it so, speaks to it, and ends it. */
async function starts(options, engineAddress) {
  const provider = await ProviderProcess.start(options);
  const connection = provider.connect();
  try {
    await connection.call("Handshake", { engineAddress }, 10);
    assert.match((await connection.call("GetPluginInfo")).version, /^\d+\.\d+\.\d+/);
    assert.deepEqual(await provider.stop(connection), { code: 0, signal: null });
    assert.equal(provider.stdout, `${provider.port}\n`, "the port and nothing else, closed by a line feed");
    assert.equal(provider.stderr, "");
  } finally {
    provider.kill();
  }
}

async function withEngine(work) {
  const engine = await FakeEngine.start();
  try {
    return await work(engine);
  } finally {
    engine.stop();
  }
}

check("Start: port line only, one address", () => withEngine(({ address }) => starts({ arguments: [address] }, address)));

check("Start: no address (debug), handshake brings it", () => withEngine(({ address }) => starts({}, address)));

check("Start: --logtostderr -v=9 --tracing X ADDR", () =>
  withEngine(({ address }) => starts({ arguments: ["--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:9/x", address] }, address)),
);

check("Start: a flag that nobody has told us of", () => withEngine(({ address }) => starts({ arguments: ["--new-flag", address] }, address)));

for (const [what, environment] of Object.entries({
  "HTTP_PROXY set": { HTTP_PROXY: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9" },
  "Kestrel__ in the environment": {
    Kestrel__Endpoints__Extra__Url: "http://127.0.0.1:1",
    ASPNETCORE_URLS: "http://127.0.0.1:1",
    Kestrel__Limits__MaxConcurrentConnections: "0",
    DOTNET_URLS: "http://127.0.0.1:1",
  },
  "HOME missing": { HOME: undefined, USERPROFILE: undefined, XDG_CONFIG_HOME: undefined },
})) {
  check(`Start: hostile environment, ${what}`, () => withEngine(({ address }) => starts({ arguments: [address], environment }, address)));
}

check("Start: hostile environment, appsettings.json in the program's folder", () =>
  withEngine(({ address }) => {
    const cwd = mkdtempSync(join(tmpdir(), "keybinding-"));
    const settings = { Kestrel: { Endpoints: { Extra: { Url: "http://127.0.0.1:1" } } }, Logging: { LogLevel: { Default: "Trace" } } };
    for (const name of ["appsettings.json", "appsettings.Production.json"]) writeFileSync(join(cwd, name), JSON.stringify(settings));
    return starts({ arguments: [address], cwd }, address);
  }),
);

check("Start: standard input closed from the beginning is no death of the engine", () =>
  withEngine(async (engine) => {
    const provider = await ProviderProcess.start({ arguments: [engine.address], stdin: "ignore" });
    const connection = provider.connect();
    try {
      await connection.call("Handshake", { engineAddress: engine.address });
      await until(() => engine.healthChecks > 1, 20_000, "a look at the engine's health, and another when the input has ended");
      assert.ok((await connection.call("GetPluginInfo")).version);
      assert.equal((await provider.stop(connection)).code, 0);
    } finally {
      provider.kill();
    }
  }),
);

check("Engine death noticed: killed with its pipe", async () => {
  const session = await Session.greet();
  try {
    await until(() => session.engine.healthChecks > 0, 20_000, "a look at the engine's health");
    session.engine.stop();
    session.process.child.stdin.end();
    const { code } = await withDeadline(session.process.ended, 20_000, "the end of a provider without an engine");
    assert.equal(code, 0);
  } finally {
    session.process.kill();
  }
});

check("Engine death noticed: no sign but silence", async () => {
  const engine = await FakeEngine.start();
  const provider = await ProviderProcess.start({ arguments: [engine.address], stdin: "ignore" });
  try {
    const connection = provider.connect();
    await connection.call("Handshake", { engineAddress: engine.address });
    await until(() => engine.healthChecks > 1, 20_000, "a look at the engine's health, and another when the input has ended");
    engine.stop();
    connection.close();
    assert.equal((await withDeadline(provider.ended, 300_000, "the end of a provider without an engine")).code, 0);
  } finally {
    provider.kill();
    engine.stop();
  }
});

check("Cancel with nothing in flight is OK at once, and twice", async () => {
  const session = await Session.greet();
  await session.call("Cancel", {}, 5);
  await session.call("Cancel", {}, 5);
  assert.ok((await session.call("GetPluginInfo")).version);
  await session.close();
});
