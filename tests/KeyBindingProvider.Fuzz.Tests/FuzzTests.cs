using System.Text;
using System.Text.Json;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using KeyBindingProvider.Fuzz.Tests.Targets;

namespace KeyBindingProvider.Fuzz.Tests;

/// <summary>Every reader of bytes that nobody vouches for: no crash, no hang, no growth, and what is said of each target.</summary>
[Collection(Memory)]
public class FuzzTests(ITestOutputHelper output)
{
    /// <summary>A run judges what memory stays in the whole process, so that no other may fill it meanwhile.</summary>
    internal const string Memory = "memory";

    private const int LargestCorpus = 64 * 1024;

    private static readonly FuzzTarget[] s_targets =
    [
        ApiResponses.Target,
        Signatures.Target,
        Programs.Target,
        Expressions.Target,
        Journals.Target,
        PulumiStructs.Target,
        TerraformValues.Target,
        SavedStates.Target,
        SimulatorFiles.Target,
        MarkdownPages.Target,
    ];

    public static TheoryData<string> Names => [.. s_targets.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_ItsCorpusAndWhatIsMadeOfIt_HasNoFinding(string name)
    {
        var report = new Fuzzer(s_targets.Single(target => target.Name == name), FuzzBudget.OfEnvironment()).Run();
        output.WriteLine(report.Figures);
        Assert.True(report.Findings.Count == 0, $"{report.Figures}\n{string.Join('\n', report.Findings)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Corpus_OfEachTarget_HasExamplesAndIsSmall(string name)
    {
        var files = Corpus.Of(name);
        Assert.InRange(files.Count, 3, 40);
        Assert.InRange(files.Sum(file => file.Bytes.Length), 1, LargestCorpus);
    }

    [Fact]
    public void Corpus_Folders_AreThoseOfTheTargets() =>
        Assert.Equal(
            s_targets.Select(target => target.Name).Order(StringComparer.Ordinal),
            Directory
                .EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "Corpus"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>What judges the signer is judged by the published and recorded signatures.</summary>
    [Fact]
    public void SecondSigner_EachVector_GivesItsSignature()
    {
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "tc3-vectors.json")));
        var judged = 0;
        foreach (var vector in facts.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var (input, expect) = (vector.GetProperty("input"), vector.GetProperty("expect"));
            if (!input.TryGetProperty("url", out var url))
            {
                continue;
            }

            var request = new Tc3Request(
                input.GetProperty("method").GetString()!,
                new Uri(url.GetString()!).Query.TrimStart('?'),
                new Uri(url.GetString()!).Host,
                input.GetProperty("contentType").GetString()!,
                input.TryGetProperty("action", out var action) ? action.GetString() : null,
                Encoding.UTF8.GetBytes(input.GetProperty("payload").GetString()!),
                input.GetProperty("service").GetString()!,
                input.GetProperty("timestamp").GetInt64()
            );
            var (scope, headers, signature) = SecondSigner.Sign(request, input.GetProperty("secretKey").GetString()!);
            Assert.Equal(expect.GetProperty("credentialScope").GetString(), scope);
            Assert.Equal(expect.GetProperty("signedHeaders").GetString(), headers);
            Assert.Equal(expect.GetProperty("signature").GetString(), signature);
            judged++;
        }

        Assert.True(judged > 5, $"{judged}");
    }
}
