using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The partial derivatives of the functions of <see cref="BroadcastBinaryOp{TFunction}"/> in terms of ops: a line each.</summary>
internal static class BinarySlopes
{
    /// <summary>∂f/∂a times a gradient, or null where there is no line for it.</summary>
    public static Tensor? Left(object function, Tensor a, Tensor b, Tensor gradient) => function switch
    {
        AddFunction or SubtractFunction => gradient,
        AddScaledFunction scaled => gradient * scaled.Scale,
        MultiplyFunction or AlphaDropoutFunction => gradient * b,
        DivideFunction => gradient / b,
        PowerFunction => gradient * Tensor.Where(b.EqualTo(0), Tensor.Constant(0f), b * a.Pow(b - 1)),
        MaximumFunction => gradient * a.GreaterOrEqual(b),
        MinimumFunction => gradient * a.LessOrEqual(b),
        PReLUFunction => gradient * Tensor.Where(a.Greater(0), Tensor.Constant(1f), a.Less(0) * b),
        _ => null,
    };

    /// <summary>∂f/∂b times a gradient, or null where there is no line for it.</summary>
    public static Tensor? Right(object function, Tensor a, Tensor b, Tensor y, Tensor gradient) => function switch
    {
        AddFunction or AddScaledFunction => gradient,
        SubtractFunction => -gradient,
        MultiplyFunction => gradient * a,
        DivideFunction => -(gradient * (y / b)),
        PowerFunction => gradient * y * Tensor.Where(a.Greater(0), a, Tensor.Constant(1f)).Log(),
        MaximumFunction => gradient * b.Greater(a),
        MinimumFunction => gradient * b.Less(a),
        PReLUFunction => gradient * a.Minimum(0),
        AlphaDropoutFunction dropout => gradient * (a - dropout.Saturation),
        _ => null,
    };

    /// <summary>A gradient of a result, summed over the axes along which an operand was stretched.</summary>
    public static Tensor Shrink(Tensor gradient, Tensor operand) =>
        gradient.Shape == operand.Shape ? gradient : AdjointOp.Run(new BroadcastToOp(gradient.Shape), [operand], 0, gradient);
}
