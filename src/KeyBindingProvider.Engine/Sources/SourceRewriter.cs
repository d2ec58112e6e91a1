using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine.Sources;

/// <summary>
/// Gives other keys to what starts machines: reads the source, leaves it alone where it is not what was planned, writes, and reads what it wrote (rule
/// <c>source-rewrites</c>). A template gets a new version first, unless an earlier run has made it, and is told to use it then, so that it never uses one that is not whole.
/// </summary>
internal sealed class SourceRewriter(IKeySourceApi api, TimeProvider time)
{
    private const int Looks = 5;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Never throws for what the service refuses: the outcome says it.</summary>
    public async Task<SourceOutcome> RewriteAsync(SourceFinding finding, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(finding.Source, cancellationToken) switch
            {
                null => new SourceOutcome(finding, OutcomeKind.AlreadySo, Now: null),
                { } now when now.Keys.Intersect(finding.Given).IsEmpty => new SourceOutcome(finding, OutcomeKind.AlreadySo, now),
                { } now when !IsAsPlanned(now, finding.Source) => Failed(
                    finding,
                    now,
                    $"{finding.Source.Id} has changed since it was planned{(now.Version > 0 ? $": version {now.Version} is its default now" : "")}; it was left alone"
                ),
                { } now when now.WhyFixed(finding.To!) is { } why => Failed(finding, now, $"{finding.Source.Id} was left alone: {why}"),
                { } now => await WriteAsync(finding, now, cancellationToken),
            };
        }
        catch (CvmException refused)
        {
            return Failed(finding, now: null, $"{finding.Source.Id}: {refused.Message}");
        }
    }

    private async Task<SourceOutcome> WriteAsync(SourceFinding finding, KeySource now, CancellationToken cancellationToken)
    {
        var to = finding.To!;
        long version = 0;
        if (now.Kind == KeySourceKind.LaunchTemplate)
        {
            version = now.PreparedWith(to)?.Number ?? await MakeAsync(now, to, cancellationToken);
            try
            {
                await api.SetDefaultVersionAsync(now.Id, version, cancellationToken);
            }
            catch (CvmException refused) when (!IsLost(refused))
            {
                return Failed(
                    finding,
                    now,
                    $"{now.Id} has a version {version} with other keys and goes on using version {now.Version}: {refused.Message}. The next apply makes version {version} the default, and no other one"
                );
            }
            catch (CvmException)
            {
                // Its answer was lost: what is read decides.
            }
        }
        else
        {
            try
            {
                await api.SetLaunchConfigurationKeyAsync(now.Id, to.Single(), cancellationToken);
            }
            catch (CvmException lost) when (IsLost(lost))
            {
                // As above.
            }
        }

        return await VerifyAsync(finding, now, version, cancellationToken);
    }

    private Task<long> MakeAsync(KeySource now, KeySet to, CancellationToken cancellationToken) =>
        api.CreateLaunchTemplateVersionAsync(
            now.Id,
            now.Version,
            now.Placement!,
            to,
            PreparedVersion.DescriptionOf(now.Id, now.Version, to),
            TokenOf(now, to),
            cancellationToken
        );

    /// <summary>What is written is believed when it is read; how late that shows is not documented.</summary>
    private async Task<SourceOutcome> VerifyAsync(
        SourceFinding finding,
        KeySource before,
        long version,
        CancellationToken cancellationToken
    )
    {
        var last = before;
        CvmException? unread = null;
        for (var look = 1; look <= Looks; look++)
        {
            try
            {
                last = await ReadAsync(before, cancellationToken);
                unread = null;
                if (last is not null && last.Version == version && last.Keys.Equals(finding.To))
                {
                    return new SourceOutcome(finding, OutcomeKind.Changed, last);
                }
            }
            catch (CvmException failed)
            {
                unread = failed;
            }

            if (look < Looks)
            {
                await Task.Delay(s_betweenLooks, time, cancellationToken);
            }
        }

        return new SourceOutcome(finding, OutcomeKind.Failed, unread is null ? last : null)
        {
            Problem = Problem.Error(
                ProblemCodes.SourceUnverified,
                unread is not null
                    ? $"{before.Id} was given {finding.To} and could not be read back: {unread.Message}."
                    : $"{before.Id} was given {finding.To} and reads {(last is null ? "as gone" : last.Keys.IsEmpty ? "without a key" : $"{last.Keys}")}."
            ),
        };
    }

    /// <summary>The source as it is now; null when it is gone.</summary>
    private async Task<KeySource?> ReadAsync(KeySource source, CancellationToken cancellationToken)
    {
        if (source.Kind == KeySourceKind.LaunchConfiguration)
        {
            var listed = await api.ListLaunchConfigurationsAsync(source.Id, cancellationToken);
            return listed.Items.FirstOrDefault(configuration => configuration.Id == source.Id) is { } configuration
                ? source with
                {
                    Keys = configuration.Keys,
                }
                : null;
        }

        try
        {
            var listed = await api.ListLaunchTemplatesAsync(source.Id, cancellationToken);
            if (listed.Items.FirstOrDefault(template => template.Id == source.Id) is not { } template)
            {
                return null;
            }

            var versions = await api.ListLaunchTemplateVersionsAsync(template, cancellationToken);
            var used = versions.Items.FirstOrDefault(version => version.Number == template.DefaultVersion);
            return used is null
                ? throw new CvmException(
                    "DescribeLaunchTemplateVersions",
                    CvmException.IncompleteAnswer,
                    $"version {template.DefaultVersion} of {source.Id} is not listed",
                    ErrorClass.Server
                )
                : KeySourceReader.TemplateSource(template, versions.Items, used);
        }
        catch (CvmException gone) when (TemplateErrors.IsGone(gone))
        {
            return null;
        }
    }

    /// <summary>Whether the call may have had its effect.</summary>
    private static bool IsLost(CvmException exception) => exception.ErrorClass is ErrorClass.Network or ErrorClass.Server;

    private static bool IsAsPlanned(KeySource now, KeySource planned) => now.Version == planned.Version && now.Keys.Equals(planned.Keys);

    private static SourceOutcome Failed(SourceFinding finding, KeySource? now, string why) =>
        new(finding, OutcomeKind.Failed, now) { Problem = Problem.Error(ProblemCodes.SourceNotRewritten, why + ".") };

    /// <summary>One for each attempt of a run: what an earlier run made may have been deleted since.</summary>
    private string TokenOf(KeySource source, KeySet to)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{source.Id} {source.Version} {to} {time.GetUtcNow().UtcTicks}");
        return "keybinding-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
