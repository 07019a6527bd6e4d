namespace DeepSharp.Tests.Tensors;

/// <summary>What is drawn: exact values, determinism, refusals. The statistics are in <see cref="RandomStreamStatisticsTests"/>.</summary>
public class RandomStreamTests
{
    [Fact]
    public void The_words_are_those_of_Philox()
    {
        var random = new RandomStream(seed: 0);

        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], Words(random, 4));
        Assert.Equal(4ul, random.Position);
    }

    [Fact]
    public void Seed_and_stream_say_what_comes()
    {
        Assert.Equal(Words(new RandomStream(5, 6), 20), Words(new RandomStream(5, 6), 20));
        Assert.NotEqual(Words(new RandomStream(5, 6), 20), Words(new RandomStream(6, 6), 20));
        Assert.NotEqual(Words(new RandomStream(5, 6), 20), Words(new RandomStream(5, 7), 20));
        Assert.Equal((-5L, 6L), (new RandomStream(-5, 6).Seed, new RandomStream(-5, 6).Stream));
    }

    [Fact]
    public void Setting_the_position_resumes_a_run()
    {
        var random = new RandomStream(1);
        Words(random, 7);
        ulong position = random.Position;
        uint[] next = Words(random, 9);

        Assert.Equal(next, Words(new RandomStream(1) { Position = position }, 9));
        random.Position = position;
        Assert.Equal(next, Words(random, 9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Fills_take_the_same_words_as_single_draws(int drawnBefore)
    {
        for (int length = 0; length <= 257; length++)
        {
            RandomStream filling = new(3), drawing = new(3);
            Words(filling, drawnBefore);
            Words(drawing, drawnBefore);
            var uniform = new Fenced(length);
            var chosen = new Fenced(length);

            filling.FillUniform(uniform.Span);
            filling.FillBernoulli(chosen.Span, 0.25f, 3f);

            float[] wantUniform = [.. Enumerable.Range(0, length).Select(_ => drawing.NextSingle())];
            float[] wantChosen = [.. Enumerable.Range(0, length).Select(_ => drawing.NextUInt32() < 1u << 30 ? 3f : 0f)];
            Assert.Equal(wantUniform, uniform.ToArray());
            Assert.Equal(wantChosen, chosen.ToArray());
            Assert.Equal(drawing.Position, filling.Position);
            Assert.Equal(drawing.NextUInt32(), filling.NextUInt32());
            uniform.AssertIntact();
            chosen.AssertIntact();
        }
    }

    [Fact]
    public void FillUniform_scales_without_fusing()
    {
        RandomStream filling = new(4), drawing = new(4);
        var values = new float[100];

        filling.FillUniform(values, -0.3f, 0.7f);

        float range = 0.7f - -0.3f;
        foreach (float value in values)
        {
            float scaled = drawing.NextSingle() * range;
            Assert.Equal(scaled + -0.3f, value);
        }
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1f, 2f)]
    public void Certain_outcomes_are_certain_and_take_words_all_the_same(float probability, float expected)
    {
        var random = new RandomStream(1);
        var values = new float[100];

        random.FillBernoulli(values, probability, 2f);

        Assert.All(values, value => Assert.Equal(expected, value));
        Assert.Equal(100ul, random.Position);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_numbers_and_allocate_nothing()
    {
        const int length = 200_003;
        float[] uniform1 = new float[length], uniform3 = new float[length], mask1 = new float[length], mask3 = new float[length];
        using (new ThreadCount(1)) Draw(uniform1, mask1);
        using var _ = new ThreadCount(3);
        Draw(uniform3, mask3);

        TestData.AssertSameBits(uniform1, uniform3, "uniform");
        TestData.AssertSameBits(mask1, mask3, "mask");
        var random = new RandomStream(9);
        AllocationAssert.Zero(
            () =>
            {
                random.FillUniform(uniform3);
                random.FillBernoulli(mask3, 0.5f, 2f);
                random.FillNormal(mask3.AsSpan(0, 1000));
                random.FillTruncatedNormal(mask3.AsSpan(0, 1000));
                random.NextInt(10);
            },
            warmup: 5,
            repeats: 5);

        static void Draw(float[] uniform, float[] mask)
        {
            var random = new RandomStream(8);
            random.NextUInt32();
            random.FillUniform(uniform, -1f, 1f);
            random.FillBernoulli(mask, 0.8f, 1.25f);
        }
    }

    [Fact]
    public void Normal_numbers_stay_inside_their_destination_and_repeat()
    {
        foreach (int length in new[] { 0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 511, 512, 513, 1025 })
        {
            Fenced normal = new(length), truncated = new(length), again = new(length);
            var random = new RandomStream(2);
            random.FillNormal(normal.Span, 5f, 2f);
            Assert.InRange(random.Position, (ulong)length, (ulong)length + 1);
            random.FillTruncatedNormal(truncated.Span, 1f, 0.5f);
            new RandomStream(2).FillNormal(again.Span, 5f, 2f);

            Assert.Equal(normal.ToArray(), again.ToArray());
            Assert.All(normal.ToArray(), value => Assert.InRange(value, 5f - 14f, 5f + 14f));
            Assert.All(truncated.ToArray(), value => Assert.InRange(value, 0f, 2f));
            normal.AssertIntact();
            truncated.AssertIntact();
        }
    }

    [Fact]
    public void A_deviation_of_zero_gives_the_mean()
    {
        var values = new float[20];

        new RandomStream(1).FillNormal(values, 3f, 0f);

        Assert.All(values, value => Assert.Equal(3f, value));
    }

    [Fact]
    public void Shuffle_keeps_every_number()
    {
        int[] numbers = [.. Enumerable.Range(0, 1000)];

        new RandomStream(1).Shuffle(numbers);

        Assert.NotEqual(Enumerable.Range(0, 1000), numbers);
        Assert.Equal(Enumerable.Range(0, 1000), numbers.Order());
    }

    [Fact]
    public void Splits_differ_from_each_other_and_from_their_parent_and_repeat()
    {
        RandomStream parent = new(1), again = new(1);
        RandomStream first = parent.Split(), second = parent.Split();

        Assert.Equal(first.Seed, again.Split().Seed);
        RandomStream[] streams = [first, second, parent, new(1)];
        Assert.Equal(streams.Length, streams.Select(stream => stream.NextUInt32()).Distinct().Count());
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        var random = new RandomStream(1);
        var values = new float[3];

        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillUniform(values, 1f, 0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillUniform(values, float.MinValue, float.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillUniform(values, float.NaN, 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillBernoulli(values, 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillBernoulli(values, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillNormal(values, 0f, -1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillTruncatedNormal(values, float.NaN));
        Assert.Equal(0ul, random.Position);
    }

    private static uint[] Words(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUInt32())];
}
