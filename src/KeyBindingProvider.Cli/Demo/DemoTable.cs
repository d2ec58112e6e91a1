using System.Globalization;
using Spectre.Console;

namespace KeyBindingProvider.Cli.Demo;

/// <summary>What the demonstration cost, beside what the incumbent takes for less.</summary>
internal sealed class DemoTable
{
    private readonly Table _table = new Table { Border = TableBorder.Ascii2 }
        .AddColumn("")
        .AddColumn(new TableColumn("off-boarding\n244 machines").RightAligned())
        .AddColumn(new TableColumn("swap\n60 machines").RightAligned())
        .AddColumn(new TableColumn("incumbent, published figures:\nswap on 100 machines [[1]]").RightAligned());

    public void Add(string what, object offBoarding, object swap, string incumbent = "") =>
        _table.AddRow(what, Text(offBoarding), Text(swap), incumbent);

    public void Write(TextWriter writer)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
            }
        );
        console.Profile.Width = 120;
        console.Write(_table);
        writer.WriteLine(
            "[1] terraform-provider-tencentcloud v1.82.98 with force_stop, run against a stand-in with instant operations; not measured here."
        );
        writer.WriteLine("    Seconds are the machines' own; the clock of this demonstration runs faster than yours.");
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
