using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>What programs write, and what is said of it before anything is looked up.</summary>
public class InputTests
{
    private static readonly InputValue Unknown = new InputValue.Unknown();

    private static InputValue Text(string text) => new InputValue.Text(text);

    private static InputValue.List List(params InputValue[] items) => new InputValue.List([.. items]);

    private static InputValue.Map Map(params (string Name, InputValue Value)[] entries) =>
        new([.. entries.Select(entry => new InputEntry(entry.Name, entry.Value))]);

    private static Checked<ResourceInput> Check(ResourceKind kind, params (string Name, InputValue Value)[] entries) =>
        ResourceCheck.Check("web", kind, Map(entries), "web", Spelling.Camel, ChangePolicyInput.None);

    private static string[] Problems<T>(Checked<T> result) => [.. result.Problems.Select(problem => $"{problem.Path}: {problem.Message}")];

    private static (string, InputValue) Ids(string name, params string[] ids) => (name, List([.. ids.Select(Text)]));

    [Fact]
    public void Resource_WellFormed_IsReadWithEveryId()
    {
        var result = Check(
            KeyPairAssociationKind.Instance,
            Ids("instanceIds", "ins-00000001", "ins-00000002"),
            Ids("keyIds", "skey-00000001"),
            ("region", Text("ap-guangzhou")),
            ("onDestroy", Text("keep"))
        );
        Assert.True(result.IsValid);
        Assert.Equal(Instances(1, 2), result.Value.InstanceIds);
        Assert.Equal(Keys(1), result.Value.KeyIds);
        Assert.Equal(("ap-guangzhou", OnDestroy.Keep), (result.Value.Region, result.Value.OnDestroy));
    }

    [Fact]
    public void Resource_Revocation_HasExceptionsAndNoInstances()
    {
        var result = Check(KeyRevocationKind.Instance, Ids("keyIds", "skey-00000001"), Ids("exceptInstanceIds", "ins-00000002"));
        Assert.True(result.IsValid);
        Assert.Equal(Instances(2), result.Value.ExceptInstanceIds);
        Assert.Empty(result.Value.InstanceIds);
        Assert.False(Check(KeyRevocationKind.Instance, Ids("keyIds", "skey-00000001"), Ids("instanceIds", "ins-00000002")).IsValid);
    }

    /// <summary>A key that nothing is given is said; false says that nothing is rewritten for now, and what is not known yet may be true.</summary>
    [Fact]
    public void Resource_ReplacementThatNothingIsGiven_IsSaid()
    {
        (string, InputValue) keys = Ids("keyIds", "skey-00000001");
        (string, InputValue) replacement = ("replacementKeyId", Text("skey-00000002"));
        var alone = Check(KeyRevocationKind.Instance, keys, replacement);
        Assert.Equal(
            ["web.replacementKeyId: replacementKeyId stands without rewriteSources, so that nothing is given that key."],
            Problems(alone)
        );
        Assert.Equal(ProblemCodes.InvalidValue, alone.Problems[0].Code);
        Assert.StartsWith("Set rewriteSources to true, or to false", alone.Problems[0].Remedy, StringComparison.Ordinal);
        Assert.Single(Problems(Check(KeyRevocationKind.Instance, keys, replacement, ("findSources", new InputValue.Flag(true)))));
        Assert.Single(Problems(Check(KeyRevocationKind.Instance, keys, ("replacementKeyId", Unknown))));
        Assert.Single(Problems(Check(KeyRevocationKind.Instance, keys, replacement, ("rewriteSources", new InputValue.Null()))));
        Assert.True(Check(KeyRevocationKind.Instance, keys, replacement, ("rewriteSources", new InputValue.Flag(false))).IsValid);
        Assert.True(Check(KeyRevocationKind.Instance, keys, replacement, ("rewriteSources", Unknown)).IsValid);
    }

    [Fact]
    public void Resource_Empty_SaysEverythingThatIsMissingAtOnce() =>
        Assert.Equal(
            ["web.instanceIds: 'instanceIds' is required.", "web.keyIds: 'keyIds' is required."],
            Problems(Check(KeyPairAssociationKind.Instance))
        );

    [Fact]
    public void Resource_EmptyLists_NameNothing() =>
        Assert.Equal(
            [ProblemCodes.NoInstances, ProblemCodes.NoKeys],
            Check(KeyPairAssociationKind.Instance, Ids("instanceIds"), Ids("keyIds")).Problems.Select(problem => problem.Code)
        );

    [Fact]
    public void Resource_NoKeyAtAll_IsForExclusiveWhereThePolicyAllowsIt()
    {
        var keyless = Map(("allowKeyless", new InputValue.Flag(true)));
        (string, InputValue)[] entries = [Ids("instanceIds", "ins-00000001"), Ids("keyIds"), ("changePolicy", keyless)];
        Assert.True(Check(InstanceKeysExclusiveKind.Instance, entries).IsValid);
        Assert.False(Check(KeyPairAssociationKind.Instance, entries).IsValid);
        Assert.False(Check(InstanceKeysExclusiveKind.Instance, entries[..2]).IsValid);
    }

