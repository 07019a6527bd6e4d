using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops.Attention;

public class DotProductAttentionTests
{
    [Fact]
    public void One_tensor_may_be_queries_keys_and_values()
    {
        Tensor x = OpData.Random([2, 5, 2, 3], 1);
        var reference = new AttentionReference(2, 5, 5, 2, 2, 3, 3) { IsCausal = true };
        GradientCheck.Run(
            () => DeepSharp.Ops.DotProductAttention(x, x, x, isCausal: true), [x], at => reference.Run(at[0], at[0], at[0]));
    }

    [Fact]
    public void A_mask_may_stretch()
    {
        Tensor q = OpData.Random([2, 3, 2, 4], 1), k = OpData.Random([2, 5, 1, 4], 2), v = OpData.Random([2, 5, 1, 2], 3);
        Tensor keys = Tensor.From([1, 0, 1, 1, 0], [1, 1, 1, 5]), queries = Tensor.From([1, 0, 1], [3, 1]);
        var reference = new AttentionReference(2, 3, 5, 2, 1, 4, 2);
        GradientCheck.Run(
            () => DeepSharp.Ops.DotProductAttention(q, k, v, mask: keys), [q, k, v],
            at => (reference with { Allows = (_, _, _, s) => s is not (1 or 4) }).Run(at[0], at[1], at[2]));
        GradientCheck.Run(
            () => DeepSharp.Ops.DotProductAttention(q, k, v, mask: queries), [q, k, v],
            at => (reference with { Allows = (_, _, t, _) => t != 1 }).Run(at[0], at[1], at[2]));
    }

    [Fact]
    public void A_bias_is_added_to_the_scores_and_has_a_gradient()
    {
        Tensor q = OpData.Random([1, 3, 2, 4], 1), k = OpData.Random([1, 5, 1, 4], 2), v = OpData.Random([1, 5, 1, 2], 3);
        Tensor zeros = Tensor.Zeros([2, 1, 5]);
        var reference = new AttentionReference(1, 3, 5, 2, 1, 4, 2) { IsCausal = true };
        Tensor y = DeepSharp.Ops.DotProductAttention(q, k, v, bias: zeros, isCausal: true);
        TestData.AssertClose(
            reference.Run(Doubles(q), Doubles(k), Doubles(v)), y.Span, 1e-6, 1e-6, "output with a bias of zeros");

        Tensor far = Tensor.From([0, 0, 0, 0, -1e9f], [5]);
        y = DeepSharp.Ops.DotProductAttention(q, k, v, bias: far);
        reference = reference with { IsCausal = false, Allows = (_, _, _, s) => s != 4 };
        TestData.AssertClose(reference.Run(Doubles(q), Doubles(k), Doubles(v)), y.Span, 1e-6, 1e-6, "output with a bias that is a mask");

        var tape = new GradientTape();
        tape.Watch(zeros);
        Tensor sum = tape.Record(() => (DeepSharp.Ops.DotProductAttention(q, k, v, bias: zeros) * v.Slice(0, 1).Sum()).Sum());
        Assert.Contains(tape.Gradient(sum, zeros)[0]!.ToArray(), value => value != 0f);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor q = Tensor.Ones([2, 3, 4, 5]);
        Assert.Equal(
            "DotProductAttention: expected queries and keys of one width but got queries (2, 3, 4, 5), keys (2, 3, 4, 6) and values (2, 3, 4, 5).",
            ShapeError.Of(() => DeepSharp.Ops.DotProductAttention(q, Tensor.Ones([2, 3, 4, 6]), q)));
        Assert.Equal(
            "DotProductAttention: expected a mask that stretches to (batch, heads, queries, keys), (2, 4, 3, 3), but got (2, 3, 3).",
            ShapeError.Of(() => DeepSharp.Ops.DotProductAttention(q, q, q, mask: Tensor.Ones([2, 3, 3]))));
    }

    private static double[] Doubles(Tensor x) => Array.ConvertAll(x.ToArray(), value => (double)value);
}
