namespace DeepSharp.Kernels;

/// <summary>
/// Element-wise functions of two operands whose shapes go together by NumPy's rules, and the backward pass to each operand.
/// </summary>
internal static unsafe class BroadcastKernels
{
    // Elements of a chunk, some microseconds of work.
    private const int Grain = 32768;

    // A row shorter than this spends too much of its time on starting and ending.
    private const int ShortRow = 512;
    private const int PatternLength = 2048;

    /// <summary>y = f(a, b). <paramref name="y"/> may be an operand that is not repeated.</summary>
    public static void Map<TFunction>(
        in BroadcastGeometry geometry, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, TFunction function)
        where TFunction : unmanaged, IBinaryFunction
    {
        KernelGuard.Exactly(a, geometry.LeftSize);
        KernelGuard.Exactly(b, geometry.RightSize);
        KernelGuard.Exactly(y, geometry.Size);
        if (geometry.Size == 0) return;
        fixed (float* pa = a)
        fixed (float* pb = b)
        fixed (float* py = y)
        {
            if (geometry.Rank == 1)
            {
                bool streams = geometry.LeftStride(0) == 1 && geometry.RightStride(0) == 1 && Streaming.Pays(y, a) && Streaming.Pays(y, b);
                var body = new FlatBody<TFunction>(pa, geometry.LeftStride(0), pb, geometry.RightStride(0), py, streams, function);
                WorkerPool.For(geometry.Size, Grain, body);
            }
            else if (IsShortPattern(geometry))
            {
                bool isLeft = geometry.LeftStride(0) == 0;
                int period = Repeat(isLeft ? pa : pb, geometry.Inner, geometry.Size, out float* pattern);
                float* left = isLeft ? pattern : pa;
                float* right = isLeft ? pb : pattern;
                var body = new PatternBody<TFunction>(left, isLeft, right, py, period, geometry.Size, function);
                WorkerPool.For((geometry.Size - 1) / period + 1, Math.Max(1, Grain / period), body);
            }
            else
            {
                WorkerPool.For(geometry.Size / geometry.Inner, RowGrain(geometry), new RowsBody<TFunction>(geometry, pa, pb, py, function));
            }
        }
    }

    /// <summary>
    /// dx (+)= dy·∂f/∂operand, with y = f(a, b), summed over the axes along which the operand was repeated.
    /// <paramref name="dx"/> may be <paramref name="dy"/> if the operand was not repeated.
    /// </summary>
    public static void AccumulateGradient<TFunction>(
        in BroadcastGeometry geometry, Operand operand, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy, Span<float> dx, TFunction function, bool accumulate)
        where TFunction : unmanaged, IBinaryGradient
    {
        float constant = operand == Operand.Left ? TFunction.ConstantLeft : TFunction.ConstantRight;
        if (constant != 0)
        {
            ReductionKernels.SumToShape(geometry, operand, dy, dx, constant, accumulate);
        }
        else if (operand == Operand.Left)
        {
            AccumulatePartial(geometry, operand, a, b, y, dy, dx, new LeftDerivative<TFunction>(function), accumulate);
        }
        else
        {
            AccumulatePartial(geometry, operand, a, b, y, dy, dx, new RightDerivative<TFunction>(function), accumulate);
        }
    }

    /// <summary>y (+)= scale·x with x repeated as the left operand is: a broadcast copy, and the gradient of a sum or mean.</summary>
    public static void Expand(in BroadcastGeometry geometry, ReadOnlySpan<float> x, Span<float> y, float scale, bool accumulate)
    {
        // The right operand has the shape of the output in a sensible call; y stands in for it.
        KernelGuard.Exactly(y, geometry.RightSize);
        if (accumulate) Map(geometry, x, y, y, new AddScaledFunction(scale));
        else Map(geometry, x, y, y, new ScaleLeftFunction(scale));
    }

