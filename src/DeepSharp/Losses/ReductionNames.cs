namespace DeepSharp;

/// <summary>Keras's names of the reductions.</summary>
internal static class ReductionNames
{
    private static readonly NameTable<Reduction> s_names = new(
        "reduction",
        ("sum_over_batch_size", Reduction.SumOverBatchSize),
        ("sum", Reduction.Sum),
        ("mean", Reduction.Mean),
        ("mean_with_sample_weight", Reduction.MeanWithSampleWeight),
        ("none", Reduction.None));

    public static string ToKeras(Reduction reduction) => s_names.Names.First(name => s_names[name] == reduction);

    /// <summary>Reads the key <c>reduction</c>; Keras's default if it is missing, no reduction if it is null (Python's None).</summary>
    public static Reduction Read(ConfigReader reader) =>
        reader.IsNull("reduction") ? Reduction.None : s_names[reader.String("reduction", "sum_over_batch_size")!];
}
