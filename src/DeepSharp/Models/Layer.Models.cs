using System.Text.Json.Nodes;

namespace DeepSharp;

// What configs of layers may hold besides layers: whole models.
public abstract partial class Layer
{
    static partial void TryReadModel(string className, JsonObject parameters, ref Layer? model)
    {
        if (!ModelTable.Entries.TryGet(className, out Func<ConfigReader, Model>? read)) return;
        model = read!(new ConfigReader(parameters, className));
    }
}
