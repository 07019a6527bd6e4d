namespace DeepSharp;

/// <summary>
/// The shapes of the weights and the output of a layer that multiplies its input with a kernel by an equation, as Keras finds them.
/// </summary>
/// <param name="Kernel">Of the kernel.</param>
/// <param name="Bias">Of the bias; null for none.</param>
/// <param name="Output">Of the output, batch axis included.</param>
/// <param name="InputAxes">The axes of the kernel that are summed over.</param>
/// <param name="OutputAxes">The axes of the kernel that the output has.</param>
internal sealed record EinsumShapes(Shape Kernel, Shape? Bias, Shape Output, int[] InputAxes, int[] OutputAxes)
{
    private const string Ellipsis = "...";

    /// <summary>Refuses an equation that is none for an input and a kernel.</summary>
    /// <exception cref="ArgumentException">It is not of the form x,k->y, ...x,k->...y or x...,k->y....</exception>
    public static void Require(string owner, EinsumEquation equation)
    {
        if (equation.Operands.Count == 2 && equation.Text.Contains("->"))
        {
            (string input, string kernel, string result) = (equation.Operands[0], equation.Operands[1], equation.Result);
            int at = input.IndexOf(Ellipsis, StringComparison.Ordinal);
            bool fits = at < 0 ? !result.Contains(Ellipsis)
                : at == 0 ? result.StartsWith(Ellipsis, StringComparison.Ordinal)
                : input.EndsWith(Ellipsis, StringComparison.Ordinal) && result.EndsWith(Ellipsis, StringComparison.Ordinal);
            if (fits && !kernel.Contains(Ellipsis) && kernel.Length > 0) return;
        }

        throw new ArgumentException(
            $"{owner}: expected an equation of the form 'x,k->y', '...x,k->...y' or 'x...,k->y...', such as 'abc,cd->abd', but got " +
            $"'{NearestName.Shown(equation.Text)}'.", nameof(equation));
    }

    /// <summary>Finds the shapes.</summary>
    /// <param name="equation">Input and kernel.</param>
    /// <param name="biasAxes">Letters of the output that the bias has; null for none.</param>
    /// <param name="input">Of the input, batch axis included.</param>
    /// <param name="partial">Lengths of the output without the batch; <see cref="Shape.Any"/> where the input says it.</param>
    /// <exception cref="ShapeException">They do not fit together.</exception>
    public static EinsumShapes Of(EinsumEquation equation, string? biasAxes, Shape input, Shape partial)
    {
        string inputLetters = Letters(equation.Operands[0]), kernelLetters = equation.Operands[1], outputLetters = Letters(equation.Result);
        bool isLeft = equation.Operands[0].StartsWith(Ellipsis, StringComparison.Ordinal);
        int unnamed = input.Rank - inputLetters.Length;
        if (unnamed < 0 || (unnamed > 0 && !equation.Operands[0].Contains(Ellipsis)))
        {
            throw new ShapeException($"expected an input with the axes '{equation.Operands[0]}' of '{equation.Text}' but got {input}.");
        }

        // The batch axis, the unnamed ones in front, what the layer was told, the unnamed ones behind.
        int before = isLeft ? Math.Max(0, unnamed - 1) : 0, after = isLeft ? 0 : unnamed, first = isLeft ? unnamed : 0;
        if (input.Rank == 0 || 1 + before + partial.Rank + after != first + outputLetters.Length + after)
        {
            throw new ShapeException(
                $"expected an outputShape of {first + outputLetters.Length - 1 - before} lengths for '{equation.Text}' and an input of " +
                $"shape {input} but got {partial}.");
        }

        Shape output = Shape.Create(
            [input[0], .. isLeft ? input.AsSpan().Slice(1, before) : [], .. partial.AsSpan(), .. input.AsSpan()[(input.Rank - after)..]]);
        output = Complete(equation, output, first, outputLetters, input, isLeft ? unnamed : 0, inputLetters);
        return OfKernel(equation, biasAxes, output, first, input, isLeft ? unnamed : 0, after);
    }

    // Where the input and the output have an axis in common the input says its length.
    private static Shape Complete(
        EinsumEquation equation, Shape output, int first, string outputLetters, Shape input, int firstOfInput, string inputLetters)
    {
        for (int i = 0; i < outputLetters.Length; i++)
        {
            int at = inputLetters.IndexOf(outputLetters[i]);
            if (at < 0) continue;
            (int given, int wanted) = (output[first + i], input[firstOfInput + at]);
            if (given == Shape.Any || given == wanted || wanted == Shape.Any)
            {
                if (given == Shape.Any) output = output.With(first + i, wanted);
                continue;
            }

            throw new ShapeException(
                $"expected equal lengths of '{outputLetters[i]}' in '{equation.Text}' but the input {input} has {wanted} and the output " +
                $"{given}.");
        }

        return output;
    }

    private static EinsumShapes OfKernel(
        EinsumEquation equation, string? biasAxes, Shape output, int first, Shape input, int firstOfInput, int after)
    {
        string inputLetters = Letters(equation.Operands[0]), kernelLetters = equation.Operands[1], outputLetters = Letters(equation.Result);
        Span<int> kernel = stackalloc int[kernelLetters.Length];
        List<int> inputAxes = [], outputAxes = [];
        for (int i = 0; i < kernel.Length; i++)
        {
            int atOutput = outputLetters.IndexOf(kernelLetters[i]), atInput = inputLetters.IndexOf(kernelLetters[i]);
            if (atOutput < 0 && atInput < 0)
            {
                throw new ShapeException(
                    $"expected the letter '{kernelLetters[i]}' of the kernel of '{equation.Text}' in the input or the output.");
            }

            kernel[i] = atOutput >= 0 ? output[first + atOutput] : input[firstOfInput + atInput];
            if (kernel[i] == Shape.Any)
            {
                throw new ShapeException(
                    $"expected to know the length of '{kernelLetters[i]}' of '{equation.Text}', which the kernel has, but the input is " +
                    $"{input} and the output {output}.");
            }

            (atOutput >= 0 ? outputAxes : inputAxes).Add(i);
        }

        Shape? bias = biasAxes is null ? null : BiasShape(equation, biasAxes, outputLetters, output, first, after);
        return new EinsumShapes(Shape.Create(kernel), bias, output, [.. inputAxes], [.. outputAxes]);
    }

    private static Shape BiasShape(EinsumEquation equation, string axes, string outputLetters, Shape output, int first, int after)
    {
        int start = outputLetters.Length;
        foreach (char letter in axes)
        {
            int at = outputLetters.IndexOf(letter);
            if (at < 0) throw new ShapeException($"expected biasAxes with letters of the output of '{equation.Text}' but got '{axes}'.");
            start = Math.Min(start, at);
        }

        Span<int> lengths = stackalloc int[outputLetters.Length - start + after];
        lengths.Fill(1);
        for (int i = start; i < outputLetters.Length; i++)
        {
            if (!axes.Contains(outputLetters[i])) continue;
            lengths[i - start] = output[first + i] != Shape.Any ? output[first + i] : throw new ShapeException(
                $"expected to know the length of '{outputLetters[i]}' of '{equation.Text}', which the bias has, but the output is " +
                $"{output}.");
        }

        return Shape.Create(lengths);
    }

    private static string Letters(string operand) => operand.Replace(Ellipsis, "", StringComparison.Ordinal);
}
