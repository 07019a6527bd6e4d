namespace DeepSharp;

/// <summary>What a merging layer does with values that a mask leaves out.</summary>
internal enum MaskedValues
{
    /// <summary>They are merged like others.</summary>
    Merged,

    /// <summary>The other inputs decide.</summary>
    Absent,

    /// <summary>They count as 1.</summary>
    Ones,
}
