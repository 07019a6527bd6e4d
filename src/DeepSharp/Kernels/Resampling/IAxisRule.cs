namespace DeepSharp.Kernels;

/// <summary>Says what each output of an <see cref="AxisTaps"/> is made of.</summary>
internal interface IAxisRule
{
    /// <summary>Adds the weights of consecutive inputs.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="weights">Gets them.</param>
    /// <param name="constant">What is added besides.</param>
    /// <returns>The first of the inputs.</returns>
    int Add(int output, List<float> weights, out float constant);
}
