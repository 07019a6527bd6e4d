using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The penalty l1·Σ|x| + l2·Σx², shape ().</summary>
internal sealed class PenaltyOp(float l1, float l2) : Op
{
    public override string Name => "Penalty";

    /// <summary>The strength of the absolute values.</summary>
    public float L1 => l1;

    /// <summary>The strength of the squares.</summary>
    public float L2 => l2;

    // A step of Fit adds the penalties of weights to the gradients that the tape has left: the same sum, rounded the same way.
    public override bool ComesLastForLeaves => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [];

    /// <summary>The penalty of values.</summary>
    public double Of(ReadOnlySpan<float> values) => PenaltyKernel.Sum(values, l1, l2);

    /// <summary>Adds the gradient of the penalty times a factor.</summary>
    public void AddGradient(ReadOnlySpan<float> values, Span<float> gradient, float factor) =>
        PenaltyKernel.AccumulateGradient(values, gradient, l1 * factor, l2 * factor);

    public override void Forward(Node node) => node.OutputSpan[0] = (float)Of(node.Input(0));

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        float strength = node.OutputGradient[0];
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        if (!accumulate) gradient.Clear();
        AddGradient(node.Input(0), gradient, strength);
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Tensor x = inputs[0];
        return gradient * (l1 * (x.Greater(0) - x.Less(0)) + 2 * l2 * x);
    }
}
