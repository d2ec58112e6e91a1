using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What a list of an import id names.</summary>
public enum ImportList
{
    /// <summary>Key pairs.</summary>
    Keys,

    /// <summary>Instances.</summary>
    Instances,
}

/// <summary>What is known of such a list.</summary>
public static class ImportLists
{
    /// <summary>The input that has the same ids.</summary>
    public static PropertyName InputName(this ImportList list) =>
        list == ImportList.Keys ? PropertyNames.KeyIds : PropertyNames.InstanceIds;
}

/// <summary>How the import ids of a kind are written.</summary>
public sealed record ImportForm
{
    /// <summary>Creates a form.</summary>
    /// <param name="ids">How the ids are written, for people.</param>
    /// <param name="lists">Its lists, with a <c>/</c> between two; only the first must be there.</param>
    public ImportForm(string ids, params ImmutableArray<ImportList> lists) => (Text, Lists) = ($"[region:]{ids}", lists);

    /// <summary>The form as people write it.</summary>
    public string Text { get; }

    /// <summary>Its lists, with a <c>/</c> between two; only the first must be there.</summary>
    public ImmutableArray<ImportList> Lists { get; }
}
