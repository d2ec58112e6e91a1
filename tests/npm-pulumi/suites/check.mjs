// Check: inputs come back as the user wrote them, complete and marked as before, or every problem at once.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, EXCLUSIVE, REVOCATION, configured } from "../lib/fleet.mjs";
import { world } from "../lib/simulator.mjs";
import { MADE_UP_KEY } from "../lib/secrets.mjs";
import { UNKNOWN, UNKNOWN_LIST, isSecret, output, secret } from "../lib/wire.mjs";

const some = world({ "ins-web00001": ["STOPPED", []], "ins-web00002": ["STOPPED", []] }, { "skey-team0001": "team", "skey-oncall01": "oncall" });
const both = { instanceIds: ["ins-web00002", "ins-web00001"], keyIds: ["skey-team0001"] };

check("Check: idempotent (Check(Check(x)) = Check(x)), for every kind", () =>
  configured(some, async (session) => {
    const policies = [undefined, {}, { stopPolicy: "graceful", maxUnavailable: 3, canary: 0 }, { maxUnavailable: "12%", onBlocked: "skip" }];
    for (const changePolicy of policies) {
      for (const [type, properties] of [
        [ASSOCIATION, { ...both, onDestroy: "keep" }],
        [EXCLUSIVE, { ...both, region: "ap-guangzhou" }],
        [REVOCATION, { keyIds: ["skey-leaver01"], exceptInstanceIds: ["ins-web00001"] }],
      ]) {
        const news = changePolicy ? { ...properties, changePolicy } : properties;
        const seed = randomBytes(32);
        const once = await session.check(type, "x", news, {}, seed);
        assert.deepEqual(once.failures, []);
        const twice = await session.check(type, "x", once.inputs, {}, seed);
        const later = await session.check(type, "x", news, once.inputs, seed);
        assert.deepEqual([twice, later], [once, once]);
      }
    }
  }),
);

check("Check: the user's spelling is kept: order, duplicates, numbers, absent policy", () =>
  configured(some, async (session) => {
    const news = { instanceIds: ["ins-web00002", "ins-web00001", "ins-web00002"], keyIds: ["skey-team0001"], changePolicy: { maxUnavailable: 3 } };
    const { inputs } = await session.check(ASSOCIATION, "x", news);
    const { bindings, region, ...rest } = inputs;
    assert.deepEqual(rest, news, "no default is written into the inputs");
    assert.equal(region, "ap-guangzhou", "the region is kept from then on, whatever the provider's becomes");
    const elsewhere = await session.check(ASSOCIATION, "y", news, { ...inputs, region: "ap-shanghai" });
    assert.equal(elsewhere.inputs.region, "ap-shanghai", "it is where the resource is");
    assert.deepEqual(bindings, { "ins-web00001": ["skey-team0001"], "ins-web00002": ["skey-team0001"] });
  }),
);

check("Check: secrets and unknowns preserved at depth", () =>
  configured(some, async (session) => {
    const news = {
      instanceIds: ["ins-web00001", secret("ins-web00002"), UNKNOWN],
      keyIds: secret(["skey-team0001"]),
      changePolicy: { stopPolicy: secret("graceful"), canary: UNKNOWN },
    };
    const { inputs, failures } = await session.check(ASSOCIATION, "x", news);
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs.instanceIds, news.instanceIds);
    assert.ok(isSecret(inputs.keyIds));
    assert.deepEqual(inputs.changePolicy, news.changePolicy);
    const whole = await session.check(ASSOCIATION, "y", { instanceIds: UNKNOWN_LIST, keyIds: UNKNOWN });
    assert.deepEqual(whole.failures, []);
    assert.ok([UNKNOWN, UNKNOWN_LIST].includes(whole.inputs.instanceIds), JSON.stringify(whole.inputs));
    const outputs = await session.check(ASSOCIATION, "z", { instanceIds: [output("ins-web00001"), output()], keyIds: ["skey-team0001"] });
    assert.deepEqual(outputs.failures, [], "output values are values");
  }),
);

check("Check: all problems at once, each with its place", () =>
  configured(some, async (session) => {
    const news = {
      instanceIds: ["ins-1", "ins-web00001", "i-abc"],
      keyIds: "skey-team0001",
      colour: "red",
      changePolicy: { stopPolicy: "graceful_then_force", maxUnavailable: "lots", canary: 1.5 },
    };
    const { failures } = await session.check(ASSOCIATION, "x", news);
    const text = JSON.stringify(failures);
    for (const place of ["instanceIds[0]", "instanceIds[2]", "keyIds", "colour", "stopPolicy", "maxUnavailable", "canary"]) {
      assert.ok(text.includes(place), `${place} is missing in ${text}`);
    }
    assert.match(text, /gracefulThenForce/, "a foreign spelling gets a hint");
  }),
);

check("Check: bindings are derived; a program that sets them is told so", () =>
  configured(some, async (session) => {
    const { failures } = await session.check(ASSOCIATION, "x", { ...both, bindings: { "ins-web00001": ["skey-oncall01"] } });
    assert.equal(failures.length, 1);
    assert.match(failures[0].property + failures[0].reason, /bindings/);
  }),
);

check("Check: what is required and absent is said", () =>
  configured(some, async (session) => {
    const { failures } = await session.check(ASSOCIATION, "x", {});
    const text = JSON.stringify(failures);
    assert.match(text, /instanceIds/);
    assert.match(text, /keyIds/);
  }),
);

check("Check: a failure on a secret does not name it to the engine, which would print it", () =>
  configured(some, async (session) => {
    const { failures } = await session.check(ASSOCIATION, "x", { ...both, keyIds: [secret(MADE_UP_KEY)] });
    assert.equal(failures.length, 1);
    assert.equal(failures[0].property, "");
    assert.match(failures[0].reason, /keyIds\[0\]/);
    assert.ok(!failures[0].reason.includes(MADE_UP_KEY), failures[0].reason);
  }),
);

check("Check: two exclusive sets of one instance contradict each other", () =>
  configured(some, async (session) => {
    const first = await session.check(EXCLUSIVE, "one", { instanceIds: ["ins-web00001"], keyIds: ["skey-team0001"] });
    assert.deepEqual(first.failures, []);
    const second = await session.check(EXCLUSIVE, "two", { instanceIds: ["ins-web00001"], keyIds: ["skey-oncall01"] });
    assert.match(JSON.stringify(second.failures), /KB1010/);
  }),
);

check("Check: a type that does not exist is refused in words", () =>
  configured(some, async (session) => {
    const error = await session.refusal("Check", { urn: "urn:pulumi:dev::fleet::keybinding:index:Nothing::x", news: {} });
    assert.match(error.text, /keybinding:index:Nothing/);
  }),
);

check("Check needs no name and no type: they are in the urn", () =>
  configured(some, async (session) => {
    const urn = `urn:pulumi:dev::fleet::my:component:Fleet$${ASSOCIATION}::a::b`;
    const { failures } = await session.call("Check", { urn, news: both });
    assert.deepEqual(failures, []);
  }),
);

check("Check looks at nothing in the cloud", () =>
  configured(some, async (session, simulator) => {
    await session.check(ASSOCIATION, "x", both);
    assert.deepEqual(await simulator.calls(), []);
  }),
);
