namespace DeepSharp;

/// <summary>log Σ eˣ of numbers that come one after the other, without overflow.</summary>
internal struct LogSum
{
    private double _largest, _scaled;

    /// <summary>That of no numbers, -∞.</summary>
    public static LogSum Empty => new() { _largest = double.NegativeInfinity };

    /// <summary>The logarithm of the sum so far.</summary>
    public readonly double Value => _scaled == 0 ? double.NegativeInfinity : _largest + Math.Log(_scaled);

    /// <summary>Takes a number in.</summary>
    public void Add(double x)
    {
        if (x == double.NegativeInfinity) return;
        if (x <= _largest)
        {
            _scaled += Math.Exp(x - _largest);
            return;
        }

        _scaled = _scaled * Math.Exp(_largest - x) + 1;
        _largest = x;
    }
}
