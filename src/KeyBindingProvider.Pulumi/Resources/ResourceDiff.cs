using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>
/// The difference between a stored resource and the inputs to come: pure over what was stored, instance by instance. Nothing actionable and equal sets are no
/// difference, whatever else has been edited: the engine then keeps the new inputs by itself.
/// </summary>
internal sealed class ResourceDiff
{
    private readonly ResourceState _prior;
    private readonly DeclaredInputs _before;
    private readonly DeclaredInputs _after;
    private readonly DetailedDiff _diff;

    private ResourceDiff(ResourceState prior, DeclaredInputs before, DeclaredInputs after, IEnumerable<string> ignored) =>
        (_prior, _before, _after, _diff) = (prior, before, after, new DetailedDiff(ignored));

    /// <summary>Compares.</summary>
    /// <param name="prior">The stored resource.</param>
    /// <param name="before">Its inputs.</param>
    /// <param name="after">The inputs to come, or, where the engine shows what a refresh found, those of before the refresh.</param>
    /// <param name="plan">Plans inputs over the stored resource; called when all ids are known.</param>
    /// <param name="ignored">Paths that the user wants to have ignored.</param>
    public static DiffResponse Of(
        ResourceState prior,
        DeclaredInputs before,
        DeclaredInputs after,
        Func<ResourceInput, StoredPlan> plan,
        IEnumerable<string> ignored
    )
    {
        var diff = new ResourceDiff(prior, before, after, ignored);
        diff.Compare(plan);
        return diff._diff.ToResponse();
    }

    private void Compare(Func<ResourceInput, StoredPlan> plan)
    {
        if (IsRepeatedRefresh)
        {
            CompareBindings(KeyMaps.Read(_after.Properties.Find(PropertyNames.Bindings.Camel)), []);
            return;
        }

        var moves = CompareRegion();
        var setsDiffer =
            CompareIds(PropertyNames.InstanceIds)
            | CompareIds(PropertyNames.SelectedInstanceIds)
            | CompareIds(PropertyNames.KeyIds)
            | CompareIds(PropertyNames.ExceptInstanceIds)
            | CompareEnd();
        if (_after.HasUnknownIds)
        {
            ComparePolicy();
            return;
        }

        var stored = plan(_after.Value);
        var mayBeActionable = _after.IsUnknown(PropertyNames.ChangePolicy) && !_prior.Outputs.PendingInstances.IsEmpty;
        if (moves || setsDiffer || stored.NeedsApply || mayBeActionable)
        {
            var waiting = stored
                .Plan.Pending.Where(pending => pending.Disposition != Disposition.Refused)
                .Select(pending => pending.Change.Id);
            CompareBindings(KeyMaps.Read(_after.WantedBindings), waiting.ToHashSet());
            CompareUnverified();
            ComparePolicy();
            if (_diff.IsEmpty)
            {
                // Nothing to be seen differs, and yet somebody has to look: what was stored does not say enough.
                _diff.Add(PropertyNames.Bindings.Camel, Kind.Update, ofInputs: false);
            }
        }
    }

    /// <summary>
    /// After a refresh that found drift the state's inputs hold the observed map, where a check always puts the wanted one. The next refresh is compared with
    /// what the last one found, not with what is wanted: that would show the same drift again and again.
    /// </summary>
    private bool IsRepeatedRefresh =>
        _after.Properties.Find(PropertyNames.Bindings.Camel) is { } given && !given.Plain.Equals(_after.WantedBindings.Plain);

    private bool CompareRegion()
    {
        var region = _after.Properties.Find(PropertyNames.Region.Camel)?.Plain;
        switch (region)
        {
            case PropertyValue.Text { Value: var name } when name != _prior.Region:
                _diff.Add(PropertyNames.Region.Camel, Kind.UpdateReplace, ofInputs: true);
                return true;
            case PropertyValue.Unknown:
                _diff.Add(PropertyNames.Region.Camel, Kind.Update, ofInputs: true);
                return true;
            default:
                return false;
        }
    }

