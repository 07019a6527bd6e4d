using DeepSharp.Layers;
using NormalizationLayer = DeepSharp.Layers.Normalization;

namespace DeepSharp.Tests.Layers;

public class MaskingTests
{
    // Every class of layers: one that is applied to (2, 3, 4), or to (2, 3, 4, 2) where it takes images, and whether Keras's hands
    // masks on.
    private static readonly Dictionary<string, (Func<Layer> Create, bool HandsOn)> s_layers = new()
    {
        ["Activation"] = (() => new ActivationLayer("tanh"), true),
        ["ActivityRegularization"] = (() => new ActivityRegularization(0.1), true),
        ["AdaptiveAveragePooling1D"] = (() => new AdaptiveAveragePooling1D(2), false),
        ["AdaptiveAveragePooling2D"] = (() => new AdaptiveAveragePooling2D(2), false),
        ["AdaptiveAveragePooling3D"] = (() => new AdaptiveAveragePooling3D(2), false),
        ["AdaptiveMaxPooling1D"] = (() => new AdaptiveMaxPooling1D(2), false),
        ["AdaptiveMaxPooling2D"] = (() => new AdaptiveMaxPooling2D(2), false),
        ["AdaptiveMaxPooling3D"] = (() => new AdaptiveMaxPooling3D(2), false),
        ["Add"] = (() => new Add(), true),
        ["AdditiveAttention"] = (() => new AdditiveAttention(), true),
        ["AlphaDropout"] = (() => new AlphaDropout(0.5), true),
        ["Attention"] = (() => new DeepSharp.Layers.Attention(), true),
        ["AugMix"] = (() => new AugMix(), false),
        ["AutoContrast"] = (() => new AutoContrast(), false),
        ["Average"] = (() => new Average(), true),
        ["AveragePooling1D"] = (() => new AveragePooling1D(2), false),
        ["AveragePooling2D"] = (() => new AveragePooling2D(2), false),
        ["AveragePooling3D"] = (() => new AveragePooling3D(2), false),
        ["BatchNormalization"] = (() => new BatchNormalization(), true),
        ["Bidirectional"] = (() => new Bidirectional(new LSTM(2, returnSequences: true)), true),
        ["CategoryEncoding"] = (() => new CategoryEncoding(3), false),
        ["CenterCrop"] = (() => new CenterCrop(2, 2), false),
        ["Concatenate"] = (() => new Concatenate(), true),
        ["ContrastLimitedAdaptiveHistogramEqualization"] = (() => new ContrastLimitedAdaptiveHistogramEqualization(), false),
        ["Conv1D"] = (() => new Conv1D(2, 1), false),
        ["Conv1DTranspose"] = (() => new Conv1DTranspose(2, 1), false),
        ["Conv2D"] = (() => new Conv2D(2, 1), false),
        ["Conv2DTranspose"] = (() => new Conv2DTranspose(2, 1), false),
        ["Conv3D"] = (() => new Conv3D(2, 1), false),
        ["Conv3DTranspose"] = (() => new Conv3DTranspose(2, 1), false),
        ["ConvLSTM1D"] = (() => new ConvLSTM1D(2, 1, returnSequences: true), true),
        ["ConvLSTM2D"] = (() => new ConvLSTM2D(2, 1, returnSequences: true), true),
        ["ConvLSTM3D"] = (() => new ConvLSTM3D(2, 1, returnSequences: true), true),
        ["Cropping1D"] = (() => new Cropping1D(), false),
        ["Cropping2D"] = (() => new Cropping2D(1), false),
        ["Cropping3D"] = (() => new Cropping3D((0, 0), (1, 0), (0, 1)), false),
        ["CutMix"] = (() => new CutMix(), false),
        ["CustomScaleLayer"] = (() => new CustomScaleLayer(0.5), false),
        ["Dense"] = (() => new Dense(3), true),
        ["DepthwiseConv1D"] = (() => new DepthwiseConv1D(1), false),
        ["DepthwiseConv2D"] = (() => new DepthwiseConv2D(1), false),
        ["Discretization"] = (() => new Discretization([0.5]), false),
        ["Dot"] = (() => new Dot(2), false),
        ["Dropout"] = (() => new Dropout(0.5f), true),
        ["EinsumDense"] = (() => new EinsumDense("abc,cd->abd", [Shape.Any, 3]), false),
        ["ELU"] = (() => new ELU(), true),
        ["Embedding"] = (() => new Embedding(5, 2), false),
        ["Equalization"] = (() => new Equalization(), false),
        ["Flatten"] = (() => new Flatten(), false),
        ["GaussianDropout"] = (() => new GaussianDropout(0.5), true),
        ["GaussianNoise"] = (() => new GaussianNoise(0.5), true),
        ["GlobalAveragePooling1D"] = (() => new GlobalAveragePooling1D(), false),
        ["GlobalAveragePooling2D"] = (() => new GlobalAveragePooling2D(), false),
        ["GlobalAveragePooling3D"] = (() => new GlobalAveragePooling3D(), false),
        ["GlobalMaxPooling1D"] = (() => new GlobalMaxPooling1D(), false),
        ["GlobalMaxPooling2D"] = (() => new GlobalMaxPooling2D(), false),
        ["GlobalMaxPooling3D"] = (() => new GlobalMaxPooling3D(), false),
        ["GroupNormalization"] = (() => new GroupNormalization(2), true),
        ["GroupQueryAttention"] = (() => new GroupQueryAttention(2, 2, 1), true),
        ["GRU"] = (() => new GRU(2, returnSequences: true), true),
        ["Hashing"] = (() => new Hashing(3), false),
        ["Identity"] = (() => new Identity(), true),
        ["InputLayer"] = (() => new InputLayer([4, 3]), true),
        ["IntegerLookup"] = (() => new IntegerLookup(vocabulary: [1]), false),
        ["LayerNormalization"] = (() => new LayerNormalization(), true),
        ["LayerScale"] = (() => new LayerScale(0.5, 4), false),
        ["LeakyReLU"] = (() => new LeakyReLU(), true),
        ["LSTM"] = (() => new LSTM(2, returnSequences: true), true),
        ["Maximum"] = (() => new Maximum(), true),
        ["MaxNumBoundingBoxes"] = (() => new MaxNumBoundingBoxes(2), false),
        ["MaxPooling1D"] = (() => new MaxPooling1D(2), false),
        ["MaxPooling2D"] = (() => new MaxPooling2D(2), false),
        ["MaxPooling3D"] = (() => new MaxPooling3D(2), false),
        ["MelSpectrogram"] = (() => new MelSpectrogram(2, 1, numMelBins: 2), false),
        ["Minimum"] = (() => new Minimum(), true),
        ["MixUp"] = (() => new MixUp(), false),
        ["MultiHeadAttention"] = (() => new MultiHeadAttention(2, 2), true),
        ["Multiply"] = (() => new Multiply(), true),
        ["Normalization"] = (() => new NormalizationLayer(), true),
        ["Permute"] = (() => new Permute([2, 1]), false),
        ["Pipeline"] = (() => new Pipeline([new RandomFlip()]), false),
        ["PReLU"] = (() => new PReLU(), true),
        ["RandAugment"] = (() => new RandAugment(), false),
        ["RandomBrightness"] = (() => new RandomBrightness(0.5), false),
        ["RandomColorDegeneration"] = (() => new RandomColorDegeneration(0.5), false),
        ["RandomColorJitter"] = (() => new RandomColorJitter(hueFactor: 0.5), false),
        ["RandomContrast"] = (() => new RandomContrast(0.5), false),
        ["RandomCrop"] = (() => new RandomCrop(2, 2), false),
        ["RandomElasticTransform"] = (() => new RandomElasticTransform(), false),
        ["RandomErasing"] = (() => new RandomErasing(), false),
        ["RandomFlip"] = (() => new RandomFlip(), false),
        ["RandomGaussianBlur"] = (() => new RandomGaussianBlur(), false),
        ["RandomGrayscale"] = (() => new RandomGrayscale(), false),
        ["RandomHue"] = (() => new RandomHue(0.5), false),
        ["RandomInvert"] = (() => new RandomInvert(), false),
        ["RandomPerspective"] = (() => new RandomPerspective(), false),
        ["RandomPosterization"] = (() => new RandomPosterization(4), false),
        ["RandomRotation"] = (() => new RandomRotation(0.5), false),
        ["RandomSaturation"] = (() => new RandomSaturation(0.5), false),
        ["RandomSharpness"] = (() => new RandomSharpness(0.5), false),
        ["RandomShear"] = (() => new RandomShear(0.5), false),
        ["RandomTranslation"] = (() => new RandomTranslation(0.5, 0.5), false),
        ["RandomZoom"] = (() => new RandomZoom(0.5), false),
        ["ReLU"] = (() => new ReLU(), true),
        ["RepeatVector"] = (() => new RepeatVector(2), false),
        ["Rescaling"] = (() => new Rescaling(2f), true),
        ["Reshape"] = (() => new Reshape([12]), false),
        ["Resizing"] = (() => new Resizing(2, 2), false),
        ["ReversibleEmbedding"] = (() => new ReversibleEmbedding(5, 2), false),
        ["RMSNormalization"] = (() => new RMSNormalization(), false),
        ["RNN"] = (() => new RNN(new GRUCell(2), returnSequences: true), true),
        ["SeparableConv1D"] = (() => new SeparableConv1D(2, 1), false),
        ["SeparableConv2D"] = (() => new SeparableConv2D(2, 1), false),
        ["SimpleRNN"] = (() => new SimpleRNN(2, returnSequences: true), true),
        ["Softmax"] = (() => new Softmax(), true),
        ["Solarization"] = (() => new Solarization(), false),
        ["SpatialDropout1D"] = (() => new SpatialDropout1D(0.5), true),
        ["SpatialDropout2D"] = (() => new SpatialDropout2D(0.5), true),
        ["SpatialDropout3D"] = (() => new SpatialDropout3D(0.5), true),
        ["SpectralNormalization"] = (() => new SpectralNormalization(new Dense(3)), true),
        ["STFTSpectrogram"] = (() => new STFTSpectrogram(frameLength: 2), false),
        ["StochasticDepth"] = (() => new StochasticDepth(0.5), false),
        ["Subtract"] = (() => new Subtract(), true),
        ["TimeDistributed"] = (() => new TimeDistributed(new Dense(2)), true),
        ["UnitNormalization"] = (() => new UnitNormalization(), true),
        ["UpSampling1D"] = (() => new UpSampling1D(), false),
        ["UpSampling2D"] = (() => new UpSampling2D(), false),
        ["UpSampling3D"] = (() => new UpSampling3D(), false),
        ["ZeroPadding1D"] = (() => new ZeroPadding1D(), false),
        ["ZeroPadding2D"] = (() => new ZeroPadding2D(1), false),
        ["ZeroPadding3D"] = (() => new ZeroPadding3D(), false),
    };

