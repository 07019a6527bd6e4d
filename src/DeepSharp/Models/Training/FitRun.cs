namespace DeepSharp;

/// <summary>One call of <c>Fit</c>: the loop over epochs and batches.</summary>
internal sealed class FitRun
{
    private readonly Model _model;
    private readonly Trainer _trainer;
    private readonly BatchReader _data;
    private readonly BatchReader? _validation;
    private readonly FitOptions _options;
    private readonly Callback[] _callbacks;
    private readonly ProgressBar? _progress;
    private readonly PassOptions _validationOptions;
    private Logs _epochLogs = new();
    private int? _steps;
    private int _done;
    private bool _hadBatches;
    private bool _hasTrained;
    private int _firstEpoch;
    private int _firstBatch;
    private bool _hasNoMore;
    private int? _pass;

    private FitRun(Model model, BatchReader data, BatchReader? validation, FitOptions options)
    {
        (_model, _trainer, _data, _validation, _options) = (model, model.RequireTrainer("Fit"), data, validation, options);
        (_callbacks, _progress) = (options.Callbacks, ProgressBar.Create(options.Verbose));
        _steps = options.StepsPerEpoch ?? data.Count;
        _validationOptions = new PassOptions("Fit, validation", options.ValidationSteps, Verbosity.Silent, _callbacks)
        {
            Cancellation = options.Cancellation,
            Warn = message => _model.History?.Warn("validation", message),
        };
    }

    /// <summary>The callbacks in order.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>Whether callbacks may still say where the training begins.</summary>
    public bool IsBeginning { get; private set; }

    /// <summary>Where a callback has the training begin, from 0; null for where <c>Fit</c> was told to.</summary>
    public (int Epoch, int Batch)? Beginning { get; set; }

    /// <summary>Checks data and options, and makes ready. Nothing is trained yet.</summary>
    public static FitRun Over(Model model, FitData data, FitOptions options)
    {
        using LayerOwner.Turn turn = model.Owner.Enter("Fit");
        (BatchReader training, BatchReader? validation) = data.Open(model, options);
        return new FitRun(model, training, validation, options);
    }

    /// <summary>
    /// Leaves the run, which is to begin on another thread, the model: until it ends no other thread may train, save or compile it.
    /// </summary>
    public FitRun HandOver(ref LayerOwner.Turn turn)
    {
        try
        {
            _pass = turn.HandOver();
            return this;
        }
        catch (InvalidOperationException)
        {
            _data.Dispose();
            _validation?.Dispose();
            throw;
        }
    }

    /// <summary>Begins the run on its own thread.</summary>
    public Task<History> Start()
    {
        try
        {
            return Background.OnOwnThread(Run);
        }
        catch
        {
            // No thread could be made: the model is free again.
            if (_pass is { } pass) _model.Owner.TakeOver(pass).Dispose();
            _data.Dispose();
            _validation?.Dispose();
            throw;
        }
    }

    public History Run()
    {
        using (_data)
        using (_validation)
        {
            using LayerOwner.Turn turn = _pass is { } pass ? _model.Owner.TakeOver(pass) : _model.Owner.Enter("Fit");
            using Trainer.Pass means = _trainer.BeginPass();
            return RunInside(_model.RunningFit);
        }
    }

    // A Fit in a callback of another one leaves that its history and its end.
    private History RunInside(FitRun? outer)
    {
        (History? history, bool stops) = (_model.History, _model.StopTraining);
        _model.RunningFit = this;
        try
        {
            return RunEpochs();
        }
        finally
        {
            foreach (Callback callback in _callbacks) callback.End(this);
            _model.RunningFit = outer;
            if (outer is not null) (_model.History, _model.StopTraining) = (history, stops);
        }
    }

