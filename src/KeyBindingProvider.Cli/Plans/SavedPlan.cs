using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Plans;

/// <summary>
/// A plan that was saved to be approved (<c>ADR 0046</c>): the program with every value resolved, the plan as <c>plan --output json</c> writes it, with the account
/// and what was observed of each machine that it changes, and a digest over all of that. No secret.
/// </summary>
internal sealed class SavedPlan : IDisposable
{
    private const string Format = "keybinding-plan";
    private const int Version = 1;
    private const int Largest = 64 << 20;
    private const int Deepest = 32;

    private readonly JsonDocument _file;

    private SavedPlan(string path, JsonDocument file) => (Path, _file) = (path, file);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The program, as <see cref="ProgramText"/> writes it.</summary>
    public string Program => Content.GetProperty("program").GetRawText();

    /// <summary>The plan, as <see cref="PlanJson"/> writes it.</summary>
    public JsonElement Plan => Content.GetProperty("plan");

    /// <summary>The digest of the plan.</summary>
    public string PlanDigest => Plan.GetProperty("digest").GetString() ?? "";

    private JsonElement Content => _file.RootElement.GetProperty("content");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Throws a <see cref="ProblemException"/> where a plan must not be saved there: what stands there is no plan file, or cannot be read.</summary>
    public static void CheckPlace(string path)
    {
        if (Directory.Exists(path))
        {
            throw Unreadable(path, "is a folder");
        }

        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            Read(path).Dispose();
        }
        catch (ProblemException exception) when (exception.Problems[0].Code == ProblemCodes.PlanFileUnreadable)
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.PlanFileUnreadable, $"{path} exists and is no plan file; it is not written over.") with
                {
                    Path = "--out",
                    Remedy = "Name another file, or remove this one.",
                }
            );
        }
        catch (ProblemException)
        {
            // A plan file of another version, or one that was altered: it is replaced.
        }
    }

    /// <summary>Saves a plan: whole or not at all, readable for its owner alone.</summary>
    public static void Write(string path, BindingProgram program, PlanDocument document)
    {
        var content = Encoding.UTF8.GetBytes($"{{\"program\":{ProgramText.Of(program)},\"plan\":{PlanJson.Render(document).TrimEnd()}}}");
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("sha256", Digest(content));
            json.WritePropertyName("content");
            json.WriteRawValue(content);
            json.WriteEndObject();
        }

        if (stream.Length > Largest)
        {
            throw Unreadable(path, $"would have {stream.Length} bytes; at most {Largest} are read");
        }

        try
        {
            WholeFile.Write(path, stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.PlanFileUnreadable, $"{path} cannot be written: {exception.Message}") with
                {
                    Path = "--out",
                    Remedy = "Name a file in a folder that can be written.",
                }
            );
        }
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote. Throws a <see cref="ProblemException"/> that says what is wrong with any other.</summary>
    public static SavedPlan Read(string path)
    {
        var file = Parse(path);
        try
        {
            var root = file.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("format", out var format)
                || format.ValueKind != JsonValueKind.String
                || format.GetString() != Format
                || !root.TryGetProperty("version", out var version)
                || version.ValueKind != JsonValueKind.Number
                || !version.TryGetInt32(out var number)
            )
            {
                throw Unreadable(path, "is no plan file");
            }

            if (number != Version)
            {
                throw new ProblemException(
                    Problem.Error(
                        ProblemCodes.PlanFileVersion,
                        $"the file has version {number}; this program reads version {Version}."
                    ) with
                    {
                        Path = path,
                    }
                );
            }

            if (
                !root.TryGetProperty("sha256", out var digest)
                || digest.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("content", out var content)
                || Digest(Encoding.UTF8.GetBytes(content.GetRawText())) != digest.GetString()
            )
            {
                throw new ProblemException(
                    Problem.Error(ProblemCodes.PlanFileAltered, $"the file is not as plan --out wrote it: its digest is another one.") with
                    {
                        Path = path,
                    }
                );
            }

            var saved = new SavedPlan(path, file);
            CheckContent(saved);
            return saved;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A digest that fits proves nothing of who wrote the content: what the comparison will ask for has to be there.</summary>
    private static void CheckContent(SavedPlan saved)
    {
        try
        {
            _ = Approval.Accounts(saved.Plan);
            _ = PlannedMachine.Of(saved.Plan);
            _ = PlannedSources.Of(saved.Plan);
            if (saved.PlanDigest.Length == 0 || saved.Content.GetProperty("program").ValueKind != JsonValueKind.Object)
            {
                throw Unreadable(saved.Path, "holds no plan");
            }
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unreadable(saved.Path, "holds no plan");
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Unreadable(path, "is a folder");
            }

            if (!File.Exists(path))
            {
                throw Unreadable(path, "does not exist");
            }

            var bytes = BoundedFile.Read(path, Largest) ?? throw Unreadable(path, $"has more than {Largest} bytes, the most that is read");
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest });
        }
        catch (JsonException)
        {
            throw Unreadable(path, "is no plan file, or a part of one: it is not JSON from its first to its last byte");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, $"cannot be read: {exception.Message}");
        }
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static ProblemException Unreadable(string path, string why) =>
        new(Problem.Error(ProblemCodes.PlanFileUnreadable, $"the file {why}.") with { Path = path });
}
