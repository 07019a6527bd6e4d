using DeepSharp.Layers;

namespace DeepSharp.Tests.Data;

public class DataArrayShapeTests
{
    [Fact]
    public void Reshape_keeps_values_type_and_arithmetic()
    {
        DataArray rows = DataArray.From(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 }, [2, 4]) / 2;
        DataArray images = rows.Reshape([2, 2, 2, 1]);
        Assert.Equal([2, 2, 2, 1], images.Shape);
        Assert.Equal(typeof(byte), images.ElementType);
        Assert.Equal([2f, 2.5f, 3f, 3.5f], images[1].ToArray());
    }

    [Fact]
    public void One_length_follows_from_the_others()
    {
        DataArray all = new float[12];
        Assert.Equal([3, 4], all.Reshape([-1, 4]).Shape);
        Assert.Equal([2, 6], all.Reshape([2, -1]).Shape);
        Assert.Equal([2, 3, 2], all.Reshape(2, 3, -1).Shape);
        Assert.Equal([4, 3], all.Reshape(new[] { 4, 3 }).Shape);
    }

    [Fact]
    public void Reshape_is_a_view()
    {
        float[] values = [1, 2, 3, 4];
        DataArray column = ((DataArray)values).Reshape([4, 1]);
        values[2] = 7;
        Assert.Equal(7f, column.Item(2));
        Assert.Equal([3f, 4f], DataArray.From(new[] { 1f, 2f, 3f, 4f }, [2, 2])[1..].Reshape([2, 1]).ToArray());
    }

    [Theory]
    [InlineData(0, "(1, 2, 3)")]
    [InlineData(1, "(2, 1, 3)")]
    [InlineData(2, "(2, 3, 1)")]
    [InlineData(-1, "(2, 3, 1)")]
    [InlineData(-3, "(1, 2, 3)")]
    public void ExpandDims_puts_an_axis_of_1_where_it_is_asked_for(int axis, string shape) =>
        Assert.Equal(shape, DataArray.From(new float[6], [2, 3]).ExpandDims(axis).Shape.ToString());

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        DataArray data = DataArray.From(new float[6], [2, 3]);
        Assert.StartsWith(
            "DataArray.Reshape: expected a shape that holds the 6 values of (2, 3) but got (4, None)",
            ShapeError.Of(() => data.Reshape([4, -1])), StringComparison.Ordinal);
        Assert.StartsWith(
            "DataArray.ExpandDims: Shape (2, 3): expected a new axis from -3 to 2 but got 3.",
            Assert.Throws<ShapeException>(() => data.ExpandDims(3)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => data[..1].Reshape([]));
    }

    // What the errors of layers advise where x is an array.
    [Fact]
    public void The_advice_for_arrays_compiles_and_helps()
    {
        var model = new Sequential(new LSTM(2));
        float[,] x = new float[4, 5];
        var exception = Assert.Throws<ShapeException>(() => model.Predict(x));
        Assert.EndsWith(
            "Add an axis, e.g. x.Reshape([-1, 5, 1]), or ((DataArray)x).Reshape([-1, 5, 1]) for an array. In a model, put " +
            "new Reshape([5, 1]) in front.",
            exception.Message, StringComparison.Ordinal);
        Assert.Equal([4, 2], model.Predict(((DataArray)x).Reshape([-1, 5, 1])).Shape);
        Assert.Equal([4, 2], new Sequential(new Reshape([5, 1]), new LSTM(2)).Predict(x).Shape);
    }
}
