using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Adds normal numbers of mean 0, or multiplies by such of mean 1.</summary>
/// <param name="stddev">Their standard deviation.</param>
/// <param name="stream">The random numbers.</param>
/// <param name="multiplies">Whether they are factors.</param>
internal sealed class GaussianNoiseOp(float stddev, RandomStream stream, bool multiplies) : Op
{
    public override string Name => multiplies ? "GaussianDropout" : "GaussianNoise";

    /// <summary>The standard deviation.</summary>
    public float Stddev => stddev;

    /// <summary>Where random numbers come from.</summary>
    public RandomStream Stream => stream;

    /// <summary>Whether they are factors.</summary>
    public bool Multiplies => multiplies;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        Span<float> y = node.OutputSpan;
        if (!multiplies)
        {
            stream.FillNormal(y, 0, stddev);
            TensorPrimitives.Add(node.Input(0), y, y);
            return;
        }

        // Without a backward pass nobody needs the factors: they are drawn where the output goes.
        Span<float> factors = node.IsRecorded ? node.Save<float>(0, y.Length) : y;
        stream.FillNormal(factors, 1, stddev);
        BinaryKernels.Map(node.Input(0), factors, y, default(MultiplyFunction));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        if (!multiplies)
        {
            node.PassGradient(0);
            return;
        }

        ReadOnlySpan<float> factors = node.Saved<float>(0, node.Output.Size);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (accumulate) TensorPrimitives.MultiplyAddEstimate(node.OutputGradient, factors, dx, dx);
        else BinaryKernels.Map(node.OutputGradient, factors, dx, default(MultiplyFunction));
    }

    public override Tensor GradientOps(Node node, int index, Tensor gradient) => gradient * FirstGradients.OfOnes(node, index);
}
