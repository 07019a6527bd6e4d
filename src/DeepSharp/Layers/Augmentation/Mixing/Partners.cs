namespace DeepSharp.Layers;

/// <summary>For each sample of a batch another one, in random order.</summary>
internal static class Partners
{
    private const int MostOnStack = 1024;

    /// <summary>Writes a number of each sample: that of its partner.</summary>
    public static void Draw(RandomStream random, Span<float> numbers, int each, int number)
    {
        int count = numbers.Length / each;
        Span<int> order = count > MostOnStack ? new int[count] : stackalloc int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        random.Shuffle(order);
        for (int i = 0; i < count; i++) numbers[i * each + number] = order[i];
    }

    /// <summary>The partner of each sample.</summary>
    public static Tensor Of(Tensor samples, ImageTransformation transformation, int partner) =>
        Tape.Run(TakeSamplesOp.Instance, samples, transformation.Column(partner, rank: 1));

    /// <summary>A share of each sample and the rest of its partner.</summary>
    public static Tensor Mix(Tensor samples, ImageTransformation transformation, int share, int partner)
    {
        Tensor own = transformation.Column(share, samples.Rank);
        return samples * own + Of(samples, transformation, partner) * (1f - own);
    }
}
