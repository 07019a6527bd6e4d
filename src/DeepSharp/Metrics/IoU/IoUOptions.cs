using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What the IoU metrics are made with.</summary>
internal sealed record IoUOptions(
    int NumClasses, int[] Targets, int? IgnoreClass = null, bool SparseTarget = true, bool SparsePrediction = true, int Axis = -1)
{
    // A matrix of as many rows and columns.
    private const int MostClasses = 1 << 14;

    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class, or there are too many for a matrix.</exception>
    public IoUOptions Checked(string owner)
    {
        if (NumClasses is < 1 or > MostClasses)
        {
            throw new ArgumentOutOfRangeException(
                "numClasses", $"{owner}: expected numClasses from 1 to {MostClasses} but got {NumClasses}.");
        }

        foreach (int id in Targets)
        {
            if ((uint)id < (uint)NumClasses) continue;
            throw new ArgumentException($"{owner}: expected targetClassIds from 0 to {NumClasses - 1} but got {id}.", "targetClassIds");
        }

        return Targets.Length > 0 ? this
            : throw new ArgumentException($"{owner}: expected one of targetClassIds or more but got none.", "targetClassIds");
    }

    public static int[] AllOf(int classes) => classes is >= 1 and <= MostClasses ? [.. Enumerable.Range(0, classes)] : [];

    public static JsonArray List(int[] ids) => new([.. ids.Select(id => (JsonNode)id)]);
}
