namespace DeepSharp;

public abstract partial class DataArray
{
    /// <summary>A view whose values are divided by a number; to the bit what dividing the floats gives.</summary>
    public static DataArray operator /(DataArray data, double divisor) => Then(data, DataStepKind.Divide, (float)divisor);

    /// <summary>A view whose values are multiplied by a number.</summary>
    public static DataArray operator *(DataArray data, double factor) => Then(data, DataStepKind.Multiply, (float)factor);

    /// <summary>A view whose values are multiplied by a number.</summary>
    public static DataArray operator *(double factor, DataArray data) => Then(data, DataStepKind.Multiply, (float)factor);

    /// <summary>A view with a number added to its values.</summary>
    public static DataArray operator +(DataArray data, double addend) => Then(data, DataStepKind.Add, (float)addend);

    /// <summary>A view with a number added to its values.</summary>
    public static DataArray operator +(double addend, DataArray data) => Then(data, DataStepKind.Add, (float)addend);

    /// <summary>A view with a number taken from its values.</summary>
    public static DataArray operator -(DataArray data, double subtrahend) => Then(data, DataStepKind.Add, -(float)subtrahend);

    // The same with floats. C# widens them to doubles by itself, F# does not.

    /// <summary>A view whose values are divided by a number; to the bit what dividing the floats gives.</summary>
    public static DataArray operator /(DataArray data, float divisor) => data / (double)divisor;

    /// <summary>A view whose values are multiplied by a number.</summary>
    public static DataArray operator *(DataArray data, float factor) => data * (double)factor;

    /// <summary>A view with a number added to its values.</summary>
    public static DataArray operator +(DataArray data, float addend) => data + (double)addend;

    /// <summary>A view with a number taken from its values.</summary>
    public static DataArray operator -(DataArray data, float subtrahend) => data - (double)subtrahend;

    private static DataArray Then(DataArray data, DataStepKind kind, float operand)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.DType.IsString)
        {
            throw new InvalidOperationException($"DataArray: expected numbers for arithmetic but got strings: {data}.");
        }

        return data.View(0, data.Count, [.. data._steps, new DataStep(kind, operand)]);
    }
}
