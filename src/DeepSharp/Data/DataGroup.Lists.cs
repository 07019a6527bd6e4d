namespace DeepSharp;

// Conversions do not chain: the lists that a DataArray takes, and lists of several arrays.
public sealed partial class DataGroup
{
    /// <summary>Copies a list as samples of one value each.</summary>
    public static implicit operator DataGroup(List<float> values) => new([values]);

    /// <summary>Copies a list as samples of one value each, rounded to floats.</summary>
    public static implicit operator DataGroup(List<double> values) => new([values]);

    /// <summary>Copies a list, such as class labels, as samples of one value each.</summary>
    public static implicit operator DataGroup(List<int> values) => new([values]);

    /// <summary>Copies a list, such as ids, as samples of one value each.</summary>
    public static implicit operator DataGroup(List<long> values) => new([values]);

    /// <summary>Copies a list as samples of one string each.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataGroup(List<string> values) => new([values]);

    /// <summary>Copies rows, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(List<float[]> rows) => new([rows]);

    /// <summary>Copies rows, one sample each, as a matrix rounded to floats.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(List<double[]> rows) => new([rows]);

    /// <summary>Copies rows, such as token ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(List<int[]> rows) => new([rows]);

    /// <summary>Copies rows, such as ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(List<long[]> rows) => new([rows]);

    /// <summary>Copies rows of strings, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    /// <exception cref="ArgumentException">A string is null.</exception>
    public static implicit operator DataGroup(List<string[]> rows) => new([rows]);

    /// <summary>Several arrays in order.</summary>
    public static implicit operator DataGroup(List<DataArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return new DataGroup([.. arrays]);
    }

    /// <summary>Several tensors in order, one for each input as in Keras: no list of samples.</summary>
    public static implicit operator DataGroup(List<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return OfEach(tensors, tensor => tensor);
    }
}
