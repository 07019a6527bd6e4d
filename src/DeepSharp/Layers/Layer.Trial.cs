namespace DeepSharp;

// Output shapes of a class that does not say them: one sample of zeros tells.
public abstract partial class Layer
{
    private const int MostOutputsOfTrial = 64;

    private TriedShapes? _tried;
    private bool _hasOwnWeights;

    /// <summary>
    /// The shapes of all outputs, found out by computing one sample of zeros in inference mode. Builds the layer, if it is not built.
    /// </summary>
    /// <exception cref="ShapeException">A length is unknown, or the layer cannot take such inputs.</exception>
    /// <exception cref="ArgumentException">The layer takes one input only.</exception>
    private Shape[] TriedOutputShapes(in CallInputs<Shape> call)
    {
        ReadOnlySpan<Shape> inputs = call.Inputs;
        if (_tried is { } known && known.IsOf(call.Form, inputs)) return known.Outputs(inputs[0][0]);
        bool isInBuild = BuildLock.IsHeldByCurrentThread && _isBuilding;
        if (isInBuild && !_hasOwnWeights) throw new NeedsWeightsException(this);
        if (!isInBuild)
        {
            // Which tries it out, where the class does not say shapes before it has weights.
            Build(call.Form, inputs);
            if (_tried is { } built && built.IsOf(call.Form, inputs)) return built.Outputs(inputs[0][0]);
        }

        Shape[] samples = OneSample(inputs), outputs;
        int count = inputs.Length;
        try
        {
            outputs = [.. Trial(call.Form, samples).Select(output => output.Shape)];
        }
        catch (MissingCallException exception) when (exception.Layer == this && count > 1)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected 1 input but got {count}. A class that takes several overrides " +
                "Call(ReadOnlySpan<Tensor> inputs, bool training).", exception);
        }

        _tried = new TriedShapes(call.Form, samples, outputs);
        return _tried.Outputs(inputs[0][0]);
    }

    /// <summary>Computes one sample of zeros, whatever tape records, and gives all outputs.</summary>
    /// <exception cref="MissingCallException">The class overrides no form of <c>Call</c>.</exception>
    /// <exception cref="InvalidOperationException">An output is null, or there are more than is room for.</exception>
    private protected Tensor[] Trial(CallForm form, Shape[] samples)
    {
        Tensor[] inputs = [.. samples.Select(sample => Tensor.Zeros(sample))];
        Tape? previous = Tape.Suspend();
        CallScope outer = CallScope.EnterTrial(this);
        WeightJournal? journal = WeightJournal.Begin();
        try
        {
            return CallInAnyWay(form, inputs);
        }
        finally
        {
            WeightJournal.Undo(journal);
            CallScope.Leave(outer);
            Tape.Restore(previous);
        }
    }

    /// <summary>The shapes of one sample, whose lengths have to be known.</summary>
    private protected static Shape[] OneSample(ReadOnlySpan<Shape> inputs)
    {
        var samples = new Shape[inputs.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            Shape input = inputs[i];
            samples[i] = input.Rank > 0 && input[1..].IsKnown ? input.WithFirst(1) : throw new ShapeException(
                $"expected an input whose lengths are known, but for the batch, to try out what comes of it, but got {input}. Override " +
                "ComputeOutputShape, or ComputeOutputShapes for several inputs or outputs.");
        }

        return samples;
    }

    /// <summary>The same for tensors in order.</summary>
    private protected Tensor[] Trial(Shape[] samples) => Trial(KnownSignature.Plain(samples.Length), samples);

    private Shape[] TriedOutputShapes(ReadOnlySpan<Shape> inputs) =>
        TriedOutputShapes(new CallInputs<Shape>(KnownSignature.Plain(inputs.Length), inputs));

    // The methods for several outputs first: how many there are shows in what they fill.
    private Tensor[] CallInAnyWay(CallForm form, Tensor[] inputs)
    {
        var outputs = new Tensor?[MostOutputsOfTrial];
        try
        {
            Call(new CallInputs<Tensor>(form, inputs), outputs!);
        }
        catch (MissingCallException exception) when (exception.Layer == this && inputs.Length == 1)
        {
            outputs[0] = Call(inputs[0], training: false);
        }
        catch (IndexOutOfRangeException exception)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected its Call to stay within its spans and arrays, but an index was outside of " +
                $"one. To find out the shapes, Call is tried out with room for {MostOutputsOfTrial} outputs: a class with more overrides " +
                "ComputeOutputShapes(ReadOnlySpan<Shape> inputs), which says how many there are.", exception);
        }

        int count = Array.FindLastIndex(outputs, output => output is not null) + 1;
        int missing = Array.IndexOf(outputs, null, 0, count);
        if (count > 0 && missing < 0) return outputs[..count]!;
        throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected its Call to give a tensor for every output but number " +
            $"{Math.Max(0, missing)} is null.");
    }

    // Where weights have to be made first, as the shapes are tried out with them.
    private bool KnowsShapesBefore(in CallInputs<Shape> call)
    {
        try
        {
            RequireArrays(ComputeOutputShapes(call));
            return true;
        }
        catch (NeedsWeightsException exception) when (exception.Layer == this)
        {
            return false;
        }
    }

    // Shapes of samples of one, and what came of them.
    private sealed record TriedShapes(CallForm Form, Shape[] Samples, Shape[] Results)
    {
        public bool IsOf(CallForm form, ReadOnlySpan<Shape> inputs)
        {
            if (!form.IsSameAs(Form) || inputs.Length != Samples.Length) return false;
            for (int i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].Rank == 0 || inputs[i].WithFirst(1) != Samples[i]) return false;
            }

            return true;
        }

        public Shape[] Outputs(int batch) =>
            [.. Results.Select(shape => batch == 1 || shape.Rank == 0 ? shape : shape.WithFirst(batch))];
    }

    private sealed class NeedsWeightsException(Layer layer) : InvalidOperationException(
        $"{LayerArguments.Describe(layer)}: expected a class that overrides ComputeOutputShape, where OnBuild asks for it.")
    {
        public Layer Layer => layer;
    }
}
