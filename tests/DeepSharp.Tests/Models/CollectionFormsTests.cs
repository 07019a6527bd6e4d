using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

// What people type first has to compile: that it does is half of each test.
public class CollectionFormsTests
{
    private static readonly float[,] s_left = { { 1 }, { 2 }, { 3 } };
    private static readonly float[] s_right = [4, 5, 6];
    private static readonly float[] s_sums = [5, 7, 9];

    [Fact]
    public void Dictionaries_need_no_type_for_data()
    {
        Model model = Sum(outputs: 2);
        model.Compile(new SGD(0), "mse");
        model.Fit(new() { ["left"] = s_left, ["right"] = s_right }, new() { ["a"] = s_sums, ["b"] = s_sums }, verbose: 0);
        Logs logs = model.Evaluate(new() { ["left"] = s_left, ["right"] = s_right }, new() { ["a"] = s_sums, ["b"] = s_sums }, verbose: 0);
        Assert.Equal(0, logs.Loss);
        Assert.Equal(s_sums, model.PredictAll(new() { ["right"] = s_right, ["left"] = s_left })["a"].ToArray());
        Assert.Equal(s_sums, Sum(1).Predict(new() { ["right"] = s_right, ["left"] = s_left }).ToArray());
    }

    [Fact]
    public void Nor_for_batches()
    {
        Tensor left = s_left, sums = s_sums;
        Model one = Sum(outputs: 1), two = Sum(outputs: 2);
        one.Compile(new SGD(0), "mse");
        two.Compile(new SGD(0), "mse");
        Assert.Equal(0, one.TrainOnBatch(new() { ["left"] = left, ["right"] = s_right }, sums).Loss);
        Assert.Equal(0, one.TestOnBatch(new() { ["left"] = s_left, ["right"] = s_right }, s_sums).Loss);
        Assert.Equal(0, two.TrainOnBatch([left, s_right], new() { ["a"] = sums, ["b"] = s_sums }).Loss);
        Assert.Equal(0, two.TestOnBatch((s_left, s_right), new() { ["a"] = sums, ["b"] = s_sums }).Loss);
        Assert.Equal(0, two.TrainOnBatch(new() { { "left", left }, { "right", s_right } }, new() { ["a"] = sums, ["b"] = s_sums }).Loss);
        Assert.Equal(0, two.TestOnBatch(new() { { "left", left }, { "right", s_right } }, new() { ["a"] = sums, ["b"] = s_sums }).Loss);
    }

    [Fact]
    public void Nor_for_what_Compile_takes()
    {
        Model model = Sum(outputs: 2);
        model.Compile(
            "adam", loss: new() { ["b"] = "mae", ["a"] = Loss.MeanSquaredError() }, metrics: new() { ["b"] = ["mse", "mae"] },
            lossWeights: new() { ["a"] = 1, ["b"] = 0.5 });
        Assert.Equal("mse", model.Metrics[0].Name);
        Logs logs = model.Evaluate([s_left, s_right], [new float[3], new float[3]], verbose: 0);
        Assert.Equal((25 + 49 + 81) / 3d + 0.5 * 7, logs.Loss, 1e-4);
        Assert.Equal(7, logs["b_mae"], 1e-6);
    }

    [Fact]
    public void Nor_for_the_ends_of_a_graph()
    {
        Input left = new([1]), right = new([1]);
        var model = new Model(new() { ["r"] = right, ["l"] = left }, new() { ["sum"] = left + right, ["difference"] = left - right });
        Assert.Equal(["l", "r"], model.Inputs.Names);
        Assert.Equal(["difference", "sum"], model.Outputs.Names);
        Assert.Equal(s_sums, model.PredictAll(new() { ["l"] = s_left, ["r"] = s_right })["sum"].ToArray());
        Assert.Same(left, model.Inputs["l"]);
        Assert.Throws<ArgumentException>(() => new SymbolicGroup { ["l"] = null! });
        Assert.Throws<InvalidOperationException>(() => new SymbolicGroup(left) { ["r"] = right });
    }

    [Fact]
    public void Lists_are_data()
    {
        Sequential model = Twice();
        model.Compile(new SGD(0), "mse");
        var rows = new List<float[]> { new float[] { 1 }, new float[] { 2 } };
        Assert.Equal([2, 4], model.Predict(rows).ToArray());
        Assert.Equal(0, model.Evaluate(rows, new List<int> { 2, 4 }, verbose: 0).Loss);
        Assert.Equal(0, model.Evaluate(new List<float> { 1, 2 }, new List<double> { 2, 4 }, verbose: 0).Loss);
        Assert.Equal(s_sums, Sum(1).Predict(new List<Tensor> { s_left, s_right }).ToArray());
    }

