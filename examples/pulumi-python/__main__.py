"""SSH keys of a fleet: who may open what, and who may open nothing any more."""

import pulumi
import pulumi_keybinding as keybinding

config = pulumi.Config()
web_instances = config.require_object("webInstances")
build_instances = config.require_object("buildInstances")
team_key = config.require("teamKey")
leaver_keys = config.get_object("leaverKeys") or []

# A policy for everything below: running machines may be stopped one quarter at a time, and never more than twenty in one run.
tencent = keybinding.Provider(
    "tencent",
    region="ap-guangzhou",
    change_policy=keybinding.ChangePolicyArgs(
        stop_policy=keybinding.StopPolicy.GRACEFUL,
        max_unavailable="25%",
        max_stops=20,
    ),
)

# Additive: the team's key opens the web machines; keys of others on them are reported and left alone.
web = keybinding.KeyPairAssociation(
    "web",
    instance_ids=web_instances,
    key_ids=[team_key],
    opts=pulumi.ResourceOptions(provider=tencent),
)

# Authoritative: exactly the team's key opens the build machines. They are changed when they are stopped.
build = keybinding.InstanceKeysExclusive(
    "build",
    instance_ids=build_instances,
    key_ids=[team_key],
    change_policy=keybinding.ChangePolicyArgs(stop_policy=keybinding.StopPolicy.STOPPED_ONLY),
    opts=pulumi.ResourceOptions(provider=tencent),
)

# Off-boarding: keys of people who have left open nothing in the region, after the team's key is everywhere.
leavers = (
    [
        keybinding.KeyRevocation(
            "leavers",
            key_ids=leaver_keys,
            change_policy=keybinding.ChangePolicyArgs(on_blocked=keybinding.OnBlocked.SKIP),
            opts=pulumi.ResourceOptions(provider=tencent, depends_on=[web, build]),
        )
    ]
    if leaver_keys
    else []
)

# Who can open what, once all of the above is done; without depends_on it would show the state before.
access = keybinding.get_key_pair_associations_output(
    instance_ids=web_instances,
    opts=pulumi.InvokeOutputOptions(provider=tencent, depends_on=[web, build, *leavers]),
)

pulumi.export("webBindings", web.bindings)
pulumi.export("othersOnWeb", web.foreign_bindings)
pulumi.export("waiting", build.pending_instances)
pulumi.export("whoOpensWeb", access.keys)
