namespace DeepSharp.Tests.Tensors;

public class TensorArraysTests
{
    [Fact]
    public void Numbers_in_brackets_are_a_vector()
    {
        Tensor floats = [1f, 2f], doubles = [0.5, 1.5], whole = [0, 1, 2];
        Assert.Equal([1, 2, 0.5f, 1.5f, 0, 1, 2], [.. floats.ToArray(), .. doubles.ToArray(), .. whole.ToArray()]);
        Assert.Equal([2], [.. floats.Shape]);
        Assert.Equal([1.0, 2.0], [.. floats]);
        double sum = 0;
        foreach (float value in Tensor.Ones([2, 3])) sum += value;
        Assert.Equal(6, sum);
    }

    [Fact]
    public void Shapes_may_be_arrays()
    {
        int[] shape = [2, 3];
        float[] values = [1, 2, 3, 4, 5, 6];
        Tensor[] tensors =
        [
            Tensor.Zeros(shape), Tensor.Ones(2, 3), Tensor.Full(shape, 2), Tensor.From(values, shape), Tensor.From(new double[6], shape),
            Tensor.From(values).Reshape(shape), Tensor.From(new double[6]).Reshape(2, -1), Tensor.Ones(3, 2).Transpose(new[] { 1, 0 }),
        ];
        Assert.All(tensors, tensor => Assert.Equal([2, 3], tensor.Shape));
        Assert.Equal(new Shape(2, 3), new Shape(shape));
        Assert.Equal([2, 3], new Input(shape).SampleShape);
        Assert.Equal([2, 3], new DeepSharp.Layers.Reshape(shape).TargetShape);
        DataArray[] data =
        [
            DataArray.From(values, shape), DataArray.From(new double[6], shape), DataArray.From(new int[6], shape),
            DataArray.From(new byte[6], shape),
        ];
        Assert.All(data, array => Assert.Equal([2, 3], array.Shape));
        Assert.Throws<ShapeException>(() => new Shape(-2));
    }

    [Fact]
    public void Positions_of_up_to_four_axes_are_found()
    {
        Tensor tensor = Tensor.Range(0, 16).Reshape(2, 2, 2, 2);
        tensor[1, 0, 1, 0] = 20;
        Assert.Equal(20, tensor[-1, 0, 1, 0]);
        Assert.Equal((5f, 3f, 9f), (Tensor.Range(0, 8).Reshape(2, 2, 2)[1, 0, 1], Tensor.Range(0, 4)[3], Tensor.Range(0, 10)[-1]));
        Assert.Throws<ShapeException>(() => tensor[1, 0]);
    }
}
