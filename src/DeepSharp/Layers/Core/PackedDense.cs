namespace DeepSharp.Layers;

/// <summary>The kernel of a product as predictions keep it, (inputs, outputs).</summary>
internal sealed class PackedDense(Variable kernel) : WeightForm
{
    // With more rows copying the kernel each time costs next to nothing, with one the kernel is read as it is, and small ones are read from
    // the nearest cache either way.
    private const int FewestRows = 2;
    private const int MostRows = 1024;
    private const int SmallestKernel = 4096;

    private readonly PackedKernel _packed = new();
    private readonly Variable[] _weights = [kernel];
    private PackedLinearOp? _plain;
    private PackedLinearOp? _relu;

    /// <inheritdoc/>
    protected override ReadOnlySpan<Variable> Weights => _weights;

    /// <summary>The product with the kernel, and the bias if there is one, by the kept form where that pays.</summary>
    public Tensor Multiply(LinearOp op, Tensor input, Variable? bias, bool training)
    {
        if (!MayBeUsed(training) || !Pays(input.Shape) || !TryTake()) return Tape.RunWithBias(op, input, kernel.Value, bias);
        PackedLinearOp packed = op.Activation == Kernels.FusedActivation.None
            ? _plain ??= new PackedLinearOp(_packed, op.Activation)
            : _relu ??= new PackedLinearOp(_packed, op.Activation);
        return bias is null ? Tape.Run(packed, input) : Tape.Run(packed, input, bias.Value);
    }

    /// <inheritdoc/>
    protected override void Make() => _packed.Pack(kernel.Value);

    private bool Pays(Shape input)
    {
        if (kernel.Value.Size < SmallestKernel || input.Rank == 0 || input[^1] == 0) return false;
        int rows = input.Size / input[^1];
        return rows is >= FewestRows and <= MostRows && PackedKernel.CanHold(kernel.Shape[0], kernel.Shape[1]);
    }
}
