namespace DeepSharp.Tests.Models;

public class WeightsTests
{
    [Fact]
    public void Weights_set_are_the_weights_got()
    {
        Sequential from = SmallModels.Classifier(seed: 1);
        Sequential to = SmallModels.Classifier(seed: 5);
        to.SetWeights(from.GetWeights());
        Assert.Equal(SmallModels.WeightsOf(from), SmallModels.WeightsOf(to));
    }

    [Fact]
    public void Weights_got_are_copies()
    {
        Sequential model = SmallModels.Factor(3);
        model.Build([Shape.Any, 1]);
        model.GetWeights()[0][0, 0] = 7;
        Assert.Equal(3f, model.Weights[0].Value.Item());
    }

    [Fact]
    public void Another_number_of_weights_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => SmallModels.Classifier().SetWeights([Tensor.Zeros([4, 8])]));
        Assert.StartsWith(
            "Sequential 'classifier': expected 4 tensors (classifier/hidden/kernel (4, 8), classifier/hidden/bias (8,), " +
            "classifier/head/kernel (8, 3), classifier/head/bias (3,)) but got 1.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_of_another_shape_is_refused_before_any_changes()
    {
        Sequential model = SmallModels.Classifier();
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ShapeException>(
            () => model.SetWeights([Tensor.Zeros([4, 8]), Tensor.Zeros([8]), Tensor.Zeros([3, 8]), Tensor.Zeros([3])]));
        Assert.Equal(
            "Sequential 'classifier': expected shape (8, 3) for weight 2, 'classifier/head/kernel', but got (3, 8).", exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void A_model_that_is_not_built_has_no_weights_to_set()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => SmallModels.Factor().SetWeights([Tensor.Zeros([1, 1])]));
        Assert.Equal(
            "Sequential 'factor': expected a layer that is built before SetWeights. Call Build(inputShape) first.", exception.Message);
    }

    [Fact]
    public void Parameters_are_counted() => Assert.Equal(4 * 8 + 8 + 8 * 3 + 3, SmallModels.Classifier().CountParameters());
}
