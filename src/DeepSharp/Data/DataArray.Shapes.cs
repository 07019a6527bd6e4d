using System.Runtime.CompilerServices;

namespace DeepSharp;

// Other shapes of the same values.
public abstract partial class DataArray
{
    /// <summary>The same values under another shape, samples first, as a view. One length may be -1: it follows from the others.</summary>
    /// <param name="shape">Of the whole array.</param>
    /// <exception cref="ShapeException">The new shape does not hold as many values.</exception>
    /// <example><code>
    /// DataArray images = rows.Reshape([-1, 28, 28, 1]);               // (60000, 784) to (60000, 28, 28, 1)
    /// DataArray series = ((DataArray)values).Reshape([-1, 24, 1]);   // float[,] values
    /// </code></example>
    public DataArray Reshape(Shape shape)
    {
        try
        {
            return Reshaped(ReshapeOp.Resolve(shape, Shape), _steps);
        }
        catch (ShapeException exception) when (exception.NameOp("DataArray.Reshape"))
        {
            throw;
        }
    }

    /// <inheritdoc cref="Reshape(DeepSharp.Shape)"/>
    [OverloadResolutionPriority(-1)]
    public DataArray Reshape(params int[] shape) => Reshape(new Shape(shape));

    /// <summary>The same values with a new axis of length 1, as a view.</summary>
    /// <param name="axis">Where the new axis is in the result: 0 makes all of it one sample, -1 is the last.</param>
    /// <exception cref="ShapeException">There is no such place.</exception>
    /// <example><code>DataArray grey = pixels.ExpandDims(-1);   // (60000, 28, 28) to (60000, 28, 28, 1)</code></example>
    public DataArray ExpandDims(int axis)
    {
        try
        {
            return Reshaped(Shape.Insert(axis, 1), _steps);
        }
        catch (ShapeException exception) when (exception.NameOp("DataArray.ExpandDims"))
        {
            throw;
        }
    }
}
