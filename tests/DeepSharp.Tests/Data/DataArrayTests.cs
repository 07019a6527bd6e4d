namespace DeepSharp.Tests.Data;

public class DataArrayTests
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    [Fact]
    public void Samples_lie_along_the_first_axis()
    {
        DataArray data = DataArray.From(new byte[24], [2, 3, 4]);

        Assert.Equal(2, data.Count);
        Assert.Equal(Shape.Create([3, 4]), data.SampleShape);
        Assert.Equal(12, data.SampleSize);
        Assert.Equal(typeof(byte), data.ElementType);
    }

    [Fact]
    public void Samples_are_gathered_in_the_order_of_the_indices()
    {
        DataArray data = DataArray.From(new[] { 1, 2, 3, 4, 5, 6 }, [3, 2]);
        float[] batch = new float[8];

        data.CopySamples([2, 0, 2, 1], batch);

        Assert.Equal([5, 6, 1, 2, 5, 6, 3, 4], batch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(3000)]
    public void Gathering_large_and_small_samples_gives_what_copying_a_range_gives(int sampleSize)
    {
        const int Samples = 41;
        byte[] values = new byte[Samples * sampleSize];
        for (int i = 0; i < values.Length; i++) values[i] = (byte)(i * 31 + i / 256);
        DataArray data = (DataArray.From(values, [Samples, sampleSize]) / 255f - 0.5f) * 2f;
        float[] gathered = new float[values.Length];
        float[] copied = new float[values.Length];

        data.CopySamples([.. Enumerable.Range(0, Samples)], gathered);
        data.CopyRange(0, Samples, copied);

        Assert.Equal([.. values.Select(v => (v / 255f - 0.5f) * 2f)], copied);
        Assert.Equal(copied, gathered);
    }

    [Theory]
    [InlineData(255f)]
    [InlineData(127.5f)]
    [InlineData(3f)]
    public void Dividing_bytes_equals_dividing_floats_to_the_bit(float divisor)
    {
        DataArray data = AllBytes;

        float[] values = (data / divisor).ToArray();

        for (int i = 0; i < 256; i++) Assert.Equal(BitConverter.SingleToInt32Bits(i / divisor), BitConverter.SingleToInt32Bits(values[i]));
    }

    [Fact]
    public void Operations_follow_in_the_order_written_with_one_rounding_each()
    {
        DataArray data = AllBytes;

        float[] values = (2f * ((data - 125.3f) / 63f) + 0.1f).ToArray();

        for (int i = 0; i < 256; i++)
        {
            float centred = i - 125.3f;
            float scaled = centred / 63f;
            float doubled = 2f * scaled;
            float expected = doubled + 0.1f;
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(values[i]));
        }
    }

    [Fact]
    public void Arithmetic_is_a_view_of_the_same_bytes_and_leaves_the_original_alone()
    {
        byte[] bytes = [0, 51, 255];
        DataArray original = bytes;

        DataArray scaled = original / 255f;

        Assert.True(scaled.RawValues<byte>() == original.RawValues<byte>());
        Assert.Equal([0f, 51f, 255f], original.ToArray());
        Assert.Equal([0f, 51f / 255f, 1f], scaled.ToArray());
    }

    [Fact]
    public void A_pair_of_arrays_can_be_scaled_in_one_statement()
    {
        (DataArray Images, DataArray Labels) train = (new byte[,,] { { { 255 } } }, new byte[] { 1 });
        var (images, labels) = train;

        (images, labels) = (images / 255f, labels * 1f);

        Assert.Equal(1f, images.Item(0));
        Assert.Equal(1f, labels.Item(0));
    }

    [Fact]
    public void Slices_are_views_of_slices()
    {
        DataArray data = DataArray.From(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [5, 2]) + 100f;

        DataArray slice = data[1..].Slice(1, 2);

        Assert.Equal(Shape.Create([2, 2]), slice.Shape);
        Assert.Equal([104f, 105f, 106f, 107f], slice.ToArray());
        Assert.Equal([4, 5, 6, 7], slice.RawValues<int>());
        Assert.Equal([108f, 109f], data[^1..].ToArray());
        Assert.Equal(0, data[5..].Count);
    }

    [Fact]
    public void One_sample_or_one_value_can_be_read()
    {
        DataArray images = DataArray.From(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [2, 2, 2]) / 2f;
        DataArray labels = DataArray.From(new byte[] { 6, 9 }, [2, 1]);

        Assert.Equal(Shape.Create([2, 2]), images.Sample(1).Shape);
        Assert.Equal([2.5f, 3f, 3.5f, 4f], images.Sample(1).ToArray());
        Assert.Equal(Shape.Create([2, 2]), images[0].Shape);
        Assert.Equal([0.5f, 1f, 1.5f, 2f], images[0].ToArray());
        Assert.Equal([2.5f, 3f, 3.5f, 4f], images[^1].ToArray());
        Assert.Equal(9f, labels.Item(1));
    }

    [Fact]
    public void A_tensor_of_all_samples_has_memory_of_its_own()
    {
        float[] values = [1, 2, 3, 4];
        DataArray data = DataArray.From(values, [2, 2]);

        Tensor tensor = data.ToTensor();
        tensor[0, 0] = 9f;

        Assert.Equal(Shape.Create([2, 2]), tensor.Shape);
        Assert.Equal(1f, values[0]);
    }

    [Fact]
    public void It_prints_shape_type_arithmetic_and_first_values()
    {
        DataArray data = DataArray.From(new byte[] { 51, 102, 0, 255 }, [4, 1]);

        Assert.Equal("DataArray (4, 1) of Byte / 255 - 0.5: -0.3, -0.1, -0.5, ...", (data / 255f - 0.5f).ToString());
        Assert.Equal("DataArray (2,) of Int32: 7, -1", ((DataArray)new[] { 7, -1 }).ToString());
        Assert.Equal("DataArray (0,) of Single", ((DataArray)Array.Empty<float>()).ToString());
    }

    [Fact]
    public void Copying_a_batch_allocates_nothing()
    {
        DataArray images = DataArray.From(new byte[40 * 3072], [40, 32, 32, 3]) / 255f;
        DataArray labels = DataArray.From(new byte[40], [40, 1]);
        int[] indices = [.. Enumerable.Range(3, 32)];
        float[] batch = new float[32 * 3072];
        float[] targets = new float[32];

        AllocationAssert.Zero(() =>
        {
            images.CopySamples(indices, batch);
            labels.CopySamples(indices, targets);
            images.CopyRange(8, 32, batch);
        });
    }
}
