using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Keeps layers shared that occur more than once in one config, such as a layer of a model that is also in a model inside it. As in Keras,
/// each place holds the whole config, and those of one layer the same number as <c>shared_object_id</c>.
/// </summary>
internal sealed class SharedLayers
{
    private const string Key = "shared_object_id";

    [ThreadStatic]
    private static SharedLayers? s_writing;

    [ThreadStatic]
    private static SharedLayers? s_reading;

    private readonly Dictionary<Layer, JsonObject> _written = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, Layer> _read = [];
    private long _numbers;
    private int _again;

    /// <summary>The config of a layer, numbered if it was written before within the same outermost call.</summary>
    /// <exception cref="InvalidOperationException">More layers are written again than a file may describe.</exception>
    public static JsonObject Write(Layer layer, Func<JsonObject> write)
    {
        Nesting.RequireStack(layer);
        SharedLayers? before = s_writing;
        SharedLayers shared = s_writing ??= new SharedLayers();
        bool isOutermost = InfiniteNumbers.Begin();
        try
        {
            // Two models around the same one, in each other many times, double it on every level: refused before there is no end to it.
            if (shared._written.ContainsKey(layer)) ConfigJson.RequireFew(++shared._again);
            JsonObject config = write();
            if (!shared._written.TryAdd(layer, config)) shared.Number(shared._written[layer], config);
            return config;
        }
        finally
        {
            s_writing = before;
            InfiniteNumbers.End(isOutermost);
        }
    }

    /// <summary>The layer of a config: the one that its number stood for before within the same outermost call, or a new one.</summary>
    /// <exception cref="FormatException">The number stands for a layer of another class.</exception>
    public static Layer Read(JsonObject config, string className, Func<Layer> read)
    {
        SharedLayers? before = s_reading;
        SharedLayers shared = s_reading ??= new SharedLayers();
        try
        {
            long? number = new ConfigReader(config, className).OptionalLong(Key);
            if (number is null || !shared._read.TryGetValue(number.Value, out Layer? known))
            {
                Layer layer = read();
                if (number is not null) shared._read.TryAdd(number.Value, layer);
                return layer;
            }

            if (known.ClassName == className) return known;
            throw new FormatException(
                $"expected one layer for '{Key}' {number} but the config has {LayerArguments.Describe(known)} and then a {className}.");
        }
        finally
        {
            s_reading = before;
        }
    }

    private void Number(JsonObject first, JsonObject again)
    {
        if (first[Key] is null) first[Key] = ++_numbers;
        again[Key] = (long)first[Key]!;
    }
}
