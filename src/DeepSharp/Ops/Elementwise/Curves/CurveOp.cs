using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>An element-wise function of one tensor that stands in the table of curves: y = f(x).</summary>
internal sealed unsafe class CurveOp(Curve curve) : Op
{
    // Values of a piece of work; a multiple of every register width, so that the bits do not depend on who does it.
    private const int Grain = 16384;
    private const int Chunk = 256;

    public override string Name => curve.Name;

    /// <summary>The function.</summary>
    public Curve Curve => curve;

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        fixed (float* x = node.Input(0))
        fixed (float* y = node.OutputSpan) Run(new Forwards(curve.Number, x, y), node.Output.Size);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0);
        if (curve.MapSlope is null) return;
        fixed (float* x = node.Input(0))
        fixed (float* y = node.OutputSpan)
        fixed (float* dy = node.OutputGradient)
        fixed (float* dx = gradient) Run(new Backwards(curve.Number, x, y, dy, dx), gradient.Length);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        curve.SlopeOps is { } slope ? gradient * slope(inputs[0], output) : Ops.ZerosLike(gradient);

    private static void Run<TBody>(TBody body, int length) where TBody : unmanaged, IRangeBody => WorkerPool.For(length, Grain, body);

    private readonly struct Forwards(int curve, float* x, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            Curve.Values map = Curve.At(curve).Map;
            for (int at = start; at < end; at += Chunk)
            {
                int count = Math.Min(Chunk, end - at);
                map(new ReadOnlySpan<float>(x + at, count), new Span<float>(y + at, count));
            }
        }
    }

    private readonly struct Backwards(int curve, float* x, float* y, float* dy, float* dx) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            Curve.Slopes map = Curve.At(curve).MapSlope!;
            float* block = stackalloc float[Chunk];
            for (int at = start; at < end; at += Chunk)
            {
                int count = Math.Min(Chunk, end - at);
                var slopes = new Span<float>(block, count);
                map(new ReadOnlySpan<float>(x + at, count), new ReadOnlySpan<float>(y + at, count), slopes);
                var to = new Span<float>(dx + at, count);
                TensorPrimitives.MultiplyAdd(slopes, new ReadOnlySpan<float>(dy + at, count), to, to);
            }
        }
    }
}
