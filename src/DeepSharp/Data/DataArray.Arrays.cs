namespace DeepSharp;

// Arrays of the other types that .NET programs have, and of more axes: doubles become floats, all else is kept.
public abstract partial class DataArray
{
    /// <summary>Copies an array as samples of one value each, shape (length), rounded to floats.</summary>
    public static implicit operator DataArray(double[] values) => RoundedFrom(values);

    /// <summary>Copies a matrix, one sample a row, rounded to floats.</summary>
    public static implicit operator DataArray(double[,] values) => RoundedFrom(values);

    /// <summary>Copies an array of rank 3, samples along its first axis, rounded to floats.</summary>
    public static implicit operator DataArray(double[,,] values) => RoundedFrom(values);

    /// <summary>Copies an array of rank 4, such as images, rounded to floats.</summary>
    public static implicit operator DataArray(double[,,,] values) => RoundedFrom(values);

    /// <summary>Copies an array of rank 5, such as films (samples, frames, height, width, channels).</summary>
    public static implicit operator DataArray(float[,,,,] values) => Copy<float>(values);

    /// <summary>Copies an array of rank 3, samples along its first axis.</summary>
    public static implicit operator DataArray(int[,,] values) => Copy<int>(values);

    /// <summary>Copies an array of rank 4, such as images.</summary>
    public static implicit operator DataArray(int[,,,] values) => Copy<int>(values);

    /// <summary>Copies a matrix, one sample a row.</summary>
    public static implicit operator DataArray(byte[,] values) => Copy<byte>(values);

    /// <summary>Copies a matrix, such as ids, one sample a row.</summary>
    public static implicit operator DataArray(long[,] values) => Copy<long>(values);

    /// <summary>Copies a matrix, one sample a row: as floats 1 for true, 0 for false.</summary>
    public static implicit operator DataArray(bool[,] values) => Copy<bool>(values);

    /// <summary>Copies a matrix of strings, one sample a row.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataArray(string[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return DataArray<string>.Of([.. values.Cast<string>()], NetArrays.ShapeOf(values));
    }

    /// <summary>Copies rows, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(float[][] rows) => Join(rows);

    /// <summary>Copies rows, one sample each, as a matrix rounded to floats.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(double[][] rows)
    {
        DataArray<double> joined = Join(rows);
        return new DataArray<float>(NetArrays.Round(joined.Values), 0, joined.Shape, []);
    }

    /// <summary>Copies rows, such as token ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(int[][] rows) => Join(rows);

    /// <summary>Copies rows, such as ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(long[][] rows) => Join(rows);

    /// <summary>Copies rows of strings, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    /// <exception cref="ArgumentException">A string is null.</exception>
    public static implicit operator DataArray(string[][] rows) => Join(rows);

    private static DataArray<float> RoundedFrom(Array values) =>
        new(NetArrays.Round(NetArrays.Flat<double>(values)), 0, NetArrays.ShapeOf(values), []);

    private static DataArray<T> Join<T>(T[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0]?.Length ?? 0;
        Shape shape = [rows.Length, columns];
        T[] joined = new T[shape.Size];
        for (int row = 0; row < rows.Length; row++)
        {
            int length = rows[row]?.Length ?? 0;
            if (length != columns)
            {
                throw new ShapeException(
                    $"DataArray: expected rows of one length, {columns} as row 0, but row {row} has {length}. " +
                    "Fill up shorter rows; for several inputs write [first, second].");
            }

            rows[row]?.CopyTo(joined, row * columns);
        }

        return DataArray<T>.Of(joined, shape);
    }
}