    private History RunEpochs()
    {
        var history = new History(_options.Epochs, _steps);
        (_model.History, _model.StopTraining) = (history, false);
        if (_model.IsBuilt) _trainer.Weights.Prepare();
        bool wasCancelled = false;
        var parameters = new CallbackParams(_options.Epochs, _steps, _options.Verbose);
        foreach (Callback callback in _callbacks) callback.Begin(this, _model, parameters, _validation is not null);
        CallOnTrainBegin();
        for (int epoch = _firstEpoch; epoch < _options.Epochs && !_model.StopTraining; epoch++)
        {
            wasCancelled = !RunEpoch(epoch);
            if (wasCancelled || _hasNoMore) break;
            foreach (Callback callback in _callbacks) callback.OnEpochEnd(epoch, _epochLogs);
            history.Add(epoch, _done, _epochLogs);
            history.StepsPerEpoch = _steps ?? 0;
            _progress?.End(_epochLogs, _done);
            _options.Progress?.Report(new FitProgress(epoch, _options.Epochs, _done, _steps, true, _epochLogs.ToDictionary()));
        }

        if (_options.Epochs > _firstEpoch && _trainer.Weights.WasPrepared) _trainer.Weights.Finish();
        WarnOfLostWeights(history);
        foreach (Callback callback in _callbacks) callback.OnTrainEnd(_epochLogs);
        if (wasCancelled)
        {
            throw new OperationCanceledException(
                "Fit: the training was cancelled. The model has the weights of the last step.", _options.Cancellation);
        }
        return history;
    }

    // Callbacks may move the beginning: then the data is where it would be had all before run.
    private void CallOnTrainBegin()
    {
        IsBeginning = true;
        foreach (Callback callback in _callbacks) callback.OnTrainBegin();
        IsBeginning = false;
        (_firstEpoch, _firstBatch) = Beginning ?? (_options.InitialEpoch, 0);
        if (_steps is > 0 and { } steps)
        {
            _firstEpoch = (int)Math.Min(_options.Epochs, (long)_firstEpoch + _firstBatch / steps);
            _firstBatch %= steps;
        }

        int epoch = Beginning is null ? 0 : _firstEpoch;
        if (epoch >= _options.Epochs) return;
        if (_options.StepsPerEpoch is not { } each)
        {
            for (int i = 0; i < epoch; i++) _data.SkipPass();
            return;
        }

        // The last epoch of a pass ends with it; of a length that is not known nobody knows where that is.
        int epochsOfPass = _data.Count is > 0 and { } count ? (int)(((long)count + each - 1) / each) : int.MaxValue;
        for (int i = 0; i < epoch / epochsOfPass; i++) _data.SkipPass();
        _data.BeginPass();
        Skip(_data.Count is null ? _firstBatch : (long)(epoch % epochsOfPass) * each + _firstBatch);
    }

    private void Skip(long batches)
    {
        for (long i = 0; i < batches; i++)
        {
            if (_data.Skip()) continue;
            throw new ArgumentException(
                $"Fit: expected at least {batches} batches before the one that a callback has the training begin with, number " +
                $"{_firstBatch} of epoch {_firstEpoch + 1}, but the data ended after {i}. Go on with the data that it began with.");
        }

        _hadBatches |= batches > 0;
    }

    // A loss would show it in the next step, but there is none.
    private void WarnOfLostWeights(History history)
    {
        if (_trainer.Weights.NotFinite() is not { } weight) return;
        history.Warn(
            "weights",
            $"Fit: the weight '{weight.Path}' is no longer finite after the last step. Begin with finite weights again, and lower the " +
            $"learning rate (now {_trainer.Optimizer.LearningRate}) or scale the inputs.");
    }

    // False if the training was cancelled.
    private bool RunEpoch(int epoch)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochBegin(epoch);
        _progress?.BeginEpoch(epoch, _options.Epochs);
        _progress?.Begin(_steps);
        bool isFirst = epoch == _firstEpoch;
        if (_options.StepsPerEpoch is null)
        {
            _data.BeginPass();
            if (isFirst) Skip(_firstBatch);
        }

