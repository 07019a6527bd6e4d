namespace DeepSharp.Layers;

/// <summary>
/// The axes along which a layer normalizes each sample: brought to the end for the kernels, which know the last axes only.
/// </summary>
internal sealed class NormalizedAxes
{
    private readonly int[] _axes;

    // For inputs of each rank; made when one comes, and replaced as a whole.
    private readonly (TransposeOp There, TransposeOp Back)?[] _orders = new (TransposeOp, TransposeOp)?[Shape.MaxRank + 1];
    private Shape? _weights;
    private Shape _builtFor;

    /// <exception cref="ArgumentException">There are no axes.</exception>
    public NormalizedAxes(Layer owner, IReadOnlyList<int> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        _axes = [.. axes];
        if (_axes.Length > 0) return;
        throw new ArgumentException($"{LayerArguments.Describe(owner)}: expected one axis or more but got none.", nameof(axes));
    }

    /// <summary>As they were given.</summary>
    public IReadOnlyList<int> All => _axes;

    /// <summary>Checks an input; once there are weights, its lengths as well.</summary>
    /// <exception cref="ShapeException">It has no such axes, or others than the weights are for.</exception>
    public void Require(Shape input)
    {
        Span<int> positions = stackalloc int[Shape.MaxRank];
        positions = Sorted(input, positions);
        for (int i = 0; i < positions.Length; i++)
        {
            int axis = positions[i];
            if (axis == (i == 0 ? 0 : positions[i - 1]))
            {
                throw new ShapeException(
                    $"expected axes that differ, without 0, the batch, but got ({this}) for the input {input}." +
                    " Axes at the end, such as -1, suit most models.");
            }

            if (_weights is not { } weights || input[axis] == weights[i] || input[axis] == Shape.Any) continue;
            throw new ShapeException($"was built for axes ({this}) of lengths {weights}, but got an input of shape {input}.");
        }

        if (_weights is null || input.Rank == _builtFor.Rank || AreLast(_builtFor)) return;
        throw new ShapeException($"was built for inputs of rank {_builtFor.Rank}, such as {_builtFor}, but got {input}.");
    }

    /// <summary>The shape of weights for an input; from now on only inputs that fit them are taken.</summary>
    /// <exception cref="ShapeException">A length is not known.</exception>
    public Shape WeightsFor(Shape input)
    {
        Shape weights = default;
        foreach (int axis in Sorted(input, stackalloc int[Shape.MaxRank])) weights = [.. weights, input[axis]];
        if (!weights.IsKnown)
        {
            throw new ShapeException(
                $"expected an input whose normalized axes ({this}) have known lengths but got {input}. " +
                "Give the layer before a fixed size.");
        }

        (_weights, _builtFor) = (weights, input);
        return weights;
    }

    /// <summary>Runs an op that knows the last axes only, with those weights that there are.</summary>
    public Tensor Run(Op op, Tensor input, Variable? gamma = null, Variable? beta = null)
    {
        Require(input.Shape);
        if (AreLast(input.Shape)) return RunLast(op, input, gamma, beta);
        (TransposeOp there, TransposeOp back) = _orders[input.Rank] ??= Order(input.Shape);
        return Tape.Run(back, RunLast(op, Tape.Run(there, input), gamma, beta));
    }

    /// <summary>The axes in a row, for messages.</summary>
    public override string ToString() => string.Join(", ", _axes.Select(axis => $"{axis}"));

    private static Tensor RunLast(Op op, Tensor x, Variable? gamma, Variable? beta) => (gamma, beta) switch
    {
        ({ } first, { } second) => Tape.Run(op, x, first.Value, second.Value),
        ({ } first, null) => Tape.Run(op, x, first.Value),
        (null, { } second) => Tape.Run(op, x, second.Value),
        _ => Tape.Run(op, x),
    };

    private bool AreLast(Shape input)
    {
        Span<int> positions = stackalloc int[Shape.MaxRank];
        positions = Sorted(input, positions);
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] != input.Rank - positions.Length + i) return false;
        }

        return true;
    }

    // In the order of the input, as in Keras: that in which they are given does not matter.
    private Span<int> Sorted(Shape input, Span<int> room)
    {
        if (_axes.Length > input.Rank)
        {
            throw new ShapeException($"expected at most {input.Rank} axes for the input {input} but got ({this}).");
        }

        Span<int> positions = room[.._axes.Length];
        for (int i = 0; i < positions.Length; i++) positions[i] = input.NormalizeAxis(_axes[i]);
        positions.Sort();
        return positions;
    }

    private (TransposeOp, TransposeOp) Order(Shape input) =>
        AxesLast.Create(input.Rank, Sorted(input, stackalloc int[Shape.MaxRank]));
}
