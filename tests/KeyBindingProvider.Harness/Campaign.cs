using System.Diagnostics;
using System.Globalization;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;

namespace KeyBindingProvider.Harness;

/// <summary>Many cases, on all cores.</summary>
/// <param name="mutant">What is broken on purpose.</param>
/// <param name="limit">No case is begun after this time.</param>
/// <param name="mostBroken">So many broken cases say enough.</param>
internal sealed class Campaign(Mutant mutant, TimeSpan? limit = null, int mostBroken = 20)
{
    private static readonly TimeSpan s_told = TimeSpan.FromMinutes(1);

    private readonly Tally _tally = new();
    private readonly SortedDictionary<ulong, string> _broken = [];
    private readonly Lock _gate = new();
    private TimeSpan _elapsed;

    /// <summary>Cases that were run.</summary>
    public long Runs { get; private set; }

    /// <summary>Seeds of the cases that broke a promise, with the first one that each broke.</summary>
    public IReadOnlyDictionary<ulong, string> Broken => _broken;

    /// <summary>What was run and what went wrong in it, as plain text.</summary>
    public string Summary =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs} runs in {_elapsed:hh\\:mm\\:ss}, {Runs / Math.Max(_elapsed.TotalSeconds, 1e-3):0} a second, {_broken.Count} violations\n\n{_tally}"
        );

    /// <summary>Runs the cases of so many seeds; answers the first that broke a promise, or null.</summary>
    public ulong? Run(ulong seed, long runs, Action<string> progress)
    {
        var watch = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        Parallel.For(
            0,
            runs,
            // A case never waits: without a bound the pool takes its threads for blocked, adds more and more of them, and a hundred cases share two cores.
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            (offset, state) =>
            {
                if (watch.Elapsed > limit)
                {
                    state.Stop();
                    return;
                }

                var at = seed + (ulong)offset;
                var verdict = Verdict.Of(HarnessCase.Of(at), mutant);
                lock (_gate)
                {
                    Runs++;
                    _tally.Add(verdict.Run);
                    if (verdict.Broken.Count > 0)
                    {
                        _broken[at] = verdict.Broken[0];
                        progress($"BROKEN seed {at}: {verdict.Broken[0]}");
                        if (_broken.Count >= mostBroken)
                        {
                            state.Stop();
                        }
                    }

                    if (watch.Elapsed - told > s_told)
                    {
                        told = watch.Elapsed;
                        progress(
                            string.Create(CultureInfo.InvariantCulture, $"{told:hh\\:mm\\:ss} {Runs} runs, {_broken.Count} violations")
                        );
                    }
                }
            }
        );
        _elapsed = watch.Elapsed;
        return _broken.Count == 0 ? null : _broken.Keys.First();
    }
}
