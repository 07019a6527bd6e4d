namespace DeepSharp.Datasets;

/// <summary>Paints the pictures of <see cref="Cifar10Like"/>, in integers throughout so that every machine gets the same bytes.</summary>
internal sealed class FigurePainter
{
    /// <summary>Width and height of a picture in pixels.</summary>
    public const int Side = 32;

    private const int Channels = 3;
    private const int Noise = 28;

    // Added before dividing, so that numbers of stripes count through zero without a wider one there.
    private const int Positive = 1 << 10;

    private readonly SplitMix64 _random;

    public FigurePainter(SplitMix64 random) => _random = random;

    /// <summary>Paints one picture of class <paramref name="label"/>, 0 to 9, into 32x32x3 bytes.</summary>
    public void Paint(int label, Span<byte> pixels)
    {
        int centreX = Between(12, 20);
        int centreY = Between(12, 20);
        int radius = Between(8, 12);
        int stripe = Between(2, 4);
        Span<int> ground = stackalloc int[Channels];
        Span<int> figure = stackalloc int[Channels];
        MixColours(ground, figure);
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                Span<int> colour = IsFigure(label, x - centreX, y - centreY, radius, stripe) ? figure : ground;
                uint noise = _random.NextUInt32();
                Span<byte> pixel = pixels.Slice((y * Side + x) * Channels, Channels);
                for (int channel = 0; channel < Channels; channel++)
                {
                    int grain = (int)(noise >> (8 * channel) & 255) * (2 * Noise + 1) / 256 - Noise;
                    pixel[channel] = (byte)Math.Clamp(colour[channel] + grain, 0, 255);
                }
            }
        }
    }

    /// <summary>Two colours, a quarter of the range or more apart in every channel; one picture in four is dark on light.</summary>
    private void MixColours(Span<int> ground, Span<int> figure)
    {
        bool isDarkOnLight = Between(0, 3) == 0;
        for (int channel = 0; channel < Channels; channel++)
        {
            int dark = Between(10, 110);
            int light = dark + Between(60, 130);
            (ground[channel], figure[channel]) = isDarkOnLight ? (light, dark) : (dark, light);
        }
    }

    private static bool IsFigure(int label, int x, int y, int radius, int stripe)
    {
        int square = Math.Max(Math.Abs(x), Math.Abs(y));
        int circle = x * x + y * y;
        int column = (x + Positive) / stripe;
        int row = (y + Positive) / stripe;
        return label switch
        {
            0 => circle <= radius * radius,
            1 => circle <= radius * radius && 3 * circle >= radius * radius,
            2 => 8 * square <= 7 * radius,
            3 => 8 * square <= 7 * radius && 2 * square > radius,
            4 => Math.Abs(y) <= radius && 2 * Math.Abs(x) <= y + radius,
            5 => square <= radius && 3 * Math.Min(Math.Abs(x), Math.Abs(y)) <= radius,
            6 => square <= radius && row % 2 == 0,
            7 => square <= radius && column % 2 == 0,
            8 => square <= radius && (x + y + Positive) / stripe % 2 == 0,
            _ => square <= radius && (row + column) % 2 == 0,
        };
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    private int Between(int least, int most) => least + (int)((ulong)_random.NextUInt32() * (uint)(most - least + 1) >> 32);
}
