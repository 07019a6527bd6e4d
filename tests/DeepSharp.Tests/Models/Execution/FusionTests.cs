using DeepSharp.Layers;
using static DeepSharp.Tests.Models.PlanDerivatives;

namespace DeepSharp.Tests.Models;

/// <summary>A model gives what its layers give one by one, values and gradients, however its plan computes them.</summary>
public class FusionTests
{
    public static TheoryData<string, string, int, int, string, int, int> Convolutions()
    {
        var cases = new TheoryData<string, string, int, int, string, int, int>();
        foreach (string padding in (string[])["valid", "same"])
        {
            foreach ((int strides, int dilation) in ((int, int)[])[(1, 1), (2, 1), (1, 2)])
            {
                foreach (
                    (string poolPadding, int pool, int poolStrides) in (
                    (string, int, int)[])[("valid", 2, 2), ("same", 2, 2), ("valid", 3, 2), ("same", 3, 1), ("valid", 2, 3)])
                {
                    cases.Add("relu", padding, strides, dilation, poolPadding, pool, poolStrides);
                }
            }
        }

        cases.Add("linear", "same", 1, 1, "valid", 2, 2);
        cases.Add("tanh", "same", 1, 1, "valid", 2, 2);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolution_activation_and_pooling(
        string activation, string padding, int strides, int dilation, string poolPadding, int pool, int poolStrides)
    {
        foreach (int size in (int[])[11, 12, 14])
        {
            CheckChain(
                [7, size, size + 1, 3],
                new Conv2D(5, 3, strides, padding, dilationRate: dilation, activation: activation),
                new MaxPooling2D(pool, poolStrides, poolPadding),
                new Flatten(),
                new Dense(4));
        }
    }

    [Fact]
    public void Many_images_are_worked_on_a_few_at_a_time() =>
        CheckChain([45, 34, 34, 2], new Conv2D(16, 3, activation: "relu"), new MaxPooling2D(), new GlobalAveragePooling2D());

    [Fact]
    public void Chains_whose_pools_leave_rows_out()
    {
        // 31 -> 29 -> 14 -> 12 -> 6 -> 4: the last row of the first pool's output, and what leads to it, is never read.
        CheckChain(
            [3, 31, 31, 3],
            new Conv2D(6, 3, activation: "relu"), new MaxPooling2D(),
            new Conv2D(7, 3, activation: "relu"), new MaxPooling2D(),
            new Conv2D(8, 3, activation: "relu"), new Flatten(), new Dense(5));
        CheckChain(
            [3, 33, 35, 3],
            new Conv2D(6, 3, padding: "same", activation: "relu"), new MaxPooling2D(),
            new Conv2D(7, 3, padding: "same", activation: "relu"), new MaxPooling2D(3),
            new Conv2D(8, 2, strides: 2, padding: "valid"), new AveragePooling2D(2), new Flatten());
    }

    [Fact]
    public void Activations_as_layers_of_their_own() =>
        CheckChain(
            [4, 9, 9, 2],
            new Conv2D(5, 3), new ReLU(), new MaxPooling2D(2), new Conv2D(6, 2), new ActivationLayer("relu"), new Flatten(),
            new Dense(7), new ReLU(), new Dense(3), new ActivationLayer("tanh"));

    [Fact]
    public void Pointwise_and_grouped_convolutions_before_an_odd_pool() =>
        CheckChain(
        [3, 9, 9, 4], new Conv2D(8, 1, activation: "relu"), new MaxPooling2D(2), new Conv2D(8, 1, groups: 2), new MaxPooling2D(3));

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Batch_normalization_goes_into_the_convolution_in_inference(bool useBias, bool scale)
    {
        Layer[] layers =
        [
            new Conv2D(6, 3, padding: "same", useBias: useBias), new BatchNormalization(scale: scale, center: scale), new ReLU(),
            new MaxPooling2D(), new Conv2D(5, 3, strides: 2), new BatchNormalization(), new GlobalAveragePooling2D(),
        ];
        var model = new Sequential(layers, null, new Input([12, 12, 3]));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Shape shape = model.Weights[i].Shape;
            model.Weights[i].Assign(Tensor.From(TestData.Uniform(shape.Size, seed: 20 + i), shape).Abs() + 0.1f);
        }

        Tensor x = Tensor.From(TestData.Uniform(9 * 12 * 12 * 3, seed: 3), [9, 12, 12, 3]);
        Tensor want = layers.Aggregate(x, (value, layer) => layer.Apply(value));
        AssertClose(want, model.Apply(x));
        AssertClose(want, model.Predict(x));

        // In training, and for gradients, the layers are themselves: both runs move the averages once.
        Tensor[] start = model.GetWeights();
        Tensor trained = layers.Aggregate(x, (value, layer) => layer.Apply(value, training: true));
        Tensor[] moved = model.GetWeights();
        model.SetWeights(start);
        AssertClose(trained, model.Apply(x, training: true));
        foreach ((Tensor one, Tensor other) in moved.Zip(model.GetWeights())) AssertClose(one, other);
        Assert.NotEqual(start[^1].ToArray(), moved[^1].ToArray());
    }

