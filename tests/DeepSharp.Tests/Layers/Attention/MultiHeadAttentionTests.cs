using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Attention;

public class MultiHeadAttentionTests
{
    private static readonly AttentionReference s_attention = new(2, 3, 5, 2, 2, 3, 4);

    [Fact]
    public void Holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new MultiHeadAttention(2, 3, valueDim: 4, name: "m"), [[2, 3, 4], [2, 5, 3]], [2, 3, 4], 8,
            (x, w) => new HeadsReference(s_attention, 4, 3, 4).Run(x[0], x[1], x[1], w));
        LayerTester.Check(
            () => new MultiHeadAttention(2, 3, valueDim: 4, useBias: false, outputShape: [2, 3], useGate: true, slidingWindow: 2, name: "m"),
            [[2, 3, 4], [2, 5, 3], [2, 5, 2]], [2, 3, 2, 3], 5,
            (x, w) => new HeadsReference(s_attention with { Window = 2 }, 4, 3, 6) { UseBias = false, UseGate = true }.Run(x[0], x[1], x[2], w));
    }

    [Fact]
    public void Scores_come_by_the_long_way_and_are_the_same()
    {
        LayerTester.Check(
            () => new MultiHeadAttention(2, 3, valueDim: 4, name: "m"), [[2, 3, 4], [2, 5, 3]], [2, 3, 4], 8,
            (x, w) => new HeadsReference(s_attention with { IsCausal = true }, 4, 3, 4).Run(x[0], x[1], x[1], w),
            (layer, x) => layer.ApplyAll(Call(x).With("return_attention_scores", true).With("use_causal_mask", true))[0]);
    }

    [Fact]
    public void Causality_and_an_attention_mask_count_together()
    {
        float[] mask = [.. Enumerable.Range(0, 2 * 3 * 5).Select(i => i % 4 == 1 ? 0f : 1f)];
        Tensor given = Tensor.From(mask, [2, 3, 5]);
        AttentionReference attention = s_attention with { IsCausal = true, Allows = (b, _, t, s) => mask[(b * 3 + t) * 5 + s] != 0 };
        var layer = (MultiHeadAttention)LayerTester.Build(() => new MultiHeadAttention(2, 3, valueDim: 4), [[2, 3, 4], [2, 5, 3]]);
        Tensor[] x = LayerTester.RandomInputs([[2, 3, 4], [2, 5, 3]]);
        GradientCheck.Run(
            () => layer.Apply(x[0], x[1], attentionMask: given, useCausalMask: true),
            [.. x, .. layer.Weights.Select(weight => weight.Value)],
            at => new HeadsReference(attention, 4, 3, 4).Run(at[0], at[1], at[1], at[2..]));

        (Tensor output, Tensor scores) = layer.ApplyWithScores(x[0], x[1], attentionMask: given, useCausalMask: true);
        Assert.Equal([2, 2, 3, 5], scores.Shape);
        Assert.Equal([2, 1, 3, 5], scores.Mask!.Shape);
        Tensor alone = layer.Apply(x[0], x[1], attentionMask: given, useCausalMask: true);
        TestData.AssertClose(Array.ConvertAll(output.ToArray(), value => (double)value), alone.Span, 1e-5, 1e-5, "output");
    }

    [Fact]
    public void A_mask_of_each_head_goes_with_masks_of_steps()
    {
        float[] bits = [.. Enumerable.Range(0, 2 * 2 * 3 * 5).Select(i => i % 3 == 1 ? 0f : 1f)];
        Tensor heads = Tensor.From(bits, [2, 2, 3, 5]), keys = Tensor.From([1, 1, 1, 0, 1, 1, 0, 1, 1, 1], [2, 5]);
        var layer = (MultiHeadAttention)LayerTester.Build(() => new MultiHeadAttention(2, 3, valueDim: 4), [[2, 3, 4], [2, 5, 3]]);
        Tensor[] x = LayerTester.RandomInputs([[2, 3, 4], [2, 5, 3]]);
        AttentionReference attention = s_attention with
        {
            Allows = (b, h, t, s) => bits[((b * 2 + h) * 3 + t) * 5 + s] != 0 && keys[b, s] != 0,
        };
        double[] want = new HeadsReference(attention, 4, 3, 4).Run(
            Doubles(x[0]), Doubles(x[1]), Doubles(x[1]), [.. layer.Weights.Select(weight => Doubles(weight.Value))]);
        TestData.AssertClose(want, layer.Apply(x[0], x[1].WithMask(keys), attentionMask: heads).Span, 1e-5, 1e-5, "in one pass");
        Tensor withScores = layer.ApplyWithScores(x[0], x[1].WithMask(keys), attentionMask: heads).Output;
        TestData.AssertClose(want, withScores.Span, 1e-5, 1e-5, "with scores");
    }

    [Fact]
    public void Masked_steps_train_without_allocations_at_lengths_seen_before()
    {
        Layer layer = LayerTester.Build(() => new MultiHeadAttention(2, 3), [[2, 3, 4], [2, 5, 4]]);
        Tensor[][] inputs = [.. new[] { 5, 9, 2 }.Select(steps =>
        {
            Tensor[] x = LayerTester.RandomInputs([[2, steps, 4], [2, steps, 4]]);
            foreach (Tensor one in x) one.Mask = Tensor.Ones([2, steps]);
            return x;
        })];
        LayerTester.CheckAllocations(layer, inputs, (one, x) => ((MultiHeadAttention)one).Apply([x[0], x[1]], training: true));
    }

    [Fact]
    public void Dropout_drops_in_training_alone_and_allocates_nothing()
    {
        var layer = (MultiHeadAttention)LayerTester.Build(() => new MultiHeadAttention(2, 3, dropout: 0.5, seed: 1), [[2, 6, 4], [2, 6, 4]]);
        Tensor[] x = LayerTester.RandomInputs([[2, 6, 4], [2, 6, 4]]);
        Assert.Equal(layer.Apply(x[0], x[1]).ToArray(), layer.Apply(x[0], x[1]).ToArray());
        Assert.NotEqual(layer.Apply(x[0], x[1], training: true).ToArray(), layer.Apply(x[0], x[1], training: true).ToArray());
        LayerTester.CheckAllocations(layer, [x], (one, tensors) => one.Apply(tensors, training: true));
    }

    [Fact]
    public void Several_axes_are_attended_over_together()
    {
        // (2, 2, 3, 4): all six places of a sample look at each other, as they do in a row.
        Layer layer = LayerTester.Build(() => new MultiHeadAttention(2, 3), [[2, 2, 3, 4], [2, 2, 3, 4]]);
        Layer inRow = LayerTester.Build(() => new MultiHeadAttention(2, 3), [[2, 6, 4], [2, 6, 4]]);
        Tensor x = LayerTester.RandomInput([2, 2, 3, 4]);
        Tensor want = inRow.Apply([x.Reshape([2, 6, 4]), x.Reshape([2, 6, 4])]);
        TestData.AssertClose(Doubles(want), layer.Apply([x, x]).Span, 1e-5, 1e-5, "output");
        Assert.Equal([1, 2], ((MultiHeadAttention)layer).AttentionAxes!);
    }

    [Fact]
    public void In_a_model_arguments_go_by_name_and_come_back_from_its_config()
    {
        Input words = new([5, 4], name: "words"), mask = new([5, 5], name: "mask");
        SymbolicTensor y = new MultiHeadAttention(2, 3).Apply(words, words, attentionMask: mask, useCausalMask: true);
        var model = new Model([words, mask], y);
        Tensor x = LayerTester.RandomInput([2, 5, 4]), ones = Tensor.Ones([2, 5, 5]);
        var copy = Model.FromConfig(model.ToConfig());
        copy.SetWeights(model.GetWeights());
        Assert.Equal(model.Apply([x, ones]).ToArray(), copy.Apply([x, ones]).ToArray());
    }

    [Fact]
    public void Penalties_are_for_what_each_projection_gives()
    {
        var layer = new MultiHeadAttention(1, 2, activityRegularizer: Regularizer.L2(0.5), kernelInitializer: "ones");
        Tensor x = Tensor.Ones([1, 1, 2]);
        var tape = new GradientTape();
        double penalty = 0;
        tape.Record(() =>
        {
            Tensor y = layer.Apply(x, x);
            penalty = layer.Losses.Sum(loss => (double)loss.Item());
            return y;
        });

        // Query, key and value are 2, 2; the output 4, 4.
        Assert.Equal(0.5 * (3 * 8 + 32), penalty, 4);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(2, 2, slidingWindow: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(2, 2, dropout: 1));
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, dropout: 0.1, flashAttention: true));
        var layer = new MultiHeadAttention(2, 2, name: "m");
        Assert.Equal(
            "MultiHeadAttention 'm': expected a query, a value and a key of 3 axes or more, (batch, steps, features), but got (2, 3), (2, 3) " +
            "and (2, 3).", ShapeError.Of(() => layer.Apply(Tensor.Ones([2, 3]), Tensor.Ones([2, 3]))));
        Assert.Equal(
            "MultiHeadAttention 'm': expected a value and a key that differ in their features alone but got (2, 3, 4) and (2, 4, 4).",
            ShapeError.Of(() => layer.Apply(Tensor.Ones([2, 3, 4]), Tensor.Ones([2, 3, 4]), Tensor.Ones([2, 4, 4]))));
        Assert.Equal(
            "MultiHeadAttention 'a': expected attentionAxes that are different ones from 1 to 2 for inputs of 4 axes but got 3.",
            ShapeError.Of(() => new MultiHeadAttention(2, 2, attentionAxes: [3], name: "a").Build([[2, 3, 4, 5], [2, 3, 4, 5]])));
    }

    private static CallArguments<Tensor> Call(Tensor[] x) => new(x) { Training = true };

    private static double[] Doubles(Tensor x) => Array.ConvertAll(x.ToArray(), value => (double)value);
}
