using System.Collections.Concurrent;
using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>Runs a model over data in inference mode. Each thread that predicts takes a tape and its memory from a small store.</summary>
internal sealed class Predictor(Model model)
{
    private static readonly Logs s_noLogs = new();

    private readonly ConcurrentBag<Tape> _tapes = [];
    private volatile SampleSizes? _sizes;
    private volatile WeightGate? _gate;

    /// <summary>The outputs for arrays.</summary>
    /// <param name="data">Inputs, of one sample or more.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <param name="options">Steps, callbacks, cancellation.</param>
    /// <param name="onlyOne">Whether a model with several outputs is refused.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TensorGroup Run(ModelData data, int batchSize, PassOptions options, bool onlyOne)
    {
        int samples = (int)Math.Min(data.Count, (long)batchSize * (options.Steps ?? int.MaxValue));

        // Gathered into the memory of the steps: new tensors for each call would be cold, and cost more than a small model does.
        Tape tape = TakeTape();
        return Run(new BatchSource(data, batchSize, memory: tape.Memory), tape, samples, options, onlyOne);
    }

    /// <summary>The outputs for batches, as many as come.</summary>
    /// <param name="data">Inputs; disposed of in the end.</param>
    /// <param name="options">Steps, callbacks, cancellation.</param>
    /// <param name="onlyOne">Whether a model with several outputs is refused.</param>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TensorGroup Run(BatchReader data, PassOptions options, bool onlyOne) => Run(data, TakeTape(), null, options, onlyOne);

    private TensorGroup Run(BatchReader data, Tape tape, int? samples, PassOptions options, bool onlyOne)
    {
        using BatchReader _ = data;
        using RunningPasses.Prediction pass = RunningPasses.BeginPrediction(model);
        options.Begin(model, data.Count);
        try
        {
            return RunBatches(data, tape, samples, options, onlyOne);
        }
        finally
        {
            options.End();
        }
    }

    private TensorGroup RunBatches(BatchReader data, Tape tape, int? samples, PassOptions options, bool onlyOne)
    {
        ProgressBar? progress = ProgressBar.Create(options.Verbose);
        int? count = options.StepsOf(data.Count);
        foreach (Callback callback in options.Callbacks) callback.OnPredictBegin();
        progress?.Begin(count);

        // All batches with the same weights, unless there is code of others between them, for which nobody is to wait.
        bool isWhole = samples is not null && options.Callbacks.Length == 0;
        using WeightGate.ReadTurn whole = isWhole ? Gate().Read() : default;
        OutputRows[] rows = [];
        Tensor[] outputs = [];
        StepwiseLayer[] stateful = StatefulLayers.Of(model);
        int done = 0;
        data.BeginPass();
        while (done < (count ?? int.MaxValue) && data.Next() is { } batch)
        {
            options.ThrowIfCancelled();
            if (done == 0)
            {
                // A custom class may predict something else than its layers compute: then the first batch tells.
                bool isKnown = !model.HasCustomSteps || model.Split is not null;
                Shape[] shapes = isKnown ? model.ShapesOfStep(null, [.. batch.X.Select(x => x.Shape)]) : [];
                outputs = new Tensor[isKnown ? shapes.Length : model.OutputCount(batch.X)];
                if (onlyOne && outputs.Length != 1) throw NotOne(options.Method, outputs.Length);
                rows = [.. outputs.Select(_ => new OutputRows(samples))];
                for (int i = 0; i < shapes.Length; i++)
                {
                    // What is no row a sample is refused when it is there, with its shape.
                    if (shapes[i].Rank > 0) rows[i].RequireRoom(options.Method, batch.Count, shapes[i][1..]);
                }
            }

            foreach (OutputRows row in rows) row.RequireRoom(options.Method, batch.Count);
            foreach (Callback callback in options.Callbacks) callback.OnPredictBatchBegin(done);
            foreach (StepwiseLayer layer in stateful) layer.RequireKeptBatch(batch.Count);
            using (isWhole ? default : Gate().Read()) RunBatch(tape, batch, outputs, rows, options.Method);
            foreach (Callback callback in options.Callbacks) callback.OnPredictBatchEnd(done);
            done++;
            if (progress?.IsDue(done) == true) progress.Draw(done, s_noLogs);
        }

        options.End(done);
        foreach (Callback callback in options.Callbacks) callback.OnPredictEnd();
        progress?.End(null, done);
        _tapes.Add(tape);
        return new TensorGroup([.. rows.Select(row => row.ToTensor())], ModelNames.Outputs(model) ?? ModelNames.Numbered(rows.Length));
    }

