namespace DeepSharp.Tests.Data;

public class DataArrayConversionTests
{
    [Fact]
    public void Vectors_are_viewed_as_samples_of_one_value()
    {
        byte[] bytes = [1, 2];
        DataArray data = bytes;

        bytes[0] = 7;

        AssertData([2], [7, 2], data);
        AssertData([2], [5, -6], new[] { 5, -6 });
        AssertData([3], [0.5f, 1f, 2f], new[] { 0.5f, 1f, 2f });
    }

    [Fact]
    public void Arrays_of_more_axes_keep_their_shape()
    {
        AssertData([2, 3], [1, 2, 3, 4, 5, 6], new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } });
        AssertData([2, 2], [1, 2, 3, 4], new[,] { { 1, 2 }, { 3, 4 } });
        AssertData([1, 2, 2], [1, 2, 3, 4], new[, ,] { { { 1f, 2f }, { 3f, 4f } } });
        AssertData([1, 2, 2], [1, 2, 3, 255], new byte[,,] { { { 1, 2 }, { 3, 255 } } });
        AssertData([1, 2, 1, 2], [1, 2, 3, 4], new[, , ,] { { { { 1f, 2f } }, { { 3f, 4f } } } });
        AssertData([1, 2, 1, 2], [1, 2, 3, 4], new byte[,,,] { { { { 1, 2 } }, { { 3, 4 } } } });
        AssertData([0, 5], [], new float[0, 5]);
    }

    [Fact]
    public void A_tensor_is_viewed()
    {
        Tensor tensor = Tensor.From([1, 2, 3, 4, 5, 6], [3, 2]);
        DataArray data = tensor[1..];

        tensor[1, 0] = 9f;

        AssertData([2, 2], [9, 4, 5, 6], data);
    }

    [Fact]
    public void A_tensor_of_a_training_step_is_copied()
    {
        var memory = new StepMemory();
        Tensor tensor = memory.Take([2]);
        tensor.Span.Fill(3f);
        DataArray data = tensor;

        memory.EndStep();
        memory.Take([2]).Span.Fill(4f);

        AssertData([2], [3, 3], data);
    }

    [Fact]
    public void Plain_arrays_can_be_passed_where_data_is_expected()
    {
        (DataArray, DataArray)? validation = (new float[4, 2], new[] { 1, 0, 1, 0 });

        Assert.Equal(4, Count(new byte[4, 2, 2, 1]));
        Assert.Equal(Shape.Create([4, 2]), validation.Value.Item1.Shape);
    }

    private static int Count(DataArray data) => data.Count;

    private static void AssertData(Shape shape, float[] values, DataArray data)
    {
        Assert.Equal(shape, data.Shape);
        Assert.Equal(values, data.ToArray());
    }
}
