using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Runs a model over data in inference mode. Each thread that predicts takes a tape and its memory from a small store.</summary>
internal sealed class Predictor(Model model)
{
    private static readonly Logs s_noLogs = new();

    private readonly ConcurrentBag<Tape> _tapes = [];
    private volatile SampleSizes? _sizes;

    /// <summary>The outputs for all samples.</summary>
    /// <param name="data">Inputs; disposed of in the end.</param>
    /// <param name="samples">How many samples there will be; null where that is not known.</param>
    /// <param name="options">Steps, callbacks, cancellation.</param>
    /// <param name="onlyOne">Whether a model with several outputs is refused.</param>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TensorGroup Run(BatchReader data, int? samples, PassOptions options, bool onlyOne)
    {
        using BatchReader _ = data;
        ProgressBar? progress = ProgressBar.Create(options.Verbose);
        int? count = options.StepsOf(data.Count);
        options.Begin(model, data.Count);
        foreach (Callback callback in options.Callbacks) callback.OnPredictBegin();
        progress?.Begin(count);
        Tape tape = TakeTape();
        OutputRows[] rows = [];
        Tensor[] outputs = [];
        int done = 0;
        data.BeginPass();
        while (done < (count ?? int.MaxValue) && data.Next() is { } batch)
        {
            options.ThrowIfCancelled();
            if (done == 0)
            {
                outputs = new Tensor[OutputCount(batch, options.Method, onlyOne)];
                rows = [.. outputs.Select(_ => new OutputRows(samples))];
            }

            foreach (Callback callback in options.Callbacks) callback.OnPredictBatchBegin(done);
            RunBatch(tape, batch, outputs, rows, options.Method);
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
        SampleSizes sizes = _sizes ?? (_sizes = SampleSizes.Of(model));
        sizes.Check(x.Length, y.Length);
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

    private void RunSpan(Tape tape, ReadOnlySpan<float> input, Shape shape, Span<float> output)
    {
        Tape? previous = tape.Enter();
        try
        {
            Tensor x = tape.Memory!.Take(shape);
            input.CopyTo(x.Span);
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

    private int OutputCount(StepBatch batch, string method, bool onlyOne)
    {
        int count = model.OutputCount(batch.X);
        if (!onlyOne || count == 1) return count;
        string names = string.Join(", ", ModelNames.Outputs(model) ?? ModelNames.Numbered(count));
        throw new InvalidOperationException(
            $"{method}: expected a model with one output, but '{model.Name}' has {count}: {names}. Call PredictAll.");
    }

    private InvalidOperationException NotAsDeclared(Shape got, int expected) => new(
        $"Predict: expected outputs of {expected} values from PredictStep of '{model.Name}', to predict into spans, but got shape {got}. " +
        "Predict tensors.");
}
