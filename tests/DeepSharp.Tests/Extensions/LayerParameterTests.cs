using System.Reflection;
using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Extensions;

/// <summary>Whoever writes a model in another format finds the parameters of its layers among their public properties.</summary>
public class LayerParameterTests
{
    // Of all layers, or what has one value here: channels come last.
    private static readonly string[] s_fixed =
    [
        "name", "trainable", "dtype", "data_format", "quantization_config", "rms_scaling", "synchronized", "renorm", "renorm_clipping",
        "renorm_momentum",
    ];

    // One in Keras, several or two here.
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["LayerNormalization.axis"] = "Axes",
        ["Softmax.axis"] = "Axes",
        ["ZeroPadding2D.padding"] = "Rows",
    };

    private static readonly Layer[] s_layers =
    [
        new ActivationLayer("relu"), new Add(), new Average(), new AveragePooling2D(), new BatchNormalization(), new Concatenate(),
        new Conv2D(2, 3), new Dense(2), new DepthwiseConv2D(3), new Dropout(0.5), new Embedding(4, 2), new Flatten(), new GlobalAveragePooling2D(),
        new GlobalMaxPooling2D(), new LayerNormalization(), new LSTM(2), new MaxPooling2D(), new Permute([2, 1]), new ReLU(),
        new RepeatVector(2), new Rescaling(2), new Reshape([2, 2]), new Softmax(), new ZeroPadding2D(1),
    ];

    [Fact]
    public void Every_option_of_a_config_is_a_public_property()
    {
        var missing = new List<string>();
        foreach (Layer layer in s_layers)
        {
            HashSet<string> properties =
            [
                .. layer.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => Plain(property.Name)),
            ];
            foreach ((string key, JsonNode? _) in layer.ToConfig()["config"]!.AsObject())
            {
                string name = s_others.GetValueOrDefault($"{layer.ClassName}.{key}", key);
                if (!s_fixed.Contains(key) && !properties.Contains(Plain(name))) missing.Add($"{layer.ClassName}.{key}");
            }
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
