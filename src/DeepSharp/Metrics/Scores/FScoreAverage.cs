namespace DeepSharp;

/// <summary>How the F scores of classes become one number.</summary>
public enum FScoreAverage
{
    /// <summary>Of all classes together: true and false positives and negatives are added up first.</summary>
    Micro,

    /// <summary>The mean over the classes.</summary>
    Macro,

    /// <summary>The mean over the classes, weighted by how often each is there.</summary>
    Weighted,
}
