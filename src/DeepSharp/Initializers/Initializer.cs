using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>How the first values of a weight are chosen: <c>Initializer.HeNormal()</c>, or by Keras's name, <c>"he_normal"</c>.</summary>
/// <remarks>Initializers are immutable values: two with the same parameters are equal.</remarks>
/// <example><code>new Dense(64, kernelInitializer: Initializer.HeNormal(seed: 1))</code></example>
public abstract partial record Initializer
{
    /// <summary>Keras's class name, such as <c>GlorotUniform</c>.</summary>
    public abstract string ClassName { get; }

    /// <summary>The initializer that a Keras name stands for (<c>he_normal</c> or <c>HeNormal</c>), with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such initializer; the message lists those that exist.</exception>
    public static implicit operator Initializer(string name) => InitializerTable.Classes.Named(name);

    /// <summary>Makes a new tensor of initial values.</summary>
    /// <param name="shape">Of the weight; kernels are (..., inputs, outputs), as in Keras.</param>
    /// <param name="random">Where random values come from; null for the initializer's own seed, or the process's stream.</param>
    /// <exception cref="ShapeException">The initializer cannot fill such a shape.</exception>
    public Tensor Create(Shape shape, RandomStream? random = null)
    {
        Tensor values = Tensor.KeepZeros(shape);
        Fill(values.Span, shape, random ?? DeepSharpRuntime.CreateStream(Seed));
        return values;
    }

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig() => InitializerTable.Classes.Wrap("keras.initializers", ClassName, this, GetConfig());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such initializer.</exception>
    /// <exception cref="FormatException">The config does not fit the initializer.</exception>
    public static Initializer FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return InitializerTable.Classes.Read(config);
    }

    /// <summary>Reads an initializer from a layer's config.</summary>
    internal static Initializer Read(ConfigReader reader, string key, Initializer missing) =>
        reader.Node(key) is { } node ? FromConfig(node) : missing;

    /// <summary>
    /// The same for a weight whose inputs and outputs are other axes than those of a kernel; itself where that makes no difference.
    /// </summary>
    internal virtual Initializer ForAxes(int[] inputAxes, int[] outputAxes) => this;

    /// <summary>The seed of its own, if it has one.</summary>
    protected virtual long? Seed => null;

    /// <summary>Writes every value.</summary>
    protected abstract void Fill(Span<float> values, Shape shape, RandomStream random);

    /// <summary>All parameters, in Keras's names.</summary>
    protected virtual JsonObject GetConfig() => [];
}
