using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Engine.Tests.Scenarios;

namespace KeyBindingProvider.Engine.Tests.Recovery;

/// <summary>A folder of journals, and runs that write into it. A run is dead once its journal has been let go of: the system does that for a process that was killed.</summary>
internal sealed class JournalStage : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("keybinding-journal-");

    /// <summary>The folder; it is made by who writes first.</summary>
    public string Folder => Path.Combine(_home.FullName, "state", "journal");

    /// <summary>What runs were told.</summary>
    public List<Problem> Warnings { get; } = [];

    public string[] Files => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + JournalFolder.Extension) : [];

    public WindowJournal Begin(TimeProvider time) => new(Folder, time, Warnings.Add);

    /// <summary>On a disk that fails.</summary>
    public WindowJournal BeginOn(Func<string, Stream> open, TimeProvider time) => new(Folder, time, Warnings.Add, open);

    public JournalReading Read(TimeProvider time) => new JournalFolder(Folder, time).Read();

    /// <summary>What a recovery goes by.</summary>
    public RecoverRequest Request(TimeProvider time) => new() { Windows = Read(time).Windows };

    /// <summary>As the command line does it: by the journals, and then closing what is settled.</summary>
    public async Task<RecoverReport> RecoverAsync(FleetScenario scenario)
    {
        var report = await scenario.NextProcess().RecoverAsync(Request(scenario.Time));
        Assert.Empty(new JournalFolder(Folder, scenario.Time).Close(FleetScenario.Region, report.Settled));
        return report;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
