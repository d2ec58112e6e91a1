using Pulumi;
using Pulumi.KeyBinding;
using Pulumi.KeyBinding.Inputs;
using KeyBinding = Pulumi.KeyBinding;
using Tencentcloud = Pulumi.Tencentcloud;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var leaverKeys = config.GetObject<string[]>("leaverKeys") ?? [];

    // The key pair and the machines belong to the Tencent Cloud provider. It also has an opinion on their keys: let it have none.
    var team = new Tencentcloud.KeyPair(
        "team",
        new Tencentcloud.KeyPairArgs { KeyName = "team", PublicKey = config.Require("teamPublicKey") }
    );
    var machines = Enumerable
        .Range(1, 3)
        .Select(number => new Tencentcloud.Instance(
            $"web-{number}",
            new Tencentcloud.InstanceArgs
            {
                InstanceName = $"web-{number}",
                AvailabilityZone = "ap-guangzhou-3",
                ImageId = config.Require("imageId"),
                InstanceType = "S5.MEDIUM4",
            },
            new CustomResourceOptions { IgnoreChanges = { "keyIds" } }
        ))
        .ToArray();

    // New machines are RUNNING, and the API changes keys of stopped machines only: without graceful the first `up` would be refused.
    var tencent = new KeyBinding.Provider(
        "tencent",
        new ProviderArgs
        {
            Region = "ap-guangzhou",
            ChangePolicy = new ChangePolicyArgs
            {
                StopPolicy = StopPolicy.Graceful,
                MaxUnavailable = "25%",
                MaxStops = 20,
            },
        }
    );

    // Additive: the team's key opens the web machines. Destroying unbinds it before the key pair and the machines go.
    var web = new KeyPairAssociation(
        "web",
        new KeyPairAssociationArgs { InstanceIds = machines.Select(machine => machine.Id).ToArray(), KeyIds = { team.Id } },
        new CustomResourceOptions { Provider = tencent }
    );

    // Authoritative: exactly the team's key opens the build machines. They are changed when they are stopped.
    var build = new InstanceKeysExclusive(
        "build",
        new InstanceKeysExclusiveArgs
        {
            InstanceIds = config.RequireObject<string[]>("buildInstances"),
            KeyIds = { team.Id },
            ChangePolicy = new ChangePolicyArgs { StopPolicy = StopPolicy.StoppedOnly },
        },
        new CustomResourceOptions { Provider = tencent }
    );

    // Off-boarding: keys of people who have left open nothing in the region, after the team's key is everywhere.
    List<Resource> all = [web, build];
    if (leaverKeys.Length > 0)
    {
        all.Add(
            new KeyRevocation(
                "leavers",
                new KeyRevocationArgs
                {
                    KeyIds = leaverKeys,
                    ChangePolicy = new ChangePolicyArgs { OnBlocked = OnBlocked.Skip },
                },
                new CustomResourceOptions { Provider = tencent, DependsOn = { web, build } }
            )
        );
    }

    // Who can open what, once all of the above is done; without DependsOn it would show the state before.
    var access = GetKeyPairAssociations.Invoke(
        new GetKeyPairAssociationsInvokeArgs { KeyIds = { team.Id } },
        new InvokeOutputOptions { Provider = tencent, DependsOn = all }
    );

    return new Dictionary<string, object?>
    {
        ["webBindings"] = web.Bindings,
        ["othersOnWeb"] = web.ForeignBindings,
        ["waiting"] = build.PendingInstances,
        ["whoTheTeamKeyOpens"] = access.Apply(answer => answer.Keys),
    };
});
