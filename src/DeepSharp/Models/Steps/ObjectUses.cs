using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// Which model an object was given to that keeps what one model needs: optimizers count steps and keep slots for its weights, metrics add
/// up its batches. In two models at once they would mix both.
/// </summary>
/// <remarks>
/// A model that is compiled with others lets go of those before. One that is gone lets go of its metrics, and of an optimizer that has
/// taken no step; the steps and slots of another optimizer stay, and are of no use to other weights.
/// </remarks>
internal static class ObjectUses
{
    private static readonly Lock s_lock = new();
    private static readonly ConditionalWeakTable<object, WeakReference<IStepModel>> s_users = [];

    /// <summary>Gives a model objects in place of those that it had.</summary>
    /// <param name="method">What the user called.</param>
    /// <param name="model">The model.</param>
    /// <param name="before">What it had; let go of where it is not given again.</param>
    /// <param name="now">Optimizers and metrics.</param>
    /// <exception cref="ArgumentException">One is another model's. Nothing has changed.</exception>
    public static void Replace(string method, IStepModel model, IReadOnlyList<object> before, IReadOnlyList<object> now)
    {
        lock (s_lock)
        {
            foreach (object each in now) RequireFree(method, model, each);
            foreach (object each in before)
            {
                if (!now.Contains(each, ReferenceEqualityComparer.Instance)) s_users.Remove(each);
            }

            foreach (object each in now) s_users.AddOrUpdate(each, new WeakReference<IStepModel>(model));
        }
    }

    private static void RequireFree(string method, IStepModel model, object each)
    {
        if (!s_users.TryGetValue(each, out WeakReference<IStepModel>? user)) return;
        bool isAlive = user.TryGetTarget(out IStepModel? other);
        if (isAlive ? other == model : each is not Optimizer { StepCount: > 0 }) return;
        string owner = isAlive ? $"'{other!.Name}'" : "a model that is gone";
        throw new ArgumentException(each is Metric metric
            ? $"{method}: expected metrics of its own for '{model.Name}', but '{metric.Name}' ({metric.ClassName}) is one of {owner} and " +
              "would mix the values of both. Make two, or use names."
            : $"{method}: expected an optimizer of its own for '{model.Name}', but '{((Optimizer)each).Name}' " +
              $"({((Optimizer)each).ClassName}) is that of {owner} and would mix the steps and the slots of both. " +
              "Make two, or use a name.");
    }
}
