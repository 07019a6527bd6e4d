using NumericsTensor = System.Numerics.Tensors.Tensor;

namespace DeepSharp.Tests.Data;

public class DataArraySpanTests
{
    [Fact]
    public void Spans_are_copied_and_keep_their_type()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 255];
        DataArray data = DataArray.From(bytes.AsSpan(2), [2, 2]);

        bytes[2] = 77;

        AssertData(typeof(byte), [2, 2], [3, 4, 5, 255], data);
        AssertData(typeof(int), [2, 1], [-7, 9], DataArray.From((ReadOnlySpan<int>)[-7, 9], [2, 1]));
        AssertData(typeof(float), [1, 2], [0.5f, 2], DataArray.From((ReadOnlySpan<float>)[0.5f, 2], [1, 2]));
    }

    [Fact]
    public void Doubles_are_rounded_to_the_nearest_float()
    {
        double[] values = [0.1, -1e300, 16_777_217, 1e-60];

        AssertData(typeof(float), [2, 2], [0.1f, float.NegativeInfinity, 16_777_216f, 0f], DataArray.From(values, [2, 2]));
        AssertData(typeof(float), [4], [0.1f, float.NegativeInfinity, 16_777_216f, 0f], (DataArray)values);
    }

    [Fact]
    public void Tensors_of_System_Numerics_come_in_with_their_type()
    {
        AssertData(typeof(byte), [1, 2, 2], [1, 2, 3, 255], NumericsTensor.Create<byte>([1, 2, 3, 255], [1, 2, 2]));
        AssertData(typeof(int), [3], [5, 0, -4], NumericsTensor.Create([5, 0, -4], [3]));
        AssertData(typeof(float), [2, 1], [0.5f, 1], NumericsTensor.Create([0.5f, 1], [2, 1]));
        AssertData(typeof(float), [2, 1], [0.1f, 1], (DataArray)NumericsTensor.Create([0.1, 1], [2, 1]));
    }

    [Fact]
    public void Strides_of_System_Numerics_are_followed()
    {
        var images = NumericsTensor.Create<byte>([1, 2, 3, 4, 5, 6], [2, 3]);

        AssertData(typeof(byte), [2, 2], [2, 3, 5, 6], DataArray.From(images.Slice(0..2, 1..3)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => DataArray.From(new byte[3].AsSpan(), [2, 2]));
        Assert.Throws<ShapeException>(() => DataArray.From(new double[3], [2, 2]));
        Assert.Throws<ArgumentNullException>(() => { DataArray _ = (System.Numerics.Tensors.Tensor<byte>)null!; });
        Assert.Throws<ArgumentNullException>(() => (DataArray)(double[])null!);
    }

    private static void AssertData(Type type, Shape shape, float[] values, DataArray data)
    {
        Assert.Equal(type, data.ElementType);
        Assert.Equal(shape, data.Shape);
        Assert.Equal(values, data.ToArray());
    }
}
