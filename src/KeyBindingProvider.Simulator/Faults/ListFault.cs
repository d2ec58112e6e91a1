namespace KeyBindingProvider.Simulator.Faults;

/// <summary>How a list can be less, or other, than it says.</summary>
public enum ListFault
{
    /// <summary>Later pages tell one entry more than the first.</summary>
    TotalMoves,

    /// <summary>No TotalCount.</summary>
    TotalAbsent,

    /// <summary>A TotalCount of null.</summary>
    TotalNull,

    /// <summary>A TotalCount of -1.</summary>
    TotalNegative,

    /// <summary>A TotalCount below what the page lists.</summary>
    TotalTooSmall,

    /// <summary>A TotalCount that is a text.</summary>
    TotalText,

    /// <summary>The first entry is counted and not listed.</summary>
    EntryMissing,

    /// <summary>Each entry is listed twice.</summary>
    EntriesTwice,

    /// <summary>Every page is the first one.</summary>
    PagesRepeat,

    /// <summary>The total of a list that nobody reads to its end.</summary>
    NeverEnds,
}
