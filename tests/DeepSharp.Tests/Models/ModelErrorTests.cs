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

    [Theory]
    [InlineData("Fit")]
    [InlineData("Evaluate")]
    public void Labels_that_are_no_class_are_named_before_anything_is_trained(string method)
    {
        Sequential model = Classifier();
        float[] before = SmallModels.WeightsOf(model);
        int[] labels = new int[70];
        labels[68] = 3;
        var exception = Assert.Throws<ArgumentException>(() => Call(model, method, Tensor.Zeros([70, 4]), Tensor.FromLabels(labels)));
        Assert.Equal(
            $"{method}: expected labels that are whole numbers from 0 to 2 for sparse_categorical_crossentropy and predictions of shape " +
            $"(None, 3), but sample 68 of y has 3. Correct the labels, or give the last layer more units.",
            exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void Labels_of_the_validation_data_are_checked_before_the_first_epoch()
    {
        Sequential model = Classifier();
        float[] before = SmallModels.WeightsOf(model);
        Tensor x = Tensor.Ones([4, 4]);
        var exception = Assert.Throws<ArgumentException>(() => model.Fit(
            x, Tensor.Zeros([4]), verbose: Verbosity.Silent, validationData: (x, Tensor.From([0, 1, 2.5f, 1]))));
        Assert.StartsWith("Fit, validationData: expected labels that are whole numbers", exception.Message, StringComparison.Ordinal);
        Assert.Contains("sample 2 of y has 2.5.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void A_label_of_one_batch_that_is_no_class_is_named_by_the_loss()
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Classifier().TrainOnBatch(Tensor.Zeros([2, 4]), Tensor.FromLabels([0, 3])));
        Assert.Equal(
            "Batch 1: sparse_categorical_crossentropy: expected labels that are whole numbers from 0 to 2, for predictions of shape (2, " +
            "3), but label 1 of the batch is 3. Correct the labels, or give the last layer more units.",
            exception.Message);
    }

    [Theory]
    [InlineData("Fit", "None")]
    [InlineData("Evaluate", "None")]
    [InlineData("Predict", "3")]
    [InlineData("Apply", "3")]
    public void Inputs_of_another_shape_than_declared_are_refused_as_they_were_given(string method, string batch)
    {
        var model = new Sequential([new Flatten(), new Dense(2)], "net", new Input([4, 6]));
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<ShapeException>(() => Call(model, method, Tensor.Zeros([3, 6, 4]), Tensor.Zeros([3, 2])));
        Assert.Equal($"Sequential 'net': expected inputs of shape (None, 4, 6) but got ({batch}, 6, 4).", exception.Message);
    }

    [Fact]
    public void Inputs_of_another_rank_than_declared_are_refused()
    {
        var model = new Sequential([new Dense(2)], "net", new Input([4]));
        var exception = Assert.Throws<ShapeException>(() => model.Predict(Tensor.Ones([3, 7, 4])));
        Assert.Equal("Sequential 'net': expected inputs of shape (None, 4) but got (3, 7, 4).", exception.Message);
    }

    [Fact]
    public void Images_of_any_size_are_taken_where_none_is_declared()
    {
        var model = new Sequential(new Conv2D(2, 3, inputShape: [Shape.Any, Shape.Any, 1]), new GlobalAveragePooling2D());
        Assert.Equal([3, 2], model.Predict(Tensor.Ones([3, 8, 9, 1])).Shape);
        Assert.Equal([2, 2], model.Predict(Tensor.Ones([2, 4, 4, 1])).Shape);
    }

    [Fact]
    public void Inputs_of_the_wrong_rank_are_named_by_the_layer()
    {
        var model = new Sequential(new Conv2D(2, 3, name: "conv"), new Flatten(), new Dense(3));
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<ShapeException>(() => Call(model, "Fit", Tensor.Zeros([5, 28, 28]), Tensor.Zeros([5, 3])));
        Assert.Equal(
            "Conv2D 'conv': expected an input of rank 4 (batch, height, width, channels) but got (None, 28, 28). " +
            "Add a channel axis, e.g. x.Reshape([-1, 28, 28, 1]), or ((DataArray)x).Reshape([-1, 28, 28, 1]) for an array. " +
            "In a model, put new Reshape([28, 28, 1]) in front.",
            exception.Message);
    }

    [Theory]
    [InlineData("Fit", "(None, 5)")]
    [InlineData("Evaluate", "(None, 5)")]
    [InlineData("Predict", "(2, 5)")]
    public void Another_number_of_features_is_named_by_the_layer(string method, string shape)
    {
        var model = new Sequential(new Dense(3, name: "hidden"));
        model.Compile("sgd", "sparse_categorical_crossentropy");
        model.Build([Shape.Any, 4]);
        var exception = Assert.Throws<ShapeException>(() => Call(model, method, Tensor.Zeros([2, 5]), Tensor.Zeros([2])));
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
        Assert.ThrowsAny<ArgumentException>(() => model.TrainOnBatch(x, Tensor.Full([8], 3)));
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
            "Fit: expected a batch size of 1 or more but got 0.", Message(() => model.Fit(x, y, batchSize: 0)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Predict: expected a batch size of 1 or more but got -1.",
            Message(() => model.Predict(x, batchSize: -1)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Fit: expected 0 or more epochs but got -1.", Message(() => model.Fit(x, y, epochs: -1)), StringComparison.Ordinal);
        string share = "Fit: expected a share from 0 to below 1, such as 0.1, but got ";
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
            case "Apply": model.Apply(x); break;
            case "Evaluate": model.Evaluate(x, y, verbose: Verbosity.Silent); break;
            default: model.Predict(x); break;
        }
    }
}
