namespace DeepSharp;

/// <summary>Watches a training, an evaluation or a prediction and may steer it: override what is of interest.</summary>
/// <remarks>
/// <para>Callbacks receive numbers, never tensors. The <see cref="Logs"/> object is used again; copy what is to be kept.</para>
/// <para>They run on the thread of the training, and may save, evaluate and even train its model there: what the epoch has added up, its
/// <see cref="Model.History"/> and its <see cref="Model.StopTraining"/> are afterwards as they were. An object takes part in one
/// <c>Fit</c> at a time; it may be given to the next one, where it begins again.</para>
/// <para>The validation in <c>Fit</c> is an evaluation: the callbacks of <c>Fit</c> see it between the batches and the end of an
/// epoch.</para>
/// <para>A run ends for a callback, with <see cref="OnTrainEnd"/>, <see cref="OnTestEnd"/> or <see cref="OnPredictEnd"/>, when it is done,
/// when <see cref="Model.StopTraining"/> was set, and when a <c>FitAsync</c> was cancelled. When an exception ends it, from the model, the
/// data or a callback, no more methods are called, as in Keras.</para>
/// </remarks>
/// <example><code>
/// sealed class StopAtAccuracy(double goal) : Callback
/// {
///     public override void OnEpochEnd(int epoch, Logs logs) => Model.StopTraining = logs["accuracy"] >= goal;
/// }
/// </code></example>
public abstract class Callback
{
    private CallbackRun? _run;
    private FitRun? _fit;
    private int _fitThread;
    private TextWriter? _output;

    /// <summary>The model in training, evaluation or prediction.</summary>
    /// <exception cref="InvalidOperationException">The callback was not given to <c>Fit</c> yet.</exception>
    public Model Model
    {
        get => _run?.Model ?? throw new InvalidOperationException(
            $"{GetType().Name}: expected a model, but the callback was not given to Fit. Pass it in callbacks.");
    }

    /// <summary>The class, and what it was given: <c>EarlyStopping (monitor val_loss, patience 3)</c>.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Epochs, steps and verbosity of the run.</summary>
    /// <exception cref="InvalidOperationException">The callback was not given to <c>Fit</c> yet.</exception>
    public CallbackParams Params => _run?.Params ?? throw new InvalidOperationException(
        $"{GetType().Name}: expected the parameters of a run, but the callback was not given to Fit. Pass it in callbacks.");

    /// <summary>
    /// The names of the values that it adds to the logs of every epoch, in <see cref="OnEpochEnd"/>: those who come after it in the list
    /// may watch them, such as <c>EarlyStopping</c>, which asks for a name before the first step.
    /// </summary>
    /// <example><code>
    /// sealed class GradientNorm : Callback
    /// {
    ///     public override IReadOnlyList&lt;string&gt; ValueNames =&gt; ["norm"];
    ///     public override void OnEpochEnd(int epoch, Logs logs) =&gt; logs["norm"] = _largest;
    /// }
    /// </code></example>
    public virtual IReadOnlyList<string> ValueNames => [];

    /// <summary>
    /// In <see cref="OnTrainBegin"/> of a <c>Fit</c>: training is to begin later, where an earlier one that was interrupted goes on. Of
    /// several calls the last counts. It takes precedence over <c>initialEpoch</c>.
    /// </summary>
    /// <remarks>
    /// The batches before are left out and not trained on. Data in arrays, and batches that are counted, come in the order in which they
    /// would have come had the epochs before run: with the seed of the earlier training the samples that it did not see yet. A sequence of
    /// unknown length is enumerated from its beginning, and <paramref name="batch"/> batches of it are left out. Weights and the state of
    /// the optimizer are the callback's to load.
    /// </remarks>
    /// <param name="epoch">The first epoch, from 0. From the number of epochs on there is nothing left to train.</param>
    /// <param name="batch">The first batch of that epoch, from 0.</param>
    /// <exception cref="InvalidOperationException">It is not <see cref="OnTrainBegin"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of the epoch or of the batch is negative.</exception>
    /// <example><code>public override void OnTrainBegin() =&gt; BeginAt(epoch: 7, batch: 120);</code></example>
    protected void BeginAt(int epoch, int batch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        if (_fit is { IsBeginning: true } fit)
        {
            fit.Beginning = (epoch, batch);
            return;
        }

        throw new InvalidOperationException(
            $"{GetType().Name}: expected BeginAt in OnTrainBegin, before the first epoch of Fit. Call it there.");
    }

