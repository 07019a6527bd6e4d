using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Attention;

public class GroupQueryAttentionTests
{
    private static readonly HeadsReference s_reference = new(new AttentionReference(2, 3, 5, 4, 2, 3, 3), 4, 4, 4);

    [Fact]
    public void Holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new GroupQueryAttention(3, 4, 2, name: "g"), [[2, 3, 4], [2, 5, 4]], [2, 3, 4], 8,
            (x, w) => s_reference.Run(x[0], x[1], x[1], w));
        LayerTester.Check(
            () => new GroupQueryAttention(3, 4, 2, useGate: true, name: "g"), [[2, 3, 4], [2, 5, 4]], [2, 3, 4], 10,
            (x, w) => (s_reference with { UseGate = true }).Run(x[0], x[1], x[1], w),
            (layer, x) => layer.ApplyAll(new CallArguments<Tensor>(x).With("return_attention_scores", true))[0]);
    }

    [Fact]
    public void A_mask_of_the_queries_by_name_counts()
    {
        var layer = (GroupQueryAttention)LayerTester.Build(() => new GroupQueryAttention(3, 4, 2), [[2, 3, 4], [2, 5, 4]]);
        Tensor[] x = LayerTester.RandomInputs([[2, 3, 4], [2, 5, 4]]);
        float[] mask = [1, 0, 1, 1, 1, 0];
        Tensor got = layer.Apply(new CallArguments<Tensor>(x).With("query_mask", Tensor.From(mask, [2, 3])));
        HeadsReference reference = s_reference with { Attention = s_reference.Attention with { Allows = (b, _, t, _) => mask[b * 3 + t] != 0 } };
        double[][] at = [.. x.Concat(layer.Weights.Select(weight => weight.Value)).Select(one => Array.ConvertAll(one.ToArray(), v => (double)v))];
        TestData.AssertClose(reference.Run(at[0], at[1], at[1], at[2..]), got.Span, 1e-5, 1e-5, "output");
    }

    [Fact]
    public void Names_and_refusals_are_those_of_Keras()
    {
        Assert.StartsWith("grouped_query_attention", new GroupQueryAttention(2, 2, 1).Name);
        Assert.Equal("GroupQueryAttention", new GroupQueryAttention(2, 2, 1).ClassName);
        Assert.Equal(
            "GroupQueryAttention 'g': expected numQueryHeads that can be divided by numKeyValueHeads but got 3 and 2. " +
            "(Parameter 'numQueryHeads')", Assert.Throws<ArgumentException>(() => new GroupQueryAttention(2, 3, 2, name: "g")).Message);
    }
}
