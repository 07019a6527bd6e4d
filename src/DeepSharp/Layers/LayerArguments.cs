using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Checks of what constructors of layers were given, with the layer's name in front of the message.</summary>
internal static class LayerArguments
{
    /// <summary>How messages call a layer: <c>Conv2D 'conv2d_1'</c>.</summary>
    public static string Describe(Layer layer) => $"{layer.ClassName} '{layer.Name}'";

    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Positive(Layer layer, int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value >= 1) return value;
        throw new ArgumentOutOfRangeException(name, $"{Describe(layer)}: expected {name} of 1 or more but got {value}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static AxisSizes Positive(Layer layer, AxisSizes value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value.IsPositive) return value;
        string everywhere = value.Count switch { 1 => "", 2 => " in both directions", _ => " in all directions" };
        throw new ArgumentOutOfRangeException(name, $"{Describe(layer)}: expected {name} of 1 or more{everywhere} but got {value}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public static float Finite(Layer layer, double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        OptionNumber.Finite(Describe(layer), number, name);

    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public static float NotNegative(Layer layer, double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        OptionNumber.NotNegative(Describe(layer), number, name);

    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public static float Share(Layer layer, double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        OptionNumber.Share(Describe(layer), number, name);

    /// <exception cref="ArgumentOutOfRangeException">The value is below 0, or 1 or more.</exception>
    public static float BelowOne(Layer layer, double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        OptionNumber.Where((float)number is >= 0f and < 1f, Describe(layer), number, $"{name}, the fraction to drop, from 0 to below 1");
}
