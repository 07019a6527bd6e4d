using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The weights of a layer that multiplies with a kernel by an equation, adds a bias and applies an activation; in one pass where the
/// equation comes down to one product of matrices.
/// </summary>
internal sealed class Projection
{
    private readonly EinsumProgram _program;
    private readonly EinsumOp? _fused;
    private readonly Activation? _activation;

    /// <summary>Plans for inputs of a rank.</summary>
    /// <param name="equation">Input and kernel.</param>
    /// <param name="rank">Axes of the input.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bias">The bias; null for none.</param>
    /// <param name="activation">Applied to the result.</param>
    public Projection(EinsumEquation equation, int rank, Variable kernel, Variable? bias, Activation activation)
    {
        (Kernel, Bias) = (kernel, bias);
        _program = new EinsumProgram(equation, [rank, kernel.Shape.Rank]);
        bool fits = _program.OnlyProduct is { IsOneProduct: true } plan
            && (bias is null || bias.Shape == kernel.Shape[^plan.Columns.Length..]);
        FusedActivation fusion = fits ? activation.Fusion : FusedActivation.None;
        if (fits) _fused = new EinsumOp(_program.OnlyProduct!, fusion);
        if (fusion == FusedActivation.None && activation != Activation.Linear) _activation = activation;
    }

    /// <summary>The kernel.</summary>
    public Variable Kernel { get; }

    /// <summary>The bias; null for none.</summary>
    public Variable? Bias { get; }

    /// <summary>Computes the output.</summary>
    public Tensor Apply(Tensor input)
    {
        Tensor result;
        if (_fused is not null)
        {
            result = Bias is null ? Tape.Run(_fused, input, Kernel.Value) : Tape.Run(_fused, input, Kernel.Value, Bias.Value);
        }
        else
        {
            result = _program.Run([input, Kernel.Value]);
            if (Bias is not null) result = Tape.Run(MathOps.Add, result, Bias.Value);
        }

        return _activation is null ? result : _activation.Apply(result);
    }
}
