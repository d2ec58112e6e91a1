using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator.Options;

/// <content>The kinds of switches, each with its way to read and to print a value.</content>
public static partial class OptionTable
{
    private static OptionSwitch Choice<T>(
        string name,
        string description,
        Func<SimulatorOptions, T> read,
        Func<SimulatorOptions, T, SimulatorOptions> apply
    )
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(Kebab, static v => v, StringComparer.Ordinal);
        var values = string.Join('|', names.Keys);
        return new OptionSwitch(
            name,
            values,
            description,
            o => Kebab(read(o)),
            (o, text) => apply(o, names.TryGetValue(text, out var value) ? value : throw Wrong(name, text, values))
        );
    }

    private static OptionSwitch Flag(
        string name,
        string description,
        Func<SimulatorOptions, bool> read,
        Func<SimulatorOptions, bool, SimulatorOptions> apply
    ) =>
        new(
            name,
            "on|off",
            description,
            o => read(o) ? "on" : "off",
            (o, text) =>
                apply(
                    o,
                    text switch
                    {
                        "on" or "true" => true,
                        "off" or "false" => false,
                        _ => throw Wrong(name, text, "on|off"),
                    }
                )
        );

    private static OptionSwitch Text(
        string name,
        string description,
        Func<SimulatorOptions, string> read,
        Func<SimulatorOptions, string, SimulatorOptions> apply
    ) => new(name, "text", description, read, (o, text) => apply(o, text.Length > 0 ? text : throw Wrong(name, text, "text")));

    private static OptionSwitch Share(
        string name,
        string description,
        Func<SimulatorOptions, double> read,
        Func<SimulatorOptions, double, SimulatorOptions> apply
    ) =>
        new(
            name,
            "0..1",
            description,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, text) =>
                apply(
                    o,
                    double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1
                        ? value
                        : throw Wrong(name, text, "0..1")
                )
        );

    private static OptionSwitch Number(
        string name,
        string description,
        Func<SimulatorOptions, int> read,
        Func<SimulatorOptions, int, SimulatorOptions> apply
    ) =>
        new(
            name,
            "number",
            description,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, text) =>
                apply(
                    o,
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                        ? value
                        : throw Wrong(name, text, "number")
                )
        );

    private static OptionSwitch Span(
        string name,
        string description,
        Func<SimulatorOptions, DurationRange> read,
        Func<SimulatorOptions, DurationRange, SimulatorOptions> apply
    ) =>
        new(
            name,
            "time or time..time",
            description,
            o => read(o).ToString(),
            (o, text) => apply(o, DurationRange.TryParse(text, out var value) ? value : throw Wrong(name, text, "2s, 500ms, 2s..5s"))
        );

    private static OptionSwitch MaxKeys() =>
        new(
            "max-keys",
            "none|number",
            "most keys on one instance",
            static o => o.MaxKeysPerInstance?.ToString(CultureInfo.InvariantCulture) ?? "none",
            static (o, text) =>
                text == "none" ? o with { MaxKeysPerInstance = null }
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? o with { MaxKeysPerInstance = most }
                : throw Wrong("max-keys", text, "none|number")
        );

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static FormatException Wrong(string name, string text, string values) => new($"'{text}' is not a value of '{name}' ({values})");
}
