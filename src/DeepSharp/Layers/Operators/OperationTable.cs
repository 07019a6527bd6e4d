using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The functions of <c>keras.ops</c> that may stand as layers in a config.</summary>
internal static class OperationTable
{
    private static readonly NameTable<Func<string, ConfigReader, FunctionLayer>> s_functions = new(
        "operation",
        ("All", FunctionLayer.ReadReduction),
        ("Any", FunctionLayer.ReadReduction),
        ("Concatenate", FunctionLayer.ReadConcatenate),
        ("ExpandDims", FunctionLayer.ReadExpandDims),
        ("OnesLike", FunctionLayer.ReadFilled),
        ("ZerosLike", FunctionLayer.ReadFilled));

    /// <summary>Reads a function from its config and the list of its calls.</summary>
    /// <exception cref="ArgumentException">There is no such function; the message lists those that exist.</exception>
    /// <exception cref="FormatException">An option or an operand is of the wrong kind.</exception>
    public static Layer Read(string className, JsonObject config, JsonArray calls)
    {
        if (s_functions.TryGet(className, out Func<string, ConfigReader, FunctionLayer>? read))
        {
            return read!(className, new ConfigReader(config, className));
        }

        if (OperatorLayer.Names.Contains(className)) return OperatorLayer.Read(className, config, calls);
        throw new ArgumentException(
            $"Unknown operation '{NearestName.Shown(className)}'. Known: " +
            $"{string.Join(", ", s_functions.Names.Concat(OperatorLayer.Names).Order(StringComparer.Ordinal))}.");
    }
}
