using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>The journal of a run: windows of documented ids, and none once all of them are closed where its last whole line ends.</summary>
internal static class Journals
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static FuzzTarget Target { get; } =
        new("journal", Run)
        {
            Tokens =
            [
                "{\"v\":1,",
                "\"at\":\"2026-01-02T03:04:05Z\",",
                "\"event\":\"stopping\",",
                "\"event\":\"sending\",",
                "\"event\":\"answered\",",
                "\"event\":\"up\",",
                "\"event\":\"missed\",",
                "\"region\":\"ap-guangzhou\",",
                "\"instances\":[\"ins-00000001\"]",
                "\"action\":\"StopInstances\"",
                "\"requestId\":\"request-1\"",
                "}\n",
            ],
        };

    private static string Run(byte[] bytes)
    {
        var text = JournalText.Of(bytes);
        var open = text.Windows(s_now, isAlive: false);
        Assert.InRange(text.End, 0, bytes.Length);
        foreach (var window in open)
        {
            Assert.True(InstanceId.TryParse(window.Id.Value, out _));
            Assert.True(RegionForm.IsWellFormed(window.Region));
        }

        var closing = open.SelectMany(window =>
            new JournalLine(JournalLine.Version, s_now, JournalLine.Up, window.Region, [window.Id.Value]).ToBytes()
        );
        Assert.Empty(JournalText.Of([.. bytes[..text.End], .. closing]).Windows(s_now, isAlive: false));
        return $"{Math.Min(open.Count, 3)} open, {Math.Min(text.Unread, 2)} unread, {open.Count(window => window.Unanswered.IsEmpty)} answered";
    }
}
