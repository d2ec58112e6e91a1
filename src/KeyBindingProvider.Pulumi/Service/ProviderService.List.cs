using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// What the region has that an import could take over, by the ids that an import takes. A page at a time; where the query is not known yet, one answer says so.
    /// </summary>
    public Task List(ListRequest request, IServerStreamWriter<ListResponse> responseStream, ServerCallContext context) =>
        GuardAsync(async () =>
        {
            var kind = ListableKind(request.Token);
            var query = FromProto.Map(request.Query);
            if (query.Find(PropertyNames.Region.Camel)?.Plain is PropertyValue.Unknown)
            {
                await responseStream.WriteAsync(new ListResponse { Computed = new() }, context.CancellationToken);
                return true;
            }

            var run = runs.Of(context);
            using var operation = runs.Operations.Begin(run, timeoutSeconds: 0, context.CancellationToken);
            var region = RegionOfList(query) ?? run.Configured.DefaultRegion ?? throw StatusMapping.Of([NoRegion()]);
            var all = await run.Configured.Factory.Resources(region).ListAsync(kind, operation.Token);
            var page = ListPage.Cut(all, request.ContinuationToken, request.Limit, request.PageSize);
            // An import looks in the provider's region unless its id says another.
            var prefix = region == run.Configured.DefaultRegion ? "" : $"{region}:";
            foreach (var listed in page.Entries)
            {
                var result = new ListResponse.Types.Result { Id = prefix + listed.Id, Name = listed.Name.Raw };
                await responseStream.WriteAsync(new ListResponse { Result = result }, context.CancellationToken);
            }

            if (page.Continuation is { } next)
            {
                var continuation = new ListResponse.Types.Continuation { ContinuationToken = next };
                await responseStream.WriteAsync(new ListResponse { Continuation = continuation }, context.CancellationToken);
            }

            return true;
        });

    private static ResourceKind ListableKind(string token)
    {
        var listable = ResourceKinds.All.Where(kind => kind.IsListable).Select(kind => kind.PulumiToken);
        return ResourceKinds.OfPulumiToken(token) is { IsListable: true } kind
            ? kind
            : throw StatusMapping.Fail(
                StatusCode.InvalidArgument,
                $"'{PlainText.Name(token)}' cannot be listed: nothing in the account says where one is. These can: {string.Join(", ", listable)}."
            );
    }

    private static string? RegionOfList(PropertyValue.Map query)
    {
        var problems = new List<Problem>();
        var region = AccessArguments.Region(query, problems);
        foreach (var name in query.Entries.Keys.Where(name => name != PropertyNames.Region.Camel))
        {
            problems.Add(
                Problem.Error(ProblemCodes.UnknownProperty, $"a list has no '{PlainText.Name(name)}', only region.") with
                {
                    Path = name,
                }
            );
        }

        return problems.Count == 0 ? region : throw StatusMapping.Of(problems);
    }

    private static Problem NoRegion() =>
        Problem.Error(ProblemCodes.NoRegion, "No region is known for it.") with
        {
            Path = PropertyNames.Region.Camel,
            Remedy = RegionRemedies.OfFunction,
        };
}
