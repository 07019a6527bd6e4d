namespace DeepSharp.Callbacks;

/// <summary>What callbacks that set the learning rate ask of the optimizer.</summary>
internal static class ConstantRate
{
    /// <summary>A schedule says each rate itself: what comes in its way is refused before the first step, not when it would act.</summary>
    /// <exception cref="InvalidOperationException">The optimizer was made with a schedule.</exception>
    public static void Require(Callback callback, Optimizer optimizer)
    {
        if (optimizer.Schedule is not { } schedule) return;
        throw new InvalidOperationException(
            $"{callback.GetType().Name}: expected an optimizer with a constant learning rate to set, but {optimizer.ClassName} was made " +
            $"with a {schedule.ClassName}. Make it with a number, or leave the callback out.");
    }
}
