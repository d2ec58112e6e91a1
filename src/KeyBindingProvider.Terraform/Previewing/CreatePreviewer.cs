using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>
/// Plans a new object. Its planned value is a function of configuration and policy alone: the engine asks again inside the apply and insists on the
/// same answer, while the account may have moved. What the account shows now feeds refusals and warnings only, unless the engine brings it back for the
/// second answer; but what a revocation rewrites is planned as it is seen (ADR 0056).
/// </summary>
internal static class CreatePreviewer
{
    public static async Task<PreviewAnswer> PreviewAsync(PreviewCall call, CancellationToken cancellationToken)
    {
        var check = call.Check();
        if (!check.IsValid)
        {
            return PreviewAnswer.Invalid(call, check.Problems);
        }

        var desired = check.Value;
        var unknown = new UnknownInputs(check.Unknowns, Spelling.Snake);
        var region = RegionOf(call, unknown);
        // The second half of planning a replacement must not take the id of the object that goes.
        var isSecondHalf = call.PriorPrivate.Operation == PlannedOperation.Create;
        var owner = isSecondHalf ? call.PriorPrivate.Owner : ObjectId.Fresh();
        var canSelect = region is not null && !call.Session.IsUnknown && !unknown.Instances;
        desired = canSelect ? await call.ResolveAsync(desired, region!, PlannedOperation.Create, prior: null, cancellationToken) : desired;
        var isOpen = !canSelect && desired.Instances is not null;
        var atMost = isOpen ? null : AtMost(call, desired, unknown);
        var (seen, diagnostics) = await LookAsync(call, desired, unknown, region, owner, atMost, cancellationToken);
        var exact = !isOpen && CanBeShown(call, unknown) ? call.Exact(PlannedOperation.Create, seen) : null;
        var shown =
            exact ?? atMost ?? (CanBeShown(call, unknown) ? PlannedChanges.OfRewriting(desired, PolicyOf(call, desired), seen) : null);
        var planned = StateObject
            .ForgetObserved(call.Proposed)
            .With(AttributeNames.Id, CtyValue.NotKnown)
            .With(AttributeNames.Region, region is null ? CtyValue.NotKnown : new CtyValue.Text(region))
            .With(
                AttributeNames.LastPlannedChanges,
                shown is null ? CtyValue.NotKnown : PlannedChangesValue.Write(shown, CtyValue.Nothing)
            );
        planned = isOpen ? planned : StateObject.Resolved(planned, call.Schema, desired, isEndKnown: !unknown.End);
        var @private = new PrivateState
        {
            Operation = PlannedOperation.Create,
            Selected = isOpen || desired.Instances is null ? null : desired.InstanceIds,
            Owner = owner,
            Planned = CtyMessagePack.Encode(planned, call.Schema.Definition.Type),
            Shown = isSecondHalf ? call.PriorPrivate.Shown : null,
            Exact = exact,
        };
        return new PreviewAnswer(planned, @private, [.. check.Problems.Select(problem => Diagnostics.Of(problem)), .. diagnostics]);
    }

    /// <summary>The region, or null when it is not known yet.</summary>
    private static string? RegionOf(PreviewCall call, UnknownInputs unknown) =>
        call.Config[AttributeNames.Region].AsText ?? (unknown.Region || call.Session.IsUnknown ? null : call.Session.RequireRegion());

    private static PlannedChanges? AtMost(PreviewCall call, ResourceInput desired, UnknownInputs unknown) =>
        CanBeShown(call, unknown) ? PlannedChanges.OfCreate(desired, PolicyOf(call, desired)) : null;

    private static ChangePolicy PolicyOf(PreviewCall call, ResourceInput desired) =>
        desired.ChangePolicy.Over(call.Session.Input.ChangePolicy);

    private static bool CanBeShown(PreviewCall call, UnknownInputs unknown) =>
        !call.Session.IsUnknown && !unknown.Instances && !unknown.Keys && !unknown.Policy;

    private static async Task<(Plan? Seen, ImmutableArray<Diagnostic> Diagnostics)> LookAsync(
        PreviewCall call,
        ResourceInput desired,
        UnknownInputs unknown,
        string? region,
        string owner,
        PlannedChanges? atMost,
        CancellationToken cancellationToken
    )
    {
        if (call.Session.IsUnknown)
        {
            return (null, []);
        }

        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (unknown.Any())
        {
            diagnostics.Add(
                PreviewNotices.OfUnknown(desired, unknown, desired.ChangePolicy.Over(call.Session.Input.ChangePolicy), call.Schema)
            );
        }

        if (region is null)
        {
            return (null, diagnostics.ToImmutable());
        }

        var resources = call.Session.In(region);
        diagnostics.AddRange(PreviewNotices.Of(resources.Declare(owner, desired, claims: false, bringsUnknown: unknown.Keys), call.Schema));
        if (!Foresight.OfNew(desired, unknown))
        {
            return (null, diagnostics.ToImmutable());
        }

        var plan = await resources.PreviewAsync(desired, prior: null, owner, cancellationToken);
        diagnostics.AddRange(
            PreviewNotices.OfNew(plan, desired, call.Schema, call.Session.Input, call.KeepsPlannedPrivate ? null : atMost)
        );
        return (plan, diagnostics.ToImmutable());
    }
}
