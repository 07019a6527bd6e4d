namespace DeepSharp;

/// <summary>Records computations for custom training loops and differentiates them.</summary>
/// <remarks>
/// Trainable variables are watched by themselves, other tensors after <see cref="Watch"/>. Tensors made while a tape records are ordinary
/// ones: they stay readable. One tape records at a time on a thread; tapes on several threads do not see each other.
/// </remarks>
/// <example><code>
/// var tape = new GradientTape();
/// Tensor loss = tape.Record(() => Loss.MeanSquaredError().Apply(y, model.Apply(x, training: true)));
/// Tensor?[] gradients = tape.Gradient(loss, model.TrainableWeights);
/// optimizer.Apply(model.TrainableWeights, gradients);
/// </code></example>
public sealed class GradientTape
{
    private readonly Tape _tape = new(memory: null, isRecording: true);

    /// <summary>Asks for the gradient of a tensor that is no trainable variable, such as an input image.</summary>
    public void Watch(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _tape.Watch(tensor);
    }

    /// <summary>Runs <paramref name="computation"/> on this thread, records what it computes and returns its result.</summary>
    /// <exception cref="InvalidOperationException">Another tape records on this thread.</exception>
    public Tensor Record(Func<Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        if (Tape.Current is { } current && current != _tape)
        {
            throw new InvalidOperationException("GradientTape: expected no other tape to record on this thread. Let the other Record (or Fit step) end first.");
        }

        Tape? previous = _tape.Enter();
        try
        {
            return computation();
        }
        finally
        {
            Tape.Restore(previous);
        }
    }

    /// <summary>
    /// The gradients of the sum of <paramref name="target"/> with respect to tensors; null where the target does not depend on one.
    /// The recording ends with this call: the tape can then record anew, and watches nothing but trainable variables.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target depends on nothing that the tape watched.</exception>
    public Tensor?[] Gradient(Tensor target, params ReadOnlySpan<Tensor> sources)
    {
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            _tape.Backward(target);
            var gradients = new Tensor?[sources.Length];
            for (int i = 0; i < gradients.Length; i++)
            {
                ReadOnlySpan<float> gradient = _tape.GradientOf(sources[i]);
                gradients[i] = gradient.IsEmpty && sources[i].Size > 0 ? null : Tensor.From(gradient, sources[i].Shape);
            }

            return gradients;
        }
        finally
        {
            _tape.EndStep();
            _tape.ForgetLeaves();
        }
    }

    /// <summary>The gradients of the sum of <paramref name="target"/> with respect to variables; null where it does not depend on one.</summary>
    /// <exception cref="InvalidOperationException">The target depends on nothing that the tape watched.</exception>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Variable> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var tensors = new Tensor[sources.Count];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = sources[i].Value;
        return Gradient(target, tensors);
    }
}
