using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

public class DropoutTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new Dropout(0.3f, seed: 7, name: "d");
        LayerTester.CheckShapes(Create, [2, 3, 4], [2, 3, 4], weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 1024]);
        LayerTester.CheckAllocations(Create, [8, 100]);
    }

    [Fact]
    public void Does_nothing_in_inference()
    {
        Tensor x = LayerTester.RandomInput([4, 5]);
        Assert.Same(x, new Dropout(0.5f).Apply(x));
    }

    [Fact]
    public void Does_nothing_in_training_at_rate_0()
    {
        Tensor x = LayerTester.RandomInput([4, 5]);
        Assert.Same(x, new Dropout(0f).Apply(x, training: true));
    }

    [Theory]
    [InlineData(0.25f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Drops_its_share_and_scales_the_rest_up(float rate)
    {
        const int Count = 100_000;
        float[] y = new Dropout(rate, seed: 11).Apply(Tensor.Ones([100, Count / 100]), training: true).ToArray();

        Assert.All(y, value => Assert.True(value == 0 || value == 1 / (1 - rate), $"{value}"));

        // Six standard deviations of a binomial share.
        double dropped = y.Count(value => value == 0) / (double)Count;
        Assert.InRange(dropped, rate - 6 * Math.Sqrt(rate * (1 - rate) / Count), rate + 6 * Math.Sqrt(rate * (1 - rate) / Count));
    }

    [Fact]
    public void The_gradient_goes_where_the_values_went()
    {
        var layer = new Dropout(0.5f, seed: 3);
        Tensor x = Tensor.Ones([10, 10]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? y = null;
        Tensor sum = tape.Record(() => Tape.Run(new WeightedSumOp(TestData.Uniform(100, seed: 1)), y = layer.Apply(x, training: true)));
        float[] gradient = tape.Gradient(sum, x)[0]!.ToArray();

        // x is 1 everywhere, so y is the mask.
        Assert.Equal(y!.ToArray().Zip(TestData.Uniform(100, seed: 1), (mask, r) => mask * r), gradient);
    }

    [Fact]
    public void Two_uses_in_one_step_keep_their_own_masks()
    {
        var layer = new Dropout(0.5f, seed: 3);
        Tensor x = Tensor.Ones([20, 10]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(layer.Apply(x, training: true), training: true));
        float[] product = y.ToArray();
        Assert.Equal(product, tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void The_same_seed_drops_the_same_values_call_by_call()
    {
        (Layer one, Layer two, Layer other) = (new Dropout(0.5f, seed: 1), new Dropout(0.5f, seed: 1), new Dropout(0.5f, seed: 2));
        Tensor x = Tensor.Ones([8, 32]);
        float[] first = one.Apply(x, training: true).ToArray();

        Assert.Equal(first, two.Apply(x, training: true).ToArray());
        Assert.NotEqual(first, other.Apply(x, training: true).ToArray());
        float[] second = one.Apply(x, training: true).ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(second, two.Apply(x, training: true).ToArray());
    }

    [Fact]
    public void Without_a_seed_the_process_seed_decides()
    {
        Tensor x = Tensor.Ones([8, 32]);
        float[] Draw()
        {
            DeepSharpRuntime.SetRandomSeed(5);
            return new Dropout(0.5f).Apply(x, training: true).ToArray();
        }

        Assert.Equal(Draw(), Draw());
    }

    [Fact]
    public void What_is_recorded_and_what_is_not_draw_the_same_mask()
    {
        Tensor x = Tensor.Ones([8, 32]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor recorded = tape.Record(() => new Dropout(0.5f, seed: 4).Apply(x, training: true));
        Assert.Equal(recorded.ToArray(), new Dropout(0.5f, seed: 4).Apply(x, training: true).ToArray());
    }

    [Fact]
    public void Config_has_the_keys_of_Keras()
    {
        var config = new Dropout(0.5f, name: "d").ToConfig()["config"]!.AsObject();
        config.Remove("dtype");
        Assert.Equal("""{"name":"d","trainable":true,"rate":0.5,"seed":null,"noise_shape":null}""", config.ToJsonString());
        Assert.Equal(9, ((Dropout)Layer.FromConfig(new Dropout(0.1f, seed: 9).ToConfig())).Seed);
    }

    [Fact]
    public void A_noise_shape_survives_the_config()
    {
        static Layer Create() => new Dropout(0.3f, noiseShape: [Shape.Any, 1, 4], seed: 7, name: "d");
        LayerTester.CheckShapes(Create, [2, 3, 4], [2, 3, 4], weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(() => new Dropout(0.3f, noiseShape: [Shape.Any, 1, 40], seed: 7), [64, 100, 40]);
        LayerTester.CheckAllocations(Create, [8, 5, 4]);
        Assert.Equal("[null,1,4]", Create().ToConfig()["config"]!["noise_shape"]!.ToJsonString());
    }

    [Fact]
    public void Values_that_share_the_noise_are_dropped_together()
    {
        var layer = new Dropout(0.5f, noiseShape: [Shape.Any, 1, Shape.Any], seed: 3);
        Tensor x = Tensor.Ones([4, 5, 6]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));
        float[] mask = y.ToArray();

        Assert.Contains(0f, mask);
        Assert.Contains(2f, mask);
        for (int sample = 0; sample < 4; sample++)
        {
            float[] first = mask[(sample * 30)..(sample * 30 + 6)];
            for (int step = 1; step < 5; step++) Assert.Equal(first, mask[(sample * 30 + step * 6)..(sample * 30 + step * 6 + 6)]);
        }

        Assert.Equal(mask, tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void A_noise_shape_that_does_not_fit_is_refused()
    {
        var layer = new Dropout(0.5f, noiseShape: [2, 1], name: "d");
        foreach (Shape shape in (Shape[])[[3, 4], [2, 3, 4]])
        {
            var exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros(shape), training: true));
            Assert.StartsWith(
                $"Dropout 'd': expected an input that a mask of shape (2, 1) can be repeated over but got {shape}. Give noiseShape a " +
                $"length",
                exception.Message, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "Dropout 'd': expected noiseShape with lengths of 1 or more",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(0.5f, noiseShape: [0, 1], name: "d")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void A_rate_outside_0_to_1_is_refused(float rate)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate, name: "d"));
        Assert.StartsWith("Dropout 'd': expected rate from 0 to 1 but got", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_rate_1_nothing_is_left() => Assert.Equal([0, 0], new Dropout(1).Apply(Tensor.Ones([1, 2]), training: true).ToArray());

    // What each thread drops of ones are numbers of the stream that no other thread has: together all of the first 4 * 500 * 16.
    [Fact]
    public void Several_threads_draw_numbers_of_their_own()
    {
        const int Threads = 4, Calls = 500, Size = 16;
        var shared = new Dropout(0.5, seed: 3);
        Tensor ones = Tensor.Ones([1, Size]);
        var drawn = new System.Collections.Concurrent.ConcurrentBag<string>();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < Calls; i++) drawn.Add(string.Join(' ', shared.Apply(ones, training: true).ToArray()));
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        var alone = new Dropout(0.5, seed: 3);
        IEnumerable<string> want =
            Enumerable.Range(0, Threads * Calls).Select(_ => string.Join(' ', alone.Apply(ones, training: true).ToArray()));
        Assert.Equal(want.Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }
}
