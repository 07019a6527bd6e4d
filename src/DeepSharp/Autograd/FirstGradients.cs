namespace DeepSharp;

/// <summary>What <see cref="Op.Backward"/> of one execution gives, apart from all tapes: values without a history.</summary>
internal static class FirstGradients
{
    /// <summary>The gradient of each input that <see cref="Node.Needs"/> one; null where the op gives none.</summary>
    /// <param name="node">The execution.</param>
    /// <param name="gradient">Of its output.</param>
    public static Tensor?[] Of(Node node, Tensor gradient)
    {
        Span<bool> needs = stackalloc bool[Math.Min(node.InputCount, 64)];
        bool[]? many = node.InputCount > needs.Length ? new bool[node.InputCount] : null;
        if (many is not null) needs = many;
        for (int i = 0; i < needs.Length; i++) needs[i] = node.Needs(i);
        return Of(node.Op, node.Inputs, node.Output, node, gradient, needs);
    }

    /// <summary>The gradient of one input where that of the output is 1 everywhere: what each value is multiplied by.</summary>
    public static Tensor OfOnes(Node node, int index)
    {
        Tensor ones = Tensor.Temporary(node.Output.Shape);
        ones.Span.Fill(1f);
        return Of(node.Op, node.Inputs, node.Output, node, ones, index);
    }

    /// <summary>The gradient of one input; zeros where the op gives none.</summary>
    /// <param name="op">The op.</param>
    /// <param name="inputs">What it is run on. Of what the gradient does not depend on only the shapes count.</param>
    /// <param name="output">What it gave.</param>
    /// <param name="saved">An execution that has saved what the backward pass needs; null if it needs nothing.</param>
    /// <param name="gradient">Of the output.</param>
    /// <param name="index">Which input.</param>
    public static Tensor Of(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Node? saved, Tensor gradient, int index)
    {
        var needs = new bool[inputs.Length];
        needs[index] = true;
        if (Of(op, inputs, output, saved, gradient, needs)[index] is { } found) return found;
        Tensor zeros = Tensor.Temporary(inputs[index].Shape);
        zeros.Span.Clear();
        return zeros;
    }

    private static Tensor?[] Of(
        Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Node? saved, Tensor gradient, ReadOnlySpan<bool> needs)
    {
        // Views that no other tape knows: each gets what its place gives, also where a tensor is there twice.
        var tape = new Tape(null, isRecording: true);
        var leaves = new Tensor[inputs.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = inputs[i].View(0, inputs[i].Shape);
            if (needs[i]) tape.Watch(leaves[i]);
        }

        var node = new Node();
        node.Begin(op, leaves, output, tape);
        if (saved is not null) node.ShareSaved(saved);
        gradient.Values.CopyTo(node.SeedGradient(tape.RentGradient(gradient.Size)));
        op.Backward(node);
        var gradients = new Tensor?[leaves.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            if (tape.GradientBlock(leaves[i]) is { } block) gradients[i] = new Tensor(block, leaves[i].Shape);
        }

        return gradients;
    }
}
