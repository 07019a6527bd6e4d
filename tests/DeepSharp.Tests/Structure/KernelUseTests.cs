namespace DeepSharp.Tests.Structure;

/// <summary>
/// Kernels are called from ops and optimizers, so that another backend has one place to stand in. What other folders name are values that
/// an op is made of, and what there has to be before any op runs: memory, random numbers, conversion.
/// </summary>
public sealed class KernelUseTests
{
    private static readonly string[] s_callers = ["Kernels", "Ops", "Optimizers"];

    // An op's own parameter is a value of the op, not a call: UnaryOp<ELUFunction>, what a step fuses, where a window lies, which cell a
    // recurrence has, what an augmentation does to pixels.
    private static readonly string[] s_parameters =
        [
            "FusedActivation", "WindowAxis", "LstmCell", "GruCell", "SimpleRnnCell", "SquaredError", "AbsoluteError",
            "HuberError", "BinaryFocalError", "CategoricalFocalTerm", "CosineError", "DiceError", "DivergenceTerm", "HingeError",
            "LogCoshError", "PercentageError", "PoissonError", "SquaredHingeError", "SquaredLogarithmicError", "TverskyError",
            "AttentionOptions", "BorderRule", "HueFunction", "InvertFunction", "PosterizeFunction", "SaturationFunction", "ShiftFunction",
            "SolarizeFunction",
        ];

    // Where they are needed there is no op: a tensor's memory, what a file or an array holds, the values of a batch on their way in.
    private static readonly Dictionary<string, string[]> s_primitives = new()
    {
        ["AlignedArray"] = ["Tensors", "Autograd"],
        ["TouchedBlocks"] = ["Autograd"],
        ["CopyKernel"] = ["Autograd"],
        ["ConvertKernel"] = ["Data", "Serialization"],
        ["VanishingKernels"] = ["Models"],
        ["Philox"] = ["Tensors"],
        ["RandomFill"] = ["Tensors"],
        ["NormalNumbers"] = ["Tensors"],
    };

    [Fact]
    public void Only_ops_and_optimizers_call_kernels()
    {
        (SourceFile File, IReadOnlyList<string> Tokens)[] files = [.. SourceTree.Library.Select(file => (file, CSharpTokens.Of(file.Text)))];
        HashSet<string> kernels = [.. files.Where(part => part.File.Folder == "Kernels").SelectMany(part => TypeUses.Declared(part.Tokens))];
        HashSet<string> functions =
        [
            .. files.Where(part => part.File.Path.StartsWith("Kernels/Elementwise/Functions/", StringComparison.Ordinal))
                .SelectMany(part => TypeUses.Declared(part.Tokens)),
            .. s_parameters,
        ];
        kernels.ExceptWith(files.Where(part => !s_callers.Contains(part.File.Folder)).SelectMany(part => TypeUses.Declared(part.Tokens)));
        Assert.Contains("MatMulKernels", kernels);
        Assert.Empty(s_primitives.Keys.Concat(functions).Except(kernels));

        var used = new HashSet<(string Name, string Folder)>();
        var wrong = new List<string>();
        foreach ((SourceFile file, IReadOnlyList<string> tokens) in files)
        {
            // The namespace is in the file, or no kernel is.
            if (s_callers.Contains(file.Folder) || !tokens.Contains("Kernels")) continue;
            HashSet<string> members = [.. TypeUses.Members(tokens)];
            foreach (string name in TypeUses.Named(tokens, kernels, members).Distinct().Except(functions))
            {
                used.Add((name, file.Folder));
                if (s_primitives.GetValueOrDefault(name, []).Contains(file.Folder)) continue;
                wrong.Add($"{file.Path} names {name}. Put an op, or a function of the folder Ops, in between.");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(s_primitives.SelectMany(entry => entry.Value.Select(folder => (entry.Key, folder))).Except(used));
    }
}
