namespace DeepSharp.Kernels;

/// <summary>Means of as many windows as are asked for, which together cover an axis: adaptive pooling.</summary>
internal readonly struct MeanRule(AdaptiveAxis axis) : IAxisRule
{
    public int Add(int output, List<float> weights, out float constant)
    {
        PoolRange window = axis.Window(output);
        for (int i = 0; i < window.Count; i++) weights.Add(1f / window.Count);
        constant = 0f;
        return window.Start;
    }
}
