using DeepSharp.Layers;

namespace DeepSharp.Tests.Losses;

public class MaskedLossTests
{
    // Losses 1, 4, 9, 16 with the last one masked: the mean of the first three, and the last one has no gradient.
    [Fact]
    public void Steps_that_are_padding_cost_nothing()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4], [2, 2, 1]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor loss = tape.Record(() => Loss.MeanSquaredError().Apply(Tensor.Zeros([2, 2, 1]), prediction));
        Assert.Equal(14f / 3, loss.Item(), 1e-6f);
        Assert.Equal([2f / 3, 4f / 3, 2f, 0f], tape.Gradient(loss, prediction)[0]!.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Weights_of_samples_multiply_the_mask()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4], [2, 2, 1]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        float loss = Loss.MeanSquaredError(Reduction.Sum).Apply(Tensor.Zeros([2, 2, 1]), prediction, Tensor.From([1, 2])).Item();
        Assert.Equal(1 + 4 + 2 * 9, loss, 1e-5f);
    }

    // Losses 1, 4, 9, 16 of which the first and the last are left out.
    [Theory]
    [InlineData("sum_over_batch_size", 13.0 / 2)]
    [InlineData("mean", 13.0 / 2)]
    [InlineData("sum", 13.0)]
    [InlineData("mean_with_sample_weight", 13.0 / 2)]
    public void Each_reduction_takes_what_is_left(string reduction, double want) =>
        Assert.Equal(want, Apply(reduction, mask: [0, 1, 1, 0]).Item(), 1e-6);

    // Weights 2 of the first sample and 3 of the second: 2·4 and 3·9.
    [Theory]
    [InlineData("sum_over_batch_size", 35.0 / 2)]
    [InlineData("sum", 35.0)]
    [InlineData("mean_with_sample_weight", 35.0 / 5)]
    public void Weights_of_samples_count_for_what_is_left_of_them(string reduction, double want) =>
        Assert.Equal(want, Apply(reduction, mask: [0, 1, 1, 0], Tensor.From([2, 3])).Item(), 1e-6);

    // Weights 2, 3, 5, 7 of the steps: 3·4 and 5·9.
    [Theory]
    [InlineData("sum_over_batch_size", 57.0 / 2)]
    [InlineData("sum", 57.0)]
    [InlineData("mean_with_sample_weight", 57.0 / 8)]
    public void Weights_of_steps_count_for_what_is_left_of_them(string reduction, double want) =>
        Assert.Equal(want, Apply(reduction, mask: [0, 1, 1, 0], Tensor.From([2, 3, 5, 7], [2, 2])).Item(), 1e-6);

    [Fact]
    public void Without_a_reduction_the_losses_left_out_are_0() =>
        Assert.Equal([0, 4, 9, 0], Apply(Reduction.None, mask: [0, 1, 1, 0]).ToArray());

    [Theory]
    [InlineData("sum_over_batch_size")]
    [InlineData("sum")]
    [InlineData("mean_with_sample_weight")]
    public void Where_nothing_is_left_the_loss_is_0(string reduction) => Assert.Equal(0f, Apply(reduction, mask: [0, 0, 0, 0]).Item());

    // Of labels 0, -1, 1, 0 the mask leaves out the first and the class the second: the mean of two losses.
    [Fact]
    public void A_mask_and_an_ignored_class_leave_out_what_either_does()
    {
        Tensor prediction = Tensor.From([0.5f, 0.5f, 0.9f, 0.1f, 0.25f, 0.75f, 0.8f, 0.2f], [2, 2, 2]);
        prediction.Mask = Tensor.From([0, 1, 1, 1], [2, 2]);
        Tensor labels = Tensor.From([0, -1, 1, 0], [2, 2]);
        double want = -(Math.Log(0.75) + Math.Log(0.8)) / 2;
        Assert.Equal(want, Loss.SparseCategoricalCrossentropy(ignoreClass: -1).Apply(labels, prediction).Item(), 1e-6);
        Assert.Equal(
            2 * want, Loss.SparseCategoricalCrossentropy(ignoreClass: -1, reduction: Reduction.Sum).Apply(labels, prediction).Item(), 1e-6);
    }

    // A mask of a sequence that became one row a sample is none of the losses.
    [Fact]
    public void A_mask_of_other_axes_than_the_losses_is_left_alone()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4], [2, 2]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        Assert.Equal(30f / 4, Loss.MeanSquaredError().Apply(Tensor.Zeros([2, 2]), prediction).Item(), 1e-6f);
    }

    public static TheoryData<string> Losses =>
        ["sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy", "mse"];

    // The mask leaves out the second step, whose target is nothing and whose prediction is no number.
    [Theory]
    [MemberData(nameof(Losses))]
    public void What_is_under_a_mask_is_neither_refused_nor_counts(string name)
    {
        foreach (float under in new[] { -1f, 7f, float.NaN, float.PositiveInfinity })
        {
            Tensor logits = Tensor.From([1, 2, float.NaN, 0], [1, 2, 2]), mask = Tensor.From([1, 0], [1, 2]);
            bool isSparse = name.StartsWith("sparse", StringComparison.Ordinal);
            Tensor target = isSparse ? Tensor.From([1, under], [1, 2]) : Tensor.From([0, 1, under, 0], [1, 2, 2]);
            Tensor clean = isSparse ? Tensor.From([1], [1, 1]) : Tensor.From([0, 1], [1, 1, 2]);
            Loss loss = name;
            foreach (bool isKnown in new[] { true, false })
            {
                Tensor Predict(Tensor x) => !isKnown ? x : name[0] == 'b' ? x.Sigmoid() : x.Softmax();
                var tape = new GradientTape();
                tape.Watch(logits);
                Tensor value = tape.Record(() => loss.Apply(target, Predict(logits).WithMask(mask)));
                Assert.Equal(loss.Apply(clean, Predict(Tensor.From([1, 2], [1, 1, 2]))).Item(), value.Item(), 1e-6f);
                float[] slopes = tape.Gradient(value, logits)[0]!.ToArray();
                Assert.True(float.IsFinite(slopes[0] + slopes[1]));
                if (!isKnown || name != "mse") Assert.Equal([0f, 0f], slopes[2..]);
            }
        }
    }

    [Fact]
    public void Labels_outside_the_mask_are_refused_by_their_place()
    {
        Tensor prediction = Tensor.Full([1, 3, 2], 0.5).WithMask(Tensor.From([0, 1, 1], [1, 3]));
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Loss.SparseCategoricalCrossentropy().Apply(Tensor.From([-1, 0, -1], [1, 3]), prediction));
        Assert.Contains("but label 2 of the batch is -1.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_with_labels_of_minus_1_under_its_mask_trains()
    {
        var model = new Sequential([new Embedding(5, 4, maskZero: true), new Dense(3, "softmax")], "m", new Input([3]));
        model.Compile("sgd", "sparse_categorical_crossentropy", ["accuracy"]);
        Tensor x = Tensor.From([1, 2, 0, 3, 0, 0], [2, 3]), y = Tensor.From([0, 2, -1, 1, -1, -1], [2, 3]);
        History history = model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent);
        Assert.True(history["loss"][1] < history["loss"][0]);
    }

    // A missing target has the weight 0.
    [Fact]
    public void What_has_the_weight_0_cannot_poison_the_rest()
    {
        Tensor prediction = Tensor.From([1, 2], [2, 1]), target = Tensor.From([0, float.NaN], [2, 1]);
        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor loss = tape.Record(() => Loss.MeanSquaredError().Apply(target, prediction, Tensor.From([1, 0])));
        Assert.Equal(0.5f, loss.Item());
        Assert.Equal([1f, 0f], tape.Gradient(loss, prediction)[0]!.ToArray());
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(target, prediction, Tensor.From([1, 0]));
        Assert.Equal(1, metric.Result);
    }

    private static Tensor Apply(Reduction reduction, float[] mask, Tensor? weights = null) => Loss.MeanSquaredError(reduction).Apply(
        Tensor.Zeros([2, 2, 1]), Tensor.From([1, 2, 3, 4], [2, 2, 1]).WithMask(Tensor.From(mask, [2, 2])), weights);
}