    [Fact]
    public void Numbers_in_brackets_are_data()
    {
        Sequential model = Twice();
        model.Compile(new SGD(0), "mse");
        Assert.Equal(0, model.Fit(new float[,] { { 1 }, { 2 } }, [2f, 4f], verbose: 0)["loss"][0]);
        Assert.Equal(0, model.Evaluate([0.5, 1.5], [1, 3], verbose: 0).Loss);
        Assert.Equal([1, 3], model.Predict([0.5, 1.5]).ToArray());
    }

    [Fact]
    public void Tuples_are_batches()
    {
        static IEnumerable<Batch> Batches()
        {
            yield return (s_left, s_left);
            yield return (s_left, s_sums, new[] { 1f, 0f, 0f });
            yield return ((Tensor)s_left, (DataArray)s_sums);
            (float[,], float[]) pair = (s_left, s_sums);
            yield return pair;
        }

        Batch[] batches = [.. Batches()];
        Assert.All(batches, batch => Assert.Equal((3, 3), (batch.X[0].Count, batch.Y![0].Count)));
        Assert.Equal([false, true, false, false], batches.Select(batch => batch.SampleWeight is not null));
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0), "mse");
        Assert.Equal(4, model.Fit(Batches(), verbose: 0).StepsPerEpoch);
    }

    [Fact]
    public void A_chain_takes_its_layers_in_braces()
    {
        var model = new Sequential { new Input([4]), new Dense(3), new Dense(1) };
        Assert.Equal(2, model.Layers.Count);
        Assert.True(model.IsBuilt);
        Assert.Equal(model.Layers, [.. model]);
        Assert.Single(new Sequential(model).Layers);
        Assert.Equal(2, new Sequential(new List<Layer> { new Dense(3), new Dense(1) }).Layers.Count);
        Assert.Equal(2, new Sequential([new Dense(3), new Dense(1)]).Layers.Count);
    }

    [Fact]
    public void Weights_of_classes_come_in_dictionaries_of_any_kind()
    {
        IReadOnlyDictionary<int, float> floats = new Dictionary<int, float> { [0] = 0, [1] = 2 };
        IReadOnlyDictionary<int, double> doubles = new Dictionary<int, double> { [0] = 0, [1] = 2 };
        Assert.Equal(5, Weighted(new(floats)));
        Assert.Equal(5, Weighted(new(doubles)));
        Assert.Equal(5, Weighted(new Dictionary<int, float> { [0] = 0, [1] = 2 }));
        Assert.Equal(5, Weighted(new Dictionary<int, double> { [0] = 0, [1] = 2 }));
        Assert.Equal(5, Weighted(new() { [0] = 0, [1] = 2 }));
        Assert.Equal(5, Weighted([new(0, 0), new(1, 2)]));
        var filled = new ClassWeight { [1] = 7 };
        filled[0] = 0;
        filled[1] = 2;
        Assert.Equal(5, Weighted(filled));

        // Errors of 1 and 2 by the classes 0 and 1: the squares are 1 and 4, or 10 if class 0 counts.
        static double Weighted(ClassWeight weights)
        {
            Sequential model = SmallModels.Factor(0f);
            model.Compile(new SGD(0), "mse");
            model.Fit(new float[,] { { 1 }, { 1 } }, [0, 1], classWeight: weights, verbose: 0);
            return model.History!["loss"][0] + 4;
        }
    }

    [Fact]
    public void A_rate_is_a_float_if_need_be()
    {
        var optimizer = new Adam(0.5);
        float rate = (float)optimizer.LearningRate;
        Assert.Equal(0.5f, rate);
    }

    private static Sequential Twice() =>
        new(new Input([1]), new Dense(1, useBias: false, kernelInitializer: Initializer.Constant(2)));

    // The sum of two inputs of one value each, as one output or as two.
    private static Model Sum(int outputs)
    {
        Input left = new([1], name: "left"), right = new([1], name: "right");
        SymbolicTensor sum = left + right;
        SymbolicTensor[] named = [new ActivationLayer("linear", name: "a").Apply(sum), new ActivationLayer("linear", name: "b").Apply(sum)];
        return new Model((left, right), named[..outputs]);
    }
}
