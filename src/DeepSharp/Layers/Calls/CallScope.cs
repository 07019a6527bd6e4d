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

    private readonly bool _isTrial;

    private CallScope(Layer layer, bool training, bool isTrial) => (_layer, _training, _isTrial) = (layer, training, isTrial);

    /// <summary>Whether a sample is tried out, to see what comes of it: nothing may be kept of that.</summary>
    public static bool IsTrial => t_current._isTrial;

    /// <summary>How a call of a layer acts: as it was told to, else as the call around it, else as the layer does by itself.</summary>
    public static bool ActsAsInTraining(Layer layer, bool? training) =>
        training ?? (t_current._layer is null ? layer.ActsAlone : t_current._training);

    /// <summary>Begins a call. The caller hands what is returned to <see cref="Leave"/>, in a finally block.</summary>
    /// <exception cref="InvalidOperationException">The layer around it did not take this one in, which learns.</exception>
    public static CallScope Enter(Layer layer, bool training) => Enter(layer, training, t_current._isTrial);

    /// <summary>Begins a call, and calls inside it, whose results only show their shapes.</summary>
    /// <exception cref="InvalidOperationException">The layer around it did not take this one in, which learns.</exception>
    public static CallScope EnterTrial(Layer layer) => Enter(layer, training: false, isTrial: true);

    /// <summary>Ends a call.</summary>
    public static void Leave(CallScope outer) => t_current = outer;

    private static CallScope Enter(Layer layer, bool training, bool isTrial)
    {
        CallScope outer = t_current;
        if (outer._layer is { } caller) layer.RequireTakenIn(caller);
        t_current = new CallScope(layer, training, isTrial);
        return outer;
    }
}