    private bool CompareIds(PropertyName name) =>
        ListDiff.Compare(_diff, name.Camel, _before.Properties.Find(name.Camel), _after.Properties.Find(name.Camel));

    private bool CompareEnd()
    {
        var (before, after) = (_before.Value, _after.Value);
        if (before.HasEnded != after.HasEnded)
        {
            _diff.Add(PropertyNames.Expired.Camel, Kind.Update, ofInputs: true);
        }

        // A date that is moved asks nothing of the account today; a reviewer has to see it all the same.
        _diff.Compare(PropertyNames.NotAfter.Camel, before.Ends?.Written, after.Ends?.Written, ofInputs: true);
        _diff.Compare(PropertyNames.ExpiresWarning.Camel, before.Ends?.WrittenWarning, after.Ends?.WrittenWarning, ofInputs: true);
        return before.HasEnded != after.HasEnded || before.Ends != after.Ends;
    }

    private void CompareBindings(ImmutableSortedDictionary<InstanceId, KeySet> wanted, HashSet<InstanceId> waiting)
    {
        var observed = _prior.Outputs.Bindings;
        foreach (var id in observed.Keys.Union(wanted.Keys).Where(id => !waiting.Contains(id)))
        {
            var (before, after) = (observed.GetValueOrDefault(id), wanted.GetValueOrDefault(id));
            if (!HasSecretInstances)
            {
                _diff.Compare(PropertyPath.Of(PropertyNames.Bindings.Camel, id.Value), before, after, ofInputs: false);
            }
            else if (!Equals(before, after))
            {
                _diff.Add(PropertyNames.Bindings.Camel, Kind.Update, ofInputs: false);
            }
        }
    }

    /// <summary>A path is shown whatever is behind it: then it must not be made of a secret.</summary>
    private bool HasSecretInstances =>
        new[] { _before, _after }.Any(inputs =>
            new[] { PropertyNames.InstanceIds, PropertyNames.Instances, PropertyNames.SelectedInstanceIds }.Any(name =>
                inputs.Properties.Find(name.Camel)?.HoldsSecret == true
            )
        );

    private void CompareUnverified()
    {
        foreach (
            var (id, _) in _prior.Outputs.PendingInstances.Where(pending =>
                pending.Value is PendingCode.Unverified or PendingCode.StartFailed
            )
        )
        {
            var pending = PropertyNames.PendingInstances.Camel;
            _diff.Add(HasSecretInstances ? pending : PropertyPath.Of(pending, id.Value), Kind.Delete, ofInputs: false);
        }
    }

    private void ComparePolicy()
    {
        foreach (var name in new[] { PropertyNames.FindSources, PropertyNames.RewriteSources, PropertyNames.ReplacementKeyId })
        {
            _diff.Compare(
                name.Camel,
                _before.Properties.Find(name.Camel)?.Plain,
                _after.Properties.Find(name.Camel)?.Plain,
                ofInputs: true
            );
        }

        _diff.Compare(PropertyNames.OnDestroy.Camel, Written(_before.Value.OnDestroy), Written(_after.Value.OnDestroy), ofInputs: true);
        var after = _after.Value.ChangePolicy.Values.ToDictionary(each => each.Field, each => each.Value);
        foreach (var (field, before) in _before.Value.ChangePolicy.Values)
        {
            _diff.Compare(PropertyPath.Of(PropertyNames.ChangePolicy.Camel, field.Name.Camel), before, after[field], ofInputs: true);
        }

        foreach (var path in _after.Checked.Unknowns.Select(path => path.TrimStart('.')))
        {
            if (PropertyPath.Parse(path).Root == PropertyNames.ChangePolicy.Camel)
            {
                _diff.Add(path, Kind.Update, ofInputs: true);
            }
        }
    }

    private static string? Written(OnDestroy? choice) => choice?.ToString();
}