    private static void AccumulatePartial<TPartial>(
        in BroadcastGeometry geometry, Operand operand, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy, Span<float> dx, TPartial partial, bool accumulate)
        where TPartial : unmanaged, IPartialDerivative
    {
        KernelGuard.Exactly(a, geometry.LeftSize);
        KernelGuard.Exactly(b, geometry.RightSize);
        KernelGuard.Exactly(y, geometry.Size);
        KernelGuard.Exactly(dy, geometry.Size);
        int targetSize = operand == Operand.Left ? geometry.LeftSize : geometry.RightSize;
        KernelGuard.Exactly(dx, targetSize);
        bool isWhole = targetSize == geometry.Size;
        fixed (float* pa = a)
        fixed (float* pb = b)
        fixed (float* py = y)
        fixed (float* pdy = dy)
        fixed (float* pdx = dx)
        {
            float* products = isWhole ? pdx : Scratch.Get(ScratchSlot.Products, geometry.Size);
            int indices = geometry.Rank == 1 ? geometry.Size : geometry.Size / Math.Max(1, geometry.Inner);
            int grain = geometry.Rank == 1 ? Grain : RowGrain(geometry);
            WorkerPool.For(indices, grain, new GradientBody<TPartial>(geometry, pa, pb, py, pdy, products, partial, isWhole && accumulate));
            if (isWhole) return;
            ReductionKernels.SumToShape(geometry, operand, new ReadOnlySpan<float>(products, geometry.Size), dx, 1f, accumulate);
        }
    }

    private static int RowGrain(in BroadcastGeometry geometry) => Math.Max(1, Grain / geometry.Inner);

    // (rows, few) with (few,): a bias of a few channels.
    private static bool IsShortPattern(in BroadcastGeometry geometry) =>
        geometry.Rank == 2 && geometry.Inner < ShortRow && geometry.LeftStride(1) == 1 && geometry.RightStride(1) == 1;

    // Repeats a short row until it is worth a loop; gives the length.
    private static int Repeat(float* row, int length, int size, out float* pattern)
    {
        int period = Math.Min(PatternLength / length * length, size);
        pattern = Scratch.Get(ScratchSlot.Products, period);
        var all = new Span<float>(pattern, period);
        new ReadOnlySpan<float>(row, length).CopyTo(all);
        for (int filled = length; filled < period; filled *= 2) all[..Math.Min(filled, period - filled)].CopyTo(all[filled..]);
        return period;
    }

    // One index is an element.
    private readonly struct FlatBody<TFunction>(float* a, nint aStep, float* b, nint bStep, float* y, bool streams, TFunction function)
        : IRangeBody where TFunction : unmanaged, IBinaryFunction
    {
        public void Invoke(int start, int end)
        {
            if (streams) BinaryLoop.Stream(a + start, b + start, y + start, end - start, function);
            else BinaryLoop.Map(a + start * aStep, aStep, b + start * bStep, bStep, y + start, end - start, function);
        }
    }

    // One index is a row of the output.
    private readonly struct RowsBody<TFunction>(BroadcastGeometry geometry, float* a, float* b, float* y, TFunction function) : IRangeBody
        where TFunction : unmanaged, IBinaryFunction
    {
        public void Invoke(int start, int end)
        {
            int inner = geometry.Inner, aStep = geometry.LeftStride(geometry.Rank - 1), bStep = geometry.RightStride(geometry.Rank - 1);
            for (int row = start; row < end; row++)
            {
                geometry.RowStart(row, out nint left, out nint right);
                BinaryLoop.Map(a + left, aStep, b + right, bStep, y + (nint)row * inner, inner, function);
            }
        }
    }

    // One index is a stretch of the output as long as the pattern, which is one of the operands.
    private readonly struct PatternBody<TFunction>(float* a, bool isLeft, float* b, float* y, int period, int size, TFunction function)
        : IRangeBody where TFunction : unmanaged, IBinaryFunction
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                nint at = (nint)i * period;
                BinaryLoop.Map(isLeft ? a : a + at, 1, isLeft ? b + at : b, 1, y + at, Math.Min(period, size - at), function);
            }
        }
    }

    // One index is a row of the output, or an element if there is only one axis.
    private readonly struct GradientBody<TPartial>(
        BroadcastGeometry geometry, float* a, float* b, float* y, float* dy, float* dx, TPartial partial, bool accumulate) : IRangeBody
        where TPartial : unmanaged, IPartialDerivative
    {
        public void Invoke(int start, int end)
        {
            int inner = geometry.Inner, aStep = geometry.LeftStride(geometry.Rank - 1), bStep = geometry.RightStride(geometry.Rank - 1);
            if (geometry.Rank == 1)
            {
                (nint left, nint right) = ((nint)start * aStep, (nint)start * bStep);
                BinaryLoop.Gradient(
                    a + left, aStep, b + right, bStep, y + start, dy + start, dx + start, end - start, partial, accumulate);
                return;
            }

            for (int row = start; row < end; row++)
            {
                geometry.RowStart(row, out nint left, out nint right);
                nint at = (nint)row * inner;
                BinaryLoop.Gradient(a + left, aStep, b + right, bStep, y + at, dy + at, dx + at, inner, partial, accumulate);
            }
        }
    }
}
