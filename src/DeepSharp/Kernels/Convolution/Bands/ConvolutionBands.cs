namespace DeepSharp.Kernels;

/// <summary>
/// Convolutions in a row, a band of rows at a time: what lies between them stays in the second-level cache and is never kept. Bands read
/// rows of their neighbours too, which both compute. One index is a band of one image. The bits are those of one after the other.
/// </summary>
internal readonly unsafe struct ConvolutionBands(BandStage* stages, int count, int bandsOfImage, float* x, float* y) : IRangeBody
{
    /// <summary>Stages at most.</summary>
    public const int MostStages = 3;

    /// <summary>
    /// Whether something between the stages of one image is much more than the cache holds. Below that rows that are computed twice cost
    /// what they save (mobilenet.infer.b1).
    /// </summary>
    public static bool Pay(ReadOnlySpan<BandStage> stages)
    {
        long largest = 0;
        foreach (BandStage stage in stages[..^1]) largest = Math.Max(largest, stage.Image.OutLength);
        return largest * sizeof(float) > 2L * CacheSizes.SecondLevel;
    }

    /// <summary>Computes the output of the last stage for a batch of images.</summary>
    public static void Run(ReadOnlySpan<BandStage> stages, int batch, ReadOnlySpan<float> x, Span<float> y)
    {
        KernelGuard.AtLeast(x, batch * stages[0].Image.InLength);
        KernelGuard.AtLeast(y, batch * stages[^1].Image.OutLength);
        int rows = stages[^1].Image.OutHeight, bands = 1;
        while (bands < rows && FloatsBetween(stages, (rows - 1) / bands + 1) * sizeof(float) > CacheSizes.SecondLevel / 2) bands++;
        fixed (BandStage* first = stages)
        {
            fixed (float* px = x, py = y)
            {
                WorkerPool.For(batch * bands, 1, new ConvolutionBands(first, stages.Length, bands, px, py));
            }
        }
    }

    public void Invoke(int start, int end)
    {
        for (int index = start; index < end; index++) Band(index / bandsOfImage, index % bandsOfImage);
    }

    // What a band of so many rows of the output has between the stages, in the middle of the image.
    private static long FloatsBetween(ReadOnlySpan<BandStage> stages, int rows)
    {
        long floats = 0;
        for (int i = stages.Length - 1; i > 0; i--)
        {
            WindowAxis axis = stages[i].Image.Vertical;
            rows = Math.Min(axis.Input, (rows - 1) * axis.Stride + (axis.Window - 1) * axis.Dilation + 1);
            floats += rows * (long)stages[i].InRow;
        }

        return floats;
    }

    private void Band(int image, int band)
    {
        int last = count - 1, rows = stages[last].Image.OutHeight;
        int* first = stackalloc int[MostStages + 1], end = stackalloc int[MostStages + 1];
        first[count] = (int)((long)rows * band / bandsOfImage);
        end[count] = (int)((long)rows * (band + 1) / bandsOfImage);
        for (int i = last; i >= 0; i--) (first[i], end[i]) = stages[i].InRows(first[i + 1], end[i + 1]);

        float* source = x + image * (nint)stages[0].Image.InLength + first[0] * stages[0].InRow;
        for (int i = 0; i < count; i++)
        {
            float* target = i == last
                ? y + image * (nint)stages[last].Image.OutLength + first[count] * stages[last].OutRow
                : Scratch.Get(
                    i == 0 ? ScratchSlot.FirstBand : ScratchSlot.SecondBand, (end[i + 1] - first[i + 1]) * (long)stages[i].OutRow);
            stages[i].Run(source, end[i] - first[i], target, first[i + 1], end[i + 1]);
            source = target;
        }
    }
}
