using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

public class OptionTableTests
{
    public static TheoryData<string> Names => [.. OptionTable.Switches.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Switch_TakesItsOwnDefault_AndEveryValueThatItNames(string name)
    {
        var each = OptionTable.Switches.Single(s => s.Name == name);
        var defaults = new SimulatorOptions();

        Assert.Equal(each.Read(defaults), each.Read(OptionTable.Set(defaults, name, each.Read(defaults))));
        string[] values = each.Values switch
        {
            "text" => ["Another.Text"],
            "number" => ["2048"],
            "0..1" => ["0.25"],
            "none|number" => ["none", "7"],
            "time or time..time" => name == "clock-window" ? ["90s"] : ["1s..90s"],
            var choices => choices.Split('|'),
        };
        foreach (var value in values)
        {
            Assert.Equal(value, each.Read(OptionTable.Set(defaults, name, value)));
        }
    }

    [Theory]
    [InlineData("bind", "Adds")]
    [InlineData("bind", "0")]
    [InlineData("max-keys", "many")]
    [InlineData("stop-soft", "5")]
    [InlineData("stop-soft", "5s..2s")]
    [InlineData("stop-soft", "-5s")]
    [InlineData("healthy-share", "1.5")]
    [InlineData("rate-limits", "yes")]
    [InlineData("page-shifts", "-1")]
    [InlineData("bound-key-code", "")]
    [InlineData("nothing", "x")]
    public void Switch_RefusesWhatItDoesNotKnow(string name, string value) =>
        Assert.Throws<FormatException>(() => OptionTable.Set(new SimulatorOptions(), name, value));

    [Theory]
    [InlineData("time-scale", 0)]
    [InlineData("time-scale", -1)]
    [InlineData("soft-stops", 0)]
    [InlineData("max-keys", 0)]
    [InlineData("max-body", 0)]
    public void Options_ThatMakeNoSenseTogether_AreRefused(string what, int value)
    {
        var options = what switch
        {
            "time-scale" => new SimulatorOptions { TimeScale = value },
            "max-keys" => new SimulatorOptions { MaxKeysPerInstance = value },
            "max-body" => new SimulatorOptions { MaxBodyBytes = value },
            _ => new SimulatorOptions { SoftStopHangs = 0.6, SoftStopLate = 0.6 },
        };

        Assert.Throws<ArgumentException>(options.Validate);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Documents_HaveARowForEverySwitch(string name)
    {
        var each = OptionTable.Switches.Single(s => s.Name == name);
        var row =
            $"| `{name}` | {each.Values.Replace("|", "\\|", StringComparison.Ordinal)} | {each.Read(new SimulatorOptions())} | {each.Description} |";

        Assert.Contains(row, File.ReadAllText(InRepository("docs", "simulator.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void ExampleWorld_Reads()
    {
        var file = SimulatorFile.Parse(File.ReadAllText(InRepository("examples", "simulator", "world.yaml")));
        file.ApplyTo(new SimulatorOptions()).Validate();

        Assert.NotEmpty(file.World.Instances);
        Assert.NotEmpty(file.Faults);
    }

    internal static string InRepository(params string[] path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "KeyBindingProvider.sln")))
        {
            at = at.Parent!;
        }

        return Path.Combine([at.FullName, .. path]);
    }
}
