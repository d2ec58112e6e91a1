// List: what `pulumi do ... list` prints must be ids that an import takes.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, EXCLUSIVE, REVOCATION, configured, inStack, well } from "../lib/fleet.mjs";
import { world } from "../lib/simulator.mjs";
import { UNKNOWN } from "../lib/wire.mjs";

const FLEET = world(
  {
    "ins-web00001": ["RUNNING", ["skey-team0001", "skey-oncall01"], { name: "web-1" }],
    "ins-web00002": ["STOPPED", ["skey-team0001"], { name: "web-2" }],
    "ins-bare0001": ["RUNNING", [], { name: "bare" }],
  },
  { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-unused01": "unused" },
);
const EXPECTED = {
  [ASSOCIATION]: [
    { id: "skey-oncall01", name: "oncall" },
    { id: "skey-team0001", name: "team" },
  ],
  [EXCLUSIVE]: [
    { id: "ins-web00001", name: "web-1" },
    { id: "ins-web00002", name: "web-2" },
  ],
};

for (const [token, expected] of Object.entries(EXPECTED)) {
  check(`List: ${token.split(":").at(-1)}, page by page`, () =>
    configured(FLEET, async (session) => {
      assert.deepEqual(await session.list({ token, query: {}, limit: 0 }), expected);
      const [first, { next }] = await session.list({ token, query: {}, pageSize: 1 });
      assert.deepEqual(first, expected[0]);
      assert.deepEqual(await session.list({ token, query: {}, pageSize: 1, limit: 1, continuationToken: next }), [expected[1]]);
      assert.deepEqual(await session.list({ token, query: { region: UNKNOWN } }), [{ computed: true }]);
    }),
  );

  check(`List: every id of ${token.split(":").at(-1)} is imported`, () =>
    inStack(FLEET, async (stack) => {
      for (const { id } of expected) assert.deepEqual(well(await stack.importOne(token, id, id)).rows[id].failures, []);
    }),
  );
}

check("List: a revocation cannot be listed, and the refusal says what can", () =>
  configured(FLEET, async (session) => {
    await assert.rejects(session.list({ token: REVOCATION, query: {} }), /KeyRevocation' cannot be listed[^]*KeyPairAssociation/);
  }),
);
