namespace DeepSharp;

/// <summary>
/// The models that this thread trains, evaluates or predicts with right now, each inside the one before. Callbacks and custom steps run in
/// the middle: there a model may be saved or evaluated, but it goes on with the layers that it began with.
/// </summary>
internal static class RunningPasses
{
    [ThreadStatic]
    private static List<(IStepModel Running, bool Predicts)>? t_passes;

    /// <summary>Says that a pass over data, or a step alone, begins.</summary>
    public static void Begin(IStepModel model) => (t_passes ??= []).Add((model, false));

    /// <summary>Says that the one that began last has ended.</summary>
    public static void End() => t_passes!.RemoveAt(t_passes.Count - 1);

    /// <summary>Says that a prediction begins, which ends when what is returned is disposed of.</summary>
    public static Prediction BeginPrediction(IStepModel model)
    {
        (t_passes ??= []).Add((model, true));
        return default;
    }

    /// <summary>Refuses what changes the layers of a model in the middle of its training, or of that of a model around it.</summary>
    /// <exception cref="InvalidOperationException">A pass is running.</exception>
    public static void RequireNone(string method, IStepModel model)
    {
        foreach ((IStepModel running, bool predicts) in t_passes ?? [])
        {
            // The first prediction of a custom class may be what builds it, and makes its layers.
            if (predicts && !running.IsBuilt) continue;
            if (running != model && Array.IndexOf<object>(running.FindParts(), model) < 0) continue;
            string around = running == model ? "" : $", which '{running.Name}' is made of,";
            (string works, string place, string advice) = predicts
                ? ("predicts", "a callback, or other code", $"Call {method} when Predict has returned.")
                : ("is trained or evaluated", "a callback, or a step", $"Set StopTraining = true and call {method} when Fit has returned.");
            throw new InvalidOperationException(
                $"{method}: expected the layers of '{model.Name}'{around} to stay as they are while '{running.Name}' {works}, which goes " +
                $"on with those that it began with, but this is {place}, in the middle of it. {advice}");
        }
    }

    /// <summary>A prediction, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct Prediction
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => End();
    }
}