    // Some take strings, or crossed features, which are no tensors and have no masks; a cell takes one step, which has none either.
    public static TheoryData<string> Classes =>
        [.. LayerTable.Entries.Names.Where(name => name is not ("HashedCrossing" or "Masking" or "StringLookup" or "StackedRNNCells" or "TextVectorization") && !name.EndsWith("Cell"))];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_hands_masks_on_if_that_of_Keras_does(string name)
    {
        Assert.True(s_layers.ContainsKey(name), $"Say in the table whether {name} hands masks on.");
        (Func<Layer> create, bool handsOn) = s_layers[name];
        Layer layer = create();
        bool takesTwo = layer is MergingLayer or Concatenate or CustomScaleLayer or Dot or ProjectedAttention or ScoreAttention;
        int axes = layer is ConvLSTM films ? films.Window.Axes + 1
            : layer is SpatialLayer spatial ? spatial.Axes
            : name[^1] == 'D' && char.IsDigit(name[^2]) ? name[^2] - '0' : 1;
        bool takesTwoAxes = layer is RepeatVector or MelSpectrogram;
        Shape shape = takesTwoAxes ? [2, 3] : layer is ImageAugmentation or Pipeline ? [2, 3, 4, 3]
            : new([2, 3, 4, .. Enumerable.Repeat(2, axes - 1)]);
        Tensor mask = takesTwoAxes ? Tensor.From([1, 0]) : Tensor.From([1, 1, 0, 0, 0, 1], [2, 3]);
        Tensor x = Tensor.Ones(shape).WithMask(mask);
        Tensor y = takesTwo ? layer.Apply([x, Tensor.Ones(shape).WithMask(mask)], training: true) : layer.Apply(x, training: true);

        Assert.Equal(handsOn, layer.SupportsMasking);
        if (handsOn) Assert.Equal(mask.ToArray(), y.Mask!.ToArray());
        else Assert.Null(y.Mask);
    }

