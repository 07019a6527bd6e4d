namespace DeepSharp;

/// <summary>Records computations for custom training loops and differentiates them.</summary>
/// <remarks>
/// Trainable variables are watched by themselves, other tensors after <see cref="Watch"/>. Tensors made while a tape records are ordinary
/// ones and stay readable, unless the tape was given a <see cref="Workspace"/>. Tapes may lie inside each other on a thread: what is computed
/// inside is on all of them, and the gradients that an inner one gives are on those around it, to be differentiated again; tensors then
/// live in the memory of the outermost one. Tapes on several threads do not see each other.
/// <para>A gradient is computed with the values that weights and tensors have when it is asked for. Ask for all gradients of a recording
/// before an optimizer, or anything else, changes a weight that was part of it.</para>
/// </remarks>
/// <example><code>
/// var tape = new GradientTape();
/// Tensor loss = tape.Record(() => Loss.MeanSquaredError().Apply(y, model.Apply(x, training: true)));
/// Tensor?[] gradients = tape.Gradient(loss, model.TrainableWeights);
/// optimizer.Apply(model.TrainableWeights, gradients);
/// </code></example>
public sealed class GradientTape
{
    private readonly Tape _tape;
    private readonly bool _isPersistent;
    private bool _startsAnew;

    /// <summary>A tape that has recorded nothing.</summary>
    /// <param name="persistent">
    /// Whether the recording is kept for more than one <c>Gradient</c>, until <see cref="Reset"/>. Take them all before weights change.
    /// </param>
    /// <param name="workspace">
    /// Memory to use again: tensors are then readable until the tape records again, gradients until the next ones too.
    /// Null for ordinary tensors.
    /// </param>
    public GradientTape(bool persistent = false, Workspace? workspace = null)
    {
        _isPersistent = persistent;
        _tape = new Tape(workspace?.Memory, isRecording: true) { CollectsPenalties = true };
    }

    /// <summary>Asks for the gradient of a tensor that is no trainable variable, such as an input image.</summary>
    public void Watch(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        StartAnew();
        _tape.Watch(tensor);
    }

    /// <summary>Runs <paramref name="computation"/> on this thread, records what it computes and returns its result.</summary>
    /// <remarks>If it throws, the recording is dropped; what is watched stays so.</remarks>
    public Tensor Record(Func<Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        StartAnew();
        bool wasOpen = _tape.IsOpen;
        Tape? previous = Tape.Current;
        if (!wasOpen) _tape.EnterInside();
        try
        {
            return computation();
        }
        catch
        {
            _tape.EndStep();
            throw;
        }
        finally
        {
            if (!wasOpen) LeaveTo(previous);
        }
    }

    /// <summary>Records what is computed on this thread from now on, until what is returned is disposed of on it.</summary>
    /// <remarks>
    /// <see cref="Gradient(Tensor, ReadOnlySpan{Tensor})"/> ends it too, unless the tape is persistent. Where something throws before
    /// the end, what was recorded so far stays until <see cref="Reset"/>.
    /// </remarks>
    /// <example><code>
    /// var tape = new GradientTape();
    /// using (tape.Record())
    /// {
    ///     loss = Loss.MeanSquaredError().Apply(y, model.Apply(x, training: true));
    /// }
    /// </code></example>
    public Recording Record()
    {
        StartAnew();
        if (_tape.IsOpen) return default;
        _tape.EnterInside();
        return new Recording(_tape);
    }

    /// <summary>
    /// The gradients of the sum of <paramref name="target"/> with respect to tensors: watched ones, variables' values, and what was
    /// computed on the way, such as the output of a layer in the middle; null where the target does not depend on one.
    /// Unless the tape is persistent the recording ends with this call: the tape can then record again, and watches
    /// nothing but trainable variables.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target depends on nothing that the tape watched.</exception>
    public Tensor?[] Gradient(Tensor target, params ReadOnlySpan<Tensor> sources) => Differentiate(target, sources, null);

    /// <summary>The gradients of the sum of <paramref name="target"/> · <paramref name="outputGradient"/>, as above.</summary>
    /// <param name="target">What was computed.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <param name="outputGradient">The weight of each value of the target: the gradient of what the target was used for.</param>
    /// <exception cref="InvalidOperationException">The target depends on nothing that the tape watched.</exception>
    /// <exception cref="ShapeException"><paramref name="outputGradient"/> has another shape than the target.</exception>
    public Tensor?[] Gradient(Tensor target, ReadOnlySpan<Tensor> sources, Tensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        return Differentiate(target, sources, outputGradient);
    }

    /// <summary>
    /// The gradients of the sum of <paramref name="target"/> with respect to variables; null where it does not depend on one.
    /// </summary>
    /// <param name="target">What was computed.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <param name="outputGradient">The weight of each value of the target; null for ones.</param>
    /// <exception cref="InvalidOperationException">The target depends on nothing that the tape watched.</exception>
    /// <exception cref="ShapeException"><paramref name="outputGradient"/> has another shape than the target.</exception>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Variable> sources, Tensor? outputGradient = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var tensors = new Tensor[sources.Count];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = sources[i].Value;
        return Differentiate(target, tensors, outputGradient);
    }

    /// <summary>Drops the recording and what was watched.</summary>
    public void Reset()
    {
        _tape.Leave();
        _tape.EndRecording();
        _startsAnew = true;
    }

    private Tensor?[] Differentiate(Tensor target, ReadOnlySpan<Tensor> sources, Tensor? outputGradient)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (outputGradient is not null && outputGradient.Shape != target.Shape)
        {
            throw new ShapeException(
                $"GradientTape: expected an outputGradient of the target's shape {target.Shape} but got {outputGradient.Shape}.");
        }

        if (_startsAnew && _tape.NodeOf(target) is null)
        {
            throw new InvalidOperationException(
                "GradientTape: expected a recording, but it ended with the last Gradient or Reset. Record again, or make the tape with " +
                "new GradientTape(persistent: true) to take several gradients of one recording.");
        }

        // The gradients are not on the tape itself; on those around it they are.
        bool wasOpen = _tape.IsOpen;
        _tape.Leave();
        try
        {
            if (Tape.Current is { RecordsAnywhere: true }) return _tape.Compose(target, sources, outputGradient);
            _tape.Backward(target, sources, outputGradient);
            var gradients = new Tensor?[sources.Length];
            for (int i = 0; i < gradients.Length; i++) gradients[i] = GradientOf(sources[i]);
            return gradients;
        }
        finally
        {
            if (!_isPersistent) Reset();
            else if (wasOpen) _tape.EnterInside();
        }
    }

    private Tensor? GradientOf(Tensor source)
    {
        if (_tape.GradientBlock(source) is not { } block) return null;
        return _tape.Memory?.Wrap(block, source.Shape) ?? Tensor.From(block.AsSpan(0, source.Size), source.Shape);
    }

    // Whatever was opened since and not left is left too.
    private void LeaveTo(Tape? previous)
    {
        _tape.Leave();
        Tape.Restore(previous);
    }

    // Put off until something new is recorded or watched: until then what a workspace holds stays readable.
    private void StartAnew()
    {
        if (!_startsAnew) return;
        _startsAnew = false;
        _tape.EndStep();
        _tape.ForgetLeaves();
    }

    /// <summary>The time that a tape records, from <see cref="Record()"/> to <see cref="Dispose"/>.</summary>
    public readonly struct Recording : IDisposable
    {
        private readonly Tape? _tape;

        internal Recording(Tape tape) => _tape = tape;

        /// <summary>Ends it.</summary>
        public void Dispose() => _tape?.Leave();
    }
}
