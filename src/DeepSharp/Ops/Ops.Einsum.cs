namespace DeepSharp;

// Sums over products of any axes.
public static partial class Ops
{
    /// <summary>
    /// Sums over products of tensors, by an equation that has a letter for each axis: letters that the result lacks are summed over.
    /// </summary>
    /// <remarks>
    /// As <c>numpy.einsum</c>: <c>...</c> stands for axes that are not named, which broadcast; a letter that one operand has twice is its
    /// diagonal; without <c>-></c> the result has the letters that occur once, in alphabetical order. Two operands at a time are
    /// multiplied, as products of matrices, from left to right.
    /// </remarks>
    /// <param name="subscripts">The equation, such as <c>bij,bjk->bik</c>.</param>
    /// <param name="operands">A tensor for each part of its left side.</param>
    /// <exception cref="ArgumentException">The equation is none, or there are more or fewer tensors.</exception>
    /// <exception cref="ShapeException">A tensor has another number of axes, or axes that are called alike differ in length.</exception>
    /// <example><code>Tensor scores = Ops.Einsum("bqhd,bkhd->bhqk", query, key);</code></example>
    public static Tensor Einsum(string subscripts, params ReadOnlySpan<Tensor> operands)
    {
        var equation = EinsumEquation.Parse("Einsum", subscripts);
        if (equation.Operands.Count != operands.Length)
        {
            throw new ArgumentException(
                $"Einsum: expected as many tensors as '{equation.Text}' has parts, {equation.Operands.Count}, but got {operands.Length}.",
                nameof(operands));
        }

        Span<int> ranks = stackalloc int[operands.Length];
        for (int i = 0; i < ranks.Length; i++) ranks[i] = Require(operands[i]).Rank;
        try
        {
            return new EinsumProgram(equation, ranks).Run(Stretched(equation, ranks, operands));
        }
        catch (ShapeException exception)
        {
            const string Owner = "Einsum: ";
            string message = exception.Message;
            if (message.StartsWith(Owner, StringComparison.Ordinal)) message = message[Owner.Length..];
            throw new ShapeException($"Einsum '{equation.Text}': {message}");
        }
    }

    /// <inheritdoc cref="Einsum(string, ReadOnlySpan{Tensor})"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(-1)]
    public static Tensor Einsum(string subscripts, params Tensor[] operands) => Einsum(subscripts, (ReadOnlySpan<Tensor>)operands);

    // Axes without a name stretch from length 1 to that of other operands.
    private static ReadOnlySpan<Tensor> Stretched(EinsumEquation equation, ReadOnlySpan<int> ranks, ReadOnlySpan<Tensor> operands)
    {
        (string[] letters, _) = equation.Name(ranks);
        var stretched = operands.ToArray();
        for (int i = 0; i < stretched.Length; i++)
        {
            Shape wanted = stretched[i].Shape;
            for (int axis = 0; axis < wanted.Rank; axis++)
            {
                if (wanted[axis] != 1 || !EinsumEquation.IsUnnamed(letters[i][axis])) continue;
                for (int j = 0; j < stretched.Length; j++)
                {
                    int at = letters[j].IndexOf(letters[i][axis]);
                    if (at >= 0 && operands[j].Shape[at] != 1) wanted = wanted.With(axis, operands[j].Shape[at]);
                }
            }

            stretched[i] = stretched[i].BroadcastTo(wanted);
        }

        return stretched;
    }
}
