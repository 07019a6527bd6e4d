using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Convolutions over one to three axes that <see cref="VolumeReference"/> computes: volumes, transposed, depthwise, separable.</summary>
internal static class ConvolutionExtremes
{
    private sealed record Arguments(Shape Input, int[] Size, int[] Strides, int[] Dilation, string Padding)
    {
        public bool AreAllowed => Size.Concat(Strides).Concat(Dilation).All(number => number >= 1)
            && (Strides.All(number => number == 1) || Dilation.All(number => number == 1));

        public Int128 Taps => Size.Aggregate((Int128)1, (taps, size) => taps * size);

        public VolumeReference.Axis[] Axes => [.. Size.Select((size, i) =>
            VolumeReference.Axis.Convolution(Input[i + 1], size, Strides[i], Dilation[i], Padding))];

        public IEnumerable<long> Lengths => Axes.Select(axis => axis.Outputs);

        public JsonObject Config(params (string Key, int Number)[] others)
        {
            var config = new JsonObject
            {
                ["kernel_size"] = ConfigSchema.Ints(Size),
                ["strides"] = ConfigSchema.Ints(Strides),
                ["dilation_rate"] = ConfigSchema.Ints(Dilation),
                ["padding"] = Padding,
            };
            foreach ((string key, int number) in others) config[key] = number;
            return config;
        }

        public Size3D Three(int[] numbers) => (numbers[0], numbers[1], numbers[2]);

        public Size2D Two(int[] numbers) => (numbers[0], numbers[1]);
    }

    public static Gen<ExtremeCase> Conv3D { get; } = Gen.Select(
        Windows(3), ExtremeNumbers.Size, Gen.Frequency((5, Gen.Const(1)), (1, ExtremeNumbers.Size)), (a, filters, groups) =>
        {
            int channels = a.Input[^1];
            bool isAllowed = a.AreAllowed && filters >= 1 && groups >= 1 && filters % groups == 0 && channels % groups == 0;
            return new ExtremeCase(
                "Conv3D",
                () => new Conv3D(
                    filters, a.Three(a.Size), a.Three(a.Strides), a.Padding, dilationRate: a.Three(a.Dilation), groups: groups),
                a.Config(("filters", filters), ("groups", groups)), [a.Input],
                isAllowed ? Judge(a, a.Lengths, filters, a.Taps * (channels / groups) * filters) : Outcome.Refused)
            {
                Reference = values => Convolution(values, new VolumeReference(a.Input[0], channels, filters, groups, a.Axes)),
            };
        });

    public static Gen<ExtremeCase> Conv1DTranspose { get; } = Transposed(
        1, "Conv1DTranspose", (a, filters, padding) => new Conv1DTranspose(
            filters, a.Size[0], a.Strides[0], a.Padding, padding, dilationRate: a.Dilation[0]));

    public static Gen<ExtremeCase> Conv2DTranspose { get; } = Transposed(
        2, "Conv2DTranspose", (a, filters, padding) => new Conv2DTranspose(
            filters, a.Two(a.Size), a.Two(a.Strides), a.Padding, padding, dilationRate: a.Two(a.Dilation)));

    public static Gen<ExtremeCase> Conv3DTranspose { get; } = Transposed(
        3, "Conv3DTranspose", (a, filters, padding) => new Conv3DTranspose(
            filters, a.Three(a.Size), a.Three(a.Strides), a.Padding, outputPadding: padding, dilationRate: a.Three(a.Dilation)));

    public static Gen<ExtremeCase> DepthwiseConv1D { get; } = Gen.Select(Windows(1), ExtremeNumbers.Size, (a, multiplier) =>
    {
        Int128 filters = (Int128)a.Input[^1] * multiplier;
        return new ExtremeCase(
            "DepthwiseConv1D",
            () => new DepthwiseConv1D(a.Size[0], a.Strides[0], a.Padding, multiplier, dilationRate: a.Dilation[0]),
            a.Config(("depth_multiplier", multiplier)), [a.Input],
            a.AreAllowed && multiplier >= 1 ? Judge(a, a.Lengths, filters, a.Taps * filters) : Outcome.Refused)
        {
            Reference = values => Convolution(
                values, new VolumeReference(a.Input[0], a.Input[^1], (int)filters, a.Input[^1], a.Axes)),
        };
    });

    public static Gen<ExtremeCase> SeparableConv1D { get; } = Separable(1, "SeparableConv1D", (a, filters, multiplier) =>
        new SeparableConv1D(filters, a.Size[0], a.Strides[0], a.Padding, dilationRate: a.Dilation[0], depthMultiplier: multiplier));

    public static Gen<ExtremeCase> SeparableConv2D { get; } = Separable(2, "SeparableConv2D", (a, filters, multiplier) =>
        new SeparableConv2D(
            filters, a.Two(a.Size), a.Two(a.Strides), a.Padding, dilationRate: a.Two(a.Dilation), depthMultiplier: multiplier));

