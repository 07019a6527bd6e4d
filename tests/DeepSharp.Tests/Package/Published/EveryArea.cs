using System.Globalization;
using DeepSharp;

namespace Published;

/// <summary>
/// A program that uses every public area of the library, and not a word of reflection: <c>PublishTests</c> compiles these files
/// against the package, ahead of time and trimmed, and compares what the programs print.
/// </summary>
internal static class EveryArea
{
    /// <summary>Runs all parts and writes what they computed: a line for each, words and numbers.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        DeepSharpRuntime.SetRandomSeed(1);
        string folder = Directory.CreateTempSubdirectory("deepsharp-").FullName;
        try
        {
            Kinds.Register();
            await Images.RunAsync(output, Path.Combine(folder, "images.deepsharp"));
            Graphs.Run(output, Path.Combine(folder, "graph.deepsharp"));
            Sequences.Run(output, Path.Combine(folder, "sequences.weights.safetensors"));
            Loops.Run(output);
            Configs.Run(output);
            Numbers.Run(output, Path.Combine(folder, "tensors.safetensors"));
            Refusals.Run(output, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A few numbers that stand for a tensor.</summary>
    public static string Text(Tensor tensor) =>
        $"{tensor.Shape} mean {tensor.Mean().Item():F5}, first {tensor.Span[0]:F5}, last {tensor.Span[^1]:F5}";

    /// <summary>Numbers between 0 and 1 without any order.</summary>
    public static Tensor Ramp(Shape shape)
    {
        Tensor ramp = Tensor.Zeros(shape);
        for (int i = 0; i < ramp.Size; i++) ramp.Span[i] = i * 37 % 101 / 101f;
        return ramp;
    }
}
