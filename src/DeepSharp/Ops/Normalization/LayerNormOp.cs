using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = γ·(x − mean)/√(variance + ε) + β over the last axes, as many as γ and β have, of each sample by itself. Inputs: x, then γ and β as
/// far as there are any.
/// </summary>
/// <param name="axes">How many of the last axes are normalized together.</param>
/// <param name="epsilon">ε.</param>
/// <param name="scale">Whether there is a γ.</param>
/// <param name="center">Whether there is a β.</param>
/// <param name="kind">What a row is divided by; for all but deviations from it the mean stays.</param>
internal sealed class LayerNormOp(int axes, float epsilon, bool scale, bool center, RowScale kind = RowScale.Deviation) : Op
{
    private const int Gamma = 1;

    /// <summary>γ·x/√(mean of x² + ε)</summary>
    public static LayerNormOp RootMeanSquare(int axes, float epsilon) =>
        new(axes, epsilon, scale: true, center: false, RowScale.RootMeanSquare);

    /// <summary>x/√(sum of x²), where the root is at least <paramref name="shortest"/>.</summary>
    public static LayerNormOp Unit(int axes, float shortest) => new(axes, shortest, scale: false, center: false, RowScale.Length);

    /// <summary>γ·x/√(variance + ε): the mean stays.</summary>
    public static LayerNormOp WithMean(int axes, float epsilon) =>
        new(axes, epsilon, scale: true, center: false, RowScale.DeviationOnly);

    public override string Name => kind switch
    {
        RowScale.RootMeanSquare => "RMSNorm",
        RowScale.Length => "UnitNorm",
        _ => "LayerNorm",
    };

    /// <summary>What a row is divided by.</summary>
    public RowScale Kind => kind;

    /// <summary>How many axes at the end are normalized together.</summary>
    public int Axes => axes;

    /// <summary>What is added to the variance.</summary>
    public float Epsilon => epsilon;

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale => scale;

    /// <summary>Whether beta is added.</summary>
    public bool Center => center;

    public override bool KeepsOutputGradient => true;

    private int Beta => scale ? Gamma + 1 : Gamma;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank < axes) throw new ShapeException($"expected an input of {axes} axes or more but got {x}.");
        foreach (Shape shape in inputs[1..])
        {
            if (shape == x[^axes..]) continue;
            throw new ShapeException($"expected weights of shape {x[^axes..]}, the last {axes} axes of the input {x}, but got {shape}.");
        }

        return x;
    }

    public override void Forward(Node node)
    {
        (int rows, int length) = Sizes(node);
        Span<float> means = [], inverses = [];
        if (node.IsRecorded)
        {
            Span<float> saved = node.Save<float>(0, 2L * rows);
            means = saved[..rows];
            inverses = saved[rows..];
        }

        ReadOnlySpan<float> gamma = scale ? node.Input(Gamma) : [], beta = center ? node.Input(Beta) : [];
        LayerNormKernels.Forward(node.Input(0), gamma, beta, rows, length, epsilon, means, inverses, node.OutputSpan, kind);
    }

    public override void Backward(Node node)
    {
        (int rows, int length) = Sizes(node);
        ReadOnlySpan<float> saved = node.Saved<float>(0, 2L * rows);
        Span<float> dx = [], dgamma = [], dbeta = [];
        bool addToX = false, addToGamma = false, addToBeta = false;
        if (node.Needs(0)) dx = node.InputGradient(0, out addToX);
        if (scale && node.Needs(Gamma)) dgamma = node.InputGradient(Gamma, out addToGamma);
        if (center && node.Needs(Beta)) dbeta = node.InputGradient(Beta, out addToBeta);
        LayerNormKernels.Backward(
            node.Input(0), node.OutputGradient, scale ? node.Input(Gamma) : [], saved[..rows], saved[rows..], rows, length,
            dx, addToX, dgamma, addToGamma, dbeta, addToBeta, kind, epsilon);
    }

    public override Tensor OutputOps(Node node)
    {
        Span<int> last = stackalloc int[axes];
        for (int i = 0; i < axes; i++) last[i] = i - axes;
        bool isMoved = kind is RowScale.Deviation or RowScale.DeviationOnly;
        Tensor x = node.InputTensor(0), deviations = isMoved ? x - x.Mean(last, keepDims: true) : x;
        Tensor squares = deviations.Square();
        Tensor divisor = kind == RowScale.Length
            ? squares.Sum(last, keepDims: true).Maximum((double)epsilon * epsilon)
            : squares.Mean(last, keepDims: true) + epsilon;
        Tensor y = (kind == RowScale.DeviationOnly ? x : deviations) / divisor.Sqrt();
        if (scale) y *= node.InputTensor(Gamma);
        return center ? y + node.InputTensor(Beta) : y;
    }

    private (int Rows, int Length) Sizes(Node node)
    {
        Shape x = node.InputShape(0);
        return (x[..^axes].Size, x[^axes..].Size);
    }
}
