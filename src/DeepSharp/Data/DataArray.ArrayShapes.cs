using System.Runtime.CompilerServices;

namespace DeepSharp;

// Shapes at hand as arrays, as they always are in F#.
public abstract partial class DataArray
{
    /// <inheritdoc cref="From(byte[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(byte[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(int[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(int[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(long[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(long[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(bool[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(bool[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(string[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(string[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(float[], Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(float[] values, int[] shape) => Wrap(values, new Shape(shape));

    /// <inheritdoc cref="From(ReadOnlySpan{double}, Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static DataArray From(double[] values, int[] shape) => Wrap(NetArrays.Round(values), new Shape(shape));
}
