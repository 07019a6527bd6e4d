namespace DeepSharp;

/// <summary>How many inputs and outputs a weight connects: what the spread of its first values goes by.</summary>
/// <param name="In">Inputs of one output.</param>
/// <param name="Out">Outputs of one input.</param>
internal readonly record struct Fans(double In, double Out)
{
    /// <summary>Keras's rule: kernels are (..., inputs, outputs), and the leading axes, the receptive field, multiply both.</summary>
    public static Fans Of(Shape shape)
    {
        switch (shape.Rank)
        {
            case 0: return new Fans(1, 1);
            case 1: return new Fans(shape[0], shape[0]);
        }

        double field = shape[..^2].Size;
        return new Fans(shape[^2] * field, shape[^1] * field);
    }
}
