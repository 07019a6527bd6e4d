namespace DeepSharp;

/// <summary>Loss and metrics over a pass of data: for <c>Evaluate</c>, and for the validation in <c>Fit</c>.</summary>
internal static class EvaluationLoop
{
    /// <summary>The means over the pass. The object is used again.</summary>
    /// <param name="trainer">What the model was compiled with.</param>
    /// <param name="data">Read from its beginning.</param>
    /// <param name="options">Steps, callbacks, cancellation.</param>
    /// <param name="progress">Shows the loop, if it is to be seen.</param>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Logs Run(Trainer trainer, BatchReader data, PassOptions options, ProgressBar? progress)
    {
        int? count = options.StepsOf(data.Count);
        Callback[] callbacks = options.Callbacks;
        foreach (Callback callback in callbacks) callback.OnTestBegin();
        trainer.BeginMeans();
        progress?.Begin(count);
        data.BeginPass();
        int done = 0;
        while (done < (count ?? int.MaxValue) && data.Next() is { } batch)
        {
            options.ThrowIfCancelled();
            foreach (Callback callback in callbacks) callback.OnTestBatchBegin(done);
            trainer.TestStep(batch);
            if (callbacks.Length > 0)
            {
                Logs soFar = trainer.ReportTest();
                foreach (Callback callback in callbacks) callback.OnTestBatchEnd(done, soFar);
            }

            done++;
            if (progress?.IsDue(done) == true) progress.Draw(done, trainer.ReportTest());
        }

        options.End(done);
        Logs logs = trainer.ReportTest();
        trainer.EndMeans();
        foreach (Callback callback in callbacks) callback.OnTestEnd(logs);
        progress?.End(logs, done);
        return logs;
    }
}