    /// <summary>
    /// The outputs of a model with one input and one output, from and into memory of the caller's. Allocates nothing in the long run.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The model is not built, has several inputs or outputs, or leaves lengths open.
    /// </exception>
    /// <exception cref="ShapeException">The lengths are not those of the same number of samples.</exception>
    public void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        using RunningPasses.Prediction pass = RunningPasses.BeginPrediction(model);
        using WeightGate.ReadTurn turn = Gate().Read();
        SampleSizes sizes = _sizes is { IsOfNow: true } known ? known : _sizes = SampleSizes.Of(model);
        sizes.Check(x.Length, y.Length);
        StatefulLayers.Check("Predict", sizes.Stateful, x.Length / sizes.InputSize, DataCheck.DefaultBatchSize, null, []);
        Tape tape = TakeTape();
        int samples = x.Length / sizes.InputSize;
        for (int start = 0; start < samples; start += DataCheck.DefaultBatchSize)
        {
            int count = Math.Min(DataCheck.DefaultBatchSize, samples - start);
            ReadOnlySpan<float> input = x.Slice(start * sizes.InputSize, count * sizes.InputSize);
            RunSpan(tape, input, sizes.Input.Prepend(count), y.Slice(start * sizes.OutputSize, count * sizes.OutputSize));
        }

        _tapes.Add(tape);
    }

    /// <summary>Says that the layers are others than before.</summary>
    public void Forget() => _sizes = null;

    // For the weights that the model is made of right now, which are looked up again where any model of the process was changed.
    private WeightGate Gate()
    {
        WeightGate? gate = _gate;
        long state = Layer.LayersState;
        if (gate is not null && gate.State == state) return gate;
        Variable[] weights = model.FindWeights();
        if (gate is null || !gate.Weights.AsSpan().SequenceEqual(weights))
        {
            // Several threads may each make one, which do the same. No lock is held: it may take until a change has ended.
            gate = new WeightGate(weights);
            WeightChange.Register(gate);
        }

        gate.State = state;
        return _gate = gate;
    }

    private void RunSpan(Tape tape, ReadOnlySpan<float> input, Shape shape, Span<float> output)
    {
        Tape? previous = tape.Enter();
        try
        {
            Tensor x = tape.Memory!.Take(shape);
            VanishingKernels.Copy(input, x.Span);
            Tensor y = x;
            model.RunPredictStep(new ReadOnlySpan<Tensor>(ref x), new Span<Tensor>(ref y));
            if (y.Size != output.Length) throw NotAsDeclared(y.Shape, output.Length);
            y.Span.CopyTo(output);
        }
        finally
        {
            Tape.Restore(previous);
            tape.EndStep();
        }
    }

    private Tape TakeTape() => _tapes.TryTake(out Tape? kept) ? kept : new Tape(new StepMemory(), isRecording: false);

    private void RunBatch(Tape tape, StepBatch batch, Tensor[] outputs, OutputRows[] rows, string method)
    {
        Tape? previous = tape.Enter();
        try
        {
            model.RunPredictStep(batch.X, outputs);
            for (int i = 0; i < outputs.Length; i++) rows[i].Add(method, outputs[i], batch.Count);
        }
        finally
        {
            Tape.Restore(previous);
            tape.EndStep();
        }
    }

    private InvalidOperationException NotOne(string method, int count)
    {
        string names = string.Join(", ", ModelNames.Outputs(model) ?? ModelNames.Numbered(count));
        return new InvalidOperationException(
            $"{method}: expected a model with one output, but '{model.Name}' has {count}: {names}. Call PredictAll.");
    }

    private InvalidOperationException NotAsDeclared(Shape got, int expected) => new(
        $"Predict: expected outputs of {expected} values from PredictStep of '{model.Name}', to predict into spans, but got shape {got}. " +
        "Predict tensors.");
}
