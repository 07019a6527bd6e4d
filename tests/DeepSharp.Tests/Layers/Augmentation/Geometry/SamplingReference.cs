namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

/// <summary>Images whose pixels come from other places, in doubles and pixel by pixel.</summary>
internal static class SamplingReference
{
    /// <summary>y(x, y) is the image at (a0·x + a1·y + a2, b0·x + b1·y + b2), over c0·x + c1·y + 1.</summary>
    public static double[] Run(double[] x, Shape shape, double[] map, string fillMode, bool isBilinear, double fill)
    {
        var y = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % shape[3], column = i / shape[3] % shape[2], row = i / shape[3] / shape[2] % shape[1],
                image = i / (x.Length / shape[0]);
            double k = map[6] * column + map[7] * row + 1;
            y[i] = At((map[3] * column + map[4] * row + map[5]) / k, (map[0] * column + map[1] * row + map[2]) / k);

            double At(double down, double across)
            {
                if (!isBilinear) return Pixel((int)Math.Round(down), (int)Math.Round(across));
                double top = Math.Floor(down), left = Math.Floor(across), sum = 0;
                for (int corner = 0; corner < 4; corner++)
                {
                    double r = top + corner / 2, c = left + corner % 2;
                    sum += (1 - Math.Abs(down - r)) * (1 - Math.Abs(across - c)) * Pixel((int)r, (int)c);
                }

                return sum;
            }

            double Pixel(int r, int c)
            {
                (int fromRow, int fromColumn) = (Place(r, shape[1]), Place(c, shape[2]));
                return fromRow < 0 || fromColumn < 0 ? fill : x[((image * shape[1] + fromRow) * shape[2] + fromColumn) * shape[3] + channel];
            }
        }

        return y;

        // One step after the other, until it is inside.
        int Place(int at, int length)
        {
            while (at < 0 || at >= length)
            {
                if (fillMode == "constant") return -1;
                at = fillMode switch
                {
                    "nearest" => Math.Clamp(at, 0, length - 1),
                    "wrap" => at < 0 ? at + length : at - length,
                    "reflect" => at < 0 ? -1 - at : 2 * length - 1 - at,
                    _ => length == 1 ? 0 : at < 0 ? -at : 2 * (length - 1) - at,
                };
            }

            return at;
        }
    }
}
