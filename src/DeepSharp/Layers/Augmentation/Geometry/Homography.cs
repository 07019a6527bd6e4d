namespace DeepSharp.Layers;

/// <summary>Maps of a plane that keep lines straight, as the eight numbers of <see cref="SamplingAugmentation"/>.</summary>
internal static class Homography
{
    private const int Unknowns = 8;

    /// <summary>The inverse map, as nine numbers, the last one not 1; of one that has none the map that leaves all as it is.</summary>
    public static void Invert(ReadOnlySpan<float> map, Span<double> inverse)
    {
        double a = map[0], b = map[1], c = map[2], d = map[3], e = map[4], f = map[5], g = map[6], h = map[7];
        if (a * (e - f * h) - b * (d - f * g) + c * (d * h - e * g) == 0)
        {
            ((ReadOnlySpan<double>)[1, 0, 0, 0, 1, 0, 0, 0, 1]).CopyTo(inverse);
            return;
        }

        // The adjugate: a common factor does not matter.
        ((ReadOnlySpan<double>)[e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f, d * h - e * g, b * g - a * h,
            a * e - b * d])
            .CopyTo(inverse);
    }

    /// <summary>
    /// The map that takes four points, x and y in turn, to four others; the map that leaves all as it is if there is none.
    /// </summary>
    public static void Find(ReadOnlySpan<double> from, ReadOnlySpan<double> to, Span<float> map)
    {
        // x' = (a0·x + a1·y + a2) / (a6·x + a7·y + 1): two equations a point, linear in the eight numbers.
        Span<double> rows = stackalloc double[Unknowns * (Unknowns + 1)];
        rows.Clear();
        for (int point = 0; point < 4; point++)
        {
            (double x, double y) = (from[2 * point], from[2 * point + 1]);
            for (int axis = 0; axis < 2; axis++)
            {
                Span<double> row = rows.Slice((2 * point + axis) * (Unknowns + 1), Unknowns + 1);
                double target = to[2 * point + axis];
                (row[3 * axis], row[3 * axis + 1], row[3 * axis + 2]) = (x, y, 1);
                (row[6], row[7], row[8]) = (-target * x, -target * y, target);
            }
        }

        bool isFound = Solve(rows);
        for (int i = 0; i < Unknowns; i++) map[i] = isFound ? (float)rows[i * (Unknowns + 1) + Unknowns] : i is 0 or 4 ? 1f : 0f;
    }

    // Gauss and Jordan, with the largest pivot of a column.
    private static bool Solve(Span<double> rows)
    {
        const int Width = Unknowns + 1;
        for (int column = 0; column < Unknowns; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < Unknowns; row++)
            {
                if (Math.Abs(rows[row * Width + column]) > Math.Abs(rows[pivot * Width + column])) pivot = row;
            }

            if (Math.Abs(rows[pivot * Width + column]) < 1e-12) return false;
            for (int i = 0; i < Width; i++)
            {
                (rows[pivot * Width + i], rows[column * Width + i]) = (rows[column * Width + i], rows[pivot * Width + i]);
            }

            double scale = 1 / rows[column * Width + column];
            for (int i = column; i < Width; i++) rows[column * Width + i] *= scale;
            for (int row = 0; row < Unknowns; row++)
            {
                double factor = rows[row * Width + column];
                if (row == column || factor == 0) continue;
                for (int i = column; i < Width; i++) rows[row * Width + i] -= factor * rows[column * Width + i];
            }
        }

        return true;
    }
}
