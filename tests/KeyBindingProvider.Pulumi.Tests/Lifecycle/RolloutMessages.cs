using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>All that is said of a rollout, in order, as a file that a person reads (ADR 0036: waves are messages, no views).</summary>
public partial class RolloutMessages
{
    [Fact]
    public void UpInThreeWaves_PublishesWhatTheFileShows() =>
        Play(
            Fleet(Instances(1, 5, "RUNNING", Team)),
            async stage =>
            {
                var policy = Policy("graceful", ("maxUnavailable", Values.Text("40%")), ("canary", Value.ForNumber(1)));
                var program = Association("web", Ids(1, 5), [New], policy);
                await stage.Deployment.PreviewAsync(program);
                var previewed = stage.Link.Messages().Count;
                await stage.Deployment.SucceedAsync(program);

                var messages = stage.Link.Messages();
                var text = Section("preview", messages.Take(previewed)) + "\n" + Section("up", messages.Skip(previewed));
                var path = Path.Combine(Here(), "Golden", "three-waves.txt");
                if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                }

                Assert.Equal(File.ReadAllText(path), text);
            }
        );

    /// <summary>Lines that differ in seconds only are one: how long a machine takes is the simulator's business.</summary>
    private static string Section(string title, IEnumerable<LogRequest> messages)
    {
        var text = new StringBuilder($"== {title}\n");
        var last = "";
        foreach (var message in messages)
        {
            var line = Seconds()
                .Replace(message.Message, "N s")
                .ReplaceLineEndings("\n  ")
                .Replace("\n  \n", "\n\n", StringComparison.Ordinal);
            if (line != last)
            {
                text.Append(message.Ephemeral ? "passes " : "stays ").Append(message.Severity).Append(": ").Append(line).Append('\n');
            }

            last = line;
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\b\d+ s\b")]
    private static partial Regex Seconds();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
