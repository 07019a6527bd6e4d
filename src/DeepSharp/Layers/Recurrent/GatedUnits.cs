using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Units with gates that see the input and the state, and what they do with whole sequences: what a layer such as <see cref="LSTM"/> and a
/// cell such as <see cref="LSTMCell"/> have in common. The weights are the owner's.
/// </summary>
internal abstract partial class GatedUnits
{
    private protected GatedUnits(RecurrentSettings settings, Layer owner, int gates)
    {
        LayerArguments.Positive(owner, settings.Units, "units");
        RequireUnits(owner, settings.Units, gates);
        RequireRate(owner, settings.Dropout, "dropout");
        RequireRate(owner, settings.RecurrentDropout, "recurrentDropout");
        (Settings, Gates) = (settings, gates);
        _random = DeepSharpRuntime.CreateStream(settings.Seed);
        _inputDropout = new SharedDropoutOp(settings.Dropout, _random, [Shape.Any, 1, Shape.Any]);
        _stepOps = new StepCache<StepOps>(step => new StepOps(step, gates, settings.Units));
        _gateColumns = [.. Enumerable.Range(0, gates).Select(gate => new ColumnsOp(gate * settings.Units, settings.Units))];
    }

    /// <summary>What the owner was told.</summary>
    public RecurrentSettings Settings { get; }

    /// <summary>Columns of the kernels for each unit.</summary>
    public int Gates { get; }

    /// <summary>Length of a state.</summary>
    public int Units => Settings.Units;

    /// <summary>The kernel, (features, gates · units); null until it is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The recurrent kernel, (units, gates · units); null until it is built.</summary>
    public Variable? RecurrentKernel { get; private set; }

    /// <summary>The bias; null until it is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <summary>How many states go from step to step.</summary>
    public virtual int StateCount => 1;

    /// <summary>What Keras calls a cell of such units, such as <c>lstm_cell</c>.</summary>
    public abstract string CellName { get; }

    /// <summary>Whether training changes something besides weights: random numbers.</summary>
    public bool HoldsState => Settings.Dropout > 0f || Settings.RecurrentDropout > 0f;

    /// <summary>Whether the activations are the library's.</summary>
    public bool HasKnownActivations =>
        LibraryClasses.Contains(Settings.Activation.GetType()) && LibraryClasses.Contains(Settings.RecurrentActivation.GetType());

    /// <summary>The shape of the bias: one value for each column of the kernels, unless units need more.</summary>
    private protected virtual Shape BiasShape => [Gates * Units];

    /// <summary>Has the owner make the weights.</summary>
    /// <param name="input">The shape of sequences, or of a step.</param>
    /// <param name="add">Makes a weight of a name and a shape.</param>
    /// <exception cref="ShapeException">The number of features is unknown.</exception>
    public void Build(Shape input, Func<WeightOptions, Shape, string, Variable> add)
    {
        int features = input[^1];
        if (features == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input whose last axis has a known length but got {input}. Give the layer before a fixed size.");
        }

        Kernel = add(Settings.Kernel, [features, Gates * Units], "kernel");
        RecurrentKernel = add(Settings.Recurrent, [Units, Gates * Units], "recurrent_kernel");
        if (!Settings.UseBias) return;
        Bias = add(Settings.Bias, BiasShape, "bias");
        BeginBias(Bias.Value.Span);
    }

    /// <summary>Refuses other features than the weights are for.</summary>
    /// <exception cref="ShapeException">There are more or fewer.</exception>
    public void RequireFeatures(Shape input)
    {
        if (Kernel is not { } kernel || input[^1] == kernel.Shape[0] || input[^1] == Shape.Any) return;
        throw new ShapeException($"was built for {kernel.Shape[0]} input features, but got an input of shape {input}.");
    }

    /// <summary>Refuses a fraction to drop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0, or 1 or more.</exception>
    public static void RequireRate(Layer owner, float rate, string name)
    {
        if (rate >= 0f && rate < 1f) return;
        throw new ArgumentOutOfRangeException(
            name, $"{LayerArguments.Describe(owner)}: expected {name}, the fraction to drop, from 0 to below 1 but got {rate}.");
    }

    /// <summary>Writes the options in Keras's names.</summary>
    public virtual void Write(JsonObject config) => Settings.Write(config);

    /// <summary>Changes the first values of the bias.</summary>
    private protected virtual void BeginBias(Span<float> bias)
    {
    }

    // Nothing but the units decides about the recurrent kernel, (units, gates · units): what no array holds is refused before
    // there is a layer.
    private static void RequireUnits(Layer owner, int units, int gates)
    {
        int most = (int)Math.Sqrt(Array.MaxLength / gates);
        if (units <= most) return;
        throw new ArgumentOutOfRangeException(
            nameof(units),
            $"{LayerArguments.Describe(owner)}: expected units of at most {most:N0}, whose recurrent kernel, (units, {gates} · units), " +
            $"fits in an array, but got {units}. Choose fewer.");
    }
}
