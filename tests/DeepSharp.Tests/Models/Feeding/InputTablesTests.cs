using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Ids that an embedding does not have are refused before the first step, where arrays are given.</summary>
public class InputTablesTests
{
    [Fact]
    public void Fit_names_the_sample_before_a_weight_changes()
    {
        var model = new Sequential([new Embedding(5, 2, name: "e"), new Flatten(), new Dense(1)], "m", new Input([2]));
        model.Compile("sgd", "mse");
        float[] before = SmallModels.WeightsOf(model);
        int[,] ids = { { 0, 1 }, { 2, 3 }, { 4, 5 } };
        var exception = Assert.Throws<ArgumentException>(
            () => model.Fit(ids, new float[3], batchSize: 1, shuffle: false, verbose: Verbosity.Silent));
        Assert.Equal(
            "Fit: expected ids that are whole numbers from 0 to 4 for Embedding 'e' but sample 2 of x has 5. Correct the ids, or give an " +
            "inputDim that holds them.",
            exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void Validation_evaluation_and_models_inside_are_looked_at_too()
    {
        var inside = new Sequential([new Embedding(5, 2), new Flatten()], "inside", new Input([2]));
        var (plain, ids) = (new Input([2]), new Input([2]));
        var model = new Model((plain, ids), new Dense(1).Apply(new Concatenate().Apply(plain, inside.Apply(ids))));
        model.Compile("sgd", "mse");
        Tensor good = Tensor.Ones([3, 2]), bad = Tensor.Full([3, 2], 9), y = Tensor.Ones([3, 1]);
        Assert.Contains("sample 0 of x[1] has 9", Message(() => model.Evaluate((good, bad), y)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Fit, validationData: expected ids",
            Message(() => model.Fit((good, good), y, validationData: ((good, bad), y), verbose: Verbosity.Silent)),
            StringComparison.Ordinal);
        model.Fit((bad, good), y, verbose: Verbosity.Silent);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
