namespace DeepSharp;

// Lists, as programs have them that read their data line by line.
public abstract partial class DataArray
{
    /// <summary>Copies a list as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(List<float> values) => Given(values).ToArray();

    /// <summary>Copies a list as samples of one value each, rounded to floats.</summary>
    public static implicit operator DataArray(List<double> values) => Given(values).ToArray();

    /// <summary>Copies a list, such as class labels, as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(List<int> values) => Given(values).ToArray();

    /// <summary>Copies a list, such as ids, as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(List<long> values) => Given(values).ToArray();

    /// <summary>Copies a list as samples of one string each, shape (length).</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataArray(List<string> values) => Given(values).ToArray();

    /// <summary>Copies rows, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(List<float[]> rows) => Given(rows).ToArray();

    /// <summary>Copies rows, one sample each, as a matrix rounded to floats.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(List<double[]> rows) => Given(rows).ToArray();

    /// <summary>Copies rows, such as token ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(List<int[]> rows) => Given(rows).ToArray();

    /// <summary>Copies rows, such as ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataArray(List<long[]> rows) => Given(rows).ToArray();

    /// <summary>Copies rows of strings, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    /// <exception cref="ArgumentException">A string is null.</exception>
    public static implicit operator DataArray(List<string[]> rows) => Given(rows).ToArray();

    private static List<T> Given<T>(List<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }
}