    /// <summary>Where messages go.</summary>
    internal TextWriter Output
    {
        get => _output ?? Console.Out;
        set => _output = value;
    }

    /// <summary>What the model in training was compiled with.</summary>
    internal Trainer? Trainer => _run?.Trainer;

    /// <summary>The values that callbacks before this one add to the logs of an epoch.</summary>
    internal IEnumerable<string> AddedBefore =>
        (_fit?.Callbacks ?? []).TakeWhile(callback => callback != this).SelectMany(callback => callback.ValueNames);

    /// <summary>Whether some epochs are followed by a validation.</summary>
    internal bool HasValidation => _run?.HasValidation == true;

    /// <summary>Whether it may do anything to the model, as only the program knows.</summary>
    internal virtual bool RunsOwnCode => !LibraryClasses.Contains(GetType());

    /// <summary>Tells the callback which <c>Fit</c> it is given to, until <see cref="End(FitRun)"/>.</summary>
    /// <exception cref="InvalidOperationException">It takes part in another one that is not over.</exception>
    internal void Begin(FitRun fit, Model model, CallbackParams parameters, bool hasValidation)
    {
        FitRun? other = Interlocked.CompareExchange(ref _fit, fit, null);
        if (other is not null && other != fit) throw NotFree("Fit");
        Volatile.Write(ref _fitThread, Environment.CurrentManagedThreadId);
        _run = new CallbackRun(model, model.Trainer, parameters, hasValidation, null);
    }

    /// <summary>Says that a <c>Fit</c> is over, if it is this callback's.</summary>
    internal void End(FitRun fit)
    {
        if (_fit == fit) Volatile.Write(ref _fit, null);
    }

    /// <summary>Tells the callback which evaluation or prediction it is given to, until <see cref="End()"/>.</summary>
    /// <exception cref="InvalidOperationException">It takes part in a <c>Fit</c> on another thread.</exception>
    internal void Begin(string method, Model model, CallbackParams parameters)
    {
        bool isInFit = Volatile.Read(ref _fit) is not null;
        if (isInFit && Volatile.Read(ref _fitThread) != Environment.CurrentManagedThreadId) throw NotFree(method);
        _run = new CallbackRun(model, model.Trainer, parameters, false, isInFit ? _run : null);
    }

    /// <summary>Says that an evaluation or a prediction is over: inside a <c>Fit</c> the callback goes on with that.</summary>
    internal void End() => _run = _run?.Outer ?? _run;

    private InvalidOperationException NotFree(string method) => new(
        $"{method}: expected callbacks that take part in one Fit at a time, but {GetType().Name} is in one of '{Model.Name}' that is not " +
        "over and would mix what it keeps of both. Make two.");

    // What the callback is given to, and inside which other run.
    private sealed record CallbackRun(Model Model, Trainer? Trainer, CallbackParams Params, bool HasValidation, CallbackRun? Outer);

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>After the last epoch.</summary>
    /// <param name="logs">The values of the last epoch.</param>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Before an epoch, counted from 0.</summary>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>After an epoch, counted from 0, and its validation.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="logs">Means over the epoch; names that start with <c>val_</c> are of the validation data.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Before a training batch, counted from 0 in its epoch.</summary>
    public virtual void OnTrainBatchBegin(int batch)
    {
    }

    /// <summary>After a training batch, counted from 0 in its epoch.</summary>
    /// <param name="batch">From 0.</param>
    /// <param name="logs">Means over the epoch so far.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before the first batch of an evaluation, or of a validation in <c>Fit</c>.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>After the last batch of an evaluation, or of a validation in <c>Fit</c>.</summary>
    /// <param name="logs">Means over the evaluation, without <c>val_</c> in the names.</param>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Before a batch of an evaluation, counted from 0.</summary>
    public virtual void OnTestBatchBegin(int batch)
    {
    }

    /// <summary>After a batch of an evaluation, counted from 0.</summary>
    /// <param name="batch">From 0.</param>
    /// <param name="logs">Means over the evaluation so far.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before the first batch of a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>After the last batch of a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Before a batch of a prediction, counted from 0.</summary>
    public virtual void OnPredictBatchBegin(int batch)
    {
    }

    /// <summary>After a batch of a prediction, counted from 0.</summary>
    public virtual void OnPredictBatchEnd(int batch)
    {
    }
}
