namespace DeepSharp;

/// <summary>A function of two variables, in doubles: a line of <see cref="PairFunctions"/>.</summary>
/// <param name="Name">How errors call it.</param>
/// <param name="Value">z = f(x, y).</param>
/// <param name="Left">∂f/∂x of x, y and z; null where it is 0.</param>
/// <param name="Right">∂f/∂y; null where it is 0.</param>
/// <param name="LeftOps">∂f/∂x in terms of ops.</param>
/// <param name="RightOps">∂f/∂y in terms of ops.</param>
internal sealed record PairFunction(
    string Name, Func<double, double, double> Value, Func<double, double, double, double>? Left = null,
    Func<double, double, double, double>? Right = null, Func<Tensor, Tensor, Tensor, Tensor>? LeftOps = null,
    Func<Tensor, Tensor, Tensor, Tensor>? RightOps = null);
