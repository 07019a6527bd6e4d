namespace DeepSharp;

/// <summary>A weight of a layer: a named tensor that training may change.</summary>
/// <remarks>Names and axis order are Keras's: <c>kernel</c>, <c>bias</c>, <c>gamma</c>, <c>moving_mean</c>.</remarks>
public sealed partial class Variable
{
    private static long s_trainableChanges;

    private bool _trainable;

    /// <summary>Makes a variable that starts with <paramref name="value"/>, which it takes over.</summary>
    /// <param name="value">
    /// The first value; its memory becomes the variable's. What shares it from before, a view or a span, is not to be written to any more.
    /// </param>
    /// <param name="name">What the weight is called inside its layer, such as <c>kernel</c>.</param>
    /// <param name="trainable">Whether training changes it.</param>
    public Variable(Tensor value, string name, bool trainable = true)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Value, Name, Path, _trainable) = (value, name, name, trainable);
        Value.RequiresGradient = trainable;
        Version = Value.Version ??= new WeightVersion();
    }

    /// <summary>What the weight is called inside its layer, such as <c>kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The layer's name and the weight's, such as <c>conv2d/kernel</c>.</summary>
    public string Path { get; internal set; }

    /// <summary>The values. The tensor stays the same object for the life of the variable; training writes into it.</summary>
    public Tensor Value { get; }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>Whether gradients are computed for it and an optimizer changes it.</summary>
    public bool Trainable
    {
        get => _trainable;
        set
        {
            if (_trainable != value) CountTrainableChange();
            _trainable = value;
            Value.RequiresGradient = value;
        }
    }

    /// <summary>How often the values were changed, as far as that is known.</summary>
    internal WeightVersion Version { get; }

    /// <summary>The gates of the models that predict with it.</summary>
    internal WeakReference<WeightGate>[] Gates { get; set; } = [];

    /// <summary>
    /// How often anything was frozen or freed in this process: what depends on it looks again when the number has changed.
    /// </summary>
    internal static long TrainableChanges => Volatile.Read(ref s_trainableChanges);

    internal static void CountTrainableChange() => Interlocked.Increment(ref s_trainableChanges);

    /// <summary>Copies values of the same shape into the variable.</summary>
    /// <remarks>
    /// A prediction on another thread sees all of them or none, and so it is with <see cref="Layer.SetWeights"/> for several weights at
    /// once. Who writes to <see cref="Value"/> is seen half-way, and predictions no longer keep what they compute from weights whose
    /// <see cref="Tensor.Span"/> was asked for (docs/performance.md).
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Assign(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape) throw new ShapeException($"Variable '{Path}': expected values of shape {Shape} but got {value.Shape}.");
        using WeightChange.Turn turn = WeightChange.Begin(this);
        Value.Assign(value);
    }

    /// <summary>The path and the shape: <c>conv2d/kernel (3, 3, 3, 32)</c>.</summary>
    public override string ToString() => $"{Path} {Shape}";
}
