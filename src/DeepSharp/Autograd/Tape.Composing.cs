namespace DeepSharp;

// The backward pass in terms of ops, which tapes around this one record: the gradients can then be differentiated again.
internal sealed partial class Tape
{
    /// <summary>A tape that records nothing and gives the memory of this one.</summary>
    public Tape Silent => field ??= new Tape(Memory, isRecording: false);

    /// <summary>
    /// The gradients of the sum of <paramref name="target"/> times <paramref name="cotangent"/>, for which null stands for ones, computed
    /// by ops on the tapes that are open. Slower than <see cref="Backward(Tensor, Tensor?)"/>, and it allocates.
    /// </summary>
    /// <param name="target">What was computed on this tape.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <param name="cotangent">Of the target's shape.</param>
    /// <returns>One for each source; null where the target does not depend on it.</returns>
    /// <exception cref="InvalidOperationException">The target was not computed on this tape from anything that is watched.</exception>
    public Tensor?[] Compose(Tensor target, ReadOnlySpan<Tensor> sources, Tensor? cotangent)
    {
        RequireNode(target);
        Dictionary<Tensor, Tensor> gradients = new(ReferenceEqualityComparer.Instance) { [target] = cotangent ?? OnesLike(target) };
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            Node node = _nodes[i];
            if (!gradients.TryGetValue(node.Output, out Tensor? gradient)) continue;
            Tensor?[] parts = InputGradients(node, gradient);
            for (int input = 0; input < parts.Length; input++)
            {
                if (parts[input] is not { } part) continue;
                Tensor tensor = node.InputTensor(input);
                gradients[tensor] = gradients.TryGetValue(tensor, out Tensor? others) ? others + part : part;
            }
        }

        var result = new Tensor?[sources.Length];
        for (int i = 0; i < result.Length; i++) result[i] = gradients.GetValueOrDefault(sources[i]);
        return result;
    }

    private static Tensor?[] InputGradients(Node node, Tensor gradient)
    {
        var parts = new Tensor?[node.InputCount];
        bool isSaid = true;
        for (int i = 0; i < parts.Length && isSaid; i++)
        {
            if (node.Needs(i)) isSaid = (parts[i] = node.Op.GradientOps(node, i, gradient)) is not null;
        }

        if (isSaid) return parts;
        if (ThroughOutputOps(node, gradient) is { } others) return others;

        // What the op says of other inputs counts; for the rest there are values, and no more.
        Tensor?[] values = FirstGradients.Of(node, gradient);
        for (int i = 0; i < parts.Length; i++)
        {
            if (!node.Needs(i)) continue;
            parts[i] ??= node.Op.GradientOps(node, i, gradient);
            if (parts[i] is null && values[i] is { } value) parts[i] = FirstGradientOp.Run(node, value, gradient);
        }

        return parts;
    }

    // The output is computed once more by other ops, on a tape whose gradients are then these.
    private static Tensor?[]? ThroughOutputOps(Node node, Tensor gradient)
    {
        var tape = new Tape(null, isRecording: true);
        foreach (Tensor input in node.Inputs)
        {
            if (node.Tape!.Tracks(input)) tape.Watch(input);
        }

        try
        {
            tape.EnterInside();
            Tensor? again;
            try
            {
                again = node.Op.OutputOps(node);
            }
            finally
            {
                tape.Leave();
            }

            if (again is null) return null;
            Tensor?[] parts = tape.Compose(again, node.Inputs, gradient);

            // One that is there twice has got all of its gradient at its first place.
            for (int i = 1; i < parts.Length; i++)
            {
                if (node.Inputs[..i].Contains(node.InputTensor(i))) parts[i] = null;
            }

            return parts;
        }
        finally
        {
            tape.EndRecording();
        }
    }

    private static Tensor OnesLike(Tensor tensor)
    {
        Tensor ones = Tensor.Temporary(tensor.Shape);
        ones.Span.Fill(1f);
        return ones;
    }
}
