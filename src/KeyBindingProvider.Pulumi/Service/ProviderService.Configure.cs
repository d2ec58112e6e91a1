using Grpc.Core;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    private const string VariablePrefix = $"{ResourceKinds.Package}:config:";

    /// <summary>Takes the configuration. No call is made: wrong credentials show at the first operation, with a text of their own.</summary>
    public Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        GuardAsync(async () =>
        {
            var properties = ConfigurationOf(request);
            string Hide(string text) => SecretTexts.Hide(text, properties);
            try
            {
                return await ConfigureAsync(runs.Of(context), properties, Hide);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw StatusMapping.Hiding(StatusMapping.Of(exception), Hide);
            }
        });

    private async Task<ConfigureResponse> ConfigureAsync(EngineRun run, PropertyValue.Map properties, Func<string, string> hide)
    {
        var configuration = ConfigProperties.Check(properties);
        Problem[] problems = [.. configuration.Problems.Select(problem => CheckFailures.WithoutSecret(problem, properties))];
        ThrowIfMissing(problems);
        if (!configuration.IsValid)
        {
            throw StatusMapping.Of(problems);
        }

        var factory = EngineFactory.Connect(
            configuration.Value,
            settings.Machine,
            settings.Time,
            settings.Options,
            callCounter: null,
            settings.CloudHandler
        );
        run.Configure(
            new ProviderAccount(
                factory,
                configuration.Value.ChangePolicy,
                configuration.Value.PreviewDetail ?? PreviewDetail.Summary,
                NamesWho: configuration.Value.DriftAttribution ?? false
            )
        );
        foreach (var warning in run.Link is null ? [] : factory.Warnings)
        {
            await run.Link!.LogAsync(
                new LogRequest { Severity = LogSeverity.Warning, Message = EngineText.Of(hide(ProblemText.Of(warning))) }
            );
        }

        return new ConfigureResponse
        {
            AcceptSecrets = true,
            SupportsPreview = true,
            AcceptResources = true,
            AcceptOutputs = true,
            SupportsAutonamingConfiguration = true,
        };
    }

    /// <summary>The arguments; engines that send none have the deprecated variables.</summary>
    private static PropertyValue.Map ConfigurationOf(ConfigureRequest request) =>
        request.Args is { } arguments
            ? FromProto.Map(arguments)
            : request
                .Variables.Where(variable => variable.Key.StartsWith(VariablePrefix, StringComparison.Ordinal))
                .Aggregate(
                    PropertyValue.Map.Empty,
                    (map, variable) => map.With(variable.Key[VariablePrefix.Length..], FromProto.Text(variable.Value))
                );

    /// <summary>Half of a secret pair: the engine knows how to tell a user which key to set.</summary>
    private static void ThrowIfMissing(Problem[] problems)
    {
        PropertyName[] missing =
        [
            .. new[] { PropertyNames.SecretId, PropertyNames.SecretKey }.Where(name =>
                problems.Any(problem => problem.Code == ProblemCodes.MissingProperty && problem.Path.TrimStart('.') == name.Camel)
            ),
        ];
        if (missing.Length == 0)
        {
            return;
        }

        var detail = new ConfigureErrorMissingKeys();
        detail.MissingKeys.AddRange(
            missing.Select(name => new ConfigureErrorMissingKeys.Types.MissingKey
            {
                Name = $"{ResourceKinds.Package}:{name.Camel}",
                Description = Descriptions.Of(name, Spelling.Camel),
            })
        );
        throw StatusMapping.Fail(StatusCode.InvalidArgument, ProblemLines.Of(problems), detail);
    }
}
