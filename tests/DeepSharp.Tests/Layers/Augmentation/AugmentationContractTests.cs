using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation;

/// <summary>What every augmentation holds.</summary>
public class AugmentationContractTests
{
    private static readonly int[] s_toFirst = [0, 3, 1, 2];

    public static TheoryData<string> Layers => [.. AugmentationTable.Layers.Keys];

    public static TheoryData<string> Smooth => [.. AugmentationTable.Layers.Where(entry => entry.Value.HasGradient).Select(entry =>
        entry.Key)];

    public static TheoryData<string> Steps => [.. AugmentationTable.Layers.Where(entry => !entry.Value.HasGradient).Select(entry =>
        entry.Key)];

    [Fact]
    public void Every_class_takes_part()
    {
        IEnumerable<string> classes = typeof(ImageAugmentation).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ImageAugmentation)) && !type.IsAbstract).Select(type => type.Name);
        Assert.Equal(classes.Order(), AugmentationTable.Layers.Keys.Order());
        Assert.Empty(AugmentationTable.Layers.Keys.Except(LayerTable.Entries.Names));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Shapes_and_config(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        LayerTester.CheckShapes(() => one.Create("channels_last"), [3, 9, 11, 3], one.Output, weights: 0, training: true);
        LayerTester.CheckConfig(() => one.Create("channels_first"));
        Layer layer = one.Create("channels_last");
        Assert.Equal(one.Output[1..], layer.ComputeOutputShape([9, 11, 3]));
        Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Ones([2, 9, 11, 3, 1])));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void It_acts_by_itself_and_in_training_but_not_in_inference(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        Tensor x = Images([3, 9, 11, 3]);
        float[] acted = one.Create("channels_last").Apply(x, training: true).ToArray();
        Assert.Equal(acted, one.Create("channels_last").Apply(x).ToArray());
        if (name != "MaxNumBoundingBoxes") Assert.NotEqual(x.ToArray(), acted);
        if (!one.Always) Assert.Same(x, one.Create("channels_last").Apply(x, training: false));
        else Assert.Equal(one.Output, one.Create("channels_last").Apply(x, training: false).Shape);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Channels_may_come_first_and_one_image_is_a_batch_of_one(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        Tensor x = Images([3, 9, 11, 3]);
        Tensor last = one.Create("channels_last").Apply(x), first = one.Create("channels_first").Apply(x.Transpose(s_toFirst));
        Assert.Equal(last.Transpose(s_toFirst).ToArray(), first.ToArray());
        Tensor image = x.Slice(0, 1);
        Tensor single = one.Create("channels_last").Apply(image.Reshape([9, 11, 3]));
        Assert.Equal(one.Output[1..], single.Shape);
        Assert.Equal(one.Create("channels_last").Apply(image).ToArray(), single.ToArray());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Numbers_follow_from_the_seed_and_the_number_of_the_image(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        Tensor x = Images([6, 9, 11, 3]);
        ImageAugmentation layer = one.Create("channels_last");
        Tensor all = layer.Apply(x);
        if (one.IsRandom) Assert.NotEqual(all.ToArray(), layer.Apply(x).ToArray());
        Assert.Equal(all.ToArray(), one.Create("channels_last").Apply(x).ToArray());
        if (one.OfBatch) return;
        layer = one.Create("channels_last");
        Tensor start = layer.Apply(x.Slice(0, 2)), rest = layer.Apply(x.Slice(2, 4));
        Assert.Equal(all.ToArray(), start.ToArray().Concat(rest.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_bits_are_the_same_on_any_number_of_threads(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        Tensor x = Images([24, 64, 65, 3]);
        float[][] results = new float[2][];
        for (int threads = 1; threads <= 2; threads++)
        {
            using var count = new ThreadCount(threads);
            results[threads - 1] = one.Create("channels_last").Apply(x).ToArray();
        }

        TestData.AssertSameBits(results[0], results[1], "output");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_steady_step_allocates_nothing(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        ImageAugmentation layer = one.Create("channels_last");
        if (one.HasGradient) LayerTester.CheckAllocations(layer, Images([3, 9, 11, 3]));
        var tape = new Tape(new StepMemory(), isRecording: false);
        Tensor x = Images([3, 9, 11, 3]);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            layer.Apply(x, training: true);
            Tape.Restore(previous);
            tape.EndStep();
        }, warmup: 300);
    }

    // All are linear nearly everywhere, so that a difference quotient of floats is good.
    [Theory]
    [MemberData(nameof(Smooth))]
    public void The_gradient_is_a_difference_quotient(string name)
    {
        AugmentationCase one = AugmentationTable.Layers[name];
        Tensor x = Images([3, 9, 11, 3]);
        float[] cotangent = TestData.Uniform(one.Output.Size, seed: 3);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor sum = tape.Record(() => Tape.Run(new WeightedSumOp(cotangent), one.Create("channels_last").Apply(x)));
        float[] gradient = tape.Gradient(sum, x)[0]!.ToArray();

        const float Step = 1f / 64;
        float[] direction = TestData.Uniform(x.Size, seed: 4);
        double Value(float step)
        {
            Tensor at = Tensor.From([.. x.ToArray().Zip(direction, (value, move) => value + step * move)], x.Shape);
            return one.Create("channels_last").Apply(at).ToArray().Zip(cotangent, (y, weight) => (double)y * weight).Sum();
        }

        double want = (Value(Step) - Value(-Step)) / (2 * Step), got = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
        Assert.Equal(want, got, 0.05 * Math.Max(1, Math.Abs(want)));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_gradient_that_is_none_is_refused_by_name(string name)
    {
        if (name is "AugMix" or "RandAugment") return; // by chance
        Tensor x = Images([3, 9, 11, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        string message = Assert.Throws<NotSupportedException>(
            () => tape.Record(() => AugmentationTable.Layers[name].Create("channels_last").Apply(x))).Message;
        Assert.Contains("expected images that need no gradient", message, StringComparison.Ordinal);
    }

    // From 60 to 195, so that little is cut.
    private static Tensor Images(Shape shape) =>
        Tensor.From([.. TestData.Uniform(shape.Size, seed: 5).Select(value => 127.5f + 67 * value)], shape);
}
