namespace DeepSharp;

/// <summary>All that an optimizer keeps, as files see it. The one place that knows where an optimizer keeps what.</summary>
internal static class OptimizerVariables
{
    /// <summary>Steps taken, those included that only accumulated gradients.</summary>
    public static long Steps(Optimizer optimizer) => optimizer.StepCount;

    /// <summary>The learning rate, where it is state and not a function of the step.</summary>
    public static float? Rate(Optimizer optimizer) => optimizer.Schedule is null ? optimizer.Rate : null;

    /// <summary>What is kept for a weight, under Keras's names; nothing before the first step.</summary>
    public static IReadOnlyList<Variable> Of(Optimizer optimizer, Variable weight) => optimizer.StateVariablesOf(weight);

    /// <summary>What is kept for no weight in particular, besides the steps and the rate.</summary>
    public static IReadOnlyList<Variable> Extra(Optimizer optimizer) => optimizer.ExtraState;

    /// <summary>Goes on from a step.</summary>
    public static void Restore(Optimizer optimizer, long steps, float? rate)
    {
        optimizer.StepCount = steps;
        if (rate is { } own) optimizer.LearningRate = own;
    }
}
