using System.Globalization;
using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>One arithmetic operation that a <see cref="DataArray"/> applies to its values when they are copied out.</summary>
internal readonly record struct DataStep(DataStepKind Kind, float Operand)
{
    /// <summary>Applies the operation in place.</summary>
    public void Apply(Span<float> values)
    {
        switch (Kind)
        {
            case DataStepKind.Add:
                TensorPrimitives.Add(values, Operand, values);
                break;
            case DataStepKind.Multiply:
                TensorPrimitives.Multiply(values, Operand, values);
                break;
            default:
                TensorPrimitives.Divide(values, Operand, values);
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        DataStepKind.Add when Operand < 0 => "- " + (-Operand).ToString(CultureInfo.InvariantCulture),
        DataStepKind.Add => "+ " + Operand.ToString(CultureInfo.InvariantCulture),
        DataStepKind.Multiply => "* " + Operand.ToString(CultureInfo.InvariantCulture),
        _ => "/ " + Operand.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>What a <see cref="DataStep"/> does. Subtraction adds the negative, which gives the same bits.</summary>
internal enum DataStepKind
{
    Add,
    Multiply,
    Divide,
}
