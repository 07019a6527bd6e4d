namespace DeepSharp.Tests.Losses;

public class LossValueTests
{
    [Fact]
    public void Mean_squared_error_is_the_mean_of_squares_over_the_last_axis()
    {
        // (1² + 0²) / 2 and (0² + 4²) / 2.
        Assert.Equal([0.5f, 8f], Loss.MeanSquaredError().PerSample(Rows([1, 2], [3, 4]), Rows([2, 2], [3, 0])).ToArray());
    }

    [Fact]
    public void Mean_absolute_error_is_the_mean_of_distances_over_the_last_axis() =>
        Assert.Equal([0.5f, 2f], Loss.MeanAbsoluteError().PerSample(Rows([1, 2], [3, 4]), Rows([2, 2], [3, 0])).ToArray());

    [Fact]
    public void Binary_crossentropy_is_minus_the_logarithm_of_the_right_answer() =>
        Check([-Math.Log(0.8), -Math.Log(0.6)], Loss.BinaryCrossentropy(), Rows([1], [0]), Rows([0.8f], [0.4f]));

    [Fact]
    public void Binary_crossentropy_averages_the_outputs_of_a_sample() =>
        Check([(-Math.Log(0.8) - Math.Log(0.5)) / 2], Loss.BinaryCrossentropy(), Rows([1, 0]), Rows([0.8f, 0.5f]));

    [Fact]
    public void Binary_crossentropy_from_logits_is_that_of_the_sigmoid() =>
        Check([Math.Log(2), Math.Log(4.0 / 3)], Loss.BinaryCrossentropy(fromLogits: true), Rows([1], [1]), Rows([0f], [MathF.Log(3)]));

    [Fact]
    public void Binary_crossentropy_smooths_labels_towards_one_half() =>
        Check([-0.9 * Math.Log(0.8) - 0.1 * Math.Log(0.2)], Loss.BinaryCrossentropy(labelSmoothing: 0.2f), Rows([1]), Rows([0.8f]));

    [Fact]
    public void Categorical_crossentropy_is_minus_the_logarithm_of_the_right_class() =>
        Check([-Math.Log(0.7)], Loss.CategoricalCrossentropy(), Rows([0, 1, 0]), Rows([0.1f, 0.7f, 0.2f]));

    [Fact]
    public void Categorical_crossentropy_divides_by_the_sum_first() =>
        Check([Math.Log(2)], Loss.CategoricalCrossentropy(), Rows([0, 1, 0]), Rows([1, 2, 1]));

    [Fact]
    public void Categorical_crossentropy_from_logits_is_that_of_the_softmax() =>
        Check([Math.Log(4)], Loss.CategoricalCrossentropy(fromLogits: true), Rows([0, 1, 0]), Rows([0, MathF.Log(2), MathF.Log(5)]));

    [Fact]
    public void Categorical_crossentropy_smooths_labels_over_all_classes() =>
        Check(
            [-0.8 * Math.Log(0.7) - 0.1 * Math.Log(0.1) - 0.1 * Math.Log(0.2)],
            Loss.CategoricalCrossentropy(labelSmoothing: 0.3f), Rows([0, 1, 0]), Rows([0.1f, 0.7f, 0.2f]));

    [Fact]
    public void Sparse_crossentropy_takes_labels() =>
        Check(
            [Math.Log(2), -Math.Log(0.2)],
            Loss.SparseCategoricalCrossentropy(),
            Tensor.FromLabels([2, 0]),
            Rows([0.2f, 0.3f, 0.5f], [0.2f, 0.3f, 0.5f]));

    [Fact]
    public void Sparse_crossentropy_takes_labels_in_a_column() =>
        Check([Math.Log(2)], Loss.SparseCategoricalCrossentropy(), Rows([2]), Rows([0.2f, 0.3f, 0.5f]));

    [Fact]
    public void Sparse_crossentropy_from_logits_is_that_of_the_softmax() =>
        Check(
            [Math.Log(4)],
            Loss.SparseCategoricalCrossentropy(fromLogits: true),
            Tensor.FromLabels([1]),
            Rows([0, MathF.Log(2), MathF.Log(5)]));

    [Fact]
    public void An_ignored_class_costs_nothing_and_is_left_out_of_the_mean()
    {
        Tensor labels = Tensor.FromLabels([-1, 0]);
        Tensor prediction = Rows([0.5f, 0.5f], [0.25f, 0.75f]);

        Check([0, Math.Log(4)], Loss.SparseCategoricalCrossentropy(ignoreClass: -1), labels, prediction);
        Assert.Equal(Math.Log(4), Loss.SparseCategoricalCrossentropy(ignoreClass: -1).Apply(labels, prediction).Item(), 1e-6);
        Assert.Equal(
            Math.Log(4),
            Loss.SparseCategoricalCrossentropy(ignoreClass: -1, reduction: Reduction.Sum).Apply(labels, prediction).Item(),
            1e-6);
    }

    // Keras clips probabilities to [1e-7, 1 - 1e-7].
    [Fact]
    public void A_certain_wrong_answer_costs_16_118()
    {
        Check([16.118096], Loss.SparseCategoricalCrossentropy(), Tensor.FromLabels([1]), Rows([1, 0]));
        Check([16.118096], Loss.CategoricalCrossentropy(), Rows([0, 1]), Rows([1, 0]));
        Check([16.118096], Loss.BinaryCrossentropy(), Rows([1]), Rows([0]));
    }

    // 1 - 1e-7 rounds to 1 - 2⁻²³ in float32.
    [Fact]
    public void A_certain_wrong_answer_to_a_binary_label_of_0_costs_15_942() =>
        Check([23 * Math.Log(2)], Loss.BinaryCrossentropy(), Rows([0]), Rows([1]));

    [Fact]
    public void The_gradient_of_a_certain_wrong_answer_is_0()
    {
        Tensor prediction = Rows([1, 0]);
        var tape = new GradientTape();
        tape.Watch(prediction);
        Tensor loss = tape.Record(() => Loss.SparseCategoricalCrossentropy().Apply(Tensor.FromLabels([1]), prediction));
        Assert.Equal(0f, tape.Gradient(loss, prediction)[0]![0, 1]);
    }

    [Fact]
    public void Targets_of_one_axis_go_with_a_column_of_predictions() =>
        Assert.Equal([1f, 4f], Loss.MeanSquaredError().PerSample(Tensor.From([1, 2]), Rows([2], [4])).ToArray());

    private static void Check(double[] want, Loss loss, Tensor target, Tensor prediction)
    {
        Tensor losses = loss.PerSample(target, prediction);
        Assert.Equal([prediction.Shape[0]], losses.Shape);
        TestData.AssertClose(want, losses.Span, 2e-6, 1e-6, loss.Name);
    }

    private static Tensor Rows(params float[][] rows) => Tensor.From([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length]);
}
