using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Products of two inputs, summed over one axis of each, sample by sample.</summary>
/// <remarks>
/// <b>Input</b> two tensors of one batch size, whose axes that are summed over are of one length · <b>Output</b> the other axes of the
/// first, then those of the second but for the batch: (batch, 5, 3) and (batch, 10, 3) over their last axes make (batch, 5, 10). Where
/// none is left, (batch, 1). No weights.
/// </remarks>
/// <example><code>SymbolicTensor similarity = new Dot(axes: 1, normalize: true).Apply(question, answer);   // cosine</code></example>
public sealed class Dot : Layer
{
    // Keras divides by no norm below 1e-7.
    private const double LeastSquare = 1e-14;

    private static readonly ExpandDimsOp s_column = new(-1);
    private readonly int[] _axes;
    private EinsumOp? _product;
    private SumOp? _firstSquares, _secondSquares;

    /// <summary>A product summed over the same axis of both inputs.</summary>
    /// <param name="axes">The axis, not 0, which is the batch; negative ones count from the end.</param>
    /// <param name="normalize">Whether both are divided by their Euclidean norms along the axis first: cosines.</param>
    /// <param name="name">A name that is unique in its model; null for <c>dot</c>, numbered.</param>
    public Dot(int axes, bool normalize = false, string? name = null)
        : this([axes], normalize, name)
    {
    }

    /// <summary>A product summed over an axis of each input.</summary>
    /// <param name="axes">The axis of the first input and that of the second, neither 0; negative ones count from the end.</param>
    /// <param name="normalize">Whether both are divided by their Euclidean norms along the axis first: cosines.</param>
    /// <param name="name">A name that is unique in its model; null for <c>dot</c>, numbered.</param>
    public Dot((int First, int Second) axes, bool normalize = false, string? name = null)
        : this([axes.First, axes.Second], normalize, name)
    {
    }

    /// <summary>The same for a pair as F# writes it.</summary>
    /// <inheritdoc cref="Dot(ValueTuple{int, int}, bool, string)"/>
    [OverloadResolutionPriority(-1)]
    public Dot(Tuple<int, int> axes, bool normalize = false, string? name = null)
        : this((axes ?? throw new ArgumentNullException(nameof(axes))).ToValueTuple(), normalize, name)
    {
    }

    private Dot(int[] axes, bool normalize, string? name)
        : base(name) => (_axes, Normalize) = (axes, normalize);

    /// <summary>The axis of both inputs, or that of each.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <summary>Whether the inputs are divided by their norms first.</summary>
    public bool Normalize { get; }

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.AnyInputs;

    /// <inheritdoc/>
    protected override int? InputCount => 2;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireOperands(inputs.Length);
        (Shape first, Shape second) = (inputs[0], inputs[1]);
        (int left, int right) = AxesOf(first, second);
        List<int> lengths = [first[0] == Shape.Any ? second[0] : first[0]];
        for (int axis = 1; axis < first.Rank; axis++)
        {
            if (axis != left) lengths.Add(first[axis]);
        }

        for (int axis = 1; axis < second.Rank; axis++)
        {
            if (axis != right) lengths.Add(second[axis]);
        }

        if (lengths.Count == 1) lengths.Add(1);
        return [new Shape([.. lengths])];
    }

    internal static Dot FromConfig(ConfigReader reader)
    {
        int[] axes = reader.Node("axes") is JsonArray ? reader.Ints("axes") : [reader.Int("axes")];
        if (axes.Length is not (1 or 2)) throw reader.Wrong("axes", "an axis, or one for each of two inputs", reader.Node("axes"));
        return new Dot(axes, reader.Bool("normalize", false), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(ReadOnlySpan<Shape> inputs)
    {
        (int left, int right) = AxesOf(inputs[0], inputs[1]);
        string first = "abcdefgh"[..inputs[0].Rank], second = "aijklmno"[..inputs[1].Rank];
        second = second.Replace(second[right], first[left]);
        string result = first.Remove(left, 1) + second.Remove(right, 1)[1..];
        _product = new EinsumOp(EinsumPlan.Create(first, second, result));
        (_firstSquares, _secondSquares) = (
            new SumOp([left], keepDims: true, isMean: false), new SumOp([right], keepDims: true, isMean: false));
    }

    /// <inheritdoc/>
    protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
    {
        Tensor first = inputs[0], second = inputs[1];
        if (Normalize) (first, second) = (Normalized(first, _firstSquares!), Normalized(second, _secondSquares!));
        Tensor product = Tape.Run(_product!, first, second);
        return product.Rank == 1 ? Tape.Run(s_column, product) : product;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["axes"] = _axes is [int axis] ? JsonValue.Create(axis) : ConfigSchema.Ints(_axes);
        config["normalize"] = Normalize;
    }

    private static Tensor Normalized(Tensor x, SumOp squares) => x / Tape.Run(squares, x.Square()).Maximum(LeastSquare).Sqrt();

    private (int First, int Second) AxesOf(Shape first, Shape second)
    {
        if (first.Rank < 2 || second.Rank < 2)
        {
            throw new ShapeException($"expected two inputs with an axis besides the batch but got {first} and {second}.");
        }

        (int left, int right) = (first.NormalizeAxis(_axes[0]), second.NormalizeAxis(_axes[^1]));
        if (left == 0 || right == 0)
        {
            throw new ShapeException($"expected axes other than 0, the batch, but got {left} and {right} for {first} and {second}.");
        }

        if (Unfit(first[0], second[0]) || Unfit(first[left], second[right]))
        {
            throw new ShapeException(
                $"expected one batch size, and equal lengths of axis {left} of the first and axis {right} of the second input, but got " +
                $"{first} " +
                $"and {second}.");
        }

        return (left, right);
    }

    private static bool Unfit(int left, int right) => left != right && left != Shape.Any && right != Shape.Any;
}
