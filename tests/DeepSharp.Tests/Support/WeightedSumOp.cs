namespace DeepSharp.Tests;

/// <summary>Σ x·r: makes one number of any output, whose gradient is the cotangent r.</summary>
internal sealed class WeightedSumOp(float[] cotangent) : Op
{
    public override string Name => "WeightedSum";

    public override bool IsLinearIn(int index) => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [];

    public override void Forward(Node node)
    {
        double sum = 0;
        ReadOnlySpan<float> x = node.Input(0);
        for (int i = 0; i < x.Length; i++) sum += (double)x[i] * cotangent[i];
        node.OutputSpan[0] = (float)sum;
    }

    public override void Backward(Node node)
    {
        float gradient = node.OutputGradient[0];
        Span<float> dx = node.InputGradient(0);
        for (int i = 0; i < dx.Length; i++) dx[i] += gradient * cotangent[i];
    }
}
