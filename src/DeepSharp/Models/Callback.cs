namespace DeepSharp;

/// <summary>Watches a training and may steer it: override what is of interest.</summary>
/// <remarks>Callbacks receive numbers, never tensors. The <see cref="Logs"/> object is used again; copy what is to be kept.</remarks>
/// <example><code>
/// sealed class StopAtAccuracy(double goal) : Callback
/// {
///     public override void OnEpochEnd(int epoch, Logs logs) => Model.StopTraining = logs["accuracy"] >= goal;
/// }
/// </code></example>
public abstract class Callback
{
    private Model? _model;
    private TextWriter? _output;

    /// <summary>The model in training.</summary>
    /// <exception cref="InvalidOperationException">The callback was not given to <c>Fit</c> yet.</exception>
    public Model Model
    {
        get => _model ?? throw new InvalidOperationException(
            $"{GetType().Name}: expected a model, but the callback was not given to Fit. Pass it in callbacks.");
        internal set => _model = value;
    }

    /// <summary>The class, and what it was given: <c>EarlyStopping (monitor val_loss, patience 3)</c>.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Where messages go.</summary>
    internal TextWriter Output
    {
        get => _output ?? Console.Out;
        set => _output = value;
    }

    /// <summary>What the model in training was compiled with.</summary>
    internal Trainer? Trainer { get; private set; }

    /// <summary>Whether some epochs are followed by a validation.</summary>
    internal bool HasValidation { get; private set; }

    /// <summary>Tells the callback what it is given to.</summary>
    internal void Begin(Model model, Trainer trainer, bool hasValidation) =>
        (Model, Trainer, HasValidation) = (model, trainer, hasValidation);

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
}
