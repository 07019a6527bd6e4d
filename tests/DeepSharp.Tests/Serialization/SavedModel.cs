namespace DeepSharp.Tests.Serialization;

/// <summary>Models as the bytes of their files.</summary>
internal static class SavedModel
{
    public static byte[] Bytes(Model model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.ToArray();
    }

    public static byte[] WeightBytes(Model model)
    {
        using var file = new MemoryStream();
        model.SaveWeights(file);
        return file.ToArray();
    }

    public static Model Load(byte[] file, bool compile = true) => Model.Load(new MemoryStream(file), compile);

    public static Sequential Copy(Model model) => Assert.IsType<Sequential>(Load(Bytes(model)));

    public static ModelFileException LoadError(byte[] file) => Assert.Throws<ModelFileException>(() => Load(file));

    /// <summary>Weights, slots, iterations and learning rate are equal bit for bit.</summary>
    public static void AssertSameState(Model want, Model got)
    {
        IReadOnlyList<Variable> wanted = want.Weights, found = got.Weights;
        Assert.Equal(wanted.Count, found.Count);
        Assert.Equal(want.Optimizer?.Iterations, got.Optimizer?.Iterations);
        Assert.Equal(want.Optimizer?.LearningRate, got.Optimizer?.LearningRate);
        for (int i = 0; i < wanted.Count; i++)
        {
            TestData.AssertSameBits(wanted[i].Value.Span, found[i].Value.Span, wanted[i].Path);
            if (want.Optimizer is null) continue;
            IReadOnlyList<Variable> slots = want.Optimizer.SlotsOf(wanted[i]), others = got.Optimizer!.SlotsOf(found[i]);
            Assert.Equal(slots.Select(slot => slot.Name), others.Select(slot => slot.Name));
            for (int slot = 0; slot < slots.Count; slot++)
            {
                TestData.AssertSameBits(slots[slot].Value.Span, others[slot].Value.Span, slots[slot].Path);
            }
        }
    }
}
