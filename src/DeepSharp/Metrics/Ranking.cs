using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Which class a row of scores names, and whether a class is among the best.</summary>
internal static class Ranking
{
    /// <summary>Index of the first largest value.</summary>
    public static int Best(ReadOnlySpan<float> scores) => TensorPrimitives.IndexOfMax(scores);

    /// <summary>
    /// Whether fewer than <paramref name="k"/> scores are larger than that of the class; false for scores that are not finite.
    /// </summary>
    public static bool IsAmongBest(ReadOnlySpan<float> scores, int label, int k)
    {
        if ((uint)label >= (uint)scores.Length || !float.IsFinite(scores[label])) return false;
        int larger = 0;
        foreach (float score in scores)
        {
            if (score > scores[label]) larger++;
        }

        return larger < k;
    }
}
