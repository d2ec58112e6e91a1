using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>
/// Runs a target on its corpus, then on damaged and generated inputs. What does something new joins the inputs that are damaged. An exception, too much memory
/// for the size of the input, memory that stays, and a case that does not end are findings.
/// </summary>
internal sealed partial class Fuzzer(FuzzTarget target, FuzzBudget budget)
{
    private const int MostInputs = 400;
    private const int MostFindings = 10;
    private const int ShrinkTries = 600;
    private const long MostKept = 64 << 20;

    /// <summary>What a thread of the pool has.</summary>
    private const int StackBytes = 3 << 19;

    private readonly Random _random = new(budget.Seed);
    private readonly PCG _pcg = new(1, (ulong)budget.Seed);
    private readonly List<byte[]> _inputs = [];
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile byte[] _current = [];
    private volatile int _cases;
    private volatile int _judged;

    /// <summary>Runs to the end of the budget, or up to a case that hangs.</summary>
    public FuzzReport Run()
    {
        Exception? broken = null;
        var ended = new ManualResetEventSlim();
        var worker = new Thread(
            () =>
            {
                try
                {
                    Work();
                }
                catch (Exception exception)
                {
                    broken = exception;
                }

                ended.Set();
            },
            StackBytes
        )
        {
            IsBackground = true,
        };
        worker.Start();
        for (var seen = -1; !ended.Wait(budget.Patience); seen = _judged)
        {
            if (seen == _judged)
            {
                _findings["hang"] = new Finding($"no end within {budget.Patience.TotalSeconds:0} s", _current, _cases);
                break;
            }
        }

        return broken is null
            ? new FuzzReport(target.Name, budget.Seed, _cases, _watch.Elapsed.TotalSeconds, _outcomes.Count, [.. _findings.Values])
            : throw new InvalidOperationException($"The fuzzer itself fails, with seed {budget.Seed} at case {_cases}.", broken);
    }

    private void Work()
    {
        using var last = new LastInput(target.Name, target.MostBytes);
        foreach (var (_, bytes) in Corpus.Of(target.Name))
        {
            _inputs.Add(target.OfFile(bytes));
        }

        // What is made once, at the first use, is not counted.
        Warm();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var first = _inputs.Count;
        var mutator = new Mutator(_random, target.Tokens, target.MostBytes);
        for (var i = 0; !IsOver(i); i++)
        {
            var input = i < first ? _inputs[i] : Next(mutator);
            last.Set(input);
            Try(input);
        }

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before - _inputs.Sum(input => (long)input.Length);
        if (kept > MostKept)
        {
            _findings["kept"] = new Finding($"{kept} bytes stay when the run is over", [], _cases);
        }
    }

    private void Warm()
    {
        try
        {
            target.Run(_inputs[0]);
        }
        catch (Exception)
        {
            // The first case finds it again.
        }
    }

    private bool IsOver(int cases) =>
        _findings.Count >= MostFindings
        || (cases >= _inputs.Count && (budget.Time is { } time ? _watch.Elapsed >= time : cases >= budget.Cases / target.Slowness));

    private byte[] Next(Mutator mutator)
    {
        var isGenerated = target.Generated is not null && _random.Next(3) == 0;
        var input = isGenerated ? target.Generated!.Generate(_pcg, null, out _) : _inputs[_random.Next(_inputs.Count)];
        var stays = isGenerated && _random.Next(2) == 0 && input.Length <= target.MostBytes;
        return stays ? input : mutator.Mutate(input, _inputs[_random.Next(_inputs.Count)]);
    }

    private void Try(byte[] input)
    {
        _current = input;
        _cases++;
        var (outcome, wrong) = Judge(input);
        if (wrong is null)
        {
            if (_outcomes.Add(outcome) && _inputs.Count < MostInputs)
            {
                _inputs.Add(input);
            }
        }
        else if (!_findings.ContainsKey(KeyOf(wrong)))
        {
            _findings[KeyOf(wrong)] = new Finding(wrong, Shrink(input, KeyOf(wrong)), _cases);
        }
    }

    private (string Outcome, string? Wrong) Judge(byte[] input)
    {
        _judged++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = target.Run(input);
        }
        catch (Exception exception)
        {
            return ("", Words(exception));
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= target.Allocation.Fixed + target.Allocation.PerByte * input.Length
            ? (outcome, null)
            : (outcome, $"{allocated} bytes are allocated for an input of {input.Length}");
    }

    /// <summary>Takes away what the finding does not need.</summary>
    private byte[] Shrink(byte[] input, string key)
    {
        var tries = 0;
        for (var size = input.Length / 2; size > 0 && tries < ShrinkTries; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && tries < ShrinkTries; tries++)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                _current = shorter;
                if (Judge(shorter).Wrong is { } wrong && KeyOf(wrong) == key)
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }

    /// <summary>The exception, and the calls that led to it up to the target.</summary>
    private static string Words(Exception exception) =>
        string.Join(
            '\n',
            exception
                .ToString()
                .Split('\n')
                .TakeWhile(line => !line.Contains($"{nameof(Fuzzing)}.{nameof(Fuzzer)}.", StringComparison.Ordinal))
        );

    /// <summary>What two findings of one cause have in common: the type, and where it comes from; not the values.</summary>
    private static string KeyOf(string wrong)
    {
        var place = Frame().Match(wrong);
        return Number().Replace(place.Success ? $"{wrong.Split(':')[0]} {place.Value}" : wrong.Split('\n')[0], "#");
    }

    [GeneratedRegex(@"at KeyBindingProvider\.\S+.*")]
    private static partial Regex Frame();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
