using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.TestKit;

/// <summary>The real client of an account that exists in a simulator in this process.</summary>
public static class SimulatedAccount
{
    /// <summary>Nothing is looked up on this machine.</summary>
    private static readonly IEnvironment Nothing = new EmptyEnvironment();

    public static CvmConfiguration Configuration { get; } =
        new()
        {
            SecretId = SecretText.Of(SimulatorOptions.DefaultSecretId),
            SecretKey = SecretText.Of(SimulatorOptions.DefaultSecretKey),
            Region = World.DefaultRegion,
        };

    public static ICvmApi Connect(SimulatedCloud cloud, TimeProvider time, string region) =>
        CvmClient.Create(Configuration, Nothing, time, new SimulatorHandler(cloud)).ForRegion(region);

    private sealed class EmptyEnvironment : IEnvironment
    {
        public string HomeFolder => "/nowhere";

        public string? Variable(string name) => null;

        public string? ReadFile(string path) => null;
    }
}
