using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Text to ids, and beside it the loop that is written without a library: split, and look up.</summary>
internal static class TextVectorizations
{
    private const int Documents = 10_000, Letters = 1000, Words = 20_000;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new Measurement("text.vectorize.10MB", Vectorize) { Bytes = Documents * Letters };
        yield return new Measurement("text.split.10MB", SplitAndLookUp) { Bytes = Documents * Letters };
        yield return new Measurement("text.adapt.10MB", Adapt) { Bytes = Documents * Letters };
    }

    private static Action Vectorize()
    {
        string[] texts = Texts(out string[] words);
        var layer = new TextVectorization(vocabulary: words);
        return () => layer.Apply(texts);
    }

    private static Action Adapt()
    {
        string[] texts = Texts(out _);
        var layer = new TextVectorization(maxTokens: Words);
        return () => layer.Adapt(texts);
    }

    private static Action SplitAndLookUp()
    {
        string[] texts = Texts(out string[] words);
        var places = new Dictionary<string, int>();
        for (int i = 0; i < words.Length; i++) places[words[i]] = i + 2;
        return () =>
        {
            var rows = new long[texts.Length][];
            for (int i = 0; i < texts.Length; i++)
            {
                string[] tokens = texts[i].Split(' ');
                long[] ids = rows[i] = new long[tokens.Length];
                for (int t = 0; t < tokens.Length; t++) ids[t] = places.TryGetValue(tokens[t], out int id) ? id : 1;
            }
        };
    }

    // Words as often as in text: the n-th about 1/n as often as the first.
    private static string[] Texts(out string[] words)
    {
        var random = new Random(1);
        words = [.. Enumerable.Range(0, Words).Select(i => string.Concat(Enumerable.Range(0, 2 + random.Next(8)).Select(_ => (char)('a' + random.Next(26)))) + i % 100)];
        words = [.. words.Distinct()];
        var texts = new string[Documents];
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < texts.Length; i++)
        {
            text.Clear();
            while (text.Length < Letters)
            {
                string word = words[(int)Math.Pow(words.Length, random.NextDouble()) - 1];
                text.Append(random.Next(12) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word).Append(random.Next(10) == 0 ? ", " : " ");
            }

            texts[i] = text.ToString(0, Letters);
        }

        return texts;
    }
}
