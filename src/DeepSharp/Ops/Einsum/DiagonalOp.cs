namespace DeepSharp;

/// <summary>Several axes walked together: with places (0, 0) the diagonal of a matrix.</summary>
/// <param name="places">For every axis of the input the axis of the output that it becomes; all places occur, some more than once.</param>
internal sealed class DiagonalOp(int[] places) : Op
{
    public override string Name => "Diagonal";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The axis of the output for every axis of the input.</summary>
    public int[] Places => places;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank != places.Length) throw new ShapeException($"expected {places.Length} axes but got {x}.");
        Span<int> lengths = stackalloc int[places.Max() + 1];
        lengths.Fill(Shape.Any);
        for (int axis = 0; axis < places.Length; axis++)
        {
            ref int length = ref lengths[places[axis]];
            if (length != Shape.Any && length != x[axis])
            {
                throw new ShapeException($"expected equal lengths of axes that are called alike but got {x}: {length} and {x[axis]}.");
            }

            length = x[axis];
        }

        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        var walk = new Walk(node, places);
        for (int i = 0; i < y.Length; i++) y[i] = x[walk.Next()];
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0);
        ReadOnlySpan<float> dy = node.OutputGradient;
        var walk = new Walk(node, places);
        for (int i = 0; i < dy.Length; i++) dx[walk.Next()] += dy[i];
    }

    // The places of the output's values in the input, one after the other.
    private unsafe ref struct Walk
    {
        private const int MaxRank = 8;

        private readonly Shape _shape;
        private fixed int _strides[MaxRank];
        private fixed int _index[MaxRank];
        private int _at;

        public Walk(Node node, int[] places)
        {
            _shape = node.Output.Shape;
            Shape x = node.InputShape(0);
            int stride = 1;
            for (int axis = x.Rank - 1; axis >= 0; stride *= x[axis--]) _strides[places[axis]] += stride;
        }

        public int Next()
        {
            int at = _at;
            for (int axis = _shape.Rank - 1; axis >= 0; axis--)
            {
                _at += _strides[axis];
                if (++_index[axis] < _shape[axis]) break;
                _at -= _strides[axis] * _shape[axis];
                _index[axis] = 0;
            }

            return at;
        }
    }
}
