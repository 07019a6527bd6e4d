using DeepSharp.Layers;
using static DeepSharp.NASNetBlocks;

namespace DeepSharp;

/// <summary>The two cells of NASNet-A, figure 4 of Zoph et al. 2017: sums of pairs of branches, side by side.</summary>
internal static class NASNetCells
{
    /// <summary>A cell that keeps the size of the image.</summary>
    /// <param name="last">The output of the cell before it.</param>
    /// <param name="before">The output of the cell before that.</param>
    /// <param name="filters">Channels of each branch.</param>
    /// <param name="id">The end of the names of its layers.</param>
    public static SymbolicTensor Normal(SymbolicTensor last, SymbolicTensor before, int filters, string id)
    {
        SymbolicTensor p = Adjust(before, last, filters, id);
        SymbolicTensor h = Squeeze(last, filters, $"normal_conv_1_{id}", $"normal_bn_1_{id}");
        SymbolicTensor x1 = Separable(h, filters, 5, $"normal_left1_{id}")
            .Plus(Separable(p, filters, 3, $"normal_right1_{id}"), $"normal_add_1_{id}");
        SymbolicTensor x2 = Separable(p, filters, 5, $"normal_left2_{id}")
            .Plus(Separable(p, filters, 3, $"normal_right2_{id}"), $"normal_add_2_{id}");
        SymbolicTensor x3 = Average(h, $"normal_left3_{id}").Plus(p, $"normal_add_3_{id}");
        SymbolicTensor x4 = Average(p, $"normal_left4_{id}").Plus(Average(p, $"normal_right4_{id}"), $"normal_add_4_{id}");
        SymbolicTensor x5 = Separable(h, filters, 3, $"normal_left5_{id}").Plus(h, $"normal_add_5_{id}");
        return new Concatenate(name: $"normal_concat_{id}").Apply(p, x1, x2, x3, x4, x5);
    }

    /// <summary>A cell that halves the image.</summary>
    /// <inheritdoc cref="Normal"/>
    public static SymbolicTensor Reduction(SymbolicTensor last, SymbolicTensor? before, int filters, string id)
    {
        SymbolicTensor p = Adjust(before, last, filters, id);
        SymbolicTensor h = Squeeze(last, filters, $"reduction_conv_1_{id}", $"reduction_bn_1_{id}");
        SymbolicTensor padded = h.Then(ConvolutionBlocks.BeforeStride2(h, 3, $"reduction_pad_1_{id}"));
        SymbolicTensor x1 = Separable(h, filters, 5, $"reduction_left1_{id}", 2)
            .Plus(Separable(p, filters, 7, $"reduction_right1_{id}", 2), $"reduction_add_1_{id}");
        SymbolicTensor x2 = padded.Then(new MaxPooling2D(3, 2, "valid", name: $"reduction_left2_{id}"))
            .Plus(Separable(p, filters, 7, $"reduction_right2_{id}", 2), $"reduction_add_2_{id}");
        SymbolicTensor x3 = padded.Then(new AveragePooling2D(3, 2, "valid", name: $"reduction_left3_{id}"))
            .Plus(Separable(p, filters, 5, $"reduction_right3_{id}", 2), $"reduction_add3_{id}");
        SymbolicTensor x4 = x2.Plus(Average(x1, $"reduction_left4_{id}"));
        SymbolicTensor x5 = Separable(x1, filters, 3, $"reduction_left4_{id}")
            .Plus(padded.Then(new MaxPooling2D(3, 2, "valid", name: $"reduction_right5_{id}")), $"reduction_add4_{id}");
        return new Concatenate(name: $"reduction_concat_{id}").Apply(x2, x3, x4, x5);
    }

    private static SymbolicTensor Average(SymbolicTensor x, string name) => x.Then(new AveragePooling2D(3, 1, "same", name: name));
}
