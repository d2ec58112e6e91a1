using Google.Protobuf.Collections;
using Grpc.Core;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Most letters of an id that a display name repeats: beside it stands how much it is about, and the identity says all of it.</summary>
    private const int LongestId = 80;

    /// <summary>Checks the <c>config</c> of a list block; what is not known yet is taken for right.</summary>
    public async Task<ValidateListResourceConfigResponse> ValidateListResourceConfig(
        ValidateListResourceConfigRequest request,
        ServerCallContext context
    )
    {
        var response = new ValidateListResourceConfigResponse();
        await GuardAsync(
            nameof(ValidateListResourceConfig),
            response.Diagnostics,
            () =>
            {
                if (DynamicValues.Read(request.Config, ListOf(request.TypeName)) is { } config)
                {
                    response.Diagnostics.AddRange(AssociationsFilter.Read(config).Problems.Select(problem => Diagnostics.Of(problem)));
                }

                return Task.CompletedTask;
            }
        );
        return response;
    }

    /// <summary>What could be imported, one event each, up to the limit; the engine hangs up when it has enough. A fault is an event, too.</summary>
    public async Task ListResource(
        ListResourceRequest request,
        IServerStreamWriter<ListResourceEvent> responseStream,
        ServerCallContext context
    )
    {
        var faults = new RepeatedField<Diagnostic>();
        using var looking = Looking(context);
        await GuardAsync(nameof(ListResource), faults, () => ListAsync(request, responseStream, looking.Token));
        foreach (var diagnostic in faults)
        {
            // Nobody listens any more to the end of a list that was long enough.
            if (context.CancellationToken.IsCancellationRequested)
            {
                return;
            }

            await responseStream.WriteAsync(new ListResourceEvent { Diagnostic = diagnostic }, context.CancellationToken);
        }
    }

    private async Task ListAsync(
        ListResourceRequest request,
        IServerStreamWriter<ListResourceEvent> events,
        CancellationToken cancellationToken
    )
    {
        var schema = ResourceOf(request.TypeName);
        var config = DynamicValues.Read(request.Config, ListOf(request.TypeName));
        if (config is null || request.Limit <= 0)
        {
            return;
        }

        var (filter, named, problems) = AssociationsFilter.Read(config);
        if (!problems.IsEmpty)
        {
            throw new ProblemException([.. problems]);
        }

        var region = named ?? Session.RequireRegion();
        var list = await Session.In(region).ListAsync(schema.Kind, schema.TypeName, filter, cancellationToken);
        foreach (var warning in list.Warnings)
        {
            await events.WriteAsync(new ListResourceEvent { Diagnostic = Diagnostics.Of(warning) }, cancellationToken);
        }

        var taken = (int)Math.Min(request.Limit, int.MaxValue);
        foreach (var (listed, found) in list.Resources.Take(taken))
        {
            var state = StateObject.Imported(schema, ObjectId.Fresh(), found);
            await events.WriteAsync(
                new ListResourceEvent
                {
                    Identity = IdentityValue.Write(IdentityValue.Of(state, schema), schema),
                    DisplayName = NameOf(listed),
                    ResourceObject = request.IncludeResourceObject ? DynamicValues.Write(state, schema.Definition) : null,
                },
                cancellationToken
            );
        }
    }

    /// <summary><c>skey-team2026 (team_2026): 1 key on 3 instances</c>.</summary>
    private static string NameOf(ListedResource listed) =>
        UntrustedText.Show(listed.Id.Length > LongestId ? $"{listed.Id[..LongestId]}…" : listed.Id)
        + (PlainText.Name(listed.Name.Raw) is { Length: > 0 } name ? $" ({name})" : "")
        + $": {Grammar.Keys(listed.Keys.Count)} on {Grammar.Instances(listed.Instances.Count)}";

    private static SchemaDefinition ListOf(string typeName) =>
        ListSchemas.ByType.TryGetValue(typeName, out var found)
            ? found
            : throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, $"'{typeName}' cannot be listed"));
}
