namespace DeepSharp.Kernels;

/// <summary>The backward pass through a layer normalization. One index is a block of rows, with its own sums for γ and β.</summary>
internal readonly unsafe struct LayerNormGradient : IRangeBody
{
    public required float* X { get; init; }

    public required float* Dy { get; init; }

    /// <summary>γ for each column.</summary>
    public required float* Gamma { get; init; }

    public required float* Means { get; init; }

    /// <summary>1/√(variance + ε) of each row.</summary>
    public required float* Inverses { get; init; }

    /// <summary>The gradient of the input; null if it is not wanted.</summary>
    public required float* Dx { get; init; }

    /// <summary>Whether <see cref="Dx"/> is added to.</summary>
    public required bool Accumulate { get; init; }

    public required int Rows { get; init; }

    public required int Length { get; init; }

    public required int RowsOfBlock { get; init; }

    public required RowScale Kind { get; init; }

    /// <summary>The gradient of γ, a row for each block; null if it is not wanted.</summary>
    public required float* GammaSums { get; init; }

    /// <summary>The same for β.</summary>
    public required float* BetaSums { get; init; }

    /// <summary>Of a <see cref="RowScale.Length"/> that ε stands for, and that does not move with x.</summary>
    public required float LongestInverse { get; init; }

    public void Invoke(int start, int end)
    {
        for (int block = start; block < end; block++)
        {
            if (F512.IsSupported && Length >= F512.Width) Block<F512>(block);
            else if (F256.IsSupported && Length >= F256.Width) Block<F256>(block);
            else if (F128.IsSupported && Length >= F128.Width) Block<F128>(block);
            else Block<F1>(block);
        }
    }

    private void Block<TSimd>(int block) where TSimd : unmanaged, ISimd<TSimd>
    {
        int row = block * RowsOfBlock, end = Math.Min(Rows, row + RowsOfBlock);
        float* dgamma = GammaSums + (nint)block * Length, dbeta = BetaSums + (nint)block * Length;
        if (GammaSums != null)
        {
            new Span<float>(dgamma, Length).Clear();
            new Span<float>(dbeta, Length).Clear();
        }

        for (; row < end; row++)
        {
            nint at = (nint)row * Length;
            (float mean, float inverse) = (Means[row], Inverses[row]);
            float shift = Kind == RowScale.Deviation ? mean : 0f;
            (double sum, double product) = LayerNormRow.GradientSums<TSimd>(
                X + at, Dy + at, Gamma, Length, shift, inverse, GammaSums == null ? null : dgamma, dbeta);
            if (Dx == null) continue;
            var slope = (float)(-(double)inverse * inverse * inverse * product / (Kind == RowScale.Length ? 1 : Length));
            float average = Kind switch
            {
                RowScale.Deviation => (float)(sum / Length),
                // (x − mean)·slope, of which the kernel adds x·slope.
                RowScale.DeviationOnly => mean * slope / inverse,
                _ => 0f,
            };
            if (inverse >= LongestInverse) slope = 0f;
            LayerNormRow.WriteGradient<TSimd>(X + at, Dy + at, Gamma, Length, shift, inverse, average, slope, Dx + at, Accumulate);
        }
    }
}
