using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Runs a model over data in inference mode. Each thread that predicts takes a tape and its memory from a small store.</summary>
internal sealed class Predictor(Model model)
{
    private static readonly Logs s_noLogs = new();

    private readonly ConcurrentBag<Tape> _tapes = [];
    private volatile SampleSizes? _sizes;

    /// <summary>The outputs for all samples.</summary>
    public Tensor[] Run(ModelData data, Shape[] shapes, int batchSize, ProgressBar? progress)
    {
        Tensor[] results = [.. shapes.Select(shape => Tensor.Zeros(shape))];
        if (data.Count == 0) return results;

        using var source = new BatchSource(data, batchSize);
        Tape tape = TakeTape();
        var outputs = new Tensor[results.Length];
        progress?.Begin(source.Count);
        source.BeginPass();
        for (int i = 0, done = 0; source.Next() is { } batch; i++)
        {
            RunBatch(tape, batch, outputs, results, done);
            done += batch.Count;
            if (progress?.IsDue(i + 1) == true) progress.Draw(i + 1, s_noLogs);
        }

        progress?.End(null);
        _tapes.Add(tape);
        return results;
    }

    /// <summary>The outputs of a model with one input and one output, from and into memory of the caller's. Allocates nothing in the long run.</summary>
    /// <exception cref="InvalidOperationException">The model is not built, has several inputs or outputs, or leaves lengths open.</exception>
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
            model.Apply(x, training: false).Span.CopyTo(output);
        }
        finally
        {
            Tape.Restore(previous);
            tape.EndStep();
        }
    }

    private Tape TakeTape() => _tapes.TryTake(out Tape? kept) ? kept : new Tape(new StepMemory(), isRecording: false);

    private void RunBatch(Tape tape, StepBatch batch, Tensor[] outputs, Tensor[] results, int done)
    {
        Tape? previous = tape.Enter();
        try
        {
            model.Execute(batch.X, outputs, training: false);
            for (int i = 0; i < outputs.Length; i++)
            {
                Span<float> values = outputs[i].Span;
                values.CopyTo(results[i].Span.Slice(done * (values.Length / batch.Count), values.Length));
            }
        }
        finally
        {
            Tape.Restore(previous);
            tape.EndStep();
        }
    }
}