    [Theory]
    [InlineData("relu6")]
    [InlineData("relu")]
    [InlineData("linear")]
    [InlineData("sigmoid")]
    public void Normalization_and_what_follows_go_into_every_kind_of_convolution_in_inference(string activation)
    {
        Layer Next() => activation == "relu6" ? new ReLU(6) : new ActivationLayer(activation);
        CheckInference(
            [9, 13, 12, 5], new Conv2D(24, 1, useBias: false), new BatchNormalization(), Next(),
            new DepthwiseConv2D(3, padding: "same", useBias: false), new BatchNormalization(scale: false), Next(),
            new DepthwiseConv2D(3, 2, depthMultiplier: 2), new BatchNormalization(3), Next(),
            new Conv2D(7, 3, padding: "same"), new BatchNormalization(), new ActivationLayer("relu6"),
            new SeparableConv2D(6, 3, depthMultiplier: 2), new BatchNormalization(center: false), Next(), new GlobalAveragePooling2D());
        CheckInference(
            [9, 40, 3], new Conv1D(6, 3, padding: "causal"), new BatchNormalization(2), Next(), new SeparableConv1D(5, 3, padding: "same"),
            new BatchNormalization(), Next(), new GlobalMaxPooling1D());
    }

    // Tensors in the middle are more than twice the largest second level, so that they are never whole from the third prediction on.
    [Theory]
    [InlineData(1, "same", 3)]
    [InlineData(2, "same", 3)]
    [InlineData(2, "valid", 3)]
    [InlineData(1, "valid", 2)]
    [InlineData(3, "same", 5)]
    public void Large_images_go_through_the_blocks_of_mobile_networks_in_bands_of_rows(int strides, string padding, int size)
    {
        const int Rows = 153, Columns = 151;
        CheckInference(
            [2, Rows, Columns, 4], new Conv2D(96, 1, useBias: false), new BatchNormalization(), new ReLU(6),
            new DepthwiseConv2D(size, strides, padding, useBias: false), new BatchNormalization(), new ReLU(6),
            new Conv2D(20, 1), new BatchNormalization(), new GlobalAveragePooling2D());
        CheckInference(
            [1, Rows, Columns, 100], new DepthwiseConv2D(size, strides, padding), new BatchNormalization(), new ReLU(),
            new Conv2D(90, 1), new BatchNormalization(), new DepthwiseConv2D(3, 1, "same", depthMultiplier: 2), new BatchNormalization(),
            new GlobalAveragePooling2D());
    }

    [Theory]
    [InlineData(true, 1e6f)]
    [InlineData(false, 1e6f)]
    [InlineData(true, 1.7e9f)]
    [InlineData(false, 1.7e9f)]
    public void A_mean_far_from_its_deviation_does_not_go_into_the_convolution(bool useBias, float value)
    {
        var convolution = new Conv2D(2, 1, useBias: useBias, kernelInitializer: Initializer.Ones);
        var normalization = new BatchNormalization(
            betaInitializer: Initializer.Constant(0.5), movingMeanInitializer: Initializer.Constant(value),
            movingVarianceInitializer: Initializer.Zeros);
        var model = new Sequential([convolution, normalization], null, new Input([3, 3, 1]));

        float[] got = model.Predict(Tensor.Full([4, 3, 3, 1], value)).ToArray();

        Assert.All(got, result => Assert.Equal(0.5f, result));
    }

    [Fact]
    public void A_bias_as_large_as_the_mean_goes_into_the_convolution_with_it()
    {
        var convolution = new Conv2D(1, 1, kernelInitializer: Initializer.Ones, biasInitializer: Initializer.Constant(1e6));
        var normalization = new BatchNormalization(epsilon: 0, movingMeanInitializer: Initializer.Constant(1e6));
        var model = new Sequential([convolution, normalization], null, new Input([3, 3, 1]));

        // 0.3 + 1e6 keeps no more than the first digit of 0.3.
        float[] got = model.Predict(Tensor.Full([4, 3, 3, 1], 0.3f)).ToArray();

        Assert.All(got, result => Assert.Equal(0.3f, result));
    }

    [Fact]
    public void What_a_second_layer_reads_is_computed()
    {
        // The pool leaves out the last row and column of the convolution; the average reads them.
        var input = new Input([10, 10, 2]);
        var convolution = new Conv2D(3, 2, activation: "relu", kernelInitializer: Initializer.GlorotUniform(1));
        SymbolicTensor x = convolution.Apply(input);
        var model = new Model(
            input, new Add().Apply(new GlobalAveragePooling2D().Apply(new MaxPooling2D().Apply(x)), new GlobalAveragePooling2D().Apply(x)));

        Tensor images = Tensor.From(TestData.Uniform(5 * 10 * 10 * 2, seed: 4), [5, 10, 10, 2]);
        Tensor features = convolution.Apply(images);
        Tensor want = new GlobalAveragePooling2D().Apply(new MaxPooling2D().Apply(features)) + new GlobalAveragePooling2D().Apply(features);
        AssertClose(want, model.Apply(images));
    }

