using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Moq;

namespace KeyBindingProvider.TestKit;

/// <summary>The real client of an account that exists in a simulator in this process.</summary>
public static class SimulatedAccount
{
    /// <summary>A machine with no variable and no file: nothing is looked up on the one that the tests run on.</summary>
    public static EngineEnvironment Nowhere { get; } =
        new()
        {
            Variable = _ => null,
            HomeFolder = "/nowhere",
            SystemFolder = "",
        };

    /// <summary>The same, as the client sees it.</summary>
    private static readonly IEnvironment Nothing = Mock.Of<IEnvironment>(machine => machine.HomeFolder == Nowhere.HomeFolder);

    public static CvmConfiguration Configuration { get; } =
        new()
        {
            SecretId = SecretText.Of(SimulatorOptions.DefaultSecretId),
            SecretKey = SecretText.Of(SimulatorOptions.DefaultSecretKey),
            Region = World.DefaultRegion,
        };

    public static ICvmApi Connect(SimulatedCloud cloud, TimeProvider time, string region, CvmConfiguration? configuration = null) =>
        Connect(new SimulatorHandler(cloud), time, region, configuration ?? Configuration);

    /// <summary>The same over a wire of the caller's, with the credentials of a role where one is named.</summary>
    public static ICvmApi Connect(HttpMessageHandler wire, TimeProvider time, string region, string? roleArn) =>
        Connect(wire, time, region, Configuration with { AssumeRole = roleArn is null ? null : new AssumeRole { RoleArn = roleArn } });

    private static ICvmApi Connect(HttpMessageHandler wire, TimeProvider time, string region, CvmConfiguration configuration) =>
        CvmClient.Create(configuration, Nothing, time, wire).ForRegion(region);
}