    /// <summary>A list of which nothing is known yet is not empty.</summary>
    [Fact]
    public void Resource_ListOfUnknownItems_IsNotEmptyAndIsRemembered()
    {
        var result = Check(KeyPairAssociationKind.Instance, ("instanceIds", List(Unknown, Unknown)), ("keyIds", Unknown));
        Assert.True(result.IsValid);
        Assert.Equal(["web.instanceIds[0]", "web.instanceIds[1]", "web.keyIds"], result.Unknowns.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ins-1", "'ins-1' is not an instance id (ins- and 8 of 0-9 a-z).")]
    [InlineData("INS-0000000A", "'INS-0000000A' is not an id: ids are lower case, without spaces (ins- and 8 of 0-9 a-z).")]
    [InlineData("skey-00000001", "'skey-00000001' is the id of a key pair; this list is for instances.")]
    public void Resource_MalformedInstanceId_SaysWhatItIsInstead(string id, string message) =>
        Assert.Equal(
            [$"web.instanceIds[1]: {message}"],
            Problems(Check(KeyPairAssociationKind.Instance, Ids("instanceIds", "ins-00000001", id), Ids("keyIds", "skey-00000001")))
        );

    [Theory]
    [InlineData("keyIdz", " Did you mean 'keyIds'?")]
    [InlineData("key_ids", " Did you mean 'keyIds'?")]
    [InlineData("instanceId", " Did you mean 'instanceIds'?")]
    [InlineData("colour", " Known here: instanceIds, instances, keyIds, region, notAfter, expiresWarning, onDestroy, changePolicy.")]
    public void Resource_UnknownProperty_NamesTheNearestOrAll(string name, string hint) =>
        Assert.Contains(
            Problems(Check(KeyPairAssociationKind.Instance, (name, Text("x")))),
            problem => problem == $"web.{name}: there is no property '{name}'.{hint}"
        );

    [Theory]
    [InlineData("ap-guangzhou", true)]
    [InlineData("ap-shenzhen-fsi", true)]
    [InlineData("eu2-x1", true)]
    [InlineData("guangzhou", false)]
    [InlineData("ap-", false)]
    [InlineData("-guangzhou", false)]
    [InlineData("AP-guangzhou", false)]
    [InlineData("ap-guang_zhou", false)]
    [InlineData("ap-guangzhou.evil", false)]
    [InlineData("", false)]
    public void Region_IsLowerCaseWordsWithHyphensBetween(string text, bool isWellFormed)
    {
        Assert.Equal(isWellFormed, RegionForm.IsWellFormed(text));
        var result = Check(KeyRevocationKind.Instance, Ids("keyIds", "skey-00000001"), ("region", Text(text)));
        Assert.Equal(isWellFormed, result.IsValid);
    }

    [Fact]
    public void Region_LongerThanAnyName_IsNone()
    {
        Assert.True(RegionForm.IsWellFormed("ap-" + new string('a', 61)));
        Assert.False(RegionForm.IsWellFormed("ap-" + new string('a', 62)));
    }

    [Theory]
    [InlineData("https://cvm.example.com", false, null)]
    [InlineData("https://cvm.example.com:8443", false, null)]
    [InlineData("http://127.0.0.1:8080", false, null)]
    [InlineData("http://[::1]:8080", false, null)]
    [InlineData("http://localhost", false, null)]
    [InlineData("http://cvm.example.com", true, null)]
    [InlineData("http://cvm.example.com", false, "in clear text")]
    [InlineData("http://127.0.0.1.example.com", false, "in clear text")]
    [InlineData("ftp://cvm.example.com", true, "is not an endpoint")]
    [InlineData("cvm.example.com", false, "is not an endpoint")]
    [InlineData("https://user:hunter2@cvm.example.com", false, "carries a user or password")]
    [InlineData("https://cvm.example.com/path", false, "only a host and a port")]
    [InlineData("https://cvm.example.com?q=1", false, "only a host and a port")]
    [InlineData("https://cvm.example.com#f", false, "only a host and a port")]
    public void Endpoint_IsHttpsHost_OrHttpToThisMachine(string endpoint, bool allowInsecure, string? why)
    {
        var answer = EndpointForm.WhyNot(endpoint, allowInsecure);
        Assert.Equal(why is null, answer is null);
        Assert.Contains(why ?? "", answer ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", answer ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not@an:endpoint:hunter2")]
    [InlineData("ftp://user:hunter2@host")]
    public void Endpoint_ThatMayHoldAPassword_IsNotRepeated(string endpoint) =>
        Assert.DoesNotContain("hunter2", EndpointForm.WhyNot(endpoint, allowInsecure: false)!, StringComparison.Ordinal);

    [Theory]
    [InlineData("instanceIds", true, false, false, false)]
    [InlineData(".instanceIds[3]", true, false, false, false)]
    [InlineData("exceptInstanceIds", true, false, false, false)]
    [InlineData("keyIds[0]", false, true, false, false)]
    [InlineData("changePolicy.stopPolicy", false, false, true, false)]
    [InlineData("onDestroy", false, false, true, false)]
    [InlineData("region", false, false, false, true)]
    [InlineData("regionOfAnother", false, false, false, false)]
    [InlineData("keyIdsOfAnother[0]", false, false, false, false)]
    public void UnknownInputs_GoByPropertyAndItsParts(string path, bool instances, bool keys, bool policy, bool region)
    {
        var unknown = new UnknownInputs([path], Spelling.Camel);
        Assert.Equal((instances, keys, policy, region), (unknown.Instances, unknown.Keys, unknown.Policy, unknown.Region));
        Assert.Equal(instances || keys || policy || region, unknown.Any());
        // Among others that say nothing, too.
        Assert.Equal(unknown.Any(), new UnknownInputs(["name", path], Spelling.Camel).Any());
    }

    [Fact]
    public void DeclaresTheSameAs_InstancesKeysAndExceptions_PolicyAside()
    {
        ResourceInput Input(int instance, int key, int except) =>
            new()
            {
                Name = "web",
                Kind = KeyRevocationKind.Instance,
                InstanceIds = Instances(instance),
                KeyIds = Keys(key),
                ExceptInstanceIds = Instances(except),
            };
        var one = Input(1, 1, 1);
        Assert.True(one.DeclaresTheSameAs(Input(1, 1, 1) with { ChangePolicy = new ChangePolicyInput { MaxStops = 1 } }));
        Assert.All([Input(2, 1, 1), Input(1, 2, 1), Input(1, 1, 2), Input(2, 1, 2)], other => Assert.False(one.DeclaresTheSameAs(other)));
    }

    private static Checked<ProviderInput> Provider(params (string Name, InputValue Value)[] entries) =>
        ProviderCheck.Check(Map(entries), "provider", Spelling.Camel);

    [Fact]
    public void Provider_HalfAPairOfCredentials_NamesTheOtherHalf()
    {
        Assert.Equal(["provider.secretKey: 'secretKey' is required."], Problems(Provider(("secretId", Text("id")))));
        Assert.Equal(["provider.secretId: 'secretId' is required."], Problems(Provider(("secretKey", Text("key")))));
        Assert.Equal(
            [
                "provider.securityToken: securityToken stands without secretId and secretKey, the pair that it belongs to, so that it is not used.",
            ],
            Problems(Provider(("securityToken", Text("token"))))
        );
        Assert.True(Provider(("secretId", Unknown), ("secretKey", Unknown), ("securityToken", Text("token"))).IsValid);
        Assert.True(Provider(("secretId", Text("id")), ("secretKey", Text("key"))).IsValid);
        Assert.True(Provider(("secretId", Text("id")), ("secretKey", Unknown)).IsValid);
        Assert.True(Provider(("secretId", Unknown), ("secretKey", Text("key"))).IsValid);
    }

    [Fact]
    public void Provider_ARoleWithoutItsName_IsNone()
    {
        Assert.Equal(
            ["provider.assumeRole.roleArn: 'roleArn' is required."],
            Problems(Provider(("assumeRole", Map(("sessionName", Text("ci"))))))
        );
        var role = Provider(("assumeRole", Map(("roleArn", Text("qcs::cam::uin/1:roleName/ci"))))).Value.AssumeRole!;
        Assert.Equal("qcs::cam::uin/1:roleName/ci", role.RoleArn);
    }

    [Fact]
    public void Provider_SecretOfAnotherType_IsNotDescribed() =>
        Assert.Equal(
            ["provider.secretKey: secretKey must be a text.", "provider.profile: profile must be a text, not a number."],
            Problems(Provider(("secretId", Text("id")), ("secretKey", new InputValue.Number(1)), ("profile", new InputValue.Number(1))))
                .Where(problem => !problem.Contains("required", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("gracefull", "graceful")]
    [InlineData("graceful_then_force", "gracefulThenForce")]
    [InlineData("stopedOnly", "stoppedOnly")]
    [InlineData("xyz", null)]
    public void Choice_Misspelled_NamesTheNearest(string written, string? meant)
    {
        var result = Provider(("changePolicy", Map(("stopPolicy", Text(written)))));
        var message = Assert.Single(result.Problems).Message;
        Assert.Contains($"not '{written}'.", message, StringComparison.Ordinal);
        Assert.Equal(meant is not null, message.EndsWith($" Did you mean '{meant}'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3", true)]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("many", false)]
    public void Count_WrittenAsText_IsReadAsANumber(string written, bool isValid)
    {
        var result = Provider(("changePolicy", Map(("maxStops", Text(written)))));
        Assert.Equal(isValid, result.IsValid);
        Assert.Equal(isValid ? 3 : null, result.Value.ChangePolicy.Over(ChangePolicyInput.None).MaxStops);
    }

    [Fact]
    public void Count_WithAFraction_IsNone() =>
        Assert.False(Provider(("changePolicy", Map(("maxStops", new InputValue.Number(1.5))))).IsValid);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("yes", null)]
    public void Flag_WrittenAsText_IsReadAsOne(string written, bool? expected)
    {
        var result = Provider(("allowInsecureEndpoint", Text(written)));
        Assert.Equal(expected, result.Value.AllowInsecureEndpoint);
        Assert.Equal(expected is not null, result.IsValid);
    }
}