        _trainer.BeginMeans();
        (_done, _hasTrained) = (isFirst ? _firstBatch : 0, false);
        while (_done < (_steps ?? int.MaxValue) || _options.StepsPerEpoch is null)
        {
            if (_options.Cancellation.IsCancellationRequested) return false;
            StepBatch? batch;
            try
            {
                batch = NextBatch();
            }
            catch (OperationCanceledException) when (_options.Cancellation.IsCancellationRequested)
            {
                return false;
            }

            if (batch is null)
            {
                EndOfData(epoch);
                break;
            }

            foreach (Callback callback in _callbacks) callback.OnTrainBatchBegin(_done);
            if (!_trainer.Weights.IsPrepared) _trainer.Weights.Prepare();
            _trainer.TrainStep(batch);
            _hasTrained = true;
            AfterBatch(epoch, _done);
            _done++;
            if (_model.StopTraining) break;
        }

        return CollectLogs(epoch);
    }

    // Where epochs are of so many steps a pass over the data may end with one of them or in its midst; the next one begins another pass.
    private StepBatch? NextBatch()
    {
        StepBatch? batch = _data.Next();
        if (batch is null && _done == 0 && _hadBatches && _options.StepsPerEpoch is not null)
        {
            _data.BeginPass();
            batch = _data.Next();
        }

        _hadBatches |= batch is not null;
        return batch;
    }

    private void AfterBatch(int epoch, int batch)
    {
        // One object for all: callbacks may add values, which the line then shows.
        bool isDrawn = _progress?.IsDue(batch + 1) == true;
        if (_callbacks.Length == 0 && !isDrawn && _options.Progress is null) return;
        Logs logs = _trainer.Report();
        foreach (Callback callback in _callbacks) callback.OnTrainBatchEnd(batch, logs);
        if (isDrawn) _progress!.Draw(batch + 1, logs);
        _options.Progress?.Report(new FitProgress(epoch, _options.Epochs, batch + 1, _steps, false, logs.ToDictionary()));
    }

    private void EndOfData(int epoch)
    {
        if (!_hadBatches) throw new ArgumentException("Fit: expected at least one batch but got none.");
        if (_options.StepsPerEpoch is null && _done > 0)
        {
            _steps = _done;
            return;
        }

        _hasNoMore = _done == 0;
        string next = epoch + 1 < _options.Epochs ? " The next epoch begins it again." : "";
        string matter = _hasNoMore
            ? $"there is no more data for epoch {epoch + 1} of {_options.Epochs}, and none when it is begun again, so training ends."
            : $"the data ran out after {_done} of {_steps} steps of epoch {epoch + 1}.{next}";
        string advice = _data.Count is { } batches
            ? $"Give a stepsPerEpoch that divides the {batches} batches of the data, or leave it out."
            : _options.StepsPerEpoch is null
                ? "Give a sequence that can be enumerated for each epoch, such as a list or an iterator method."
            : "Give at least stepsPerEpoch * epochs batches, or leave stepsPerEpoch out.";
        _model.History?.Warn(_hasNoMore ? "end" : "steps", $"Fit: {matter} {advice}");
    }

    // False if the training was cancelled.
    private bool CollectLogs(int epoch)
    {
        // The data ended with the epoch before.
        if (_hasNoMore) return true;

        // Anew for each epoch: callbacks may keep it.
        _epochLogs = _hasTrained ? _trainer.Report().Copy() : new Logs();
        _trainer.EndMeans();

        if (_validation is null || !_options.ValidationFrequency.IsDue(epoch)) return true;
        try
        {
            Logs logs = EvaluationLoop.Run(_trainer, _validation, _validationOptions, progress: null);
            foreach ((string name, double value) in logs) _epochLogs["val_" + name] = value;
            foreach ((string name, IReadOnlyList<double> values) in logs.Vectors) _epochLogs.SetVector("val_" + name, values);
        }
        catch (OperationCanceledException) when (_options.Cancellation.IsCancellationRequested)
        {
            return false;
        }

        return true;
    }
}
