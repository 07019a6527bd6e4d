using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Changes weights by their gradients: <c>new Adam(1e-3f)</c>, or by Keras's name, <c>"adam"</c>.</summary>
/// <remarks>An optimizer keeps state for each weight (its slots), so each model needs an object of its own.</remarks>
public abstract partial class Optimizer
{
    private readonly Dictionary<Variable, Variable[]> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly string[] _slotNames;

    /// <summary>Sets the learning rate and what the optimizer keeps for each weight.</summary>
    /// <param name="learningRate">Size of a step; 0 or more.</param>
    /// <param name="slotNames">Keras's names of the values kept for each weight, such as momentum and velocity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not a number.</exception>
    protected Optimizer(float learningRate, params string[] slotNames)
    {
        LearningRate = learningRate;
        _slotNames = slotNames;
        Name = LayerNames.ToSnakeCase(ClassName);
    }

    /// <summary>Keras's class name, such as <c>Adam</c>.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The name, such as <c>adam</c>.</summary>
    public string Name { get; }

    /// <summary>Size of a step; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public float LearningRate
    {
        get;
        set
        {
            if (!(value >= 0))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), $"{ClassName}: expected a learning rate of 0 or more but got {value}.");
            }

            field = value;
        }
    }

    /// <summary>Steps taken.</summary>
    public long Iterations { get; internal set; }

    /// <summary>The optimizer that a Keras name stands for, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such optimizer; the message lists those that exist.</exception>
    public static implicit operator Optimizer(string name) => OptimizerTable.Entries[name](new ConfigReader([], name));

    /// <summary>What the optimizer keeps for a weight, in the order of Keras's files; empty before the first step.</summary>
    public IReadOnlyList<Variable> SlotsOf(Variable variable) => _slots.TryGetValue(variable, out Variable[]? slots) ? slots : [];

    /// <summary>Makes the slots for weights, so that the first step allocates no more than others.</summary>
    public void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (Variable variable in variables) BuildSlots(variable);
    }

    /// <summary>Takes one step: changes each variable by its gradient; those without one (null) stay.</summary>
    /// <exception cref="ArgumentException">There are more or fewer gradients than variables.</exception>
    /// <exception cref="ShapeException">A gradient has another shape than its variable.</exception>
    public void Apply(IReadOnlyList<Variable> variables, IReadOnlyList<Tensor?> gradients)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(gradients);
        if (variables.Count != gradients.Count)
        {
            throw new ArgumentException($"{ClassName}: expected one gradient for each of {variables.Count} variables but got {gradients.Count}.", nameof(gradients));
        }

        for (int i = 0; i < variables.Count; i++)
        {
            if (gradients[i] is { } gradient && gradient.Shape != variables[i].Shape)
            {
                throw new ShapeException(
                    $"{ClassName}: expected a gradient of shape {variables[i].Shape} for '{variables[i].Path}' but got {gradient.Shape}.");
            }
        }

        BeginStep();
        for (int i = 0; i < variables.Count; i++)
        {
            if (gradients[i] is { } gradient) Update(variables[i], gradient.Span);
        }
    }

    /// <summary>Takes one step with the gradients that a tape holds, without copying them.</summary>
    internal void Apply(IReadOnlyList<Variable> variables, Tape tape)
    {
        BeginStep();
        for (int i = 0; i < variables.Count; i++)
        {
            ReadOnlySpan<float> gradient = tape.GradientOf(variables[i].Value);
            if (!gradient.IsEmpty) Update(variables[i], gradient);
        }
    }

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig()
    {
        var config = new JsonObject { ["name"] = Name, ["learning_rate"] = LearningRate };
        WriteConfig(config);
        return ConfigSchema.Wrap("keras.optimizers", ClassName, config);
    }

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    /// <exception cref="FormatException">The config does not fit the optimizer.</exception>
    /// <exception cref="NotSupportedException">The config asks for an option that the class does not have.</exception>
    public static Optimizer FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config is JsonValue value && value.TryGetValue(out string? name)) return name;
        (string className, JsonObject parameters) = ConfigSchema.Unwrap(config, "Optimizer");
        var reader = new ConfigReader(parameters, className);
        Optimizer optimizer = OptimizerTable.Entries[className](reader);
        reader.Ignore("name", "ema_momentum", "jit_compile", "is_legacy_optimizer");
        reader.Refuse(
            "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps");
        reader.End();
        return optimizer;
    }

    /// <summary>Changes one weight. <see cref="Iterations"/> counts this step already: it is 1 in the first.</summary>
    /// <param name="weight">Read and written.</param>
    /// <param name="gradient">As long as the weight.</param>
    /// <param name="slots">The values kept for this weight, in the order of the names given to the constructor.</param>
    protected abstract void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots);

    /// <summary>Adds the parameters to the config, in Keras's names. Name and learning rate are there.</summary>
    protected virtual void WriteConfig(JsonObject config)
    {
    }

    private void BeginStep() => Iterations++;

    private void Update(Variable variable, ReadOnlySpan<float> gradient) => Update(variable.Value.Span, gradient, new Slots(BuildSlots(variable)));

    private Variable[] BuildSlots(Variable variable)
    {
        if (_slots.TryGetValue(variable, out Variable[]? slots)) return slots;
        slots = new Variable[_slotNames.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = new Variable(Tensor.Zeros(variable.Shape), _slotNames[i], trainable: false)
            {
                Path = $"{Name}/{variable.Path.Replace('/', '_')}_{_slotNames[i]}",
            };
        }

        _slots.Add(variable, slots);
        return slots;
    }
}
