using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// A linear map along each axis between batch and channels: resizing, adaptive means, repetition. Each axis is a pass over the values,
/// those first that make them fewer.
/// </summary>
internal abstract class ResampleOp : Op
{
    public sealed override bool IsLinearIn(int index) => true;

    private const int MostAxes = 3;

    private const int MostPlans = 16;

    // What the maps are for some shapes, the newest first; replaced as a whole, since predictions run on many threads. Batches of images of
    // several sizes find theirs again.
    private Plan[] _plans = [];

    /// <summary>Axes between batch and channels.</summary>
    public abstract int Axes { get; }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, or samples that hold nothing.</exception>
    public Shape InferShape(Shape input)
    {
        SpatialInput.RequireElements(input, Axes);
        Shape output = input;
        for (int axis = 0; axis < Axes; axis++) output = output.With(axis + 1, Length(axis, input[axis + 1]));
        return output;
    }

    public override void Forward(Node node)
    {
        if (node.Output.Size == 0) return;
        Plan plan = PlanFor(node.InputShape(0));
        ReadOnlySpan<float> from = node.Input(0);
        Shape shape = node.InputShape(0);
        for (int pass = 0; pass < plan.Passes.Length; pass++)
        {
            (int axis, AxisTaps taps) = plan.Passes[pass];
            Shape next = shape.With(axis + 1, taps.OutputLength);
            Span<float> to = pass == plan.Passes.Length - 1 ? node.OutputSpan : node.Save<float>(pass, next.Size);
            ResampleKernels.Run(taps, from, shape[..(axis + 1)].Size, shape[(axis + 2)..].Size, to, accumulate: false);
            from = to;
            shape = next;
        }

        if (plan.Passes.Length == 0) from.CopyTo(node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        if (node.Output.Size == 0)
        {
            node.InputGradient(0);
            return;
        }

        Plan plan = PlanFor(node.InputShape(0));
        if (plan.Passes.Length == 0)
        {
            node.PassGradient(0);
            return;
        }

        // Nobody needs the values between passes any more: their gradients take the place.
        ReadOnlySpan<float> from = node.OutputGradient;
        Shape shape = node.Output.Shape;
        for (int pass = plan.Passes.Length - 1; pass >= 0; pass--)
        {
            (int axis, AxisTaps taps) = plan.Passes[pass];
            Shape next = shape.With(axis + 1, taps.InputLength);
            bool accumulate = false;
            Span<float> to = pass == 0 ? node.InputGradient(0, out accumulate) : node.Saved<float>(pass - 1, next.Size);
            ResampleKernels.Run(taps.Transposed, from, shape[..(axis + 1)].Size, shape[(axis + 2)..].Size, to, accumulate);
            from = to;
            shape = next;
        }
    }

    /// <summary>How long an axis becomes that is <paramref name="input"/> long, or <see cref="Shape.Any"/>.</summary>
    protected abstract int Length(int axis, int input);

    /// <summary>The map along an axis, from the first one between batch and channels.</summary>
    protected abstract AxisTaps Taps(int axis, Shape input);

    private Plan PlanFor(Shape input)
    {
        Plan[] plans = _plans;
        foreach (Plan known in plans)
        {
            if (known.IsFor(input)) return known;
        }

        var plan = new Plan(this, input);
        _plans = [plan, .. plans.Take(MostPlans - 1)];
        return plan;
    }

    private sealed class Plan
    {
        private readonly int[] _lengths = new int[MostAxes];

        public Plan(ResampleOp op, Shape input)
        {
            for (int axis = 0; axis < op.Axes; axis++) _lengths[axis] = input[axis + 1];
            Passes =
            [
                .. Enumerable.Range(0, op.Axes).Select(axis => (Axis: axis, Taps: op.Taps(axis, input)))
                    .Where(pass => !pass.Taps.IsIdentity)
                    .OrderBy(pass => (double)pass.Taps.OutputLength / pass.Taps.InputLength).ThenByDescending(pass => pass.Axis),
            ];
        }

        public (int Axis, AxisTaps Taps)[] Passes { get; }

        public bool IsFor(Shape input)
        {
            for (int axis = 0; axis < input.Rank - 2; axis++)
            {
                if (_lengths[axis] != input[axis + 1]) return false;
            }

            return true;
        }
    }
}
