namespace DeepSharp;

/// <summary>
/// The call of a layer that runs on this thread. The layers that it calls act as in training if it does, unless they are told otherwise,
/// as in Keras.
/// </summary>
internal readonly struct CallScope
{
    [ThreadStatic]
    private static CallScope t_current;

    private readonly Layer? _layer;
    private readonly bool _training;

    private CallScope(Layer layer, bool training) => (_layer, _training) = (layer, training);

    /// <summary>How a call acts: as it was told to, else as the call around it, else as in prediction.</summary>
    public static bool ActsAsInTraining(bool? training) => training ?? t_current._training;

    /// <summary>Begins a call. The caller hands what is returned to <see cref="Leave"/>, in a finally block.</summary>
    /// <exception cref="InvalidOperationException">The layer around it did not take this one in, which learns.</exception>
    public static CallScope Enter(Layer layer, bool training)
    {
        CallScope outer = t_current;
        if (outer._layer is { } caller) layer.RequireTakenIn(caller);
        t_current = new CallScope(layer, training);
        return outer;
    }

    /// <summary>Ends a call.</summary>
    public static void Leave(CallScope outer) => t_current = outer;
}
