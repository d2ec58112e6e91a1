// Handshake, plugin info and the provider's own configuration.
import assert from "node:assert/strict";
import { check, inWorld } from "../lib/checks.mjs";
import { refused } from "../lib/invariants.mjs";
import { MADE_UP_KEY, MADE_UP_TOKEN } from "../lib/secrets.mjs";
import { PROVIDER_URN, Session, VERSION_OF_ENGINE_BITS, named } from "../lib/session.mjs";
import { world } from "../lib/simulator.mjs";
import { configFor } from "../lib/stack.mjs";
import { UNKNOWN, secret } from "../lib/wire.mjs";

const small = world({ "ins-web00001": ["STOPPED", []] }, { "skey-team0001": "team" });

async function greeted(work) {
  const session = await Session.greet();
  return session.use(() => work(session));
}

const checkConfig = (session, fields) => session.call("CheckConfig", { urn: PROVIDER_URN, ...fields });

check("Handshake with engine_address: bits of a modern provider", () =>
  greeted(async ({ bits }) => {
    assert.equal(bits.acceptSecrets, true);
    assert.equal(bits.acceptResources, true);
    assert.equal(bits.acceptOutputs, true);
    assert.equal(bits.acceptsByteString, false);
  }),
);

check("Handshake without engine_address, and twice", () =>
  greeted(async (session) => {
    const empty = await session.call("Handshake", {});
    const again = await session.call("Handshake", { engineAddress: session.engine.address, ...VERSION_OF_ENGINE_BITS });
    assert.deepEqual([empty, again], [session.bits, session.bits]);
  }),
);

check("Attach: an engine that comes later is told what happens", () =>
  inWorld(small, (simulator) =>
    greeted(async (session) => {
      await session.call("Attach", { address: session.engine.address });
      await session.configure(configFor(simulator));
      const missing = { instanceIds: ["ins-nobody01"], keyIds: ["skey-team0001"] };
      const { inputs } = await session.check("keybinding:index:KeyPairAssociation", "web", missing);
      const fields = { ...named("keybinding:index:KeyPairAssociation", "web"), properties: inputs, preview: true };
      refused(await session.refusal("Create", fields));
    }),
  ),
);

check("GetPluginInfo: semver equal to the schema's version", () =>
  greeted(async (session) => {
    const { version } = JSON.parse(await session.call("GetSchema", { version: 0 }));
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/);
    assert.equal(session.info.version.replace(/^v/, ""), version);
  }),
);

check("GetMapping and GetMappings answer that there is nothing", () =>
  greeted(async (session) => {
    assert.equal((await session.call("GetMapping", { key: "terraform" })).provider, "");
    assert.deepEqual((await session.call("GetMappings", { key: "terraform" })).providersList, []);
  }),
);

check("what is not offered is answered UNIMPLEMENTED", () =>
  greeted(async (session) => {
    for (const method of ["Construct", "Call", "Parameterize"]) assert.equal((await session.refusal(method, {})).code, "UNIMPLEMENTED");
  }),
);

check("CheckConfig: null olds and news", () =>
  greeted(async (session) => assert.deepEqual(await checkConfig(session, {}), { inputs: {}, failures: [] })),
);

check("CheckConfig: JSON strings from SDKs are read as values, version is echoed", () =>
  greeted(async (session) => {
    const policy = { stopPolicy: "graceful", maxUnavailable: "10%", canary: 2 };
    const news = {
      version: "0.1.0",
      region: "ap-guangzhou",
      changePolicy: JSON.stringify(policy),
      maxRequestsPerSecond: "5",
      allowInsecureEndpoint: "true",
      assumeRole: JSON.stringify({ roleArn: "qcs::cam::uin/1:roleName/R", externalId: secret(MADE_UP_TOKEN) }),
    };
    const { inputs, failures } = await checkConfig(session, { olds: {}, news });
    assert.deepEqual(failures, []);
    assert.equal(inputs.version, "0.1.0");
    const native = { ...news, changePolicy: policy, maxRequestsPerSecond: 5, allowInsecureEndpoint: true };
    const ofYaml = await checkConfig(session, { olds: {}, news: { ...native, assumeRole: { roleArn: "qcs::cam::uin/1:roleName/R" } } });
    assert.deepEqual(ofYaml.failures, [], "YAML programs send native values");
    const wrong = await checkConfig(session, { olds: {}, news: { changePolicy: JSON.stringify({ stopPolicy: "gently" }) } });
    assert.match(wrong.failures[0].property + wrong.failures[0].reason, /stopPolicy/, "inside the JSON it is read, too");
  }),
);

