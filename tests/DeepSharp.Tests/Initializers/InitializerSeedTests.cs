namespace DeepSharp.Tests.Initializers;

public class InitializerSeedTests
{
    public static TheoryData<string> Random =>
        ["RandomUniform", "RandomNormal", "TruncatedNormal", "VarianceScaling", "Orthogonal", "GlorotUniform", "HeNormal"];

    [Theory]
    [MemberData(nameof(Random))]
    public void The_same_seed_gives_the_same_values(string name)
    {
        float[] first = WithSeed(name, 3).Create([4, 5]).ToArray();
        TestData.AssertSameBits(first, WithSeed(name, 3).Create([4, 5]).Span, name);
        Assert.NotEqual(first, WithSeed(name, 4).Create([4, 5]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Random))]
    public void Without_a_seed_each_call_gives_other_values(string name)
    {
        Initializer initializer = name;
        Assert.NotEqual(initializer.Create([4, 5]).ToArray(), initializer.Create([4, 5]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Random))]
    public void The_process_seed_repeats_the_calls(string name)
    {
        Initializer initializer = name;
        DeepSharpRuntime.SetRandomSeed(5);
        float[][] first = [initializer.Create([4, 5]).ToArray(), initializer.Create([4, 5]).ToArray()];
        DeepSharpRuntime.SetRandomSeed(5);
        float[][] second = [initializer.Create([4, 5]).ToArray(), initializer.Create([4, 5]).ToArray()];

        Assert.Equal(first[0], second[0]);
        Assert.Equal(first[1], second[1]);
    }

    [Theory]
    [MemberData(nameof(Random))]
    public void A_stream_that_is_passed_in_decides(string name)
    {
        Initializer initializer = WithSeed(name, 3);
        Assert.Equal(
            initializer.Create([4, 5], new RandomStream(9)).ToArray(), ((Initializer)name).Create([4, 5], new RandomStream(9)).ToArray());
    }

    private static Initializer WithSeed(string name, int seed) =>
        Initializer.FromConfig(ConfigSchema.Wrap("keras.initializers", name, new() { ["seed"] = seed }));
}
