using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Says what a model's inputs look like. It comes first in a <c>Sequential</c> and is no layer itself.</summary>
/// <example><code>new Sequential(new Input([32, 32, 3]), new Flatten(), new Dense(10))</code></example>
public sealed class Input
{
    /// <summary>Inputs of a shape.</summary>
    /// <param name="shape">Of one sample, without the batch axis; a length may be <see cref="Shape.Any"/>.</param>
    /// <param name="batchSize">Samples in every batch, where that is fixed; null for any.</param>
    /// <param name="name">The name; null for <c>input_layer</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public Input(Shape shape, int? batchSize = null, string? name = null)
    {
        if (batchSize is < 1) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "Input: expected a batch size of 1 or more, or null for any.");
        (Shape, BatchSize, Name) = (shape, batchSize, name ?? LayerNames.Next("InputLayer"));
    }

    /// <summary>The shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>Samples in every batch, where that is fixed.</summary>
    public int? BatchSize { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The shape with the batch axis.</summary>
    public Shape BatchShape => Shape.Prepend(BatchSize ?? Shape.Any);

    /// <summary>Keras's object schema of an InputLayer.</summary>
    public JsonObject ToConfig() => ConfigSchema.Wrap("keras.layers", "InputLayer", new JsonObject
    {
        ["batch_shape"] = ConfigSchema.List(BatchShape),
        ["dtype"] = "float32",
        ["sparse"] = false,
        ["ragged"] = false,
        ["name"] = Name,
    });

    /// <summary>Reads the config of an InputLayer.</summary>
    internal static Input Read(ConfigReader reader)
    {
        Shape batchShape = reader.OptionalShape("batch_shape") ?? throw reader.Wrong("batch_shape", "a list of lengths", null);
        if (batchShape.Rank == 0) throw reader.Wrong("batch_shape", "a list with the batch axis first", reader.Node("batch_shape"));

        // Ids and labels are whole-number floats: an input of whole numbers is one of floats here.
        if (reader.Node("dtype")?.ToString() is not ("int32" or "int64")) ConfigSchema.ReadFloat32(reader);
        reader.Refuse("sparse", "ragged", "optional");
        var input = new Input(batchShape[1..], batchShape[0] == Shape.Any ? null : batchShape[0], reader.String("name"));
        reader.End();
        return input;
    }
}
