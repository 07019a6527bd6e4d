namespace DeepSharp;

/// <summary>
/// The models that this thread trains or evaluates right now, each inside the one before. Callbacks and custom steps run in the
/// middle: there a model may be saved or evaluated, but it goes on with the layers that it began with.
/// </summary>
internal static class RunningPasses
{
    [ThreadStatic]
    private static List<Model>? t_models;

    /// <summary>Says that a pass over data, or a step alone, begins.</summary>
    public static void Begin(Model model) => (t_models ??= []).Add(model);

    /// <summary>Says that the one that began last has ended.</summary>
    public static void End() => t_models!.RemoveAt(t_models.Count - 1);

    /// <summary>Refuses what changes the layers of a model in the middle of its training, or of that of a model around it.</summary>
    /// <exception cref="InvalidOperationException">A pass is running.</exception>
    public static void RequireNone(string method, Model model)
    {
        foreach (Model running in t_models ?? [])
        {
            if (running != model && Array.IndexOf(running.FindParts(), model) < 0) continue;
            string around = running == model ? "" : $", which '{running.Name}' is made of,";
            throw new InvalidOperationException(
                $"{method}: expected the layers of '{model.Name}'{around} to stay as they are while '{running.Name}' is trained or " +
                "evaluated, which goes on with those that it began with, but this is a callback, or a step, in the middle of it. " +
                $"Set StopTraining = true and call {method} when Fit has returned.");
        }
    }
}
