import * as pulumi from "@pulumi/pulumi";
import * as keybinding from "pulumi-keybinding";

const config = new pulumi.Config();
const webInstances = config.requireObject<string[]>("webInstances");
const buildInstances = config.requireObject<string[]>("buildInstances");
const teamKey = config.require("teamKey");
const leaverKeys = config.getObject<string[]>("leaverKeys") ?? [];

// A policy for everything below: running machines may be stopped one quarter at a time, and never more than twenty in one run.
const tencent = new keybinding.Provider("tencent", {
  region: "ap-guangzhou",
  changePolicy: { stopPolicy: "graceful", maxUnavailable: "25%", maxStops: 20 },
});
const options = { provider: tencent };

// Additive: the team's key opens the web machines; keys of others on them are reported and left alone.
const web = new keybinding.KeyPairAssociation("web", { instanceIds: webInstances, keyIds: [teamKey] }, options);

// Authoritative: exactly the team's key opens the build machines. They are changed when they are stopped.
const build = new keybinding.InstanceKeysExclusive(
  "build",
  {
    instanceIds: buildInstances,
    keyIds: [teamKey],
    changePolicy: { stopPolicy: keybinding.StopPolicy.StoppedOnly },
  },
  options,
);

// Off-boarding: keys of people who have left open nothing in the region, after the team's key is everywhere.
const leavers =
  leaverKeys.length === 0
    ? []
    : [
        new keybinding.KeyRevocation(
          "leavers",
          { keyIds: leaverKeys, changePolicy: { onBlocked: keybinding.OnBlocked.Skip } },
          { ...options, dependsOn: [web, build] },
        ),
      ];

// Who can open what, once all of the above is done; without dependsOn it would show the state before.
const access = keybinding.getKeyPairAssociationsOutput(
  { instanceIds: webInstances },
  { ...options, dependsOn: [web, build, ...leavers] },
);

export const webBindings = web.bindings;
export const othersOnWeb = web.foreignBindings;
export const waiting = build.pendingInstances;
export const whoOpensWeb = access.keys.apply((keys) => keys.map((key) => `${key.name}: ${key.instances.length}`));
