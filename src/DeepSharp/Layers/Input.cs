using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Says what a model's inputs look like. A functional model starts from it; in a <c>Sequential</c> it comes first.</summary>
/// <example><code>
/// new Sequential(new Input([32, 32, 3]), new Flatten(), new Dense(10))
///
/// var input = new Input([784]);
/// var model = new Model(input, new Dense(10).Apply(input));
///
/// var words = new Input([1], dtype: "string");
/// </code></example>
public sealed class Input : SymbolicTensor
{
    /// <summary>Inputs of a shape.</summary>
    /// <param name="shape">Of one sample, without the batch axis; a length may be <see cref="Shape.Any"/>.</param>
    /// <param name="batchSize">Samples in every batch, where that is fixed; null for any.</param>
    /// <param name="dtype">
    /// What the values are, a <see cref="DeepSharp.DType"/> or one of Keras's names; <c>float32</c> if not given. Strings go to layers that
    /// work on data, such as <see cref="Layers.StringLookup"/>.
    /// </param>
    /// <param name="name">The name; null for <c>input_layer</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">There is no such dtype.</exception>
    public Input(Shape shape, int? batchSize = null, DType dtype = default, string? name = null)
        : base(
            shape.Prepend(Checked(batchSize) ?? Shape.Any),
            dtype,
            name is null ? LayerNames.Next("InputLayer") : GivenName.OfPart("Input", name)) =>
        BatchSize = batchSize;

    /// <inheritdoc cref="Input(Shape, int?, DType, string?)"/>
    [OverloadResolutionPriority(-1)]
    public Input(int[] shape, int? batchSize = null, DType dtype = default, string? name = null)
        : this(new Shape(shape), batchSize, dtype, name)
    {
    }

    /// <summary>The shape of one sample: <see cref="SymbolicTensor.Shape"/> without the batch axis.</summary>
    public Shape SampleShape => Shape[1..];

    /// <summary>Samples in every batch, where that is fixed.</summary>
    public int? BatchSize { get; }

    /// <summary>The layer that stands for this input, so that a <c>Sequential</c> may begin with it.</summary>
    /// <exception cref="ArgumentNullException">There is no input.</exception>
    public static implicit operator Layer(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Layers.InputLayer(input);
    }

    /// <summary>Keras's object schema of an InputLayer.</summary>
    public JsonObject ToConfig() => ConfigSchema.Wrap("keras.layers", "InputLayer", new JsonObject
    {
        ["batch_shape"] = ConfigSchema.List(Shape),
        ["dtype"] = DType.Name,
        ["sparse"] = false,
        ["ragged"] = false,
        ["name"] = Name,
        ["optional"] = false,
    });

    /// <summary>Reads the config of an InputLayer.</summary>
    internal static Input Read(ConfigReader reader)
    {
        Shape batchShape = reader.OptionalShape("batch_shape") ?? throw reader.Wrong("batch_shape", "a list of lengths", null);
        if (batchShape.Rank == 0) throw reader.Wrong("batch_shape", "a list with the batch axis first", reader.Node("batch_shape"));

        DType dtype = DType.Read(reader);
        reader.Refuse("sparse", "ragged", "optional");
        var input = new Input(batchShape[1..], batchShape[0] == Shape.Any ? null : batchShape[0], dtype, reader.String("name"));
        reader.End();
        return input;
    }

    /// <summary>
    /// Whether a batch of a shape is one of these inputs: the rank fits, and all lengths that are known on both sides. Any batch size does.
    /// </summary>
    internal bool Accepts(Shape batch)
    {
        if (batch.Rank != Shape.Rank) return false;
        for (int axis = 1; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] != batch[axis] && Shape[axis] != Shape.Any && batch[axis] != Shape.Any) return false;
        }

        return true;
    }

    private static int? Checked(int? batchSize) => batchSize is null or >= 1
        ? batchSize
        : throw new ArgumentOutOfRangeException(
            nameof(batchSize), $"Input: expected a batch size of 1 or more, or null for any, but got {batchSize}.");
}
