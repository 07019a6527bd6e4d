using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Applications;

/// <summary>
/// All layers of a model in their order, a line each: name (~ for an automatic one), class, output shape, weights, trainable weights, and
/// the places of the layers that it is fed by. The same lines were made from Keras's functions, and tests hold their hashes.
/// </summary>
internal static class GraphListing
{
    public static string Of(Model model)
    {
        List<Layer> layers = [.. model.Layers];
        var lines = new StringBuilder();
        foreach (Layer layer in layers)
        {
            LayerCall? call = model.Calls.FirstOrDefault(call => call.Layer == layer);
            Shape shape = call?.Outputs[0].Shape ?? layer.Output.Shape;
            IEnumerable<int> sources = call is null ? []
                : call.Operands.Where(operand => operand.Tensor is not null).Select(operand => PlaceOf(operand.Tensor!));
            long all = Count(layer.Weights), trainable = Count(layer.TrainableWeights);
            string name = IsAutomatic(layer) ? "~" : layer.Name;
            lines.Append(CultureInfo.InvariantCulture, $"{name} {layer.ClassName} {shape} {all} {trainable} [{string.Join(", ", sources)}]\n");
        }

        return lines.ToString();

        int PlaceOf(SymbolicTensor tensor) => layers.FindIndex(layer => layer.Name == tensor.Name);
    }

    public static string HashOf(string listing) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing)))[..16];

    public static long Count(IEnumerable<Variable> weights) => weights.Sum(weight => (long)weight.Shape.Size);

    private static bool IsAutomatic(Layer layer)
    {
        string name = Regex.Replace(layer.ClassName, "(.)([A-Z][a-z]+)", "$1_$2");
        name = Regex.Replace(name, "([a-z])([A-Z])", "$1_$2").ToLowerInvariant();
        return Regex.IsMatch(layer.Name, $"^{name}(_[0-9]+)?$");
    }
}
