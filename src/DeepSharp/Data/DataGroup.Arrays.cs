using System.Numerics.Tensors;

namespace DeepSharp;

// The arrays of other types, and arrays by name: what a DataArray takes, once more.
public sealed partial class DataGroup
{
    /// <summary>Copies an array as samples of one value each, rounded to floats.</summary>
    public static implicit operator DataGroup(double[] values) => new([values]);

    /// <summary>Copies a matrix, one sample a row, rounded to floats.</summary>
    public static implicit operator DataGroup(double[,] values) => new([values]);

    /// <summary>Copies an array of rank 3, samples along its first axis, rounded to floats.</summary>
    public static implicit operator DataGroup(double[,,] values) => new([values]);

    /// <summary>Copies an array of rank 4, such as images, rounded to floats.</summary>
    public static implicit operator DataGroup(double[,,,] values) => new([values]);

    /// <summary>Copies an array of rank 5, such as films (samples, frames, height, width, channels).</summary>
    public static implicit operator DataGroup(float[,,,,] values) => new([values]);

    /// <summary>Copies an array of rank 3, samples along its first axis.</summary>
    public static implicit operator DataGroup(int[,,] values) => new([values]);

    /// <summary>Copies an array of rank 4, such as images.</summary>
    public static implicit operator DataGroup(int[,,,] values) => new([values]);

    /// <summary>Copies a matrix, one sample a row.</summary>
    public static implicit operator DataGroup(byte[,] values) => new([values]);

    /// <summary>Views an array, such as ids, as samples of one value each.</summary>
    public static implicit operator DataGroup(long[] values) => new([values]);

    /// <summary>Copies a matrix, such as ids, one sample a row.</summary>
    public static implicit operator DataGroup(long[,] values) => new([values]);

    /// <summary>Views an array as samples of one value each: as floats 1 for true, 0 for false.</summary>
    public static implicit operator DataGroup(bool[] values) => new([values]);

    /// <summary>Copies a matrix, one sample a row: as floats 1 for true, 0 for false.</summary>
    public static implicit operator DataGroup(bool[,] values) => new([values]);

    /// <summary>Views an array, such as words, as samples of one string each.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataGroup(string[] values) => new([values]);

    /// <summary>Copies a matrix of strings, one sample a row.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataGroup(string[,] values) => new([values]);

    /// <summary>Copies rows, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(float[][] values) => new([values]);

    /// <summary>Copies rows, one sample each, as a matrix rounded to floats.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(double[][] values) => new([values]);

    /// <summary>Copies rows, such as token ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(int[][] values) => new([values]);

    /// <summary>Copies rows, such as ids, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static implicit operator DataGroup(long[][] values) => new([values]);

    /// <summary>Copies rows of strings, one sample each, as a matrix.</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    /// <exception cref="ArgumentException">A string is null.</exception>
    public static implicit operator DataGroup(string[][] values) => new([values]);

    /// <summary>Several matrices in order, one for each input.</summary>
    public static implicit operator DataGroup(float[][,] arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return OfEach(arrays, array => array);
    }

    /// <summary>Copies a tensor of System.Numerics.Tensors, rounded to floats.</summary>
    public static implicit operator DataGroup(Tensor<double> values) => new([values]);

    /// <summary>Several arrays by name, one value a sample.</summary>
    public static implicit operator DataGroup(Dictionary<string, float[]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one sample a row.</summary>
    public static implicit operator DataGroup(Dictionary<string, float[,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, samples along the first axis.</summary>
    public static implicit operator DataGroup(Dictionary<string, float[,,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, such as images.</summary>
    public static implicit operator DataGroup(Dictionary<string, float[,,,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one value a sample.</summary>
    public static implicit operator DataGroup(Dictionary<string, double[]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one sample a row.</summary>
    public static implicit operator DataGroup(Dictionary<string, double[,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one value a sample.</summary>
    public static implicit operator DataGroup(Dictionary<string, int[]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one sample a row.</summary>
    public static implicit operator DataGroup(Dictionary<string, int[,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one value a sample.</summary>
    public static implicit operator DataGroup(Dictionary<string, long[]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one sample a row.</summary>
    public static implicit operator DataGroup(Dictionary<string, long[,]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays by name, one string a sample.</summary>
    public static implicit operator DataGroup(Dictionary<string, string[]> arrays) => Named(arrays, array => array);

    /// <summary>Several arrays of strings by name, one sample a row.</summary>
    public static implicit operator DataGroup(Dictionary<string, string[,]> arrays) => Named(arrays, array => array);

    private static DataGroup Named<T>(Dictionary<string, T> arrays, Func<T, DataArray> convert)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return OfEach(arrays.Values, convert, arrays.Keys);
    }
}
