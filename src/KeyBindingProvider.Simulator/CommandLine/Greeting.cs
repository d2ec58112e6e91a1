using System.Globalization;
using System.Text;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.CommandLine;

/// <summary>What the program prints once it listens. The first line is for scripts.</summary>
internal static class Greeting
{
    public static string For(SimulatorServer server)
    {
        var cloud = server.Cloud;
        var endpoint = server.Endpoint.ToString().TrimEnd('/');
        var regions = cloud.World.Instances.Select(static i => i.Region).Concat(cloud.World.Keys.Select(static k => k.Region));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"endpoint    {endpoint}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"world       {cloud.World.Instances.Count} instances, {cloud.World.Keys.Count} key pairs, {string.Join(", ", regions.Distinct())}\n"
        );
        foreach (var (id, credential) in cloud.Options.Credentials)
        {
            // Only the built-in key is no secret.
            var key = id == SimulatorOptions.DefaultSecretId ? credential.SecretKey : "(as given)";
            text.Append(CultureInfo.InvariantCulture, $"secret id   {id}\nsecret key  {key}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"journal     curl -s {endpoint}/_simulator/journal\n");
        text.Append(CultureInfo.InvariantCulture, $"oracle      curl -s {endpoint}/_simulator/oracle\n");
        text.Append("Ctrl-C ends it.\n");
        return text.ToString();
    }
}
