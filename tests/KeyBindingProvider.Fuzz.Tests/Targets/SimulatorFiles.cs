using System.Text;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>Files of the simulator, a world with its switches and faults, and faults by themselves: read, or a <see cref="SimulatorFileException"/>.</summary>
internal static class SimulatorFiles
{
    public static FuzzTarget Target { get; } =
        new("simulator-file", Run)
        {
            Allocation = (1L << 30, 20_000),
            Tokens =
            [
                "&a ",
                "*a",
                "!!str ",
                "- ",
                "? ",
                "---\n",
                "\n  ",
                "regions:",
                "keys: [",
                "instances:",
                "faults:",
                "options:",
                "credentials:",
                "roles:",
                "{ id: ins-00000001 }",
                "state: STOPPED",
                "stopCharging: true",
                "image: img-00000001",
                "userData: text",
                "settlesAfter: 1s",
                "nth: 2",
                "every: true",
                "refuse: InternalError",
                "http: 500",
                "reset: after",
                "delay: 99999999999d",
                "byHand: { act: Stop, instance: ins-00000001 }",
            ],
        };

    private static string Run(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return $"{Read(() => Whole(text))} {Read(() => $"{Math.Min(SimulatorFile.ParseFaults(text).Count, 3)}")}";
    }

    private static string Whole(string text)
    {
        var file = SimulatorFile.Parse(text);
        _ = file.ApplyTo(new SimulatorOptions());
        return $"{Math.Min(file.World.Instances.Count, 3)} {Math.Min(file.World.Keys.Count, 3)} {Math.Min(file.Faults.Count, 3)}";
    }

    private static string Read(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (SimulatorFileException exception)
        {
            // A file that is too large, and one that is not one document, have no place.
            Assert.True(exception.Line > 0 || exception.Message.Contains("document", StringComparison.Ordinal), exception.Message);
            return string.Concat(exception.Message.Split(':')[^1].Where(c => char.IsAsciiLetterLower(c) || c == ' ').Take(24));
        }
    }
}
