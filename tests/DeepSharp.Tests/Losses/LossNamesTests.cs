using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Losses;

public class LossNamesTests
{
    private static readonly Dictionary<string, Loss> s_cases = new()
    {
        ["mse"] = Loss.MeanSquaredError(),
        ["mean_squared_error"] = Loss.MeanSquaredError(),
        ["MeanSquaredError"] = Loss.MeanSquaredError(),
        ["mae"] = Loss.MeanAbsoluteError(),
        ["mean_absolute_error"] = Loss.MeanAbsoluteError(),
        ["bce"] = Loss.BinaryCrossentropy(),
        ["binary_crossentropy"] = Loss.BinaryCrossentropy(),
        ["categorical_crossentropy"] = Loss.CategoricalCrossentropy(),
        ["sparse_categorical_crossentropy"] = Loss.SparseCategoricalCrossentropy(),
        ["MSLE"] = Loss.MeanSquaredLogarithmicError(),
        ["mape"] = Loss.MeanAbsolutePercentageError(),
        ["kld"] = Loss.KLDivergence(),
        ["log_cosh"] = Loss.LogCosh(),
        ["poisson"] = Loss.Poisson(),
        ["hinge"] = Loss.Hinge(),
        ["squared_hinge"] = Loss.SquaredHinge(),
        ["categorical_hinge"] = Loss.CategoricalHinge(),
        ["cosine_similarity"] = Loss.CosineSimilarity(),
        ["binary_focal_crossentropy"] = Loss.BinaryFocalCrossentropy(),
        ["categorical_focal_crossentropy"] = Loss.CategoricalFocalCrossentropy(),
        ["categorical_generalized_cross_entropy"] = Loss.CategoricalGeneralizedCrossEntropy(),
        ["dice"] = Loss.Dice(),
        ["tversky"] = Loss.Tversky(),
        ["circle"] = Loss.Circle(),
        ["ctc"] = Loss.CTC(),
        ["focal(options)"] = Loss.BinaryFocalCrossentropy(true, 0.5, 1, true, 0.25, 1, Reduction.Sum, "focal"),
        ["categorical focal(options)"] = Loss.CategoricalFocalCrossentropy(0.5, 1, true, 0.25, 1, Reduction.Sum, "focal"),
        ["dice(options)"] = Loss.Dice(Reduction.None, axis: [1, 2]),
        ["tversky(options)"] = Loss.Tversky(0.25, 0.75, axis: [1]),
        ["circle(options)"] = Loss.Circle(16, 0.25, false),
        ["generalized(options)"] = Loss.CategoricalGeneralizedCrossEntropy(0.25),
        ["bce(axis)"] = Loss.BinaryCrossentropy(axis: 1),
        ["sparse(axis)"] = Loss.SparseCategoricalCrossentropy(axis: 1),
        ["cosine(axis)"] = Loss.CosineSimilarity(1),
        ["mse(sum, error)"] = Loss.MeanSquaredError(Reduction.Sum, "error"),
        ["bce(options)"] = Loss.BinaryCrossentropy(fromLogits: true, labelSmoothing: 0.1f, reduction: Reduction.None),
        ["categorical(options)"] = Loss.CategoricalCrossentropy(fromLogits: true, labelSmoothing: 0.1f, reduction: Reduction.Mean),
        ["sparse(options)"] = Loss.SparseCategoricalCrossentropy(fromLogits: true, ignoreClass: -1, Reduction.MeanWithSampleWeight),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys.Where(id => !id.Contains('('))];

    public static TheoryData<string> All => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_stands_for_the_loss_with_Keras_defaults(string name) => Assert.Equal(s_cases[name], (Loss)name);

    [Theory]
    [MemberData(nameof(All))]
    public void The_config_comes_back_as_an_equal_loss(string id)
    {
        Loss loss = s_cases[id];
        Loss copy = Loss.FromConfig(JsonNode.Parse(loss.ToConfig().ToJsonString())!);
        Assert.Equal(loss, copy);
        Assert.Equal(loss.GetHashCode(), copy.GetHashCode());
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Loss)"rmse");
        Assert.StartsWith(
            "Unknown loss 'rmse'. Did you mean 'mse'? Known: BCE, BinaryCrossentropy, ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(", mse, ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_reduction_is_Keras_default()
    {
        JsonObject config = ConfigSchema.Wrap("keras.losses", "MeanSquaredError", []);
        Assert.Equal(Reduction.SumOverBatchSize, Loss.FromConfig(config).Reduction);
    }

    [Fact]
    public void A_reduction_of_null_is_none()
    {
        JsonObject config = ConfigSchema.Wrap("keras.losses", "MeanSquaredError", new JsonObject { ["reduction"] = null });
        Assert.Equal(Reduction.None, Loss.FromConfig(config).Reduction);
    }

    [Fact]
    public void An_unknown_reduction_lists_the_known_ones()
    {
        JsonObject config = ConfigSchema.Wrap("keras.losses", "MeanSquaredError", new JsonObject { ["reduction"] = "average" });
        var exception = Assert.Throws<ArgumentException>(() => Loss.FromConfig(config));
        Assert.StartsWith(
            "Unknown reduction 'average'. Known: mean, mean_with_sample_weight, none, sum, sum_over_batch_size.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_data_type_is_refused()
    {
        JsonObject config = ConfigSchema.Wrap("keras.losses", "MeanSquaredError", new JsonObject { ["dtype"] = "float16" });
        Assert.Throws<NotSupportedException>(() => Loss.FromConfig(config));
    }
}
