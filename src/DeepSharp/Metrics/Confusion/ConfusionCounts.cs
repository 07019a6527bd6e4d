namespace DeepSharp;

/// <summary>
/// True and false positives and negatives at some thresholds, by Keras's rules: a prediction above a threshold is a yes, targets other than
/// 0 are, and weights are what is counted. Of several labels each has its own counts.
/// </summary>
/// <remarks>
/// Where thresholds lie evenly from 0 to 1, values are first counted by the interval that they are in, as in Keras, so that an update takes
/// a time that does not grow with the number of thresholds.
/// </remarks>
internal sealed class ConfusionCounts
{
    private readonly float[] _thresholds;
    private readonly bool _isEven, _isBeyond;
    private double[] _truePositives, _falsePositives, _trueNegatives, _falseNegatives;
    private double[] _yes = [], _no = [];

    /// <param name="thresholds">In ascending order, where they are even.</param>
    /// <param name="labels">How many labels are counted apart; 0 where the first batch will say.</param>
    public ConfusionCounts(float[] thresholds, int labels = 1)
    {
        _thresholds = thresholds;
        _isEven = AreEven(thresholds);
        _isBeyond = thresholds[0] < 0f || thresholds[^1] > 1f;
        Labels = labels;
        int size = thresholds.Length * labels;
        (_truePositives, _falsePositives) = (new double[size], new double[size]);
        (_trueNegatives, _falseNegatives) = (new double[size], new double[size]);
    }

    /// <summary>Number of thresholds.</summary>
    public int Count => _thresholds.Length;

    /// <summary>How many labels are counted apart; 0 before the first batch where that says.</summary>
    public int Labels { get; private set; }

    /// <summary>The counts at a threshold, of a label.</summary>
    public Confusion this[int threshold, int label = 0]
    {
        get
        {
            int at = threshold * Labels + label;
            return new Confusion(_truePositives[at], _falsePositives[at], _trueNegatives[at], _falseNegatives[at]);
        }
    }

    public void Reset()
    {
        _truePositives.AsSpan().Clear();
        _falsePositives.AsSpan().Clear();
        _trueNegatives.AsSpan().Clear();
        _falseNegatives.AsSpan().Clear();
    }

    public void Keep(MetricState state)
    {
        state.Keep(ref _truePositives);
        state.Keep(ref _falsePositives);
        state.Keep(ref _trueNegatives);
        state.Keep(ref _falseNegatives);
        Labels = _truePositives.Length / Count;
    }

    /// <summary>Makes room for labels whose number the first batch says.</summary>
    public void Build(int labels)
    {
        if (Labels == labels) return;
        if (Labels != 0) throw new ShapeException($"expected predictions of {Labels} labels but got {labels}.");
        Labels = labels;
        int size = Count * labels;
        (_truePositives, _falsePositives) = (new double[size], new double[size]);
        (_trueNegatives, _falseNegatives) = (new double[size], new double[size]);
    }

    /// <summary>Counts one value.</summary>
    /// <param name="isYes">What it should be.</param>
    /// <param name="prediction">What it is; NaN is above no threshold.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="label">Whose it is.</param>
    public void Add(bool isYes, float prediction, double weight, int label = 0)
    {
        if (_isEven)
        {
            int size = _truePositives.Length + Labels;
            if (_yes.Length < size) (_yes, _no) = (new double[size], new double[size]);
            (isYes ? _yes : _no)[(IntervalOf(prediction) + 1) * Labels + label] += weight;
            return;
        }

        for (int i = 0; i < _thresholds.Length; i++) Add(i * Labels + label, isYes, prediction > _thresholds[i], weight);
    }

    /// <summary>Says that a batch is over: what was counted by intervals is added to the thresholds.</summary>
    public void End()
    {
        if (!_isEven || _yes.Length == 0) return;
        for (int label = 0; label < Labels; label++)
        {
            // What lies in an interval is above all thresholds up to its lower end.
            double yesAbove = 0, noAbove = 0, yes = 0, no = 0;
            for (int i = 0; i <= Count; i++) (yes, no) = (yes + _yes[i * Labels + label], no + _no[i * Labels + label]);
            for (int i = Count - 1; i >= 0; i--)
            {
                (yesAbove, noAbove) = (yesAbove + _yes[(i + 1) * Labels + label], noAbove + _no[(i + 1) * Labels + label]);
                int at = i * Labels + label;
                _truePositives[at] += yesAbove;
                _falsePositives[at] += noAbove;
                _falseNegatives[at] += yes - yesAbove;
                _trueNegatives[at] += no - noAbove;
            }
        }

        _yes.AsSpan().Clear();
        _no.AsSpan().Clear();
    }

    private void Add(int at, bool isYes, bool saysYes, double weight)
    {
        double[] counts = isYes ? (saysYes ? _truePositives : _falseNegatives) : (saysYes ? _falsePositives : _trueNegatives);
        counts[at] += weight;
    }

    // -1 is below all thresholds. In floats, as Keras computes it: where a value is at a threshold, rounding decides.
    private int IntervalOf(float prediction)
    {
        if (float.IsNaN(prediction)) return -1;
        int interval = (int)MathF.Ceiling(Math.Clamp(prediction, 0f, 1f) * (Count - 1)) - 1;
        return _isBeyond ? Math.Max(interval, 0) : interval;
    }

    private static bool AreEven(float[] thresholds)
    {
        if (thresholds.Length < 3) return false;
        for (int i = 0; i < thresholds.Length; i++)
        {
            // As numpy.allclose has it.
            float even = (float)i / (thresholds.Length - 1);
            if (!(Math.Abs((double)thresholds[i] - even) <= 1e-7 + 1e-5 * even + 1e-9)) return false;
        }

        return true;
    }
}
