using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Network;

/// <summary>Functions of keras.ops.nn and keras.ops.image: those that layers have are the layers'.</summary>
public class NetworkTests
{
    [Fact]
    public void Convolutions_are_those_of_the_layers()
    {
        Tensor x = OpData.Random([2, 6, 5, 3], 1), steps = OpData.Random([2, 7, 3], 2);
        var layer = new DeepSharp.Layers.Conv2D(4, (3, 2), strides: (2, 1), padding: "same", useBias: false);
        Close(layer.Apply(x), F.Conv(x, layer.Kernel!.Value, [2, 1], "same"));
        var sequence = new DeepSharp.Layers.Conv1D(4, 3, dilationRate: 2, useBias: false);
        Close(sequence.Apply(steps), F.Conv(steps, sequence.Kernel!.Value, dilationRate: [2]));
        var each = new DeepSharp.Layers.DepthwiseConv2D((3, 3), depthMultiplier: 2, useBias: false);
        Close(each.Apply(x), F.DepthwiseConv(x, each.Kernel!.Value));
        var transposed = new DeepSharp.Layers.Conv2DTranspose(2, (3, 3), strides: 2, useBias: false);
        Close(transposed.Apply(x), F.ConvTranspose(x, transposed.Kernel!.Value, [2]));
        Tensor first = F.Transpose(x, [0, 3, 1, 2]);
        Close(F.Transpose(F.Conv(x, layer.Kernel!.Value), [0, 3, 1, 2]), F.Conv(first, layer.Kernel!.Value, dataFormat: "channels_first"));
        Assert.StartsWith("Conv: expected strides of one number, or 2", Assert.Throws<ArgumentException>(() => F.Conv(x, layer.Kernel!.Value, [1, 1, 1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Conv: expected a kernel of rank 4", ShapeError.Of(() => F.Conv(x, Tensor.Zeros([3, 3]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Poolings_are_those_of_the_layers()
    {
        Tensor x = OpData.Random([2, 6, 5, 3], 3);
        Close(new DeepSharp.Layers.MaxPooling2D((2, 3), strides: 1).Apply(x), F.MaxPool(x, [2, 3], [1]));
        Close(new DeepSharp.Layers.AveragePooling2D(2, padding: "same").Apply(x), F.AveragePool(x, [2], padding: "same"));
        Close(new DeepSharp.Layers.AdaptiveAveragePooling2D((2, 3)).Apply(x), F.AdaptiveAveragePool(x, [2, 3]));
        Close(new DeepSharp.Layers.AdaptiveMaxPooling2D((2, 3)).Apply(x), F.AdaptiveMaxPool(x, [2, 3]));
    }

    [Fact]
    public void Normalizations_have_the_gradients_of_doubles()
    {
        Tensor x = OpData.Random([3, 4], 4), scale = OpData.Random([4], 5);
        GradientCheck.Run(() => F.RmsNormalization(x, scale), [x, scale], at => [.. at[0].Chunk(4).SelectMany(row =>
            row.Select((value, i) => value / Math.Sqrt(row.Average(one => one * one) + 1e-7) * at[1][i]))], 3e-5);
        GradientCheck.Run(() => F.Normalize(x, order: 3), [x], at => [.. at[0].Chunk(4).SelectMany(row =>
            row.Select(value => value / Math.Cbrt(row.Sum(one => Math.Pow(Math.Abs(one), 3)))))], 3e-5);
        Assert.Equal([0f, 0f], F.Normalize(Tensor.Zeros([2])).ToArray());
        Assert.Equal([1f, 0f], F.LayerNormalization(Tensor.From([1, 1, 1, 1], [2, 2]), [0, 1], beta: Tensor.From([1, 0, 1, 0], [2, 2]))[..1].ToArray());
        Assert.Equal(20 * Math.Log10(255) - 10 * Math.Log10(4), F.Psnr(Tensor.Zeros([2]), Tensor.From([2.0, 2.0]), 255).Item(), 1e-4);
        (Tensor re, Tensor im) = F.Polar(Tensor.Scalar(2), Tensor.Scalar(Math.PI / 2));
        Assert.Equal((0, 2), (re.Item(), im.Item()), new NearBy());
        Assert.Equal([1f, 0f, 1f], F.MultiHot(Tensor.From([2.0, 0.0, 2.0]), 3).ToArray());
    }

    [Fact]
    public void Cross_entropies_have_the_gradients_of_doubles()
    {
        Tensor t = OpData.Random([2, 3], 6, 0.1f, 0.9f), p = OpData.Random([2, 3], 7, 0.1f, 0.9f), labels = Tensor.From([2.0, 0.0]);
        GradientCheck.Run(() => F.BinaryCrossentropy(t, p), [t, p], at =>
            [.. at[0].Zip(at[1], (want, got) => -want * Math.Log(got) - (1 - want) * Math.Log(1 - got))]);
        GradientCheck.Run(() => F.BinaryCrossentropy(t, p, fromLogits: true), [t, p], at =>
            [.. at[0].Zip(at[1], (want, got) => Math.Log(1 + Math.Exp(got)) - want * got)]);
        GradientCheck.Run(() => F.CategoricalCrossentropy(t, p), [t, p], at =>
            [.. Enumerable.Range(0, 2).Select(row => -Enumerable.Range(0, 3).Sum(i => at[0][row * 3 + i] * Math.Log(at[1][row * 3 + i] / at[1].Skip(row * 3).Take(3).Sum())))]);
        GradientCheck.Run(() => F.SparseCategoricalCrossentropy(labels, p, fromLogits: true), [p], at =>
            [.. Enumerable.Range(0, 2).Select(row => Math.Log(at[0].Skip(row * 3).Take(3).Sum(Math.Exp)) - at[0][row * 3 + (row == 0 ? 2 : 0)])]);
    }

    [Fact]
    public void Blocks_go_into_channels_and_back()
    {
        Tensor x = OpData.Random([2, 4, 6, 3], 8);
        foreach (string format in (string[])["channels_last", "channels_first"])
        {
            Tensor images = format == "channels_last" ? x : F.Transpose(x, [0, 3, 1, 2]);
            Tensor deep = F.SpaceToDepth(images, 2, format);
            Assert.Equal(images.ToArray(), F.DepthToSpace(deep, 2, format).ToArray());
        }

        Assert.Equal([x[0, 0, 0, 0], x[0, 0, 0, 1], x[0, 0, 0, 2], x[0, 0, 1, 0]], F.SpaceToDepth(x, 2).ToArray()[..4]);
        Tensor first = F.Transpose(x, [0, 3, 1, 2]);
        Tensor columns = F.Unfold(first, (2, 3), padding: 1, stride: (2, 1));
        Assert.Equal([2, 18, 3 * 6], columns.Shape.ToArray());
        Assert.Equal(first[1, 2, 1, 3], columns[1, 2 * 6 + 1, 1 * 6 + 3]);

        // Without overlap folding undoes it.
        Assert.Equal(first.ToArray(), F.Fold(F.Unfold(first, 2, stride: 2), (4, 6), 2, stride: 2).ToArray());
        Assert.Equal(4f, F.Fold(F.Unfold(Tensor.Ones([1, 1, 3, 3]), 2), 3, 2)[0, 0, 1, 1]);
        Assert.StartsWith("Fold: ", ShapeError.Of(() => F.Fold(columns, (4, 4), 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_are_what_lies_under_the_window()
    {
        Tensor x = OpData.Random([2, 5, 6, 3], 9), volume = OpData.Random([1, 3, 4, 4, 2], 10);
        foreach ((Size2D? strides, Size2D? dilation, Padding padding) in (ReadOnlySpan<(Size2D?, Size2D?, Padding)>)[(null, null, "valid"), ((1, 2), null, "same"), (1, 2, "same")])
        {
            Tensor one = F.Eye(2 * 3 * 3).Reshape([2, 3, 3, 18]);
            Close(F.Conv2D(x, one, strides ?? (2, 3), padding, dilation), F.ExtractPatches(x, (2, 3), strides, dilation, padding));
        }

        Close(F.ExtractPatches(x, 2)[..1].Reshape([2, 3, 12]), F.ExtractPatches(x[..1].Reshape([5, 6, 3]), 2));
        Close(F.Conv(volume, F.Eye(16).Reshape([2, 2, 2, 2, 16]), [2]), F.ExtractPatches3D(volume, 2));
    }

    [Fact]
    public void Images_are_padded_cropped_and_resized()
    {
        Tensor x = OpData.Random([4, 5, 2], 11);
        Tensor padded = F.PadImages(x, topPadding: 1, leftPadding: 2, targetHeight: 7, targetWidth: 9);
        Assert.Equal([7, 9, 2], padded.Shape.ToArray());
        Assert.Equal(x[0, 0, 1], padded[1, 2, 1]);
        Assert.Equal(x.ToArray(), F.CropImages(padded, topCropping: 1, leftCropping: 2, bottomCropping: 2, targetWidth: 5).ToArray());
        Assert.Throws<ArgumentException>(() => F.PadImages(x, topPadding: 1));
        Assert.Throws<ArgumentException>(() => F.CropImages(x, 1, 1, 4, 1));
        Assert.Equal([8, 3, 2], F.Resize(x, (8, 3)).Shape.ToArray());
        Assert.Equal([2, 8, 3], F.Resize(F.Transpose(x, [2, 0, 1]), (8, 3), dataFormat: "channels_first").Shape.ToArray());
    }

    [Fact]
    public void Colours_go_to_hues_and_back()
    {
        Tensor x = OpData.Random([2, 4, 5, 3], 12, 0f, 1f), hsv = F.RgbToHsv(x);
        Close(x, F.HsvToRgb(hsv));
        Assert.Equal([0f, 1f, 1f], F.RgbToHsv(Tensor.From([1, 0, 0], [1, 1, 3])).ToArray());
        Assert.Equal([0f, 0f, 0.5f], F.RgbToHsv(Tensor.From([0.5, 0.5, 0.5], [1, 1, 3])).ToArray());
        Assert.Equal(2f / 3, F.RgbToHsv(Tensor.From([0, 0, 1], [1, 1, 3])).ToArray()[0], 1e-6f);
        Assert.Contains("three channels", ShapeError.Of(() => F.RgbToHsv(Tensor.Zeros([2, 2, 1]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_leave_what_is_even()
    {
        Tensor flat = Tensor.Full([1, 15, 15, 2], 3);
        Assert.Equal(3f, F.GaussianBlur(flat, 5, (1, 2))[0, 7, 7, 1], 1e-5f);
        Tensor edges = F.SobelEdges(flat);
        Assert.Equal([1, 15, 15, 2, 2], edges.Shape.ToArray());
        Assert.All(edges.ToArray(), value => Assert.Equal(0f, value, 1e-5f));
        Tensor slope = F.BroadcastTo(Tensor.Range(0, 5).Reshape([1, 1, 5, 1]), [1, 4, 5, 1]);
        Assert.Equal((0f, 8f), (F.SobelEdges(slope).Span[(5 + 2) * 2], F.SobelEdges(slope).Span[(5 + 2) * 2 + 1]));
        Tensor x = OpData.Random([2, 13, 12, 3], 13, 0f, 1f);
        Assert.All(F.Ssim(x, x).ToArray(), value => Assert.Equal(1f, value, 1e-4f));
        Assert.InRange(F.Ssim(x, 1 - x)[0], -1f, 0.5f);
    }

    [Fact]
    public void Ctc_of_lengths_is_that_of_the_parts()
    {
        Tensor logits = OpData.Random([2, 6, 4], 14), labels = Tensor.From([1, 2, 3, 2, 3, 3], [2, 3]);
        Tensor losses = F.CtcLoss(labels, logits, Tensor.From([2.0, 1.0]), Tensor.From([6.0, 3.0]));
        Tensor one = Tape.Run(CtcOp.Instance, Tensor.From([1, 2], [1, 2]), logits[..1]);
        Assert.Equal(one.Item(), losses[0], 1e-5f);

        // One label in three steps: the ways are b..b 2..2 b..b.
        double[] p = [.. F.Softmax(logits[1..]).ToArray().Select(value => (double)value)];
        double sum = 0;
        for (int start = 0; start < 3; start++)
        {
            for (int end = start; end < 3; end++)
            {
                double way = 1;
                for (int step = 0; step < 3; step++) way *= p[step * 4 + (step >= start && step <= end ? 2 : 0)];
                sum += way;
            }
        }

        Assert.Equal(-Math.Log(sum), losses[1], 1e-5);

        // Another class as the blank: the same with both exchanged.
        Tensor swapped = F.Take(logits, Tensor.From([3.0, 1.0, 2.0, 0.0]), 2);
        Tensor moved = Tensor.From([1, 2, 0, 2, 0, 0], [2, 3]);
        Close(losses, F.CtcLoss(moved, swapped, Tensor.From([2.0, 1.0]), Tensor.From([6.0, 3.0]), maskIndex: 3));
        Assert.Contains("maskIndex", Assert.Throws<ArgumentException>(() => F.CtcLoss(moved, logits, Tensor.From([3.0, 3.0]), Tensor.From([6.0, 6.0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Greedy_decoding_leaves_out_blanks_and_repetitions()
    {
        Tensor steps = F.OneHot(Tensor.From([1, 1, 0, 1, 2, 2], [1, 6]), 3);
        (Tensor decoded, Tensor scores) = F.CtcDecode(steps, Tensor.From([5.0]));
        Assert.Equal([1f, 1f, 2f, -1f, -1f, -1f], decoded.ToArray());
        Assert.Equal(-5f, scores.Item());
        Assert.Equal([1f, 1f, 1f, 2f, -1f, -1f], F.CtcDecode(steps, Tensor.From([5.0]), mergeRepeated: false).Decoded.ToArray());
    }

    [Fact]
    public void Activations_are_those_of_their_names()
    {
        Tensor x = OpData.Random([3, 4], 15, -3, 3);
        Assert.Equal(Activation.CELU(0.5).Apply(x).ToArray(), F.CELU(x, 0.5).ToArray());
        Assert.Equal(Activation.HardTanh.Apply(x).ToArray(), F.HardTanh(x).ToArray());
        Assert.Equal(Activation.Threshold(1, 2).Apply(x).ToArray(), F.Threshold(x, 1, 2).ToArray());
        Assert.Equal([3, 2], F.GLU(x).Shape.ToArray());
        Close(Activation.Sparsemax.Apply(x), F.Sparsemax(x));
    }

    private static void Close(Tensor want, Tensor got)
    {
        Assert.Equal(want.Shape, got.Shape);
        TestData.AssertClose(Array.ConvertAll(want.ToArray(), value => (double)value), got.Span, 1e-5, 1e-5, "values");
    }

    private sealed class NearBy : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) < 1e-5;

        public int GetHashCode((double, double) obj) => 0;
    }
}
