using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Harness.Running;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Recovery;

/// <summary>What a run notes before it stops anything, and who may read what of it (rule <c>journal</c>).</summary>
public sealed class JournalTests : IDisposable
{
    private readonly JournalStage _journals = new();
    private readonly TimeProvider _time = Mock.Of<TimeProvider>(time =>
        time.GetUtcNow() == new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
    );

    public void Dispose() => _journals.Dispose();

    [Fact]
    public void RunThatEndsWell_NotesEachStopBeforeItIsSent_AndLeavesNothingOpen() =>
        Play(
            Fleet(Instances(1, 6, "RUNNING", Old)),
            async scenario =>
            {
                var noted = new List<int>();
                var watched = new Watched(scenario.Api, () => noted.Add(_journals.Read(scenario.Time).Windows.Length));
                using (var journal = _journals.Begin(scenario.Time))
                {
                    var report = await scenario
                        .NextProcess(watched, journal)
                        .ApplyAsync(Exactly(Graceful(2), Enumerable.Range(1, 6).Select(Id), New));
                    Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                    Assert.Single(_journals.Files);
                    Assert.Empty(_journals.Read(scenario.Time).Windows);
                    Assert.Single(_journals.Files);
                }

                // The canary, then windows of two: what is about to be stopped stands in the journal, and what is up does not.
                Assert.Equal([1, 2, 2, 1], noted);
                Assert.Empty(_journals.Read(scenario.Time).Windows);
                Assert.Empty(_journals.Files);
            }
        );

