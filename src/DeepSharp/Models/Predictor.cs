using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Runs a model over data in inference mode. Each thread that predicts takes a tape and its memory from a small store.</summary>
internal sealed class Predictor(Model model)
{
    private readonly ConcurrentBag<Tape> _tapes = [];

    public Tensor Run(DataArray x, int batchSize, ProgressBar? progress)
    {
        Shape outputShape = model.ComputeOutputShape(x.SampleShape.Prepend(x.Count));
        Tensor result = Tensor.Zeros(outputShape);
        if (x.Count == 0) return result;

        int perSample = result.Size / x.Count;
        var data = new BatchSource(x, null, batchSize);
        Tape tape = _tapes.TryTake(out Tape? kept) ? kept : new Tape(new StepMemory(), isRecording: false);
        progress?.Begin(data.Count);
        for (int i = 0, done = 0; i < data.Count; i++)
        {
            BatchSource.Batch batch = data.Load(i);
            RunBatch(tape, batch.X, result.Span.Slice(done * perSample, batch.Count * perSample));
            done += batch.Count;
            if (progress?.IsDue(i + 1) == true) progress.Draw(i + 1, s_noLogs);
        }

        progress?.End(null);
        _tapes.Add(tape);
        return result;
    }

    private static readonly Logs s_noLogs = new();

    private void RunBatch(Tape tape, Tensor x, Span<float> destination)
    {
        Tape? previous = tape.Enter();
        try
        {
            model.Apply(x, training: false).Span.CopyTo(destination);
        }
        finally
        {
            Tape.Restore(previous);
            tape.EndStep();
        }
    }
}
