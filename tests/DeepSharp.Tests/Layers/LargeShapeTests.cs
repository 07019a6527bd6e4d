using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

/// <summary>What no array can hold is refused when a layer is made or built, for any batch, with the layer's name.</summary>
public class LargeShapeTests
{
    private const int Most = int.MaxValue;

    [Theory, InlineData(23_171), InlineData(1 << 29), InlineData(1 << 30), InlineData(Most)]
    public void Recurrent_units_whose_kernel_fits_in_no_array_are_refused(int units)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(units, name: "memory"));
        Assert.Contains($"LSTM 'memory': expected units of at most 23,170", error.Message);
        Assert.Equal(23_170, new LSTM(23_170).Units);
    }

    [Fact]
    public void A_sample_that_fits_in_no_array_is_refused_while_a_model_is_described()
    {
        Assert.Contains("RepeatVector 'copies'", Refusal(new RepeatVector(1 << 29, name: "copies"), [8]));
        Assert.Contains("ZeroPadding2D 'frame'", Refusal(new ZeroPadding2D(1 << 16, name: "frame"), [8, 8, 1]));
        Assert.Contains("ZeroPadding2D 'frame'", Refusal(new ZeroPadding2D(Most, name: "frame"), [8, 8, 1]));
        Assert.Contains("Embedding 'words'", Refusal(new Embedding(2, 1 << 30, name: "words"), [3]));
        Assert.Contains("Dense 'wide'", Refusal(new Dense(1 << 30, name: "wide"), [2]));
        Assert.Contains("DepthwiseConv2D 'each'", Refusal(new DepthwiseConv2D(1, depthMultiplier: 1 << 30, name: "each"), [2, 2, 3]));
    }

    [Fact]
    public void Positions_beyond_the_range_of_an_int_are_refused()
    {
        var pool = new MaxPooling2D((1, Most), strides: 1, padding: "same");
        Assert.Equal([1, 1, 700_000_000, 1], pool.ComputeOutputShape([1, 1, 700_000_000, 1]));
        var error = Assert.Throws<ShapeException>(() => pool.ComputeOutputShape([1, 1, Most, 1]));
        Assert.StartsWith("expected images of at most 2,147,483,647 rows and columns, padding included", error.Message);
    }

    [Fact]
    public void Lengths_that_add_up_to_more_than_an_axis_has_are_refused()
    {
        SymbolicTensor a = new Input([Most]), b = new Input([Most]), c = new Input([1]);
        var error = Assert.Throws<ShapeException>(() => new Concatenate(name: "all").Apply(a, b, c));
        Assert.Contains("Concatenate 'all': expected a result with at most 2,147,483,647 values along an axis", error.Message);
    }

    [Fact]
    public void Lengths_of_a_target_shape_multiply_in_64_bits()
    {
        // 2^16 · 2^16 · 2^16 · 2^16 is 0 in 64 bits, 2^16 · 2^16 is 0 in 32.
        const int Side = 1 << 16;
        Assert.Throws<ShapeException>(() => Tensor.Ones([4]).Reshape([Side, Side, Side, Side, -1]));
        Assert.Throws<ShapeException>(() => Tensor.Ones([4]).Reshape([Side, Side, 4]));
        Assert.Throws<ShapeException>(() => new Reshape([Side, Side, Side, Side, -1]).Apply(Tensor.Ones([1, 4])));
    }

    [Fact]
    public void A_range_of_more_numbers_than_a_tensor_holds_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Range(0, 1e12));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Range(0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Range(0, double.NaN));
    }

    [Fact]
    public void Rows_that_share_an_array_are_counted_in_64_bits()
    {
        int[] row = new int[1 << 16];
        Assert.Throws<ShapeException>(() => (DataArray)Enumerable.Repeat(row, 1 << 16).ToArray());
    }

    private static string Refusal(Layer layer, Shape sample) =>
        Assert.ThrowsAny<ShapeException>(() => layer.Apply(new Input(sample))).Message;
}
