namespace DeepSharp.Tests.Losses;

public class LossErrorTests
{
    [Fact]
    public void Targets_of_another_shape_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => Loss.MeanSquaredError().Apply(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 3])));
        Assert.Equal(
            "Loss mean_squared_error: expected targets of the shape of the predictions, (4, 3), but got (4, 2). " +
            "Reshape the targets, or give the model as many outputs.",
            exception.Message);
    }

    [Fact]
    public void Labels_are_refused_where_one_hot_rows_are_expected()
    {
        var exception = Assert.Throws<ShapeException>(() => Loss.CategoricalCrossentropy().Apply(Tensor.Zeros([4]), Tensor.Zeros([4, 3])));
        Assert.Equal(
            "Loss categorical_crossentropy: expected one-hot targets of the shape of the predictions, (4, 3), but got (4,). " +
            "Labels as whole numbers go with sparse_categorical_crossentropy.",
            exception.Message);
    }

    [Fact]
    public void One_hot_rows_are_refused_where_labels_are_expected()
    {
        var exception = Assert.Throws<ShapeException>(
            () => Loss.SparseCategoricalCrossentropy().Apply(Tensor.Zeros([4, 3]), Tensor.Zeros([4, 3])));
        Assert.Equal(
            "Loss sparse_categorical_crossentropy: expected one label for each prediction, shape (4,), " +
            "for predictions of shape (4, 3) but got (4, 3). " +
            "One-hot targets go with categorical_crossentropy.",
            exception.Message);
    }

    [Fact]
    public void A_column_is_never_broadcast_against_a_row()
    {
        Assert.Throws<ShapeException>(() => Loss.MeanSquaredError().Apply(Tensor.Zeros([3]), Tensor.Zeros([4, 1])));
        Assert.Throws<ShapeException>(() => Loss.MeanSquaredError().Apply(Tensor.Zeros([4, 1]), Tensor.Zeros([4, 4])));
    }

    [Theory]
    [InlineData(3f, "3")]
    [InlineData(-1f, "-1")]
    [InlineData(0.5f, "0.5")]
    [InlineData(float.NaN, "NaN")]
    public void A_label_that_is_no_class_is_named(float label, string text)
    {
        Tensor labels = Tensor.From([0, label]);
        var exception = Assert.ThrowsAny<ArgumentException>(() => Loss.SparseCategoricalCrossentropy().Apply(labels, Tensor.Ones([2, 3])));
        Assert.Equal(
            "sparse_categorical_crossentropy: expected labels that are whole numbers from 0 to 2, for predictions of shape (2, 3), " +
            $"but label 1 of the batch is {text}. Correct the labels, or give the last layer more units.",
            exception.Message);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("binary_crossentropy")]
    [InlineData("huber")]
    public void Vectors_of_predictions_lack_an_axis(string name)
    {
        Loss loss = name;
        var exception = Assert.Throws<ShapeException>(() => loss.Apply(Tensor.Zeros([4]), Tensor.Zeros([4])));
        Assert.Equal(
            $"Loss {loss.Name}: expected predictions of rank 2 or more, (batch, values), since the mean over the last axis is one loss " +
            "for each sample, but got (4,). Add an axis: Ops.ExpandDims(prediction, -1).",
            exception.Message);
        Assert.True(float.IsFinite(loss.Apply(Tensor.Zeros([4]), DeepSharp.Ops.ExpandDims(Tensor.Zeros([4]), -1)).Item()));
    }

    [Fact]
    public void The_name_given_to_a_loss_stands_in_its_errors()
    {
        var exception = Assert.Throws<ShapeException>(
            () => Loss.MeanSquaredError(name: "price").Apply(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 3])));
        Assert.StartsWith("Loss price: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reduction_that_does_not_exist_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError("average"));
        Assert.StartsWith("Unknown reduction 'average'. ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Loss.Huber() with { Reduction = "Sums" });
    }
}
