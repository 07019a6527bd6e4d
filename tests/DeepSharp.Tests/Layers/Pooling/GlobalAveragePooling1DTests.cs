using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class GlobalAveragePooling1DTests
{
    private static readonly Images s_sequences = new(2, 1, 4, 5);

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GlobalAveragePooling1D(name: "g"), input: [2, 4, 5], output: [2, 5], weights: 0,
        (x, _) => AveragePool(s_sequences, x, new Window(1, 4)));

    [Fact]
    public void Holds_it_with_dims_kept() => LayerTester.Check(
        () => new GlobalAveragePooling1D(keepDims: true, name: "g"), input: [2, 4, 5], output: [2, 1, 5], weights: 0,
        (x, _) => AveragePool(s_sequences, x, new Window(1, 4)));

    [Fact]
    public void Sequences_without_steps_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new GlobalAveragePooling1D(name: "g").Apply(Tensor.Zeros([2, 0, 3])));
        Assert.Equal("GlobalAveragePooling1D 'g': expected sequences of at least one step but got (2, 0, 3).", exception.Message);
    }

    [Fact]
    public void Only_the_steps_of_the_mask_count()
    {
        var layer = new GlobalAveragePooling1D();
        Tensor x = Tensor.From([1, 10, 3, 30, 99, float.NaN], [1, 3, 2]).WithMask(Tensor.From([1, 1, 0], [1, 3]));
        Tensor mean = layer.Apply(x);
        Assert.Equal([2, 20], mean.ToArray());
        Assert.Null(mean.Mask);
        Assert.Equal([1, 1, 2], new GlobalAveragePooling1D(keepDims: true).Apply(x).Shape);
    }

    [Fact]
    public void Without_a_step_that_counts_the_mean_is_not_a_number() => Assert.True(
        float.IsNaN(new GlobalAveragePooling1D().Apply(Tensor.Ones([1, 2, 1]).WithMask(Tensor.Zeros([1, 2])))[0, 0]));

    [Fact]
    public void Only_the_steps_of_the_mask_get_the_gradient()
    {
        var layer = new GlobalAveragePooling1D();
        Tensor mask = Tensor.From([1, 0, 1, 1, 0, 0, 1, 0], [2, 4]);
        Tensor x = LayerTester.RandomInput([2, 4, 3]).WithMask(mask);
        GradientCheck.Run(() => layer.Apply(x), [x], at => Reference(at[0], mask.ToArray()));
        LayerTester.CheckAllocations(layer, x);
    }

    private static double[] Reference(double[] x, float[] mask)
    {
        var mean = new double[2 * 3];
        for (int i = 0; i < x.Length; i++)
        {
            int sample = i / 12;
            float count = mask[(sample * 4)..((sample + 1) * 4)].Sum();
            mean[sample * 3 + i % 3] += mask[i / 3] * x[i] / count;
        }

        return mean;
    }
}
