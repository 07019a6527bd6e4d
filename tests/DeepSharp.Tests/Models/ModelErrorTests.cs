using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class ModelErrorTests
{
    [Theory]
    [InlineData("Fit")]
    [InlineData("Evaluate")]
    public void Inputs_and_targets_of_different_number_are_refused(string method)
    {
        Sequential model = Classifier();
        var exception = Assert.Throws<ArgumentException>(() => Call(model, method, Tensor.Zeros([10, 4]), Tensor.Zeros([9])));
        Assert.Equal(
            $"{method}: x has 10 samples but y has 9 (shapes (10, 4) and (9,)). Give one target for each input.", exception.Message);
    }

    [Theory]
    [InlineData("Fit")]
    [InlineData("Evaluate")]
    public void No_samples_are_refused(string method)
    {
        var exception = Assert.Throws<ArgumentException>(() => Call(Classifier(), method, Tensor.Zeros([0, 4]), Tensor.Zeros([0])));
        Assert.Equal($"{method}: expected at least one sample but got x of shape (0, 4).", exception.Message);
    }

    [Fact]
    public void Validation_data_of_different_number_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Classifier().Fit(Tensor.Zeros([2, 4]), Tensor.Zeros([2]), validationData: (Tensor.Zeros([3, 4]), Tensor.Zeros([1]))));
        Assert.StartsWith("Fit, validationData: x has 3 samples but y has 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_no_class_are_named()
    {
        var exception = Assert.Throws<ArgumentException>(() => Call(Classifier(), "Fit", Tensor.Zeros([2, 4]), Tensor.FromLabels([0, 3])));
        Assert.Equal(
            "sparse_categorical_crossentropy: expected labels that are whole numbers from 0 to 2, for predictions of shape (2, 3), " +
            "but label 1 of the batch is 3. Correct the labels, or give the last layer more units.",
            exception.Message);
    }

    [Fact]
    public void Inputs_of_the_wrong_rank_are_named_by_the_layer()
    {
        var model = new Sequential(new Conv2D(2, 3, name: "conv"), new Flatten(), new Dense(3));
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<ShapeException>(() => Call(model, "Fit", Tensor.Zeros([5, 28, 28]), Tensor.Zeros([5, 3])));
        Assert.Equal(
            "Conv2D 'conv': expected an input of rank 4 (batch, height, width, channels) but got (None, 28, 28). " +
            "Add a channel axis, e.g. x.Reshape([-1, 28, 28, 1]).",
            exception.Message);
    }

    [Theory]
    [InlineData("Fit", "(2, 5)")]
    [InlineData("Evaluate", "(2, 5)")]
    [InlineData("Predict", "(2, 5)")]
    public void Another_number_of_features_is_named_by_the_layer(string method, string shape)
    {
        var exception = Assert.Throws<ShapeException>(() => Call(Classifier(), method, Tensor.Zeros([2, 5]), Tensor.Zeros([2])));
        Assert.Equal($"Dense 'hidden': was built for 4 input features, but got an input of shape {shape}.", exception.Message);
    }

    [Fact]
    public void A_kernel_larger_than_its_input_is_an_error_when_the_model_is_made()
    {
        var exception = Assert.Throws<ShapeException>(() => new Sequential(
            new Input([8, 8, 3]), new Conv2D(4, 3, name: "a"), new MaxPooling2D(name: "b"), new Conv2D(16, (5, 5), name: "c")));
        Assert.Equal(
            "Conv2D 'c': kernel (5, 5) does not fit the input (None, 3, 3, 4) with padding Valid: output would be (None, -1, -1, 16). " +
            "Use padding: Padding.Same or a smaller kernel.",
            exception.Message);
    }

    [Fact]
    public void Targets_of_another_shape_are_named_by_the_loss()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<ShapeException>(() => Call(model, "Fit", Tensor.Zeros([2, 4]), Tensor.Zeros([2, 2])));
        Assert.Equal(
            "Loss mean_squared_error: expected targets of the shape of the predictions, (2, 3), but got (2, 2). " +
            "Reshape the targets, or give the model as many outputs.",
            exception.Message);
    }

    [Fact]
    public void An_error_in_a_step_leaves_the_model_usable()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        Sequential model = Classifier();
        Sequential reference = Classifier();
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(x, Tensor.Full([8], 3)));
        Assert.Throws<ShapeException>(() => model.TrainOnBatch(Tensor.Zeros([8, 5]), y));

        foreach (Sequential each in new[] { model, reference }) each.Fit(x, y, verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(SmallModels.WeightsOf(reference), SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        Sequential model = Classifier();
        Assert.StartsWith(
            "Fit: expected a batch size of 1 or more.", Message(() => model.Fit(x, y, batchSize: 0)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Predict: expected a batch size of 1 or more.", Message(() => model.Predict(x, batchSize: -1)), StringComparison.Ordinal);
        Assert.StartsWith("Fit: expected 0 or more epochs.", Message(() => model.Fit(x, y, epochs: -1)), StringComparison.Ordinal);
        string share = "Fit: expected a share from 0 to below 1, such as 0.1.";
        Assert.StartsWith(share, Message(() => model.Fit(x, y, validationSplit: 1f)), StringComparison.Ordinal);
        Assert.StartsWith(share, Message(() => model.Fit(x, y, validationSplit: float.NaN)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_that_leaves_nothing_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Classifier().Fit(Tensor.Zeros([1, 4]), Tensor.Zeros([1]), validationSplit: 0.5f));
        Assert.StartsWith(
            "Fit: expected samples to train on, but validationSplit 0.5 of 1 leaves none.", exception.Message, StringComparison.Ordinal);
    }

    private static string Message(Action call) => Assert.Throws<ArgumentOutOfRangeException>(call).Message;

    private static Sequential Classifier()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("sgd", "sparse_categorical_crossentropy");
        return model;
    }

    private static void Call(Sequential model, string method, Tensor x, Tensor y)
    {
        switch (method)
        {
            case "Fit": model.Fit(x, y, verbose: Verbosity.Silent, shuffle: false); break;
            case "Evaluate": model.Evaluate(x, y, verbose: Verbosity.Silent); break;
            default: model.Predict(x); break;
        }
    }
}
