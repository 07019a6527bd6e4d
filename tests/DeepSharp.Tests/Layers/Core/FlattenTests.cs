using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class FlattenTests
{
    [Fact]
    public void Holds_what_every_layer_holds() =>
        LayerTester.Check(() => new Flatten(name: "f"), input: [2, 3, 4, 2], output: [2, 24], weights: 0, (x, _) => x);

    [Fact]
    public void Holds_it_for_a_batch_of_numbers() =>
        LayerTester.Check(() => new Flatten(name: "f"), input: [5], output: [5, 1], weights: 0, (x, _) => x);

    [Fact]
    public void Copies_nothing()
    {
        Tensor x = LayerTester.RandomInput([2, 3, 4]);
        Tensor y = new Flatten().Apply(x);
        x[1, 0, 2] = 42;
        Assert.Equal(42, y[1, 2]);
    }

    [Fact]
    public void Unknown_lengths_stay_unknown()
    {
        Assert.Equal([Shape.Any, Shape.Any], new Flatten().ComputeOutputShape([Shape.Any, Shape.Any, 3]));
        Assert.Equal([Shape.Any, 6], new Flatten().ComputeOutputShape([Shape.Any, 2, 3]));
    }

    [Fact]
    public void A_single_number_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new Flatten(name: "f").Apply(Tensor.Scalar(1)));
        Assert.StartsWith("Flatten 'f': expected an input with a batch axis", exception.Message, StringComparison.Ordinal);
    }

    // (1, 2 channels, 2, 1): channel 0 is 1, 2 and channel 1 is 3, 4.
    [Fact]
    public void Channels_first_gives_the_row_that_channels_last_would() =>
        Assert.Equal([1, 3, 2, 4], new Flatten("channels_first").Apply(Tensor.From([1, 2, 3, 4], [1, 2, 2, 1])).ToArray());

    [Theory]
    [InlineData(new[] { 3, 2, 4 }, new[] { 3, 8 })]
    [InlineData(new[] { 3, 2, 2, 2, 1 }, new[] { 3, 8 })]
    [InlineData(new[] { 1, 2, 2, 1, 1, 1, 1, 3 }, new[] { 1, 12 })]
    public void Holds_it_with_channels_first(int[] input, int[] output)
    {
        int channels = input[1], rest = output[1] / channels;
        LayerTester.Check(() => new Flatten("channels_first", name: "f"), Shape.Create(input), Shape.Create(output), weights: 0, (x, _) =>
        {
            double[] y = new double[x.Length];
            for (int sample = 0; sample < input[0]; sample++)
                for (int c = 0; c < channels; c++)
                    for (int i = 0; i < rest; i++) y[(sample * rest + i) * channels + c] = x[(sample * channels + c) * rest + i];
            return y;
        });
    }

    [Fact]
    public void Rows_have_no_channels_to_reorder() =>
        LayerTester.Check(() => new Flatten("channels_first", name: "f"), input: [2, 3], output: [2, 3], weights: 0, (x, _) => x);

    [Fact]
    public void A_name_in_place_of_a_format_is_refused_with_advice()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Flatten("flat"));
        Assert.StartsWith(
            "Unknown data format 'flat'. Known: channels_first, channels_last. The name of a layer is given as name: \"flat\".",
            exception.Message, StringComparison.Ordinal);
    }
}
