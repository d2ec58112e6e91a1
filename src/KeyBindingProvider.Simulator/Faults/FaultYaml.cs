using KeyBindingProvider.Simulator.Worlds;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Simulator.Faults;

/// <summary>A fault rule as YAML or JSON: when, and exactly one effect.</summary>
internal static class FaultYaml
{
    private static readonly string[] s_effects =
    [
        "refuse",
        "http",
        "reset",
        "landAfterReset",
        "delay",
        "refuseStarts",
        "failOperation",
        "misreportList",
        "expireCredential",
        "byHand",
    ];

    public static FaultRule Read(YamlNode node)
    {
        var fields = new YamlFields(node, "a fault");
        var named = s_effects.Where(effect => fields.Node(effect) is not null).ToList();
        if (named.Count != 1)
        {
            throw YamlFields.At(node, $"a fault has exactly one of {string.Join(", ", s_effects)}");
        }

        var every = fields.Flag("every") ?? false;
        var rule = new FaultRule
        {
            Action = fields.Text("action"),
            InstanceId = fields.Text("instance"),
            Nth = fields.Number("nth") ?? 1,
            Times = every ? null : fields.Number("times") ?? 1,
            Effect = Effect(fields, named[0]),
        };
        fields.NothingElse();
        return rule;
    }

    private static FaultEffect Effect(YamlFields fields, string name)
    {
        switch (name)
        {
            case "refuse":
                return new FaultEffect.RefuseWith(fields.RequiredText("refuse"), fields.Text("message"));
            case "http":
                return new FaultEffect.AnswerHttp(fields.Number("http")!.Value, fields.Flag("effect") ?? false);
            case "reset":
                return fields.Text("reset") switch
                {
                    "before" => new FaultEffect.ResetBeforeEffect(),
                    "after" => new FaultEffect.ResetAfterEffect(),
                    var other => throw YamlFields.At(fields.Place("reset"), $"'reset' must be before or after, not '{other}'"),
                };
            case "landAfterReset":
                return new FaultEffect.LandAfterReset(fields.Time("landAfterReset")!.Value);
            case "delay":
                return new FaultEffect.DelayAnswer(fields.Time("delay")!.Value);
            case "refuseStarts":
                return new FaultEffect.RefuseStarts(null, fields.RequiredText("refuseStarts"));
            case "failOperation":
                return new FaultEffect.FailOperation(fields.RequiredText("failOperation"));
            case "misreportList":
                return new FaultEffect.MisreportList(fields.Choice<ListFault>("misreportList")!.Value);
            case "expireCredential":
                return fields.Flag("expireCredential") is true
                    ? new FaultEffect.ExpireCredential()
                    : throw YamlFields.At(fields.Place("expireCredential"), "'expireCredential' can only be true");
            default:
                return ByHand(new YamlFields(fields.Place("byHand"), "'byHand'"));
        }
    }

    private static FaultEffect.ActByHand ByHand(YamlFields fields)
    {
        var act = fields.Choice<HandAct>("act") ?? throw YamlFields.At(fields.Place("act"), "'act' is missing");
        var effect = new FaultEffect.ActByHand(act, fields.Text("instance"), fields.Texts("keys"));
        fields.NothingElse();
        return effect;
    }
}
