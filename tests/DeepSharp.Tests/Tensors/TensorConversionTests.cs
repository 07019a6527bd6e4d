using NumericsTensor = System.Numerics.Tensors.Tensor;

namespace DeepSharp.Tests.Tensors;

public class TensorConversionTests
{
    // For arguments that may be left out, as DataGroup does.
    [Fact]
    public void Nothing_converts_to_nothing()
    {
        Tensor? vector = (float[]?)null, matrix = (float[,]?)null, doubles = (double[]?)null;
        Tensor? numerics = (System.Numerics.Tensors.Tensor<float>?)null;
        Assert.All([vector, matrix, doubles, numerics], Assert.Null);
        Tensor there = new float[] { 1, 2 };
        Assert.Equal([2], there.Shape);
    }

    [Fact]
    public void Arrays_of_rank_two_to_four_go_there_and_back()
    {
        float[,] matrix = { { 1, 2, 3 }, { 4, 5, 6 } };
        Tensor x = (Tensor)matrix;
        Assert.Equal([2, 3], x.Shape.ToArray());
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], x.ToArray());
        Assert.Equal(matrix, (float[,])x);

        var cube = new float[2, 1, 2] { { { 1, 2 } }, { { 3, 4 } } };
        Assert.Equal(cube, (float[,,])Tensor.From(cube));
        Assert.Equal(cube, (float[,,])(Tensor)cube);
        var images = new float[1, 2, 1, 2] { { { { 1, 2 } }, { { 3, 4 } } } };
        Assert.Equal(images, (float[,,,])Tensor.From(images));
        Assert.Equal(images, (float[,,,])(Tensor)images);
        Assert.Equal(new float[0, 3], (float[,])Tensor.Zeros([0, 3]));
    }

    [Fact]
    public void A_view_converts_to_its_own_values() =>
        Assert.Equal(new float[,] { { 3, 4 } }, (float[,])Tensor.From([1, 2, 3, 4], [2, 2]).Slice(1, 1));

    [Fact]
    public void Another_rank_is_refused() =>
        Assert.Contains(
            "expected rank 2 to convert to an array of that rank but got shape (3,)",
            ShapeError.Of(() => (float[,])Tensor.Zeros([3])));

    [Fact]
    public void Tensors_of_System_Numerics_go_there_and_back()
    {
        var source = NumericsTensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Tensor x = (Tensor)source;
        Assert.Equal([2, 3], x.Shape.ToArray());
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], x.ToArray());

        System.Numerics.Tensors.Tensor<float> back = x.ToNumericsTensor();
        Assert.Equal([2, 3], back.Lengths.ToArray());
        Assert.Equal(6f, back[1, 2]);
        back[0, 0] = 9;
        Assert.Equal(1f, x[0, 0]);
    }

    [Fact]
    public void Strides_of_System_Numerics_are_followed()
    {
        var source = NumericsTensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([2f, 3f, 5f, 6f], Tensor.From(source.Slice(0..2, 1..3)).ToArray());
    }

    [Fact]
    public void Doubles_are_rounded_to_the_nearest_float()
    {
        double[] values = [0.1, 1e39, 16_777_217, 16_777_219, double.NaN, 1e-60];
        float[] expected = [0.1f, float.PositiveInfinity, 16_777_216f, 16_777_220f, float.NaN, 0f];

        Assert.Equal(expected, Tensor.From(values).ToArray());
        Assert.Equal(expected, Tensor.From(values, [2, 3]).ToArray());
        Assert.Equal(expected, ((Tensor)NumericsTensor.Create(values, [3, 2])).ToArray());
        Assert.Equal([3, 2], Tensor.From(NumericsTensor.Create(values, [3, 2])).Shape.ToArray());
        Assert.Equal([1f, 2.5f], Tensor.From([1, 2.5]).ToArray());
        Assert.Equal("Tensor.From: expected 6 values for shape (2, 3) but got 5.", ShapeError.Of(() => Tensor.From(new double[5], [2, 3])));
    }

    [Fact]
    public void Doubles_of_every_length_are_rounded()
    {
        for (int length = 0; length <= 257; length++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => Math.Exp(i % 80) / 3)];
            Assert.Equal([.. values.Select(value => (float)value)], Tensor.From(values).ToArray());
        }
    }

    [Fact]
    public void Nothing_converts_from_null()
    {
        Assert.Throws<ArgumentNullException>(() => Tensor.From((float[,])null!));
        Assert.Throws<ArgumentNullException>(() => (float[,])(Tensor)null!);
        Assert.Throws<ArgumentNullException>(() => (Tensor)null! + Tensor.Zeros([1]));
    }
}
