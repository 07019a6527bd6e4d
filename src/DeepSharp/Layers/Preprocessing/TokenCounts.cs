using System.Runtime.InteropServices;

namespace DeepSharp.Layers;

/// <summary>How often each string was there, and in how many samples.</summary>
/// <param name="countsDocuments">Whether samples count too.</param>
internal sealed class TokenCounts(bool countsDocuments)
{
    private readonly Dictionary<string, (long Count, long Documents)> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inSample = new(StringComparer.Ordinal);

    /// <summary>Number of samples.</summary>
    public long Documents { get; private set; }

    public IEnumerable<(string Token, long Count, long Documents)> All =>
        _counts.Select(entry => (entry.Key, entry.Value.Count, entry.Value.Documents));

    public void Add(DataArray strings)
    {
        ReadOnlySpan<string> all = strings.RawValues<string>();
        for (int i = 0; i < strings.Count; i++)
        {
            _inSample.Clear();
            foreach (string token in all.Slice(i * strings.SampleSize, strings.SampleSize))
            {
                ref (long Count, long Documents) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _);
                entry.Count++;
                if (countsDocuments && _inSample.Add(token)) entry.Documents++;
            }
        }

        Documents += strings.Count;
    }
}
