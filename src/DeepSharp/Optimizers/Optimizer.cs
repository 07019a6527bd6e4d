using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Changes weights by their gradients: <c>new Adam(1e-3)</c>, or by Keras's name, <c>"adam"</c>.</summary>
/// <remarks>
/// <para>An optimizer keeps state for each weight (its slots), so each model needs its own object: <c>Compile</c> refuses one that
/// is another model's.</para>
/// <para>A step clips the gradients, takes the weight decay off the weights, applies the optimizer's rule and brings moving averages up to
/// date, as far as <see cref="Options"/> asks for it. Then weights with a <see cref="Variable.Constraint"/> are brought to meet it.</para>
/// </remarks>
public abstract partial class Optimizer
{
    private readonly string[] _slotNames;

    /// <summary>Sets the learning rate and what the optimizer keeps for each weight.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule.</param>
    /// <param name="slotNames">Keras's names of the values kept for each weight, such as momentum and velocity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(LearningRate learningRate, params string[] slotNames)
        : this(learningRate, new OptimizerOptions(), slotNames)
    {
    }

    /// <summary>Sets the learning rate, the options that all optimizers have, and what the optimizer keeps for each weight.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule.</param>
    /// <param name="options">Weight decay, clipping, moving averages, accumulation and the name.</param>
    /// <param name="slotNames">Keras's names of the values kept for each weight, such as momentum and velocity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate or an option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    protected Optimizer(LearningRate learningRate, OptimizerOptions options, params string[] slotNames)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(slotNames);
        options.Check(ClassName);
        Schedule = learningRate.Schedule;
        if (Schedule is null) Rate = Checked(learningRate.Given, nameof(learningRate));
        (Options, _slotNames) = (options, slotNames);
        Name = options.Name ?? LayerNames.ToSnakeCase(ClassName);
    }

    /// <summary>Keras's class name, such as <c>Adam</c>.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The name, such as <c>adam</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Weight decay, clipping, moving averages and accumulation.</summary>
    public OptimizerOptions Options { get; private set; }

    /// <summary>The schedule of the learning rate, if it has one.</summary>
    public LearningRateSchedule? Schedule { get => Inner is { } inner ? inner.Schedule : field; private set; }

    /// <summary>Size of the next step; may be changed between steps, unless a schedule says it.</summary>
    /// <remarks>Rounded to the nearest float, which steps are taken with and files hold; it reads as it was written, 0.001.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The optimizer was made with a schedule.</exception>
    /// <example><code>optimizer.LearningRate *= 0.5;</code></example>
    public double LearningRate
    {
        get => Schedule is { } schedule ? WrittenNumber.Rounded(schedule.At(StepCount)) : WrittenNumber.Of(Rate);
        set
        {
            if (Schedule is not null)
            {
                throw new InvalidOperationException(
                    $"{ClassName}: expected a constant learning rate to set, but the optimizer was made with a {Schedule.ClassName}. " +
                    "Make it with a number to be able to change that.");
            }

            Rate = Checked(value, nameof(value));
        }
    }

    /// <summary>The learning rate where there is no schedule.</summary>
    internal float Rate
    {
        get => Inner is { } inner ? inner.Rate : field;
        private set
        {
            if (Inner is { } inner) inner.Rate = value;
            else field = value;
        }
    }

    /// <summary>Steps taken: changes of the weights, where gradients of several calls are accumulated.</summary>
    public long Iterations => Inner is { } inner ? inner.Iterations
        : Options.GradientAccumulationSteps is { } calls ? StepCount / calls : StepCount;

    /// <summary>Calls of <c>Apply</c>, Keras's <c>iteration</c> variable.</summary>
    internal virtual long StepCount { get; set; }

    /// <summary>The optimizer that a Keras name stands for, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such optimizer; the message lists those that exist.</exception>
    public static implicit operator Optimizer(string name) => OptimizerTable.Classes.Named(name);

    /// <summary>
    /// Takes one step: changes each variable by its gradient, then by its <see cref="Variable.Constraint"/>; those without a gradient
    /// (null) stay.
    /// </summary>
    /// <remarks>
    /// All gradients are looked at before anything changes. Keras applies NaN too; here a step that would ruin the weights is refused, in
    /// <c>Fit</c> and in a custom loop, which may catch the exception and go on with the next batch. Predictions on other threads see
    /// all of the step or nothing of it.
    /// </remarks>
    /// <exception cref="ArgumentException">There are more or fewer gradients than variables.</exception>
    /// <exception cref="ShapeException">A gradient has another shape than its variable.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; nothing has changed.</exception>
    public void Apply(IReadOnlyList<Variable> variables, IReadOnlyList<Tensor?> gradients)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(gradients);
        if (variables.Count != gradients.Count)
        {
            throw new ArgumentException(
                $"{ClassName}: expected one gradient for each of {variables.Count} variables but got {gradients.Count}.",
                nameof(gradients));
        }

        for (int i = 0; i < variables.Count; i++)
        {
            if (gradients[i] is not { } gradient || gradient.Shape == variables[i].Shape) continue;
            throw new ShapeException(
                $"{ClassName}: expected a gradient of shape {variables[i].Shape} for '{variables[i].Path}' but got {gradient.Shape}.");
        }

        Apply(new Gradients(variables, gradients, null));
    }

    /// <summary>
    /// The loss times <see cref="OptimizerOptions.LossScaleFactor"/>, for a custom loop: its gradients are those to give to
    /// <see cref="Apply(IReadOnlyList{Variable}, IReadOnlyList{Tensor})"/>. The loss itself where there is no factor.
    /// </summary>
    /// <param name="loss">One number.</param>
    /// <example><code>
    /// Tensor loss = tape.Record(() => optimizer.ScaleLoss(lossFunction.Apply(y, model.Apply(x, training: true))));
    /// optimizer.Apply(model.TrainableWeights, tape.Gradient(loss, model.TrainableWeights));
    /// </code></example>
    public Tensor ScaleLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossScale is { } factor ? loss * factor : loss;
    }

    /// <summary>Takes one step with the gradients that a tape holds, without copying them.</summary>
    internal void Apply(IReadOnlyList<Variable> variables, Tape tape) => Apply(new Gradients(variables, null, tape));

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig()
    {
        var config = new JsonObject { ["name"] = Name };
        if (Inner is null)
        {
            config["learning_rate"] = Schedule is { } schedule ? schedule.ToConfig() : JsonValue.Create(Rate);
            Options.Write(config);
        }

        WriteConfig(config);
        return OptimizerTable.Classes.Wrap("keras.optimizers", ClassName, this, config);
    }

    /// <summary>Class, name and options: <c>SGD 'sgd' (learning_rate 0.01, momentum 0.9, ...)</c>.</summary>
    public override string ToString() => ConfigText.Of(ClassName, Name, ToConfig()["config"]!.AsObject());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    /// <exception cref="FormatException">The config does not fit the optimizer.</exception>
    /// <exception cref="NotSupportedException">The config asks for an option that the class does not have.</exception>
    public static Optimizer FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return OptimizerTable.Classes.Read(config, ReadCommon);
    }

    // Those of the library read all of it themselves: their weight decay, for one, has other defaults.
    private static Optimizer ReadCommon(Optimizer optimizer, ConfigReader reader)
    {
        if (LibraryClasses.IsOfAssembly(optimizer.GetType())) return optimizer;
        LearningRate rate = DeepSharp.LearningRate.Read(reader, optimizer.Rate);
        if (reader.Has("learning_rate"))
        {
            optimizer.Schedule = rate.Schedule;
            if (rate.Schedule is null) optimizer.LearningRate = rate.Given;
        }

        optimizer.Options = OptimizerOptions.Read(reader);
        optimizer.Options.Check(optimizer.ClassName);
        optimizer.Name = optimizer.Options.Name ?? optimizer.Name;
        return optimizer;
    }

    /// <summary>Changes one weight.</summary>
    /// <param name="weight">Read and written.</param>
    /// <param name="gradient">As long as the weight; clipped already.</param>
    /// <param name="slots">The values kept for this weight, in the order of the names given to the constructor.</param>
    /// <param name="step">The learning rate and the number of the step.</param>
    protected abstract void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step);

    /// <summary>What a slot is filled with at first; 0 unless overridden.</summary>
    protected virtual double InitialSlotValue(int slot) => 0;

    /// <summary>Adds the parameters to the config, in Keras's names. Name, learning rate and <see cref="Options"/> are there.</summary>
    protected virtual void WriteConfig(JsonObject config)
    {
    }

    /// <summary>The float nearest to a number, for which a condition has to hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The condition does not hold, or the float is not finite.</exception>
    private protected float Require(
        bool holds, double value, string expected, [CallerArgumentExpression(nameof(value))] string name = "") =>
        OptionNumber.Where(holds, ClassName, value, expected, name);

    private float Checked(double rate, string name) => Require(rate >= 0, rate, "a learning rate of 0 or more", name);

    // A custom schedule may give anything, and one of the library's may grow beyond the floats.
    private float RateOfStep()
    {
        if (Schedule is null) return Rate;
        double given = Schedule.At(StepCount);
        float rate = (float)given;
        if (rate is >= 0f and < float.PositiveInfinity) return rate;
        throw new InvalidOperationException(
            $"{ClassName}: expected {Schedule.ClassName} to give a finite learning rate of 0 or more but for step {StepCount} it gave " +
            $"{given}. Weights were left as they are. Choose other numbers for the schedule.");
    }
}
