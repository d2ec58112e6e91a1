using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Demo;

/// <summary>The programs that a user would write, in a folder of their own that becomes the current one: a user would be there, too.</summary>
internal sealed class DemoPrograms : IDisposable
{
    private const string FileName = "Pulumi.yaml";

    private readonly string _before = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-demo-");

    public DemoPrograms() => Environment.CurrentDirectory = _folder.FullName;

    /// <summary>The leaver's key opens nothing any more.</summary>
    public static string OffBoarding(string policy) =>
        Write(
            $$"""
            name: offboard-ada
            runtime: yaml
            config:
              leaver:
                type: string
                default: {{DemoFleet.Leaver}}
            resources:
              offboard-ada:
                type: keybinding:KeyRevocation
                properties:
                  region: {{DemoFleet.Region}}
                  keyIds:
                    - ${leaver}
                  changePolicy: {{policy}}
            """
        );

    /// <summary>One key for another, whatever else is on the machines.</summary>
    public static string Swap(World world) =>
        Write(
            $$"""
            name: swap
            runtime: yaml
            variables:
              policy: &policy { stopPolicy: graceful, maxUnavailable: 20 }
            resources:
              bob-on-web:
                type: keybinding:KeyPairAssociation
                properties:
                  region: {{DemoFleet.Region}}
                  keyIds: [{{DemoFleet.Successor}}]
                  instanceIds: [{{string.Join(", ", world.Instances.Select(instance => instance.Id))}}]
                  changePolicy: *policy
              offboard-ada:
                type: keybinding:KeyRevocation
                properties:
                  region: {{DemoFleet.Region}}
                  keyIds: [{{DemoFleet.Leaver}}]
                  changePolicy: *policy
            """
        );

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Delete(recursive: true);
    }

    private static string Write(string program)
    {
        File.WriteAllText(FileName, program);
        return FileName;
    }
}
