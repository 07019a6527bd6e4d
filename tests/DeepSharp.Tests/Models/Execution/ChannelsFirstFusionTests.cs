using DeepSharp.Layers;
using static DeepSharp.Tests.Models.PlanDerivatives;

namespace DeepSharp.Tests.Models;

/// <summary>Rows of layers for channels first turn their images once, and give what the layers give one by one.</summary>
public class ChannelsFirstFusionTests
{
    private static readonly DataFormat s_first = DataFormat.ChannelsFirst;

    [Fact]
    public void Images_are_turned_once_before_and_once_after_a_row()
    {
        Sequential model = Chain(
            [2, 3, 12, 12],
            new Conv2D(4, 3, dataFormat: s_first, useBias: false), new BatchNormalization(axis: 1), new ReLU(),
            new MaxPooling2D(2, dataFormat: s_first), new Conv2D(5, 3, dataFormat: s_first, activation: "relu"),
            new AveragePooling2D(2, dataFormat: s_first), new Flatten(), new Dense(3));
        GraphPlan plan = PlanOf(model);
        var step = Assert.IsType<ChannelsFirstStep>(plan.Steps[0]);
        Assert.Equal([3, 1, 1, 1], step.Parts.Select(part => part.Count));
        Assert.Equal(3, plan.Steps.Count);
    }

    [Fact]
    public void A_layer_alone_stays_alone()
    {
        Sequential model = Chain([2, 3, 8, 8], new Conv2D(4, 3, dataFormat: s_first), new Flatten());
        Assert.DoesNotContain(PlanOf(model).Steps, step => step is ChannelsFirstStep);
    }

    [Fact]
    public void A_row_ends_where_a_layer_sees_the_order_of_axes()
    {
        Sequential model = Chain(
            [2, 3, 9, 9],
            new Conv2D(4, 3, dataFormat: s_first), new MaxPooling2D(2, dataFormat: s_first), new ActivationLayer("softmax"),
            new Conv2D(4, 1, dataFormat: "channels_last"), new ZeroPadding2D(1, dataFormat: s_first), new BatchNormalization(),
            new Cropping2D(1, dataFormat: s_first), new Conv2D(2, 2, dataFormat: s_first, activityRegularizer: "l2"));
        ChannelsFirstStep step = Assert.Single(PlanOf(model).Steps.OfType<ChannelsFirstStep>());
        Assert.Equal(2, step.Layers.Count);
    }

    [Fact]
    public void An_output_that_others_read_ends_a_row()
    {
        var image = new Input([3, 8, 8]);
        SymbolicTensor x = new Conv2D(4, 3, padding: "same", dataFormat: s_first).Apply(image);
        SymbolicTensor y = new Conv2D(4, 3, padding: "same", dataFormat: s_first).Apply(x);
        var model = new Model(image, new Add().Apply(x, y));
        Assert.DoesNotContain(PlanOf(model).Steps, step => step is ChannelsFirstStep);
    }

    public static TheoryData<string> Rows => [.. s_rows.Keys];

    private static readonly Dictionary<string, (Shape Input, Func<Layer[]> Layers)> s_rows = new()
    {
        ["images"] = ([3, 3, 11, 10], () =>
        [
            new Conv2D(4, 3, dataFormat: s_first), new BatchNormalization(axis: -3), new ReLU(6), new MaxPooling2D(2, dataFormat: s_first),
            new DepthwiseConv2D(3, padding: "same", dataFormat: s_first), new BatchNormalization(axis: 1),
            new UpSampling2D(2, dataFormat: s_first), new ZeroPadding2D(1, dataFormat: s_first), new SeparableConv2D(5, 2, dataFormat: s_first),
            new ActivationLayer("relu"), new GlobalAveragePooling2D(dataFormat: s_first), new Dense(2),
        ]),
        ["sequences"] = ([3, 2, 15], () =>
        [
            new Conv1D(4, 3, dataFormat: s_first, activation: "tanh"), new BatchNormalization(axis: 1, scale: false),
            new MaxPooling1D(2, dataFormat: s_first), new Conv1DTranspose(3, 3, dataFormat: s_first), new Flatten(),
        ]),
        ["volumes"] = ([2, 2, 6, 5, 4], () =>
        [
            new Conv3D(3, 2, dataFormat: s_first), new LeakyReLU(), new AveragePooling3D(2, dataFormat: s_first),
            new GlobalMaxPooling3D(dataFormat: s_first),
        ]),
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values_gradients_and_statistics_are_those_of_the_layers(string name)
    {
        (Shape shape, Func<Layer[]> create) = s_rows[name];
        Layer[] layers = create();
        Sequential model = Chain(shape, layers);
        Assert.Contains(PlanOf(model).Steps, step => step is ChannelsFirstStep);
        Tensor x = Tensor.From(TestData.Uniform(shape.Size, seed: 3), shape);
        Tensor[] start = model.GetWeights();
        (Tensor want, Tensor?[] wantGradients) = Differentiate(
            image => layers.Aggregate(image, (value, layer) => layer.Apply(value, training: true)), x, model);
        Tensor[] moved = model.GetWeights();
        model.SetWeights(start);
        (Tensor got, Tensor?[] gotGradients) = Differentiate(image => model.Apply(image, training: true), x, model);
        AssertClose(want, got);
        for (int i = 0; i < wantGradients.Length; i++)
        {
            Assert.Equal(wantGradients[i] is null, gotGradients[i] is null);
            if (wantGradients[i] is { } gradient) AssertClose(gradient, gotGradients[i]!);
        }

        for (int i = 0; i < moved.Length; i++) AssertClose(moved[i], model.Weights[i].Value);
        AssertClose(layers.Aggregate(x, (value, layer) => layer.Apply(value, training: false)), model.Predict(x));
    }

    [Fact]
    public void Images_with_a_mask_go_through_the_layers_one_by_one()
    {
        Sequential model = Chain(
            [2, 3, 6, 6], new Masking(5), new ZeroPadding2D(1, dataFormat: s_first), new Cropping2D(1, dataFormat: s_first));
        Assert.Contains(PlanOf(model).Steps, step => step is ChannelsFirstStep);
        Tensor x = Tensor.From(TestData.Uniform(2 * 3 * 6 * 6, seed: 3), [2, 3, 6, 6]);
        Assert.Equal(x.ToArray(), model.Predict(x).ToArray());
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_in_the_name_of_the_first_layer()
    {
        var model = new Sequential { new Conv2D(2, 3, dataFormat: s_first, name: "c"), new MaxPooling2D(9, dataFormat: s_first) };
        Assert.Throws<ShapeException>(() => model.Predict(Tensor.Ones([1, 3, 8, 8])));
    }

    private static GraphPlan PlanOf(Model model) =>
        new(new LayerGraph(model.Name, model.Inputs, model.Outputs), [.. model.Inputs.Select(input => input.Shape)]);

    private static Sequential Chain(Shape input, params Layer[] layers)
    {
        var model = new Sequential([.. layers], null, new Input(input[1..]));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Shape shape = model.Weights[i].Shape;
            Tensor values = Tensor.From(TestData.Uniform(shape.Size, seed: 20 + i), shape);
            bool isVariance = model.Weights[i].Name.EndsWith("variance", StringComparison.Ordinal);
            model.Weights[i].Assign(isVariance ? DeepSharp.Ops.Abs(values) + 0.5f : values);
        }

        return model;
    }
}
