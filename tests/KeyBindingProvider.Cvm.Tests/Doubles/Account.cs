using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Credentials;
using Moq;

namespace KeyBindingProvider.Cvm.Tests;

/// <summary>An account with a made-up key, and things to ask it for.</summary>
internal static class Account
{
    public const string Id = "AKIDEXAMPLE0000000000000000000000001";
    public const string Key = "exampleSecretKey0000000000000001";
    public const string Token = "exampleTokenOfATemporaryCredential0001";
    public const string Region = "ap-guangzhou";

    /// <summary>A machine with no variable and no file.</summary>
    public static IEnvironment Nowhere { get; } =
        Mock.Of<IEnvironment>(machine => machine.HomeFolder == "/nowhere/me" && machine.Metadata == new Uri("http://metadata.test/"));

    public static CvmConfiguration Configuration { get; } = new() { SecretId = SecretText.Of(Id), SecretKey = SecretText.Of(Key) };

    public static InstanceId[] Instances { get; } = [InstanceId.FromService("ins-aaaaaaaa"), InstanceId.FromService("ins-bbbbbbbb")];

    public static KeySet Keys { get; } = KeySet.Of(KeyId.FromService("skey-aaaaaaaa"), KeyId.FromService("skey-bbbbbbbb"));

    public static ICvmApi Connect(TimeProvider time, HttpMessageHandler service, CvmConfiguration? configuration = null) =>
        Client(time, service, configuration).ForRegion(Region);

    public static CvmClient Client(
        TimeProvider time,
        HttpMessageHandler service,
        CvmConfiguration? configuration = null,
        IEnvironment? machine = null
    ) => CvmClient.Create(configuration ?? Configuration, machine ?? Nowhere, time, service);

    public static Task<IReadOnlyList<InstanceSnapshot>> Read(this ICvmApi api) => api.ReadUntil(CancellationToken.None);

    public static Task<IReadOnlyList<InstanceSnapshot>> ReadUntil(this ICvmApi api, CancellationToken cancellationToken) =>
        api.DescribeInstancesAsync(Instances, CallPriority.Read, cancellationToken);

    public static Task<string> Bind(this ICvmApi api) => api.BindUntil(CancellationToken.None);

    public static Task<string> BindUntil(this ICvmApi api, CancellationToken cancellationToken) =>
        api.AssociateInstancesKeyPairsAsync(Instances, Keys, forceStop: false, CallPriority.WindowWrite, cancellationToken);

    /// <summary>As the engine does it: first the turn, then the write.</summary>
    public static async Task<string> BindInTurn(this ICvmApi api, CancellationToken cancellationToken = default)
    {
        await api.TakeTurnAsync(CallAction.Associate, CallPriority.WindowWrite, cancellationToken);
        return await api.BindUntil(cancellationToken);
    }
}
