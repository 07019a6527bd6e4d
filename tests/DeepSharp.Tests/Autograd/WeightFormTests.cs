using DeepSharp.Layers;

namespace DeepSharp.Tests.Autograd;

/// <summary>What predictions keep of weights follows every change of them.</summary>
public class WeightFormTests
{
    private static readonly Tensor s_x = Tensor.From(TestData.Uniform(3 * 8 * 8 * 4, seed: 1), [3, 8, 8, 4]);

    public static TheoryData<string> Changes() => new(Ways.Keys);

    private static Dictionary<string, Action<Model>> Ways { get; } = new()
    {
        ["Variable.Assign"] = model => Kernel(model).Assign(Kernel(model).Value * 1.5f),
        ["Tensor.Assign"] = model => Kernel(model).Value.Assign(Kernel(model).Value * 1.5f),
        ["SetWeights of the model"] = model => model.SetWeights([.. model.GetWeights().Select(weight => weight * 1.1f)]),
        ["an element"] = model => Kernel(model).Value[0, 0, 1, 2] = 3f,
        ["an element of a view"] = model => Kernel(model).Value.Reshape([-1])[5] = 3f,
        ["a span"] = model => Kernel(model).Value.Span[5] = 3f,
        ["a span of a view"] = model => Kernel(model).Value.Reshape([-1])[4..8].Span[1] = 3f,
        ["a step of training"] = model => Train(model),
        ["statistics"] = model => model.Layers[1].Apply(Tensor.From(TestData.Uniform(200 * 24, seed: 8), [200, 24]), training: true),
        ["a variance"] = model => model.Layers[1].Weights[^1].Assign(Tensor.Full([24], 2f)),
        ["a dense kernel"] = model => model.Layers[^1].Weights[0].Assign(model.Layers[^1].Weights[0].Value * 0.5f),
        ["a depthwise kernel"] = model => model.Layers[3].Weights[0].Assign(model.Layers[3].Weights[0].Value * 0.5f),
        ["a file"] = model =>
        {
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
            try
            {
                Model other = Create(seed: 50);
                other.SaveWeights(path);
                model.LoadWeights(path);
            }
            finally
            {
                File.Delete(path);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Predictions_follow(string way)
    {
        Model model = Create(seed: 20);
        for (int round = 0; round < 2; round++)
        {
            Tensor before = model.Predict(s_x);
            for (int i = 0; i < 3; i++) TestData.AssertSameBits(before.ToArray(), model.Predict(s_x).ToArray(), "the weights kept");

            Ways[way](model);

            Model fresh = Create(seed: 20);
            fresh.SetWeights(model.GetWeights());
            float[] want = fresh.Predict(s_x).ToArray();
            if (round == 0) Assert.NotEqual(before.ToArray(), want);
            for (int i = 0; i < 4; i++) TestData.AssertSameBits(want, model.Predict(s_x).ToArray(), $"{way}, prediction {i}");
        }
    }

    [Fact]
    public void A_span_from_before_the_predictions_counts_as_well()
    {
        Model model = Create(seed: 20);
        Span<float> values = Kernel(model).Value.Span;
        for (int i = 0; i < 3; i++) model.Predict(s_x);
        values[3] = 4f;
        Model fresh = Create(seed: 20);
        fresh.SetWeights(model.GetWeights());

        TestData.AssertSameBits(fresh.Predict(s_x).ToArray(), model.Predict(s_x).ToArray(), "prediction");
    }

    [Fact]
    public void Nothing_that_the_library_does_itself_opens_weights_to_others()
    {
        Model model = Create(seed: 20);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".deepsharp");
        try
        {
            Train(model);
            model.Fit(s_x, Tensor.FromLabels([0, 1, 2]), epochs: 1, validationData: (s_x, Tensor.FromLabels([0, 1, 2])), verbose: 0);
            model.Evaluate(s_x, Tensor.FromLabels([0, 1, 2]), verbose: 0);
            model.Save(path);
            model.LoadWeights(path);
            model.SetWeights(model.GetWeights());
            _ = Kernel(model).Value.ToArray();
            _ = Kernel(model).Value[0, 0, 0, 0];
            _ = Kernel(model).Value.Clone() + Kernel(model).Value;
            _ = model.Layers[^1].Weights[1].Value.ToString();
        }
        finally
        {
            File.Delete(path);
        }

        Assert.All(model.Weights, weight => Assert.False(weight.Version.IsOpen, weight.Path));
        Model loaded = Create(seed: 3);
        Assert.All(loaded.Weights, weight => Assert.False(weight.Version.IsOpen, weight.Path));
    }

    [Fact]
    public async Task Threads_predict_with_one_set_of_weights_or_the_other()
    {
        Model model = Create(seed: 20);
        Tensor[] some = model.GetWeights(), others = [.. some.Select(weight => weight * 1.25f)];
        float[] first = model.Predict(s_x).ToArray();
        model.SetWeights(others);
        float[] second = model.Predict(s_x).ToArray();
        bool isDone = false;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                float[] got = model.Predict(s_x).ToArray();
                Assert.True(got.AsSpan().SequenceEqual(first) || got.AsSpan().SequenceEqual(second), "a mixture of weights");
            }
        }, TestContext.Current.CancellationToken))];

        for (int i = 0; i < 60; i++)
        {
            model.SetWeights(i % 2 == 0 ? some : others);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Volatile.Write(ref isDone, true);
        await Task.WhenAll(readers);
    }

    private static Variable Kernel(Model model) => model.Layers[0].Weights[0];

    private static void Train(Model model)
    {
        model.Compile(new Adam(1e-2f), Loss.SparseCategoricalCrossentropy());
        model.TrainOnBatch(s_x, Tensor.FromLabels([0, 1, 2]));
    }

    private static Sequential Create(int seed)
    {
        var model = new Sequential(
            [
                new Conv2D(24, 1, useBias: false), new BatchNormalization(), new ReLU(6), new DepthwiseConv2D(3, padding: "same"),
                new BatchNormalization(), new ReLU(6), new Conv2D(40, 1), new BatchNormalization(), new GlobalAveragePooling2D(),
                new Dense(150, "relu"), new Dense(40, "softmax"),
            ],
            null, new Input([8, 8, 4]));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Shape shape = model.Weights[i].Shape;
            Tensor values = Tensor.From(TestData.Uniform(shape.Size, seed: seed + i), shape);
            model.Weights[i].Assign(shape.Rank == 1 ? values.Abs() + 0.1f : values);
        }

        return model;
    }
}