    private static Gen<ExtremeCase> Transposed(int axes, string name, Func<Arguments, int, int?, Layer> create) => Gen.Select(
        Windows(axes), ExtremeNumbers.Size, Gen.Bool, ExtremeNumbers.Step.Select(step => step - 1),
        (a, filters, isPadded, number) =>
        {
            int? padding = isPadded ? number : null;
            // Both far apart and far reaching it could be padded beyond the integers, which is refused as well.
            for (int i = 0; i < axes; i++) a.Size[i] = a.Strides[i] > 1 << 20 ? Math.Min(a.Size[i], 1 << 10) : a.Size[i];
            JsonObject config = a.Config(("filters", filters));
            config["output_padding"] = padding;
            bool isAllowed = a.AreAllowed && filters >= 1 && (padding is not { } p || (p >= 0 && a.Strides.All(stride => p < stride)));
            return new ExtremeCase(
                name, () => create(a, filters, padding), config, [a.Input],
                isAllowed ? Judge(a, Axes().Select(axis => axis.Images), filters, a.Taps * a.Input[^1] * filters) : Outcome.Refused)
            {
                Reference = values =>
                {
                    var reference = new VolumeReference(a.Input[0], filters, a.Input[^1], 1, Axes());
                    (double[] kernel, double[] dy) = (values.Weights[0], values.OutputGradient);
                    return new ExtremeResult(
                        reference.Images(values.X, kernel, values.Weights[1]), reference.Outputs(dy, kernel),
                        [reference.Kernel(dy, values.X, kernel.Length), BiasGradient(dy, filters)]);
                },
            };

            VolumeReference.Axis[] Axes() => [.. a.Size.Select((size, i) =>
                VolumeReference.Axis.Transposed(a.Input[i + 1], size, a.Strides[i], a.Dilation[i], a.Padding, padding))];
        });

    private static Gen<ExtremeCase> Separable(int axes, string name, Func<Arguments, int, int, Layer> create) => Gen.Select(
        Windows(axes), ExtremeNumbers.Size, ExtremeNumbers.Size, (a, filters, multiplier) =>
        {
            Int128 between = (Int128)a.Input[^1] * multiplier;
            Outcome outcome = Outcome.Refused;
            if (a.AreAllowed && filters >= 1 && multiplier >= 1)
            {
                Outcome first = Judge(a, a.Lengths, between, a.Taps * between), second = Judge(a, a.Lengths, filters, between * filters);
                outcome = (Outcome)Math.Min((int)first, (int)second);
            }

            return new ExtremeCase(
                name, () => create(a, filters, multiplier), a.Config(("filters", filters), ("depth_multiplier", multiplier)), [a.Input],
                outcome)
            {
                Reference = values =>
                {
                    VolumeReference.Axis[] single = [.. a.Axes.Select(axis => VolumeReference.Axis.Convolution((int)axis.Outputs, 1))];
                    var first = new VolumeReference(a.Input[0], a.Input[^1], (int)between, a.Input[^1], a.Axes);
                    var second = new VolumeReference(a.Input[0], (int)between, filters, 1, single);
                    (double[] depthwise, double[] pointwise, double[] dy) = (values.Weights[0], values.Weights[1], values.OutputGradient);
                    double[] middle = first.Outputs(values.X, depthwise), dmiddle = second.Images(dy, pointwise);
                    return new ExtremeResult(
                        second.Outputs(middle, pointwise, values.Weights[2]), first.Images(dmiddle, depthwise),
                        [
                            first.Kernel(values.X, dmiddle, depthwise.Length), second.Kernel(middle, dy, pointwise.Length),
                            BiasGradient(dy, filters),
                        ]);
                },
            };
        });

    private static Gen<Arguments> Windows(int axes) => Gen.Select(
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, axes == 3 ? 5 : 9].Array[axes], Gen.Int[1, 4]),
        ExtremeNumbers.Size.Array[axes], ExtremeNumbers.Step.Array[axes], ExtremeNumbers.Step.Array[axes],
        ExtremeNumbers.OneOf("valid", "same"), Gen.Int[0, 2],
        (input, size, strides, dilation, padding, only) => new Arguments(
            Shape.Create([input.Item1, .. input.Item2, input.Item3]), size, only == 1 ? Ones(axes) : strides,
            only == 0 ? Ones(axes) : dilation, padding));

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];

    private static Outcome Judge(Arguments a, IEnumerable<long> lengths, Int128 filters, Int128 kernel)
    {
        Int128 output = a.Input[0] * filters;
        foreach (long length in lengths)
        {
            if (length < 1) return Outcome.Refused;
            output *= length;
        }

        return ExtremeCase.Judge(kernel, output);
    }

    private static ExtremeResult Convolution(ExtremeValues values, VolumeReference reference)
    {
        (double[] kernel, double[] dy) = (values.Weights[0], values.OutputGradient);
        return new ExtremeResult(
            reference.Outputs(values.X, kernel, values.Weights[1]), reference.Images(dy, kernel),
            [reference.Kernel(values.X, dy, kernel.Length), BiasGradient(dy, reference.Filters)]);
    }

    private static double[] BiasGradient(double[] dy, int filters)
    {
        var bias = new double[filters];
        for (int i = 0; i < dy.Length; i++) bias[i % filters] += dy[i];
        return bias;
    }
}