    [Fact]
    public void An_embedding_makes_a_mask_if_asked()
    {
        Tensor ids = Tensor.From([3, 1, 0, 2, 0, 0], [2, 3]);
        Assert.Equal([1, 1, 0, 1, 0, 0], new Embedding(5, 2, maskZero: true).Apply(ids).Mask!.ToArray());
        Assert.True(new Embedding(5, 2, maskZero: true).SupportsMasking);
    }

    [Fact]
    public void A_mask_given_by_hand_takes_the_place_of_the_one_that_is_there()
    {
        Tensor x = Masked(), mask = Tensor.From([0, 1, 1, 1, 1, 0], [2, 3]);
        var layer = new BatchNormalization();
        Assert.Same(mask, layer.ApplyMasked(x, mask).Mask);
        Assert.Null(layer.Apply(x.WithMask(null)).Mask);
        Assert.Equal(layer.Apply(x).ToArray(), layer.ApplyMasked(x, mask).ToArray());
        Assert.Equal([1, 1, 0, 0, 0, 1], x.Mask!.ToArray());
    }

    [Fact]
    public void Layers_that_look_at_no_mask_take_none_by_hand_neither_in_a_graph_nor_for_numbers()
    {
        const string Message = "Conv2D 'c': expected no mask in the call, since such a layer does not look at one. Give it to the " +
            "recurrent or normalizing layer that follows; a tensor carries it there with WithMask.";
        var layer = new Conv2D(2, 1, name: "c");
        Input image = new([3, 4, 2]), mask = new([3]);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => layer.ApplyMasked(image, mask)).Message);
        Assert.Equal(
            Message, Assert.Throws<ArgumentException>(() => layer.ApplyMasked(Tensor.Ones([2, 3, 4, 2]), Tensor.Ones([2, 3]))).Message);
    }

    [Fact]
    public void A_mask_by_hand_leaves_training_to_the_layer_around_it()
    {
        Tensor x = Tensor.From(TestData.Uniform(24, 1), [2, 3, 4]);
        var layer = new Around();
        Tensor want = layer.Inner.ApplyMasked(x, Tensor.Ones([2, 3]), training: true);
        Assert.Equal(want.ToArray(), layer.Apply(x, training: true).ToArray());
        Assert.NotEqual(want.ToArray(), layer.Apply(x, training: false).ToArray());
    }

    [Fact]
    public void A_layer_that_gives_its_input_back_does_not_write_a_mask_on_it()
    {
        Tensor x = Tensor.Ones([2, 3, 4]), other = Tensor.Ones([2, 3, 4]);
        Assert.Same(x, new Returning(1).Apply(x));
        Assert.Null(x.Mask);
        Assert.Same(other, new Returning(2).Apply([x, other]));
        Assert.Null(other.Mask);
        Tensor masked = Masked(), before = masked.Mask!;
        Assert.Same(before, new Returning(1).Apply(masked).Mask);
    }

    [Fact]
    public void A_mask_that_does_not_fit_is_refused()
    {
        Assert.Equal(
            "WithMask: expected a mask over the leading axes of (2, 3, 4), such as (2, 3), but got (3, 2).",
            Assert.Throws<ShapeException>(() => Masked().WithMask(Tensor.Ones([3, 2]))).Message);
        Assert.Throws<ShapeException>(() => Masked().WithMask(Tensor.Scalar(1f)));
    }

    [Fact]
    public void Gradients_go_through_a_tensor_with_a_mask()
    {
        Tensor x = Masked(), mask = Tensor.Ones([2, 3]);
        GradientCheck.Run(() => x.WithMask(mask) * 2f + x, [x], at => [.. at[0].Select(value => 3 * value)]);
    }

    [Fact]
    public void Softmax_leaves_out_what_a_mask_of_its_own_shape_does()
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [1, 4]).WithMask(Tensor.From([1, 0, 1, 0], [1, 4]));
        float[] y = new Softmax().Apply(x).ToArray();
        double sum = Math.Exp(1) + Math.Exp(3);
        double[] want = [Math.Exp(1) / sum, 0, Math.Exp(3) / sum, 0];
        for (int i = 0; i < 4; i++) Assert.Equal(want[i], y[i], 1e-6);
    }

    [Fact]
    public void Softmax_refuses_a_mask_by_hand_that_it_would_not_heed()
    {
        var layer = new Softmax(name: "s");
        Tensor x = Tensor.From([1, 2, 3, 4], [1, 2, 2]);
        Assert.Equal([1, 0, 0, 1], layer.ApplyMasked(x, Tensor.From([1, 0, 0, 1], [1, 2, 2])).ToArray());
        Assert.Equal(
            "Softmax 's': expected a mask of shape (1, 2, 2) for an input of shape (1, 2, 2) but got (1, 2).",
            Assert.Throws<ShapeException>(() => layer.ApplyMasked(x, Tensor.Ones([1, 2]))).Message);
        Assert.Throws<ShapeException>(() => layer.ApplyMasked(new Input([2, 2]), new Input([2])));
    }

    [Fact]
    public void A_model_hands_on_what_its_last_layer_gives()
    {
        Tensor x = Masked();
        Assert.Same(x.Mask, new Sequential(new Dense(3), new LSTM(2, returnSequences: true), new Dense(1)).Apply(x).Mask);
        Assert.Null(new Sequential(new Dense(3), new LSTM(2), new Dense(1)).Apply(x).Mask);
    }

    [Fact]
    public void Layers_that_a_model_computes_together_hand_it_on()
    {
        Tensor x = Masked();
        var model = new Sequential(new Input([3, 4]), new Dense(3), new ReLU());
        Assert.Same(x.Mask, model.Apply(x).Mask);
    }

    [Fact]
    public void Memory_that_is_used_again_carries_no_mask_of_the_step_before()
    {
        var workspace = new Workspace();
        Tensor x = Masked(), plain = Tensor.Ones([2, 3, 4]);
        var layer = new Dense(2);
        var masked = new List<Tensor>();
        for (int i = 0; i < 4; i++)
        {
            masked.Add(workspace.Run(() => layer.Apply(x)));
            Assert.NotNull(masked[^1].Mask);
        }

        for (int i = 0; i < 4; i++)
        {
            Tensor y = workspace.Run(() => layer.Apply(plain));
            Assert.Contains(masked, tensor => ReferenceEquals(tensor, y));
            Assert.Null(y.Mask);
        }
    }

    [Fact]
    public void A_layer_of_ones_own_can_change_the_mask()
    {
        Tensor x = Masked();
        Assert.Equal([0, 0, 1, 1, 1, 0], new Inverting().Apply(x).Mask!.ToArray());
    }

    private static Tensor Masked()
    {
        Tensor x = Tensor.Ones([2, 3, 4]);
        x.Mask = Tensor.From([1, 1, 0, 0, 0, 1], [2, 3]);
        return x;
    }

    private sealed class Around : Layer
    {
        public Around() => Inner = AddLayer(new BatchNormalization());

        public BatchNormalization Inner { get; }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => Inner.ApplyMasked(input, Tensor.Ones(input.Shape[..2]));
    }

    private sealed class Returning(int count) : Layer
    {
        public override bool SupportsMasking => true;

        protected override int? InputCount => count;

        public override Tensor? ComputeMask(Tensor input, Tensor? mask) => Tensor.Ones(input.Shape[..2]);

        public override Shape ComputeOutputShape(Shape input) => input;

        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[0] = inputs[^1];
    }

    private sealed class Inverting : Layer
    {
        public override bool SupportsMasking => true;

        public override Tensor? ComputeMask(Tensor input, Tensor? mask) => mask is null ? null : 1f - mask;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input * 2f;
    }
}
