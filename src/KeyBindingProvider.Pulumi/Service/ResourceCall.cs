using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

/// <summary>One call about one resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Operation">How it can be cancelled.</param>
/// <param name="Log">Where its messages go.</param>
internal sealed record ResourceCall(ResourceName Resource, EngineRun Run, Operation Operation, OperationLog Log)
{
    /// <summary>The account of the run.</summary>
    public ProviderAccount Account => Run.Configured;

    /// <summary>What the engine offers in a region.</summary>
    public ResourceOperations In(string region) => Account.Factory.Resources(region);

    /// <summary>What is asked before the first write of an apply or a delete: nothing is refused, every stop is named first.</summary>
    public Task<IReadOnlyList<Problem>> SayStopsAsync(Plan plan) => StopNotice.SayAsync(Log, Resource.Name, plan);

    /// <summary>Warns, of each thing once in a run.</summary>
    public void WarnOnce(IEnumerable<Problem> warnings)
    {
        foreach (var warning in warnings.Where(warning => Run.TakeWarning(Resource.Urn, warning)))
        {
            Log.Warn(warning);
        }
    }

    /// <summary>Warns of values of a selector that select nobody, of each once in a run; of a selector that is secret none is named.</summary>
    /// <param name="warnings">The warnings, perhaps with others.</param>
    /// <param name="properties">The inputs.</param>
    public void WarnOfSelector(IEnumerable<Problem> warnings, PropertyValue.Map properties) =>
        WarnOnce(
            properties.Find(PropertyNames.Instances.Camel) is { HoldsSecret: true }
                ? warnings.Select(warning => warning.Code == ProblemCodes.SelectorValueUnmatched ? Unnamed(warning) : warning)
                : warnings
        );

    private Problem Unnamed(Problem warning) =>
        warning with
        {
            Message = $"'{Resource.Name}': a value of instances, which is secret, selects no instance.",
            Path = PropertyNames.Instances.Camel,
        };

    /// <summary>Reads inputs.</summary>
    public DeclaredInputs Declare(PropertyValue.Map properties)
    {
        Run.Secrets.Learn(Resource.Name, properties);
        return DeclaredInputs.Read(Resource, properties, Account.Policy);
    }

    /// <summary>A text about this resource without the ids that are secret.</summary>
    public string Hide(string text) => Run.Secrets.Hide(Resource.Name, text);

    /// <summary>Reads inputs that a check has accepted; anything wrong with them is a failure here.</summary>
    public DeclaredInputs DeclareChecked(PropertyValue.Map properties)
    {
        var inputs = Declare(properties);
        return inputs.Checked.IsValid ? inputs : throw new ProblemException([.. inputs.Checked.Problems]);
    }

    /// <summary>Reads what the engine has stored; the inputs of old engines are among the outputs.</summary>
    public ResourceState Stored(PropertyValue.Map outputs, PropertyValue.Map inputs) =>
        StoredState.TryRead(Declare(inputs.Entries.IsEmpty ? Inputs(outputs) : WithSelected(inputs, outputs)).Value, outputs)
        ?? throw new ProblemException(
            Problem.Error(
                ProblemCodes.InvalidValue,
                $"The state of '{Resource.Name}' names no region, so it was not written by this provider."
            ) with
            {
                Path = PropertyNames.Region.Camel,
                Remedy = "Import the resource by its id.",
            }
        );

    /// <summary>A stored resource speaks of the instances that it was last applied to, and has ended where it had then.</summary>
    private static PropertyValue.Map WithSelected(PropertyValue.Map inputs, PropertyValue.Map outputs) =>
        new[] { PropertyNames.SelectedInstanceIds.Camel, PropertyNames.Expired.Camel }.Aggregate(
            inputs,
            (map, name) => outputs.Find(name) is { } stored ? map.With(name, stored) : map
        );

    /// <summary>The inputs that outputs repeat.</summary>
    public PropertyValue.Map Inputs(PropertyValue.Map outputs)
    {
        var names = Resource
            .Kind.Inputs.Concat([PropertyNames.SelectedInstanceIds, PropertyNames.Expired])
            .Select(name => name.Camel)
            .ToHashSet(StringComparer.Ordinal);
        return new PropertyValue.Map(outputs.Entries.RemoveRange(outputs.Entries.Keys.Where(name => !names.Contains(name))));
    }
}