    [Fact]
    public void An_output_inside_the_chain_is_whole()
    {
        var input = new Input([9, 9, 2]);
        var convolution = new Conv2D(3, 2, activation: "relu", kernelInitializer: Initializer.GlorotUniform(1));
        SymbolicTensor x = convolution.Apply(input);
        var model = new Model(input, [x, new MaxPooling2D(3).Apply(x)]);
        Tensor images = Tensor.From(TestData.Uniform(5 * 9 * 9 * 2, seed: 4), [5, 9, 9, 2]);
        Tensor[] got = model.ApplyAll(images);
        AssertClose(convolution.Apply(images), got[0]);
        AssertClose(new MaxPooling2D(3).Apply(convolution.Apply(images)), got[1]);
    }

    [Fact]
    public void Images_of_another_size_get_a_plan_of_their_own()
    {
        var model = new Sequential(
            new Conv2D(3, 2, activation: "relu", inputShape: [Shape.Any, Shape.Any, 1], kernelInitializer: Initializer.GlorotUniform(1)),
            new MaxPooling2D(2), new GlobalAveragePooling2D());
        foreach (int size in (int[])[8, 9, 8, 12])
        {
            Tensor images = Tensor.From(TestData.Uniform(2 * size * size, seed: size), [2, size, size, 1]);
            Tensor want = images;
            foreach (Layer layer in model.Layers) want = layer.Apply(want);
            AssertClose(want, model.Apply(images));
        }
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_still_named()
    {
        var convolution = new Conv2D(3, 2, activation: "relu", name: "conv");
        var model = new Sequential(convolution, new MaxPooling2D(2));
        model.Build([Shape.Any, 8, 8, 2]);
        var exception = Assert.Throws<ShapeException>(() => model.Apply(Tensor.Ones([1, 8, 8, 3])));
        Assert.Equal("Conv2D 'conv': was built for 2 input channels, but got an input of shape (1, 8, 8, 3).", exception.Message);
    }

    // A layer in the middle that hands no mask on ends it, computed alone or not.
    [Fact]
    public void Masks_go_as_far_as_they_would_layer_by_layer()
    {
        Tensor mask = Tensor.Ones([2, 8]), images = Tensor.Ones([2, 8, 8, 3]).WithMask(mask), rows = Tensor.Ones([2, 8, 3]).WithMask(mask);
        Assert.Null(new Sequential([new Conv2D(4, 3), new ReLU()], null, new Input([8, 8, 3])).Apply(images).Mask);
        Assert.Null(new Sequential([new Conv2D(4, 3), new BatchNormalization()], null, new Input([8, 8, 3])).Apply(images).Mask);
        Assert.Same(mask, new Sequential([new Dense(4), new ReLU()], null, new Input([8, 3])).Apply(rows).Mask);
    }

    // Weights so large that activations reach their upper limits.
    private static void CheckInference(Shape input, params Layer[] layers)
    {
        var model = new Sequential([.. layers], null, new Input(input[1..]));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Shape shape = model.Weights[i].Shape;
            Tensor values = Tensor.From(TestData.Uniform(shape.Size, seed: 20 + i), shape);
            model.Weights[i].Assign(shape.Rank == 1 ? values.Abs() + 0.1f : 3f * values);
        }

        Tensor x = Tensor.From(TestData.Uniform(input.Size, seed: 3), input);
        Tensor want = layers.Aggregate(x, (value, layer) => layer.Apply(value));
        AssertClose(want, model.Apply(x));
        Tensor first = model.Predict(x);
        AssertClose(want, first);

        // From the second on, weights that were kept compute it.
        for (int i = 0; i < 3; i++) TestData.AssertSameBits(first.ToArray(), model.Predict(x).ToArray(), $"prediction {i + 2}");
        using (new ThreadCount(1)) TestData.AssertSameBits(first.ToArray(), model.Predict(x).ToArray(), "one thread");
        float[] y = new float[first.Size];
        AllocationAssert.Zero(() => model.Predict(x.Span, y));
        TestData.AssertSameBits(first.ToArray(), y, "into a span");
    }

    private static void CheckChain(Shape input, params Layer[] layers)
    {
        var model = new Sequential([.. layers], null, new Input(input[1..]));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Shape shape = model.Weights[i].Shape;
            model.Weights[i].Assign(Tensor.From(TestData.Uniform(shape.Size, seed: 20 + i), shape));
        }

        Tensor x = Tensor.From(TestData.Uniform(input.Size, seed: 3), input);
        (Tensor want, Tensor?[] wantGradients) = Differentiate(
            image => layers.Aggregate(image, (value, layer) => layer.Apply(value, training: true)), x, model);
        (Tensor got, Tensor?[] gotGradients) = Differentiate(image => model.Apply(image, training: true), x, model);
        AssertClose(want, got);
        for (int i = 0; i < wantGradients.Length; i++) AssertClose(wantGradients[i]!, gotGradients[i]!);
        AssertClose(want, model.Predict(x));
    }
}
