namespace DeepSharp.Kernels;

/// <summary>The ways through the steps of one sample that say its labels; see <see cref="CtcKernels"/>.</summary>
internal readonly unsafe struct CtcPath
{
    private readonly float* _labels, _logits;
    private readonly int _steps, _classes;

    public CtcPath(float* labels, float* logits, int length, int steps, int classes)
    {
        _labels = labels;
        _logits = logits;
        (_steps, _classes) = (steps, classes);
        int count = 0;
        for (int i = 0; i < length; i++) count += labels[i] != 0f ? 1 : 0;
        Places = 2 * count + 1;
    }

    /// <summary>The labels, with a blank before, between and behind them.</summary>
    public int Places { get; }

    /// <summary>log Σ eˣ of the logits of each step.</summary>
    public void Normalize(double* norms)
    {
        for (int t = 0; t < _steps; t++)
        {
            float* x = _logits + t * (nint)_classes;
            float largest = float.NegativeInfinity;
            for (int k = 0; k < _classes; k++) largest = MathF.Max(largest, x[k]);
            double sum = 0;
            for (int k = 0; k < _classes; k++) sum += Math.Exp((double)x[k] - largest);
            norms[t] = largest + Math.Log(sum);
        }
    }

    /// <summary>The log probability of the labels.</summary>
    /// <param name="norms">From <see cref="Normalize"/>.</param>
    /// <param name="rows">Room for α: of all steps where it is kept, else of two.</param>
    /// <param name="isKept">Whether all rows stay.</param>
    public double Forward(double* norms, double* rows, bool isKept)
    {
        if (_steps == 0) return Places == 1 ? 0 : double.NegativeInfinity;
        double* row = rows, before = rows;
        for (int t = 0; t < _steps; t++)
        {
            row = rows + (isKept ? t : t & 1) * (nint)Places;
            for (int s = 0; s < Places; s++)
            {
                double ways = t == 0 ? (s < 2 ? 0 : double.NegativeInfinity)
                    : Add(before[s], s > 0 ? before[s - 1] : double.NegativeInfinity, Skips(s) ? before[s - 2] : double.NegativeInfinity);
                row[s] = ways + LogOf(norms, t, s);
            }

            before = row;
        }

        return Add(row[Places - 1], Places > 1 ? row[Places - 2] : double.NegativeInfinity, double.NegativeInfinity);
    }

    /// <summary>Adds the gradient, times a factor.</summary>
    /// <param name="norms">From <see cref="Normalize"/>.</param>
    /// <param name="alphas">From <see cref="Forward"/>, of all steps.</param>
    /// <param name="room">Of two rows and one number a class.</param>
    /// <param name="log">The log probability of the labels.</param>
    /// <param name="factor">The gradient of the loss.</param>
    /// <param name="gradient">By the logits.</param>
    public void Backward(double* norms, double* alphas, double* room, double log, float factor, float* gradient)
    {
        double* row = room, after = room, shares = room + 2 * (nint)Places;
        for (int t = _steps - 1; t >= 0; t--)
        {
            row = room + (t & 1) * (nint)Places;
            new Span<double>(shares, _classes).Clear();
            for (int s = Places - 1; s >= 0; s--)
            {
                double ways = t == _steps - 1 ? (s >= Places - 2 ? 0 : double.NegativeInfinity)
                    : Add(
                        after[s], s + 1 < Places ? after[s + 1] : double.NegativeInfinity,
                        s + 2 < Places && Skips(s + 2) ? after[s + 2] : double.NegativeInfinity);
                row[s] = ways + LogOf(norms, t, s);
                double both = alphas[t * (nint)Places + s] + ways - log;
                if (both > double.NegativeInfinity) shares[ClassOf(s)] += Math.Exp(both);
            }

            float* x = _logits + t * (nint)_classes, d = gradient + t * (nint)_classes;
            for (int k = 0; k < _classes; k++) d[k] += (float)(factor * (Math.Exp(x[k] - norms[t]) - shares[k]));
            after = row;
        }
    }

    // What is no class is none of the ways; the loss says which it is.
    private int ClassOf(int place)
    {
        if ((place & 1) == 0) return 0;
        float label = _labels[place >> 1];
        return label > 0f && label < _classes ? (int)label : 0;
    }

    // Between two labels that differ no blank is needed.
    private bool Skips(int place) => place > 1 && (place & 1) == 1 && ClassOf(place) != ClassOf(place - 2);

    private double LogOf(double* norms, int step, int place) => _logits[step * (nint)_classes + ClassOf(place)] - norms[step];

    private static double Add(double a, double b, double c)
    {
        double largest = Math.Max(a, Math.Max(b, c));
        if (largest == double.NegativeInfinity) return largest;
        return largest + Math.Log(Math.Exp(a - largest) + Math.Exp(b - largest) + Math.Exp(c - largest));
    }
}
