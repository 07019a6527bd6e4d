using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Stands for an input of a model among its layers, as in Keras. It hands on what it gets.</summary>
/// <remarks>
/// A functional model lists one for each of its inputs. It need not be made by hand: an <see cref="DeepSharp.Input"/> converts to it where
/// a layer is expected, which is first in a <see cref="Sequential"/>.
/// </remarks>
/// <example><code>
/// var model = new Sequential([new Input([4]), new Dense(3)], "small");
/// SymbolicTensor input = functional.GetLayer(0).Output;
/// </code></example>
public sealed class InputLayer : Layer
{
    /// <summary>An input of a shape.</summary>
    /// <param name="shape">Of one sample, without the batch axis; a length may be <see cref="Shape.Any"/>.</param>
    /// <param name="batchSize">Samples in every batch, where that is fixed; null for any.</param>
    /// <param name="dtype">What the values are; <c>float32</c> if not given.</param>
    /// <param name="name">The name; null for <c>input_layer</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">There is no such dtype.</exception>
    public InputLayer(Shape shape, int? batchSize = null, DType dtype = default, string? name = null)
        : this(new Input(shape, batchSize, dtype, name))
    {
    }

    internal InputLayer(SymbolicTensor tensor)
        : base(tensor.Name, tensor.Shape[1..])
    {
        Tensor = tensor;
        Build(tensor.Shape);
    }

    internal SymbolicTensor Tensor { get; }

    private protected override void ReadDType(ConfigReader reader) => DType.Read(reader);

    /// <inheritdoc/>
    private protected override SymbolicTensor? OwnTensor => Tensor;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => Tensor.Shape[0] == Shape.Any;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Remove("trainable");
        config["batch_shape"] = ConfigSchema.List(Tensor.Shape);
        config["dtype"] = Tensor.DType.Name;
        config["sparse"] = false;
        config["ragged"] = false;
        config["optional"] = false;
    }
}
