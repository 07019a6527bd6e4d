using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Applies functions of colors to images with three channels.</summary>
internal static unsafe class ColorKernels
{
    private const int Channels = 3;

    // Pixels whose colors are apart while they are computed: three lines of each register width.
    private const int Block = 64;

    /// <summary>y = the function of the pixels of x, which are (images, pixels, 3); the numbers are (images, so many).</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> numbers, int images, Span<float> y, TFunction function)
        where TFunction : unmanaged, IColorFunction
    {
        KernelGuard.SameLength(x, y);
        KernelGuard.Exactly(numbers, (long)images * TFunction.Numbers);
        if (y.IsEmpty) return;
        int pixels = y.Length / (images * Channels), blocks = (pixels + Block - 1) / Block;
        fixed (float* px = x, py = y, pn = numbers)
        {
            int count = images * blocks;
            WorkerPool.For(count, RowGrain.For(count, 12L * Block), new Body<TFunction>(px, py, pn, pixels, blocks, function));
        }
    }

    // One index is a block of an image.
    private readonly struct Body<TFunction>(float* x, float* y, float* numbers, int pixels, int blocks, TFunction function) : IRangeBody
        where TFunction : unmanaged, IColorFunction
    {
        public void Invoke(int start, int end)
        {
            if (F512.IsSupported) Run<F512>(start, end);
            else if (F256.IsSupported) Run<F256>(start, end);
            else if (F128.IsSupported) Run<F128>(start, end);
            else Run<F1>(start, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Run<TSimd>(int start, int end) where TSimd : unmanaged, ISimd<TSimd>
        {
            // Places that no pixel fills hold numbers too.
            float* apart = stackalloc float[Channels * Block];
            new Span<float>(apart, Channels * Block).Clear();
            for (int index = start; index < end; index++)
            {
                (int image, int block) = Math.DivRem(index, blocks);
                int count = Math.Min(Block, pixels - block * Block);
                nint first = ((nint)image * pixels + block * Block) * Channels;
                float* from = x + first, to = y + first, mine = numbers + (nint)image * TFunction.Numbers;
                for (int i = 0; i < count; i++)
                {
                    for (int c = 0; c < Channels; c++) apart[c * Block + i] = from[Channels * i + c];
                }

                for (int i = 0; i < count; i += TSimd.Width)
                {
                    TSimd red = TSimd.Load(apart + i), green = TSimd.Load(apart + Block + i), blue = TSimd.Load(apart + 2 * Block + i);
                    function.Invoke(mine, ref red, ref green, ref blue);
                    TSimd.Store(red, apart + i);
                    TSimd.Store(green, apart + Block + i);
                    TSimd.Store(blue, apart + 2 * Block + i);
                }

                for (int i = 0; i < count; i++)
                {
                    for (int c = 0; c < Channels; c++) to[Channels * i + c] = apart[c * Block + i];
                }
            }
        }
    }
}
