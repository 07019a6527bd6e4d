using System.Text.Json.Nodes;

namespace DeepSharp.Fuzz;

/// <summary>Changes JSON where it hurts: values of other kinds and sizes, parts in other places, names that mean something else.</summary>
internal sealed class JsonMutator(Random random)
{
    /// <summary>Stands for half a surrogate pair until the JSON is text, where it is an escape: no string could hold it so.</summary>
    public const string Half = "@half@";

    private static readonly double[] s_numbers =
    [
        0, -1, 1, 2, 3, 0.5, -0.5, 1e-7, 1e10, 3e38, -3e38, 1e300, 127, 128, 255, 256, 65_535, 65_536, 1 << 20, 2_147_483_647,
        -2_147_483_648, 2_147_483_648, 4_294_967_295, 9_007_199_254_740_993, 9.3e18, -9.3e18,
    ];

    private static readonly string[] s_texts =
    [
        "", " ", "a", "a/b", "relu", "Dense", "Sequential", "Functional", "InputLayer", "Model", "Fuzz>Twice", "Fuzz>Sequential",
        "Fuzz>Careless", "Custom>Twice", "Nothing>There", ">", "__keras_tensor__", "float16", "float32", "same", "valid", "causal",
        "channels_first", "class_name", "config", "name", "System.Diagnostics.Process", "../../etc/passwd", "\0", "\n", "\ud83d\ude00",
        Half,
        "1", "-1", "0.5", "true", "null", "mean_absolute_error", "accuracy", "sum_over_batch_size", "Adam", "L2", "MaxNorm", "HeNormal",
    ];

    private static readonly string[] s_keys =
    [
        "name", "class_name", "config", "registered_name", "module", "dtype", "units", "layers", "inbound_nodes", "args", "kwargs", "mask",
        "training", "shared_object_id", "build_config", "input_shape", "build_input_shape", "batch_shape", "compile_config", "loss",
        "metrics", "loss_weights", "optimizer", "learning_rate", "input_layers", "output_layers", "activity_regularizer", "surprise",
    ];

    /// <summary>A copy with one to four changes.</summary>
    public JsonNode Mutate(JsonNode original)
    {
        JsonNode root = original.DeepClone();
        for (int changes = 1 + random.Next(4); changes > 0; changes--) root = Change(root);
        return root;
    }

    private JsonNode Change(JsonNode root)
    {
        List<(JsonNode Parent, string? Key, int Index)> places = Places(root);
        if (places.Count == 0 || random.Next(200) == 0) return NewValue(root, places) ?? new JsonObject();
        (JsonNode parent, string? key, int index) = places[random.Next(places.Count)];
        JsonNode? value = key is null ? parent[index] : parent[key];
        switch (random.Next(8))
        {
            case 0 when parent is JsonObject named:
                named.Remove(key!);
                break;
            case 0 when parent is JsonArray list:
                list.RemoveAt(index);
                break;
            case 1 when parent is JsonObject named:
                named[random.Next(2) == 0 ? s_keys[random.Next(s_keys.Length)] : s_texts[random.Next(s_texts.Length)]] = value?.DeepClone();
                break;
            case 1 when parent is JsonArray list:
                list.Insert(random.Next(list.Count + 1), value?.DeepClone());
                break;
            case 2 when parent is JsonArray list && list.Count > 1:
                int other = random.Next(list.Count);
                list.RemoveAt(index);
                list.Insert(Math.Min(other, list.Count), value);
                break;
            case 3 when value is JsonValue:
                Set(parent, key, index, Near(value));
                break;
            default:
                Set(parent, key, index, NewValue(root, places));
                break;
        }

        return root;
    }

    private static void Set(JsonNode parent, string? key, int index, JsonNode? value)
    {
        if (key is null) parent[index] = value;
        else parent[key] = value;
    }

    // Of the same kind as the old one.
    private JsonNode Near(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => Number(),
        System.Text.Json.JsonValueKind.String => s_texts[random.Next(s_texts.Length)],
        System.Text.Json.JsonValueKind.True => false,
        _ => true,
    };

    private JsonNode? NewValue(JsonNode root, List<(JsonNode Parent, string? Key, int Index)> places)
    {
        switch (random.Next(12))
        {
            case 0: return null;
            case 1: return random.Next(2) == 0;
            case 2 or 3: return Number();
            case 4 or 5: return s_texts[random.Next(s_texts.Length)];
            case 6: return random.Next(2) == 0 ? new JsonObject() : new JsonArray();
            case 7: return new JsonArray([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (JsonNode)Number())]);
            case 8: return Deep(random.Next(20) == 0 ? random.Next(600) : random.Next(12));
            case 9: return new string((char)random.Next(32, 1000), random.Next(20) == 0 ? 70_000 : random.Next(100));
            case 10:
                string name = s_keys[random.Next(s_keys.Length)], text = s_texts[random.Next(s_texts.Length)];
                return new JsonObject { [name] = Number(), ["class_name"] = text };
            default:
                if (places.Count == 0) return null;
                (JsonNode parent, string? key, int index) = places[random.Next(places.Count)];
                JsonNode? other = key is null ? parent[index] : parent[key];
                return other?.ToJsonString().Length < 50_000 ? other.DeepClone() : root is JsonObject ? new JsonObject() : null;
        }
    }

    private JsonNode Number()
    {
        double number = s_numbers[random.Next(s_numbers.Length)];
        return number == Math.Floor(number) && Math.Abs(number) < 9e18 ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private JsonNode Deep(int depth)
    {
        JsonNode node = Number();
        for (int i = 0; i < depth; i++) node = random.Next(2) == 0 ? new JsonArray(node) : new JsonObject { ["config"] = node };
        return node;
    }

    private static List<(JsonNode Parent, string? Key, int Index)> Places(JsonNode root)
    {
        var places = new List<(JsonNode, string?, int)>();
        var open = new Stack<JsonNode>([root]);
        while (open.TryPop(out JsonNode? node))
        {
            if (node is JsonObject named)
            {
                foreach ((string key, JsonNode? value) in named)
                {
                    places.Add((named, key, 0));
                    if (value is JsonObject or JsonArray) open.Push(value);
                }
            }
            else if (node is JsonArray list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    places.Add((list, null, i));
                    if (list[i] is JsonObject or JsonArray) open.Push(list[i]!);
                }
            }
        }

        return places;
    }
}
