namespace DeepSharp.Kernels;

/// <summary>How values between those of an axis are made.</summary>
internal enum ResizeMethod
{
    /// <summary>The value that is nearest.</summary>
    Nearest,

    /// <summary>A line between two neighbours.</summary>
    Linear,

    /// <summary>Keys's cubic with a = -1/2, over four neighbours.</summary>
    Cubic,

    /// <summary>Lanczos's kernel of radius 3.</summary>
    Lanczos3,

    /// <summary>Lanczos's kernel of radius 5.</summary>
    Lanczos5,
}

/// <summary>
/// Resizing of a stretch of an axis. Values stand in the middle of cells: output i is the kernel around (i + ½)·length/output − ½.
/// </summary>
/// <remarks>
/// Where the stretch goes beyond the axis there is a fill value. Beyond the stretch there is nothing: weights there are left out and the
/// others scaled to the sum 1, as TensorFlow and JAX have it.
/// </remarks>
/// <param name="Method">The kernel.</param>
/// <param name="Antialias">Whether the kernel is as wide as the cells of the output where those are larger than the input's.</param>
/// <param name="Input">Values along the axis.</param>
/// <param name="Output">Values along the axis after.</param>
/// <param name="From">Where the stretch begins on the axis; negative for fill values before it.</param>
/// <param name="Length">Values of the stretch, 1 or more.</param>
/// <param name="Fill">What lies beyond the axis.</param>
internal readonly record struct ResizeRule(
    ResizeMethod Method, bool Antialias, int Input, int Output, int From, int Length, float Fill) : IAxisRule
{
    public int Add(int output, List<float> weights, out float constant)
    {
        constant = 0f;
        if (Method == ResizeMethod.Nearest)
        {
            int cell = (int)((2L * output + 1) * Length / (2L * Output)) + From;
            if ((uint)cell < (uint)Input) weights.Add(1f);
            else constant = Fill;
            return Math.Clamp(cell, 0, Math.Max(0, Input - 1));
        }

        double center = (output + 0.5) * Length / Output - 0.5;
        double stretch = Antialias ? Math.Max(1, (double)Length / Output) : 1;
        double radius = Radius * stretch;
        int first = (int)Math.Max(0, Math.Ceiling(center - radius)), last = (int)Math.Min(Length - 1, Math.Floor(center + radius));
        double sum = 0;
        for (int i = first; i <= last; i++) sum += Weight(Math.Abs(center - i) / stretch);

        // At the ends of a kernel weights are 0: what stands there does not count, infinite or not.
        while (first < last && Weight(Math.Abs(center - first) / stretch) == 0) first++;
        while (last > first && Weight(Math.Abs(center - last) / stretch) == 0) last--;
        int start = -1;
        double outside = 0;
        for (int i = first; i <= last; i++)
        {
            double weight = Weight(Math.Abs(center - i) / stretch) / sum;
            int at = i + From;
            if ((uint)at >= (uint)Input)
            {
                outside += weight;
                continue;
            }

            if (start < 0) start = at;
            weights.Add((float)weight);
        }

        constant = (float)(outside * Fill);
        return start >= 0 ? start : Math.Clamp(first + From, 0, Math.Max(0, Input - 1));
    }

    private double Radius => Method switch
    {
        ResizeMethod.Linear => 1,
        ResizeMethod.Cubic => 2,
        ResizeMethod.Lanczos3 => 3,
        _ => 5,
    };

    private double Weight(double distance) => Method switch
    {
        ResizeMethod.Linear => Math.Max(0, 1 - distance),
        ResizeMethod.Cubic => Cubic(distance),
        _ => Lanczos(distance, Radius),
    };

    // Keys 1981, equation 4, with a = -1/2.
    private static double Cubic(double x) => x switch
    {
        < 1 => (1.5 * x - 2.5) * x * x + 1,
        < 2 => ((-0.5 * x + 2.5) * x - 4) * x + 2,
        _ => 0,
    };

    // sinc(x)·sinc(x/radius)
    private static double Lanczos(double x, double radius)
    {
        if (x >= radius) return 0;
        if (x < 1e-9) return 1;
        double angle = Math.PI * x;
        return radius * Math.Sin(angle) * Math.Sin(angle / radius) / (angle * angle);
    }
}
