using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>An element-wise function of two tensors of one shape that stands in the table of <see cref="PairFunctions"/>.</summary>
internal sealed class PairOp(PairFunction function) : Op
{
    public override string Name => function.Name;

    /// <summary>The function.</summary>
    public PairFunction Function => function;

    public override bool KeepsOutputGradient => true;

    /// <summary>Computes the function, after both have been stretched to their common shape.</summary>
    /// <exception cref="ArgumentNullException">A tensor is null; named as the caller calls it, which is what the user wrote.</exception>
    public static Tensor Run(
        Op op, Tensor left, Tensor right, [CallerArgumentExpression(nameof(left))] string leftName = "",
        [CallerArgumentExpression(nameof(right))] string rightName = "")
    {
        ArgumentNullException.ThrowIfNull(left, leftName);
        ArgumentNullException.ThrowIfNull(right, rightName);
        Shape shape;
        try
        {
            shape = Shape.Broadcast(left.Shape, right.Shape);
        }
        catch (ShapeException exception) when (exception.NameOp(op.Name))
        {
            throw;
        }

        return Tape.Run(op, left.BroadcastTo(shape), right.BroadcastTo(shape));
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw new ShapeException($"expected equal shapes but got {inputs[0]} and {inputs[1]}.");

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> left = node.Input(0), right = node.Input(1);
        Span<float> y = node.OutputSpan;
        for (int i = 0; i < y.Length; i++) y[i] = (float)function.Value(left[i], right[i]);
    }

    public override void Backward(Node node)
    {
        AddGradient(node, 0, function.Left);
        AddGradient(node, 1, function.Right);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Func<Tensor, Tensor, Tensor, Tensor>? slope = index == 0 ? function.LeftOps : function.RightOps;
        return slope is null ? Ops.ZerosLike(gradient) : gradient * slope(inputs[0], inputs[1], output);
    }

    private static void AddGradient(Node node, int index, Func<double, double, double, double>? slope)
    {
        if (!node.Needs(index)) return;
        Span<float> gradient = node.InputGradient(index);
        if (slope is null) return;
        ReadOnlySpan<float> left = node.Input(0), right = node.Input(1), y = node.OutputSpan, dy = node.OutputGradient;
        for (int i = 0; i < gradient.Length; i++) gradient[i] += (float)(slope(left[i], right[i], y[i]) * dy[i]);
    }
}
