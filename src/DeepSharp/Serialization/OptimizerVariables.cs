namespace DeepSharp;

/// <summary>All that an optimizer keeps, as files see it. The one place that knows where an optimizer keeps what.</summary>
internal static class OptimizerVariables
{
    /// <summary>Steps taken.</summary>
    public static long Steps(Optimizer optimizer) => optimizer.Iterations;

    /// <summary>The learning rate, where it is state and not a function of the step.</summary>
    public static float? Rate(Optimizer optimizer) => optimizer.LearningRate;

    /// <summary>What is kept for a weight, under Keras's names; nothing before the first step.</summary>
    public static IReadOnlyList<Variable> Of(Optimizer optimizer, Variable weight) => optimizer.SlotsOf(weight);

    /// <summary>Goes on from a step.</summary>
    public static void Restore(Optimizer optimizer, long steps, float? rate)
    {
        optimizer.Iterations = steps;
        if (rate is { } own) optimizer.LearningRate = own;
    }
}
