using DeepSharp.Layers;
using App = DeepSharp.Applications;

namespace DeepSharp.Tests.Applications;

/// <summary>Applications at work: what is fused computes what the layers do, configs hold the graphs, and training moves them.</summary>
public sealed class ApplicationRunTests
{
    private static readonly Shape s_small = [32, 32, 3];

    private static readonly Dictionary<string, Func<Model>> s_models = new()
    {
        ["MobileNet"] = () => App.MobileNet(s_small, 0.25, classes: 3),
        ["MobileNetV2"] = () => App.MobileNetV2(s_small, 0.35, classes: 3),
        ["MobileNetV3Small"] = () => App.MobileNetV3Small(s_small, 0.75, classes: 3),
        ["MobileNetV3Small minimalistic"] = () => App.MobileNetV3Small(s_small, 0.75, minimalistic: true, includeTop: false),
        ["ResNet50"] = () => App.ResNet50(includeTop: false, inputShape: s_small, pooling: "avg"),
        ["ResNet50V2"] = () => App.ResNet50V2(includeTop: false, inputShape: s_small, pooling: "max"),
        ["DenseNet121"] = () => App.DenseNet121(inputShape: s_small, classes: 3),
        ["InceptionV3"] = () => App.InceptionV3(includeTop: false, inputShape: [75, 75, 3], pooling: "avg"),
        ["EfficientNetB0"] = () => App.EfficientNetB0(inputShape: s_small, classes: 3),
        ["EfficientNetB0 of one colour"] = () => App.EfficientNetB0(includeTop: false, inputShape: [33, 40, 1], pooling: "max"),
        ["EfficientNetV2B0"] = () => App.EfficientNetV2B0(inputShape: s_small, classes: 3),
        ["EfficientNetV2B0 without preprocessing"] = () => App.EfficientNetV2B0(includeTop: false, inputShape: s_small, includePreprocessing: false),
        ["ConvNeXtTiny"] = () => App.ConvNeXtTiny(inputShape: s_small, classes: 3),
        ["InceptionResNetV2"] = () => App.InceptionResNetV2(includeTop: false, inputShape: [75, 75, 3], pooling: "avg"),
        ["NASNetMobile"] = () => App.NASNetMobile(s_small, classes: 3),
        ["NASNetMobile without top"] = () => App.NASNetMobile([33, 46, 3], includeTop: false, pooling: "avg"),
        ["Xception"] = () => App.Xception(includeTop: false, inputShape: [71, 71, 3], pooling: "avg"),
    };

    public static TheoryData<string> Models => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_prediction_is_what_the_layers_give_one_by_one(string name)
    {
        Model model = s_models[name]();
        Spread(model);
        Shape shape = model.Inputs[0].Shape[1..].Prepend(2);
        Tensor x = Tensor.From(TestData.Uniform(shape.Size, seed: 5), shape);
        var values = new Dictionary<SymbolicTensor, Tensor> { [model.Inputs[0]] = x };
        foreach (LayerCall call in model.Calls)
        {
            values[call.Outputs[0]] = call.Layer.Apply([.. call.Tensors.Select(tensor => values[tensor])], training: false);
        }

        Tensor want = values[model.Outputs[0]], got = model.Predict(x);
        double largest = want.ToArray().Max(Math.Abs);
        Assert.InRange(largest, 1e-3, 1e6);
        for (int i = 0; i < want.Size; i++) Assert.InRange(got.Span[i] - want.Span[i], -2e-4 * largest, 2e-4 * largest);
    }

    [Theory]
    [InlineData("MobileNet")]
    [InlineData("MobileNetV3Small")]
    [InlineData("DenseNet121")]
    [InlineData("EfficientNetB0")]
    [InlineData("EfficientNetV2B0")]
    [InlineData("ConvNeXtTiny")]
    [InlineData("InceptionResNetV2")]
    [InlineData("NASNetMobile")]
    public void A_config_makes_the_same_graph(string name)
    {
        Model model = s_models[name]();
        Assert.Equal(GraphListing.Of(model), GraphListing.Of(Model.FromJson(model.ToJson())));
    }

    [Fact]
    public void An_EfficientNet_drops_blocks_for_whole_samples_and_learns()
    {
        DeepSharpRuntime.SetRandomSeed(3);
        Model model = s_models["EfficientNetB0"]();
        var drop = (Dropout)model.GetLayer("block6d_drop");
        Assert.Equal([Shape.Any, 1, 1, 1], drop.NoiseShape!.Value.ToArray());
        Tensor x = Tensor.From([.. TestData.Uniform(4 * 32 * 32 * 3, seed: 2).Select(value => 128 + 100 * value)], [4, 32, 32, 3]);
        Tensor y = Tensor.From([0, 1, 2, 1], [4]);
        model.Compile(Optimizer.Adam(1e-3), "sparse_categorical_crossentropy");
        double first = model.TrainOnBatch(x, y)["loss"];
        double last = first;
        for (int i = 0; i < 5; i++) last = model.TrainOnBatch(x, y)["loss"];
        Assert.InRange(last, 0, 0.8 * first);
    }

    [Fact]
    public void Training_moves_all_trainable_weights_the_same_way_each_time()
    {
        Model model = s_models["MobileNetV2"](), copy = model.CloneModel();
        copy.SetWeights(model.GetWeights());
        Tensor[] start = model.GetWeights();
        Tensor x = Tensor.From(TestData.Uniform(4 * 32 * 32 * 3, seed: 2), [4, 32, 32, 3]), y = Tensor.From([0, 1, 2, 1], [4]);
        foreach (Model one in (Model[])[model, copy])
        {
            one.Compile("sgd", "sparse_categorical_crossentropy");
            one.TrainOnBatch(x, y);
        }

        for (int i = 0; i < start.Length; i++)
        {
            TestData.AssertSameBits(model.Weights[i].Value.ToArray(), copy.Weights[i].Value.ToArray(), model.Weights[i].Path);
            Assert.NotEqual(start[i].ToArray(), model.Weights[i].Value.ToArray());
        }
    }

    [Fact]
    public void MobileNetV2_is_made_of_convolutions_with_all_that_follows_in_them()
    {
        Model model = App.MobileNetV2(s_small, 0.35, classes: 3);
        var plan = new GraphPlan(new LayerGraph("MobileNetV2", model.Inputs, model.Outputs), [model.Inputs[0].Shape]);
        IEnumerable<GraphStep> parts = plan.Steps.SelectMany(step => step is BandedStep row ? row.Stages : (IEnumerable<GraphStep>)[step]);
        NormalizedConvolutionStep[] steps = [.. parts.OfType<NormalizedConvolutionStep>()];
        Assert.Equal(52, steps.Length);
        Assert.Equal(35, steps.Count(step => step.Activation.InferenceFusion == DeepSharp.Kernels.FusedActivation.ReLU6));

        // 4 paddings, 10 sums, the mean and the dense layer.
        Assert.Equal(52 + 16, parts.Count());
        Assert.Equal(17, plan.Steps.OfType<BandedStep>().Count());
    }

    // Statistics and scales that are not those of new layers, so that a normalization that were left out would show.
    private static void Spread(Model model)
    {
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Variable weight = model.Weights[i];
            if (weight.Shape.Rank != 1) continue;
            Tensor values = Tensor.From(TestData.Uniform(weight.Shape.Size, seed: 100 + i), weight.Shape);
            bool isFactor = weight.Name is "gamma" or "moving_variance" or "variance";
            weight.Assign(isFactor ? 1f + 0.3f * values : 0.1f * values);
        }
    }
}
