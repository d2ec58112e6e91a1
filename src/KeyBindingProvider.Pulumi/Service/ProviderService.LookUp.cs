using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Schema;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>The look-up "who can open what".</summary>
    public Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context) =>
        GuardAsync(async () =>
        {
            if (request.Tok != AccessProperties.Function)
            {
                throw StatusMapping.Fail(
                    StatusCode.InvalidArgument,
                    $"'{PlainText.Name(request.Tok)}' is no function of this package: {AccessProperties.Function}."
                );
            }

            var run = runs.Of(context);
            using var operation = runs.Operations.Begin(run, timeoutSeconds: 0, context.CancellationToken);
            var arguments = FromProto.Map(request.Args);
            var problems = new List<Problem>();
            var filter = AccessArguments.Read(arguments, problems);
            var region = AccessArguments.Region(arguments, problems) ?? run.Configured.DefaultRegion;
            if (region is null)
            {
                problems.Add(NoRegion());
            }

            return problems.Count > 0
                ? new InvokeResponse { Failures = { CheckFailures.Of(problems, arguments, text => text) } }
                : new InvokeResponse
                {
                    Return = ToProto.Struct(
                        AccessAnswer.Of(await run.Configured.Factory.Resources(region!).LookUpAsync(filter, operation.Token))
                    ),
                };
        });
}
