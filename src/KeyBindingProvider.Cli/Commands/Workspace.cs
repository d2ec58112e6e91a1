using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Cli.Plans;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>A program read, checked and connected to its accounts; or the problems that keep it from that.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly List<EngineFactory> _accounts = [];
    private readonly List<DeclaredResource> _resources = [];

    private readonly string _program;
    private readonly CliHost _host;

    private Workspace(string program, CliHost host) => (_program, _host) = (program, host);

    /// <summary>One for each account and region.</summary>
    public List<Scope> Scopes { get; } = [];

    /// <summary>One for each provider whose resources there are.</summary>
    public IReadOnlyList<EngineFactory> Accounts => _accounts;

    /// <summary>The program with everything resolved that files, environment and command line say of regions and endpoints.</summary>
    public BindingProgram Program => new(_program, [.. _resources]);

    /// <summary>The account of this machine, for commands that need no program.</summary>
    /// <param name="options">What was typed.</param>
    /// <param name="host">What it touches of the world outside.</param>
    /// <param name="withRegion">Whether it is for a command that needs a region.</param>
    public static Workspace OfMachine(ParseResult options, CliHost host, bool withRegion = false)
    {
        var workspace = new Workspace("", host);
        if (!withRegion)
        {
            workspace._accounts.Add(Connection.To(Connection.With(ProviderInput.None, options), host));
            return workspace;
        }

        var (account, region) = Connection.OfMachine(options, host);
        workspace._accounts.Add(account);
        workspace.Scopes.Add(
            new Scope(region, account.ForRegion(region), [], ImmutableDictionary<string, string>.Empty, PlanTarget.Usual)
            {
                Account = account,
            }
        );
        return workspace;
    }

    /// <summary>
    /// Plans all of them, and asks once for each account who signs; never writes. What selectors mean and what has ended is looked up here, once: an apply is about the instances of the plan
    /// that was shown, whoever joins meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="looksForSources">Whether revocations look for what starts machines although they do not ask.</param>
    public async Task<PlanDocument> PlanAsync(CancellationToken cancellationToken, bool looksForSources = false)
    {
        await ResolveAsync(cancellationToken);
        await using var signers = SignerLookup.Begin(_host.NamesSigner ? _accounts : [], _host.Time, cancellationToken);
        var regions = new List<PlannedRegion>();
        foreach (var scope in Scopes)
        {
            var intents = looksForSources ? [.. scope.Intents.Select(intent => intent.LookingForSources())] : scope.Intents;
            var (plan, fleet) = await scope.Engine.PlanWithFleetAsync(intents, cancellationToken);
            regions.Add(
                new PlannedRegion(scope.Title, scope.Locate(plan))
                {
                    Target = scope.Target,
                    Fleet = fleet,
                    Intents = [.. intents],
                    Places = scope.Places.ToImmutableDictionary(),
                }
            );
        }

        var nowhere = PinnedNowhere([.. regions.Select(region => region.Fleet!)]);
        for (var i = 0; i < regions.Count; i++)
        {
            var plan = regions[i].Plan;
            regions[i] = regions[i] with { Plan = plan with { Problems = [.. plan.Problems, .. nowhere[Scopes[i]]] } };
        }

        return new PlanDocument(_program, [.. regions]) { Signers = await signers.EndAsync() };
    }

    /// <summary>
    /// Warnings of pinned keys that none of the regions has in which their provider is used, each with the first of these scopes: a key pair is of one region, a provider
    /// may be of several.
    /// </summary>
    /// <param name="fleets">What was read of each scope, with the pinned keys asked for; in the order of <see cref="Scopes"/>.</param>
    public ILookup<Scope, Problem> PinnedNowhere(IReadOnlyList<FleetSnapshot> fleets) =>
        Scopes
            .Zip(fleets)
            .GroupBy(read => read.First.Account)
            .SelectMany(
                account =>
                    PinnedKeys.Nowhere(
                        account.First().First.Provider.PinnedKeys,
                        [.. account.Select(read => read.Second)],
                        account.First().First.PinnedAt.Path
                    ),
                (account, problem) => (account.First().First, Problem: problem with { Location = account.First().First.PinnedAt.Location })
            )
            .ToLookup(found => found.First, found => found.Problem);

    /// <summary>Reads the program that the options name. Throws <see cref="ProblemException"/> with every problem.</summary>
    public static Workspace Open(ParseResult options, CliHost host)
    {
        var problems = new List<Problem>();
        var config = ReadConfig(options.Config(), problems);
        return Open(ProgramReader.Read(options.File(), config), problems, options, host);
    }

    /// <summary>The same of the program that was saved with a plan: files and config values have no say in it.</summary>
    public static Workspace Open(SavedPlan plan, ParseResult options, CliHost host) =>
        Open(ProgramReader.ReadText(plan.Program, plan.Path), [], options, host);

    private static Workspace Open(
        (BindingProgram? Program, IReadOnlyList<Problem> Problems) read,
        List<Problem> problems,
        ParseResult options,
        CliHost host
    )
    {
        var (program, found) = read;
        problems.AddRange(found);
        if (program is null || problems.Exists(problem => problem.Severity == Severity.Error))
        {
            throw new ProblemException(problems);
        }

        var workspace = new Workspace(program.Name, host);
        try
        {
            foreach (var account in program.ByProvider)
            {
                workspace.Add(account.Key, [.. account], options, host, problems);
            }
        }
        catch
        {
            workspace.Dispose();
            throw;
        }

        return problems.Count == 0 ? workspace : throw new ProblemException(problems);
    }

    public void Dispose() => _accounts.ForEach(account => account.Dispose());

    private async Task ResolveAsync(CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        for (var i = 0; i < Scopes.Count; i++)
        {
            try
            {
                Scopes[i] = await Scopes[i].ResolveAsync(cancellationToken);
            }
            catch (ProblemException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(problems);
        }
    }

    private void Add(
        ProviderInput provider,
        IReadOnlyList<DeclaredResource> resources,
        ParseResult options,
        CliHost host,
        List<Problem> problems
    )
    {
        var input = Connection.With(provider, options);
        var fallBack = EngineFactory.FindRegion(input, host.Machine);
        foreach (var resource in resources.Where(resource => resource.Input.Region is null && fallBack is null))
        {
            problems.Add(
                Problem.Error(ProblemCodes.NoRegion, "no region is known for it.") with
                {
                    Path = $"resources.{resource.Input.Name}.properties.region",
                    Location = resource.Location,
                    Remedy = "Set region on the resource or its provider, or pass --region, or set the variable TENCENTCLOUD_REGION.",
                }
            );
        }

        if (problems.Count > 0)
        {
            return;
        }

        var account = Connection.To(input, host);
        _accounts.Add(account);
        _resources.AddRange(
            resources.Select(resource =>
                resource with
                {
                    Provider = input,
                    Input = resource.Input with { Region = resource.Input.Region ?? fallBack },
                }
            )
        );
        foreach (
            var region in resources
                .GroupBy(resource => resource.Input.Region ?? fallBack!)
                .OrderBy(region => region.Key, StringComparer.Ordinal)
        )
        {
            Scopes.Add(
                new Scope(
                    _accounts.Count == 1 ? region.Key : $"{region.Key} (account {_accounts.Count})",
                    account.ForRegion(region.Key),
                    [.. region],
                    region.ToDictionary(resource => resource.Input.Name, resource => resource.Location, StringComparer.Ordinal),
                    PlanTarget.Of(input, account.RoleArn)
                )
                {
                    Provider = input,
                    Account = account,
                }
            );
        }
    }

    private static Dictionary<string, string> ReadConfig(string[] values, List<Problem> problems)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value.Split('=', 2) is [{ Length: > 0 } key, var text])
            {
                if (!config.TryAdd(key, text))
                {
                    problems.Add(
                        Problem.Error(ProblemCodes.Contradiction, $"'{key}' is given twice.") with
                        {
                            Path = "--config",
                            Remedy = "Write --config key=value, once for each.",
                        }
                    );
                }
            }
            else
            {
                problems.Add(
                    Problem.Error(ProblemCodes.InvalidValue, "A value is not of the form key=value; it is not quoted here.") with
                    {
                        Path = "--config",
                        Remedy = "Write --config key=value, once for each.",
                    }
                );
            }
        }

        return config;
    }
}