    [Fact]
    public void RunThatStopsNothing_WritesNothing() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old)),
            async scenario =>
            {
                using var journal = _journals.Begin(scenario.Time);
                await scenario.NextProcess(journal: journal).ApplyAsync(Exactly(Graceful(), [Id(1), Id(2)], New));

                Assert.False(Directory.Exists(_journals.Folder));
            }
        );

    [Fact]
    public void Files_AreThisUsersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using var journal = Stopping(1);

        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(own, File.GetUnixFileMode(Assert.Single(_journals.Files)));
        Assert.Equal(own | UnixFileMode.UserExecute, File.GetUnixFileMode(_journals.Folder));
    }

    [Fact]
    public void TwoRuns_WriteIntoFilesOfTheirOwn_AndAreToldApart()
    {
        using var alive = Stopping(1);
        Stopping(2).Dispose();

        Assert.Equal(2, _journals.Files.Length);
        Assert.Equal(
            [(Id(1), true), (Id(2), false)],
            _journals.Read(_time).Windows.OrderBy(window => window.Id).Select(window => (window.Id, window.IsAlive))
        );
    }

    /// <summary>A disk that fills up at any byte: the run goes on, says it once, and what was noted before is read.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(400)]
    public void FullDisk_IsSaidOnce_AndStopsNoRun(int room) =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old)),
            async scenario =>
            {
                using var journal = _journals.BeginOn(path => new SmallDisk(path, room), scenario.Time);
                var report = await scenario
                    .NextProcess(journal: journal)
                    .ApplyAsync(Exactly(Graceful(2), Enumerable.Range(1, 4).Select(Id), New));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.Equal(ProblemCodes.NoJournal, Assert.Single(_journals.Warnings).Code);
                Assert.InRange(_journals.Read(scenario.Time).Windows.Length, 0, 2);
            }
        );

    [Fact]
    public void FolderThatCannotBeMade_IsSaidOnce()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_journals.Folder)!);
        File.WriteAllText(_journals.Folder, "");
        using var journal = _journals.Begin(_time);
        journal.Sending(Region, CallAction.Stop, [Id(1)], takesDown: true);
        journal.Sending(Region, CallAction.Stop, [Id(2)], takesDown: true);

        var warning = Assert.Single(_journals.Warnings);
        Assert.Equal((ProblemCodes.NoJournal, Severity.Warning), (warning.Code, warning.Severity));
    }

    /// <summary>Cut off at each of its bytes: every whole line counts, a torn last one is passed over, and nothing is thrown.</summary>
    [Fact]
    public void TornJournal_IsReadUpToItsTear_AndWrittenOnFromThere()
    {
        using (var journal = Stopping(1))
        {
            journal.Sending(Region, CallAction.Stop, [Id(2)], takesDown: true);
        }

        var file = Assert.Single(_journals.Files);
        var whole = File.ReadAllBytes(file);
        var lines = 0;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            lines = whole[..length].Count(value => value == (byte)'\n');
            var reading = _journals.Read(_time);
            Assert.Empty(reading.Problems);
            Assert.Equal(lines, reading.Windows.Length);
        }

        Assert.Equal(2, lines);
        File.WriteAllBytes(file, whole[..^5]);
        Assert.Empty(new JournalFolder(_journals.Folder, _time).Close(Region, [Id(2)]));
        Assert.Equal([Id(1)], _journals.Read(_time).Windows.Select(window => window.Id));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"at":"2026-01-02T03:04:05Z","event":"stopping","region":"ap-guangzhou","instances":["ins-00000001"]}""")]
    [InlineData("""{"v":1,"at":"2026-01-02T03:04:05Z","event":"stopping","region":"../x\u001b[31m","instances":["ins-00000001"]}""")]
    [InlineData("""{"v":1,"at":"yesterday","event":"stopping","region":"ap-guangzhou","instances":["ins-00000001"]}""")]
    public void HostileLine_IsCounted_AndTheFileIsKept(string line)
    {
        Stopping(1).Dispose();
        var file = Assert.Single(_journals.Files);
        File.WriteAllText(file, $"{line}\n{File.ReadAllText(file)}");

        var reading = _journals.Read(_time);

        Assert.Equal([Id(1)], reading.Windows.Select(window => window.Id));
        Assert.Contains("1 line cannot be read", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
        Assert.Empty(new JournalFolder(_journals.Folder, _time).Close(Region, [Id(1)]));
        Assert.Empty(_journals.Read(_time).Windows);
        Assert.Single(_journals.Files);
    }

    [Fact]
    public void HostileIds_AreNoInstances()
    {
        Directory.CreateDirectory(_journals.Folder);
        var line =
            """{"v":1,"at":"2026-01-02T03:04:05Z","event":"stopping","region":"ap-guangzhou","instances":[null,"","ins-x","ins-00000001 "]}""";
        File.WriteAllText(Path.Combine(_journals.Folder, "x.jsonl"), line + "\n");

        Assert.Empty(_journals.Read(_time).Windows);
    }

    [Fact]
    public void FileThatIsTooLarge_IsNotRead_AndIsKept()
    {
        Directory.CreateDirectory(_journals.Folder);
        using (var file = File.Create(Path.Combine(_journals.Folder, "x.jsonl")))
        {
            file.SetLength(WindowJournal.LargestFile + 1);
        }

        var reading = _journals.Read(_time);

        Assert.Equal(ProblemCodes.NoJournal, Assert.Single(reading.Problems).Code);
        Assert.Single(_journals.Files);
    }

    [Fact]
    public void Lines_AreWhatARecoveryNeeds_AndNothingElse()
    {
        using (var journal = Stopping(1))
        {
            journal.Answered(Region, [Id(1)], "request-1");
            journal.Sending(Region, CallAction.Associate, [Id(1), Id(2)], takesDown: false);
            journal.Closed(Region, Id(1), isUp: false);
            journal.Closed(Region, Id(2), isUp: true);
        }

        const string at = "\"at\":\"2026-01-02T03:04:05+00:00\"";
        Assert.Equal(
            [
                $$"""{"v":1,{{at}},"event":"stopping","region":"ap-guangzhou","instances":["ins-00000001"],"action":"StopInstances"}""",
                $$"""{"v":1,{{at}},"event":"answered","region":"ap-guangzhou","instances":["ins-00000001"],"requestId":"request-1"}""",
                $$"""{"v":1,{{at}},"event":"sending","region":"ap-guangzhou","instances":["ins-00000001"],"action":"AssociateInstancesKeyPairs"}""",
                $$"""{"v":1,{{at}},"event":"missed","region":"ap-guangzhou","instances":["ins-00000001"]}""",
            ],
            File.ReadAllText(Assert.Single(_journals.Files), Encoding.UTF8).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        var window = Assert.Single(_journals.Read(_time).Windows);
        Assert.Equal(["request-1"], window.Requests);
        Assert.Equal(["AssociateInstancesKeyPairs"], window.Unanswered);
    }

    [Theory]
    [InlineData("/state", "/state/keybinding/journal")]
    [InlineData("state", "/users/ada/.local/state/keybinding/journal")]
    [InlineData(null, "/users/ada/.local/state/keybinding/journal")]
    public void Folder_IsThatOfTheUsersState(string? state, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps it elsewhere.");
        var machine = new EngineEnvironment { HomeFolder = "/users/ada", Variable = name => name == "XDG_STATE_HOME" ? state : null };

        Assert.Equal(expected, JournalFolder.Of(machine));
        Assert.Equal(state == "/state" ? expected : null, JournalFolder.Of(machine with { HomeFolder = "" }));
    }

    private WindowJournal Stopping(int number)
    {
        var journal = _journals.Begin(_time);
        journal.Sending(Region, CallAction.Stop, [Id(number)], takesDown: true);
        return journal;
    }

    /// <summary>Looks at the journal whenever a stop arrives at the service.</summary>
    private sealed class Watched(Cvm.ICvmApi inner, Action onStop) : PassingApi(inner)
    {
        public override Task<string> StopInstancesAsync(
            IReadOnlyCollection<InstanceId> instances,
            Cvm.StopType stopType,
            Cvm.CallPriority priority,
            CancellationToken cancellationToken
        )
        {
            onStop();
            return base.StopInstancesAsync(instances, stopType, priority, cancellationToken);
        }
    }

    /// <summary>Takes so many bytes, and no more.</summary>
    private sealed class SmallDisk(string path, int room) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room)
            {
                base.Write(buffer[..Math.Max(0, (int)(room - Position))]);
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }
}
