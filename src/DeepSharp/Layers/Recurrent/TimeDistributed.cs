namespace DeepSharp.Layers;

/// <summary>Applies a layer, or a whole model, to each step of sequences.</summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, ...) of three axes or more · <b>Output</b> (batch, steps, ...), at each step what the layer gives for
/// (batch, ...). <b>Weights</b> those of the layer.</para>
/// <para>The steps are taken one after the other where that makes a difference: a <see cref="BatchNormalization"/> in training looks at
/// each step by itself and moves its statistics with each of them, and a <see cref="Dropout"/> draws again. Other layers see all steps as
/// one batch.</para>
/// <para>As in Keras, a mask of the input is handed on, a layer inside that heeds masks sees the part of it that belongs to a step, and the
/// layer inside adds no penalty for its output; give this layer an <see cref="DeepSharp.Layer.ActivityRegularizer"/> instead.</para>
/// </remarks>
/// <example><code>new TimeDistributed(new Conv2D(16, 3), inputShape: [10, 64, 64, 3])   // ten pictures a sample</code></example>
public sealed class TimeDistributed : Wrapper
{
    /// <summary>A layer at each step.</summary>
    /// <param name="layer">What is applied to each step.</param>
    /// <param name="name">A name that is unique in its model; null for <c>time_distributed</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, ...), where this is the first layer of a model.</param>
    public TimeDistributed(Layer layer, string? name = null, Shape? inputShape = null)
        : base(layer, name, inputShape)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.OneMaskedInput;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        Shape[] outputs = Layer.OutputShapes([OneStep(input)]);
        if (outputs.Length == 1) return outputs[0].Insert(1, input[1]);
        throw new ShapeException(
            $"expected a layer with one output, but {LayerArguments.Describe(Layer)} gives {outputs.Length} for a step.");
    }

    internal static TimeDistributed FromConfig(ConfigReader reader)
    {
        if (!reader.Has("layer")) throw reader.Wrong("layer", "a layer", null);
        return new TimeDistributed(Read(reader.Node("layer"), "layer"), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => BuildInside(Layer, OneStep(input));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        Shape shape = input.Shape;
        OneStep(shape);
        if (input.Mask is { } mask && (mask.Rank < 2 || mask.Shape[0] != shape[0] || mask.Shape[1] != shape[1]))
        {
            throw new ShapeException(
                $"expected a mask of shape ({shape[0]}, {shape[1]}, ...) for an input of shape {shape} but got {mask.Shape}.");
        }

        Tensor? ofSteps = Layer.KnownSignature.TakesMask ? input.Mask : null;
        return ofSteps is null && Layer.TakesSamplesApart(training)
            ? Tape.Run(StepsApartOp.Instance, ApplyTo(Tape.Run(StepsTogetherOp.Instance, input), training), input)
            : TakeSteps(input, ofSteps, training);
    }

    private Tensor TakeSteps(Tensor input, Tensor? mask, bool training)
    {
        var cell = new LayerStep(this, StepOp.Of(input.Shape[1]), input, mask, training);
        return SequenceSteps.Take(cell, new SequenceForm(true, false, false), input.Shape, mask: null, states: []);
    }

    // As in Keras the layer is called without what belongs to layers of a model: no penalty for its output.
    private Tensor ApplyTo(Tensor step, bool training)
    {
        Tensor? output = null;
        Layer.ExecuteBare(new ReadOnlySpan<Tensor>(ref step), new Span<Tensor>(ref output!), training);
        return output;
    }

    private static Shape OneStep(Shape input)
    {
        if (input.Rank < 3) throw new ShapeException($"expected an input of rank 3 or more (batch, steps, ...) but got {input}.");
        return input[2..].Prepend(input[0]);
    }

    private readonly struct LayerStep(TimeDistributed layer, StepOp[] ops, Tensor input, Tensor? mask, bool training) : IStepCell
    {
        public Tensor Step(int time, Span<Tensor> states)
        {
            Tensor step = Tape.Run(ops[time], input);
            if (mask is not null) step.Mask = Tape.Run(ops[time], mask);
            return layer.ApplyTo(step, training);
        }
    }
}
