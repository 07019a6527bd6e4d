namespace DeepSharp.Kernels;

/// <summary>
/// How two operands are read for one output by NumPy's rules: shapes are aligned at their last axes, and an axis of length 1 is repeated.
/// Axes of length 1 are dropped and neighbours that are walked alike are merged, so that most cases have one or two axes.
/// </summary>
internal unsafe struct BroadcastGeometry
{
    public const int MaxRank = 8;

    private fixed int _lengths[MaxRank];
    private fixed int _left[MaxRank];
    private fixed int _right[MaxRank];

    /// <summary>Axes that are left, at least 1; the last one is the innermost.</summary>
    public int Rank { get; private set; }

    /// <summary>Elements of the output.</summary>
    public int Size { get; private set; }

    public int LeftSize { get; private set; }

    public int RightSize { get; private set; }

    /// <summary>Output of the shape that two operands of these shapes have together.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together, or have more than 8 axes.</exception>
    public static BroadcastGeometry Create(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int rank = Math.Max(left.Length, right.Length);
        if (rank > MaxRank) throw new ArgumentException($"A kernel expected at most {MaxRank} axes but got {rank}.");
        BroadcastGeometry geometry = default;
        (geometry.Size, geometry.LeftSize, geometry.RightSize) = (1, 1, 1);
        // From the last axis to the first; axes are pushed in that order and turned round at the end.
        for (int i = 1; i <= rank; i++)
        {
            int a = i <= left.Length ? left[^i] : 1, b = i <= right.Length ? right[^i] : 1;
            if (a != b && a != 1 && b != 1) throw new ArgumentException($"A kernel cannot broadcast axes of length {a} and {b}.");
            int length = a == 1 ? b : a;
            geometry.Push(length, a == 1 ? 0 : geometry.LeftSize, b == 1 ? 0 : geometry.RightSize);
            geometry.Size *= length;
            geometry.LeftSize *= a;
            geometry.RightSize *= b;
        }

        if (geometry.Rank == 0) geometry.PushAxis(1, 1, 1);
        geometry.Reverse();
        return geometry;
    }

    public readonly int Length(int axis) => _lengths[axis];

    /// <summary>Floats from one index of the axis to the next in the left operand; 0 where it is repeated.</summary>
    public readonly int LeftStride(int axis) => _left[axis];

    /// <summary>Floats from one index of the axis to the next in the right operand; 0 where it is repeated.</summary>
    public readonly int RightStride(int axis) => _right[axis];

    /// <summary>Length of the innermost axis.</summary>
    public readonly int Inner => _lengths[Rank - 1];

    /// <summary>Where row <paramref name="row"/> (all axes but the innermost, counted through) starts in the operands.</summary>
    public readonly void RowStart(int row, out nint left, out nint right)
    {
        (left, right) = (0, 0);
        for (int axis = Rank - 2; axis >= 0; axis--)
        {
            (row, int index) = Math.DivRem(row, _lengths[axis]);
            left += (nint)index * _left[axis];
            right += (nint)index * _right[axis];
        }
    }

    private void Push(int length, int left, int right)
    {
        if (length == 1) return;
        int inner = Rank - 1;
        if (inner >= 0 && left == Continued(_left[inner], inner) && right == Continued(_right[inner], inner)) _lengths[inner] *= length;
        else PushAxis(length, left, right);
    }

    private readonly int Continued(int stride, int axis) => stride * _lengths[axis];

    private void PushAxis(int length, int left, int right)
    {
        (_lengths[Rank], _left[Rank], _right[Rank]) = (length, left, right);
        Rank++;
    }

    private void Reverse()
    {
        for (int i = 0, j = Rank - 1; i < j; i++, j--)
        {
            (_lengths[i], _lengths[j]) = (_lengths[j], _lengths[i]);
            (_left[i], _left[j]) = (_left[j], _left[i]);
            (_right[i], _right[j]) = (_right[j], _right[i]);
        }
    }
}
