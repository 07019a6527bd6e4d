namespace DeepSharp;

/// <summary>One call of <c>Fit</c>: the loop over epochs and batches.</summary>
internal sealed class FitRun(Model model, Trainer trainer, BatchSource data, Verbosity verbosity, IReadOnlyList<Callback> callbacks)
{
    private readonly Callback[] _callbacks = [.. callbacks];
    private readonly ProgressBar? _progress = ProgressBar.Create(verbosity);
    private readonly Logs _epochLogs = new();

    /// <summary>Data to evaluate after each epoch, if any.</summary>
    public BatchSource? Validation { get; init; }

    /// <summary>Shuffles the samples before each epoch, if given.</summary>
    public RandomStream? Random { get; init; }

    /// <summary>Loss and metrics over a pass of data. The object is used again.</summary>
    public static Logs Evaluate(Trainer trainer, BatchSource data, ProgressBar? progress)
    {
        trainer.Reset();
        progress?.Begin(data.Count);
        for (int i = 0; i < data.Count; i++)
        {
            BatchSource.Batch batch = data.Load(i);
            trainer.TestStep(batch.X, batch.Y!);
            if (progress?.IsDue(i + 1) == true) progress.Draw(i + 1, trainer.Report());
        }

        Logs logs = trainer.Report();
        progress?.End(logs);
        return logs;
    }

    public History Run(int epochs)
    {
        var history = new History(epochs, data.Count);
        foreach (Callback callback in _callbacks) callback.Model = model;
        model.StopTraining = false;
        trainer.Prepare();
        foreach (Callback callback in _callbacks) callback.OnTrainBegin();
        for (int epoch = 0; epoch < epochs && !model.StopTraining; epoch++)
        {
            RunEpoch(epoch, epochs);
            foreach (Callback callback in _callbacks) callback.OnEpochEnd(epoch, _epochLogs);
            history.Add(epoch, _epochLogs);
        }

        if (epochs > 0) trainer.Finish();
        foreach (Callback callback in _callbacks) callback.OnTrainEnd(_epochLogs);
        return history;
    }

    private void RunEpoch(int epoch, int epochs)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochBegin(epoch);
        _progress?.BeginEpoch(epoch, epochs);
        _progress?.Begin(data.Count);
        if (Random is not null) data.Shuffle(Random);
        trainer.Reset();
        for (int i = 0; i < data.Count; i++)
        {
            foreach (Callback callback in _callbacks) callback.OnTrainBatchBegin(i);
            BatchSource.Batch batch = data.Load(i);
            trainer.TrainStep(batch.X, batch.Y!);
            if (_callbacks.Length > 0)
            {
                Logs logs = trainer.Report();
                foreach (Callback callback in _callbacks) callback.OnTrainBatchEnd(i, logs);
            }

            if (_progress?.IsDue(i + 1) == true) _progress.Draw(i + 1, trainer.Report());
            if (model.StopTraining) break;
        }

        _epochLogs.Clear();
        foreach ((string name, double value) in trainer.Report()) _epochLogs[name] = value;
        if (Validation is not null)
        {
            foreach ((string name, double value) in Evaluate(trainer, Validation, progress: null)) _epochLogs["val_" + name] = value;
        }

        _progress?.End(_epochLogs);
    }
}
