using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>Plans the end of an object. Its planned value is nothing, so the account may be looked at; what was shown binds the apply.</summary>
internal static class DeletePreviewer
{
    public static async Task<PreviewAnswer> PreviewAsync(
        ProviderSession session,
        ResourceSchema schema,
        CtyValue.Map priorState,
        PrivateState stored,
        CancellationToken cancellationToken
    )
    {
        var owner = priorState[AttributeNames.Id].AsText ?? "";
        var @private = new PrivateState
        {
            Operation = PlannedOperation.Delete,
            Owner = owner,
            Observation = stored.Observation,
        };
        if (session.IsUnknown)
        {
            return new PreviewAnswer(null, @private, []);
        }

        var prior = StateObject.Read(priorState, schema, stored.Observation);
        var resources = session.In(prior.Region);
        // Both at once are one look.
        var reading = resources.ReadAsync(prior, owner, cancellationToken);
        var planning = resources.PreviewDeleteAsync(prior, owner, cancellationToken);
        await Task.WhenAll(reading, planning);
        var plan = await planning;
        return new PreviewAnswer(
            null,
            @private with
            {
                Shown = PlannedChanges.Of(plan),
            },
            [.. Unseen(prior, await reading), .. PreviewNotices.Of(plan, schema, session.Input)]
        );
    }

    /// <summary>A read keeps what it cannot see; ending it forgets it, which nobody should learn afterwards.</summary>
    private static IEnumerable<Diagnostic> Unseen(ResourceState prior, ResourceReading now) =>
        now.Problems.Any(problem => problem.Code == ProblemCodes.NothingSeen)
            ?
            [
                Diagnostics.Of(
                    Problem.Warning(
                        ProblemCodes.NothingSeen,
                        $"'{prior.Declared.Name}': none of its instances and keys is visible in {prior.Region}; ending it takes nothing off and forgets it."
                    ) with
                    {
                        Remedy = "Check account and region before you go on: what is bound elsewhere stays bound.",
                    },
                    AttributeNames.KeyIds
                ),
            ]
            : [];
}
