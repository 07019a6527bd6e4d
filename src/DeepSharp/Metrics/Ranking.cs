using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Which class a row of scores names, and whether a class is among the best.</summary>
internal static class Ranking
{
    /// <summary>A class that no row names: that of scores among which is a NaN, which say nothing.</summary>
    public const int None = -1;

    /// <summary>Index of the first largest value; <see cref="None"/> where one is NaN.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        // Of scores with a NaN this is its place.
        int best = TensorPrimitives.IndexOfMax(scores);
        return best >= 0 && float.IsNaN(scores[best]) ? None : best;
    }

    /// <summary>Whether the scores name a class, and it is this one.</summary>
    public static bool Names(ReadOnlySpan<float> scores, float label)
    {
        int best = Best(scores);
        return best != None && best == label;
    }

    /// <summary>
    /// Whether fewer than <paramref name="k"/> scores are larger than that of the class; false where that is not finite, or any is NaN.
    /// </summary>
    public static bool IsAmongBest(ReadOnlySpan<float> scores, int label, int k)
    {
        if ((uint)label >= (uint)scores.Length || !float.IsFinite(scores[label]) || Best(scores) == None) return false;
        int larger = 0;
        foreach (float score in scores)
        {
            if (score > scores[label]) larger++;
        }

        return larger < k;
    }
}