check("CheckConfig: unknown values are kept unknown", () =>
  greeted(async (session) => {
    const news = { region: UNKNOWN, secretKey: UNKNOWN, changePolicy: JSON.stringify({ stopPolicy: UNKNOWN }), endpoint: UNKNOWN };
    const { inputs, failures } = await checkConfig(session, { olds: {}, news });
    assert.deepEqual(failures, []);
    assert.equal(inputs.region, UNKNOWN);
    assert.equal(inputs.secretKey, UNKNOWN);
  }),
);

check("CheckConfig: all problems at once, each with its property, none with a secret's value", () =>
  greeted(async (session) => {
    const news = { region: "Guangzhou!", endpoint: "http://example.com", secretKey: [MADE_UP_KEY], nonsense: 1, changePolicy: '{"canary": -1' };
    const { failures } = await checkConfig(session, { olds: {}, news });
    const text = JSON.stringify(failures);
    for (const name of ["region", "endpoint", "secretKey", "nonsense", "changePolicy"]) assert.ok(text.includes(name), `${name} is missing in ${text}`);
    assert.ok(!text.includes(MADE_UP_KEY), text);
    assert.ok(!failures.some(({ property }) => property === "secretKey"), "the engine would print the value of the property that it is told");
  }),
);

check("DiffConfig: policy, region and credentials replace and dirty nothing", () =>
  greeted(async (session) => {
    const olds = { version: "0.1.0", region: "ap-guangzhou", secretKey: "a" };
    const same = await session.call("DiffConfig", { urn: PROVIDER_URN, olds, oldInputs: olds, news: olds });
    assert.equal(same.changes, "NONE");
    const news = { version: "0.1.0", region: "ap-shanghai", secretKey: UNKNOWN, changePolicy: { stopPolicy: "force" } };
    const changed = await session.call("DiffConfig", { urn: PROVIDER_URN, olds, oldInputs: olds, news });
    assert.equal(changed.changes, "SOME");
    assert.deepEqual(changed.replaces, []);
    assert.ok(Object.values(changed.detailedDiff).every(({ kind }) => !kind.endsWith("_REPLACE")));
  }),
);

check("Configure: secrets in wire form and JSON strings are used", () =>
  inWorld(small, (simulator) =>
    greeted(async (session) => {
      const config = configFor(simulator);
      const bits = await session.configure({ ...config, secretKey: secret(config.secretKey), changePolicy: JSON.stringify({ stopPolicy: "refuse" }) });
      assert.deepEqual(bits, { acceptsecrets: true, supportspreview: true, acceptresources: true, acceptoutputs: true, supportsAutonamingConfiguration: bits.supportsAutonamingConfiguration });
      const read = { ...named("keybinding:index:KeyRevocation", "x"), id: "skey-team0001" };
      assert.equal((await session.call("Read", read)).id !== "", true);
    }),
  ),
);

check("Configure: missing credentials are said in words, with the way out", () =>
  inWorld(small, (simulator) =>
    greeted(async (session) => {
      const { secretId, secretKey, ...config } = configFor(simulator);
      // Nobody's machine role may answer, nor anybody's files.
      const outcome = session
        .configure({ ...config, sharedCredentialsDir: "nowhere", profile: "nobody" })
        .then(() => session.call("Read", { ...named("keybinding:index:KeyRevocation", "x"), id: "skey-team0001" }));
      const error = await outcome.then(() => assert.fail("it found credentials"), (problem) => problem);
      refused(error);
      const said = error.text + JSON.stringify(error.details ?? "");
      assert.match(said, /TENCENTCLOUD_SECRET_ID|secretId|credential/i);
    }),
  ),
);

check("Configure: a wrong secret is refused in words, without the secret", () =>
  inWorld(small, (simulator) =>
    greeted(async (session) => {
      await session.configure({ ...configFor(simulator), secretKey: secret(MADE_UP_KEY) });
      const error = await session.refusal("Read", { ...named("keybinding:index:KeyRevocation", "x"), id: "skey-team0001" });
      refused(error);
      assert.match(error.text, /KB2\d\d\d/);
    }),
  ),
);

check("an operation before Configure is refused", () =>
  greeted(async (session) => refused(await session.refusal("Read", { ...named("keybinding:index:KeyRevocation", "x"), id: "skey-team0001" }))),
);
