using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Losses;

/// <summary>Targets and outputs that a loss cannot learn from are refused before a weight changes.</summary>
public class TargetCheckTests
{
    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(2f, "2")]
    [InlineData(1.11f, "1.11")]
    [InlineData(-0.11f, "-0.11")]
    [InlineData(float.NaN, "NaN")]
    public void Fit_names_the_sample_whose_yes_or_no_is_neither(float label, string text)
    {
        Sequential model = Binary("sigmoid");
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ArgumentException>(
            () => model.Fit(Tensor.Zeros([4, 3]), new[] { 0f, 1f, label, 0f }, verbose: Verbosity.Silent));
        Assert.Equal(
            "Fit: expected targets from 0 to 1, or with noise from -0.1 to 1.1, for binary_crossentropy but sample 2 of y has " +
            $"{text}. " +
            "Scale the targets, write -1 and 1 as 0 and 1, or take sparse_categorical_crossentropy for class labels.",
            exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void Shares_between_no_and_yes_are_fine() =>
        Binary("sigmoid").Fit(Tensor.Zeros([4, 3]), new[] { 0f, 1f, 0.25f, 0.5f }, verbose: Verbosity.Silent);

    [Fact]
    public void Noise_around_no_and_yes_is_fine_in_training_and_evaluation()
    {
        Tensor x = Tensor.Ones([4, 3]), y = Tensor.From([1.02f, -0.05f, 1.1f, -0.1f], [4, 1]);
        Sequential model = Binary("sigmoid");
        float[] before = SmallModels.WeightsOf(model);
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.NotEqual(before, SmallModels.WeightsOf(model));
        model.TrainOnBatch(x, y);
        Assert.True(double.IsFinite(model.Evaluate(x, y, verbose: Verbosity.Silent)["loss"]));
    }

    [Fact]
    public void More_than_noise_is_refused_by_each_way_to_train_and_evaluate()
    {
        Tensor x = Tensor.Ones([2, 3]), y = Tensor.From([1f, 1.2f], [2, 1]);
        Sequential model = Binary("sigmoid");
        Action[] all = [() => model.TrainOnBatch(x, y), () => model.TestOnBatch(x, y), () => model.Evaluate(x, y),
            () => model.Evaluate([new Batch(x, y)]), () => model.Fit([new Batch(x, y)], verbose: Verbosity.Silent)];
        foreach (Action one in all)
        {
            Assert.Contains("from -0.1 to 1.1", Assert.ThrowsAny<ArgumentException>(one).Message, StringComparison.Ordinal);
        }
    }

    // The moving averages are taken in the forward pass, before a loss sees a target.
    [Theory]
    [InlineData("binary_crossentropy", 1)]
    [InlineData("sparse_categorical_crossentropy", 3)]
    public void A_batch_that_is_refused_leaves_the_moving_averages_as_they_were(string loss, int units)
    {
        var model = new Sequential([new BatchNormalization(), new Dense(units, "sigmoid")], "m", new Input([3]));
        model.Compile("sgd", loss);
        float[] before = SmallModels.WeightsOf(model);
        Assert.ThrowsAny<ArgumentException>(() => model.TrainOnBatch(Tensor.Ones([2, 3]), Tensor.From([0f, 7f], [2, 1])));
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void A_batch_at_a_time_names_batch_and_value()
    {
        Sequential model = Binary("sigmoid");
        Batch[] batches = [new(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 1])), new(Tensor.Zeros([2, 3]), Tensor.From([0, 3], [2, 1]))];
        var exception = Assert.ThrowsAny<ArgumentException>(() => model.Fit(batches, verbose: Verbosity.Silent));
        Assert.StartsWith(
            "Batch 2: binary_crossentropy: expected targets from 0 to 1, or with noise from -0.1 to 1.1, but value 1 of the batch, of " +
            "shape (2, 1), is 3.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_none_names_batch_and_place()
    {
        var model = new Sequential([new Embedding(5, 2, name: "e"), new Flatten(), new Dense(1)], "m", new Input([2]));
        model.Compile("sgd", "mse");
        Batch[] batches = [new(Tensor.Zeros([1, 2]), Tensor.Zeros([1, 1])), new(Tensor.From([0, 5], [1, 2]), Tensor.Zeros([1, 1]))];
        var exception = Assert.ThrowsAny<ArgumentException>(() => model.Fit(batches, verbose: Verbosity.Silent));
        Assert.StartsWith("Batch 2: Embedding 'e': expected ids that are whole numbers from 0 to 4 but got 5 at position [0, 1]",
            exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binary_crossentropy")]
    [InlineData("mse")]
    [InlineData("categorical_crossentropy")]
    [InlineData("sparse_categorical_crossentropy")]
    public void A_softmax_over_one_unit_is_refused(string loss)
    {
        Sequential model = Binary("softmax", loss);
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ArgumentException>(
            () => model.Fit(Tensor.Ones([4, 3]), Tensor.Zeros([4, 1]), verbose: Verbosity.Silent));
        Assert.Contains(
            "the softmax of one value is always 1, so that nothing can be learned.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Dense(1, activation: \"sigmoid\") with \"binary_crossentropy\"", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void Logits_of_one_class_are_refused() => Assert.Throws<ArgumentException>(
        () => Binary("linear", Loss.SparseCategoricalCrossentropy(fromLogits: true)).Fit(
            Tensor.Ones([4, 3]), Tensor.Zeros([4]), verbose: Verbosity.Silent));

    // Without the look at all targets that Fit takes before.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Logits_of_one_class_are_refused_in_a_step(bool isSparse)
    {
        Sequential model = Binary(
            "linear", isSparse ? Loss.SparseCategoricalCrossentropy(fromLogits: true) : Loss.CategoricalCrossentropy(fromLogits: true));
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.ThrowsAny<ArgumentException>(() => model.TrainOnBatch(Tensor.Ones([4, 3]), Tensor.Zeros([4, 1])));
        Assert.Contains("Training: expected two or more classes for ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void More_classes_than_floats_can_tell_apart_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Loss.SparseCategoricalCrossentropy(
            ).CheckTargets("Fit", new[] { 16_777_216 }, [Shape.Any, 20_000_000], mayHaveMask: false));
        Assert.StartsWith("Fit: expected at most 16777216 classes", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(16_777_217, 1));
    }

    private static Sequential Binary(string activation, Loss? loss = null)
    {
        var model = new Sequential([new Dense(1, activation)], "m", new Input([3]));
        model.Compile("sgd", loss ?? "binary_crossentropy");
        return model;
    }
}
