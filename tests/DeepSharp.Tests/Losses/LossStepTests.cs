using DeepSharp.Layers;

namespace DeepSharp.Tests.Losses;

/// <summary>What every loss holds in a training step: no allocations, the same bits on any number of threads.</summary>
public class LossStepTests
{
    private const int Batch = 8, Width = 3;

    private static readonly Dictionary<string, (Loss Loss, Tensor Y, int Steps)> s_cases = new()
    {
        ["circle"] = (Loss.Circle(), Tensor.FromLabels([0, 1, 0, 1, 2, 2, 0, 1]), 0),
        ["ctc"] = (Loss.CTC(), Tensor.From([1, 2, 1, 1, 2, 0, 0, 0, 1, 0, 2, 2, 2, 1, 1, 2], [Batch, 2]), 5),
        ["dice axis"] = (Loss.Dice(axis: [1]), Targets(), 0),
        ["tversky axes"] = (Loss.Tversky(axis: [1, 2]), Targets(5), 5),
        ["cosine axis"] = (Loss.CosineSimilarity(1), Targets(5), 5),
        ["cce axis"] = (Loss.CategoricalCrossentropy(labelSmoothing: 0.1, axis: 1), Targets(5), 5),
        ["bce axis"] = (Loss.BinaryCrossentropy(axis: 1), Targets(5), 5),
        ["focal axis"] = (Loss.CategoricalFocalCrossentropy(fromLogits: true, labelSmoothing: 0.1, axis: 1), Targets(5), 5),
        ["binary focal axis"] = (Loss.BinaryFocalCrossentropy(true, fromLogits: true, labelSmoothing: 0.1, axis: 1), Targets(5), 5),
    };

    public static TheoryData<string> Names => [.. LossTable.Entries.Names.Where(name => name == name.ToLowerInvariant()), .. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_step_allocates_nothing(string name)
    {
        (Loss loss, Tensor y, int steps) = Case(name);
        Model model = steps == 0
            ? new Sequential([new Input([4]), new Dense(Width, activation: "softmax")])
            : new Sequential([new Input([steps, 4]), new Dense(Width, activation: "softmax")]);
        model.Compile(new SGD(1e-3), loss);
        Tensor x = Tensor.RandomUniform(steps == 0 ? [Batch, 4] : [Batch, steps, 4], seed: 3);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y), repeats: 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_and_three_give_the_same_bits(string name)
    {
        (Loss loss, Tensor y, int steps) = Case(name);
        float[] one = Gradient(1, loss, y, steps), three = Gradient(3, loss, y, steps);
        TestData.AssertSameBits(one, three, name);
        Assert.Contains(one, value => value != 0);
        Assert.All(one, value => Assert.True(float.IsFinite(value)));
    }

    private static float[] Gradient(int threads, Loss loss, Tensor y, int steps)
    {
        using var count = new ThreadCount(threads);
        Tensor p = Tensor.RandomUniform(steps == 0 ? [Batch, Width] : [Batch, steps, Width], 0.1, 0.9, seed: 4);
        var tape = new GradientTape();
        tape.Watch(p);
        Tensor value = tape.Record(() => loss.Apply(y, p));
        return tape.Gradient(value, p)[0]!.ToArray();
    }

    private static (Loss Loss, Tensor Y, int Steps) Case(string name)
    {
        if (s_cases.TryGetValue(name, out (Loss Loss, Tensor Y, int Steps) found)) return found;
        Loss loss = name;
        bool isOfLabels = name.StartsWith("sparse", StringComparison.Ordinal) || name == "categorical_generalized_cross_entropy";
        return (loss, isOfLabels ? Tensor.FromLabels([0, 1, 2, 2, 1, 0, 0, 1]) : Targets(), 0);
    }

    private static Tensor Targets(int steps = 0)
    {
        int[] labels = [.. Enumerable.Range(0, Batch * Math.Max(1, steps)).Select(i => i * 7 % Width)];
        Tensor rows = Tensor.OneHot(labels, Width);
        return steps == 0 ? rows : rows.Reshape([Batch, steps, Width]);
    }
}
