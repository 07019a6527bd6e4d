using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Core;

public class EinsumDenseTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new EinsumDense("abc,cde->abde", [Shape.Any, 2, 3], activation: "relu", biasAxes: "de", name: "e"), [2, 3, 4], [2, 3, 2, 3], 2,
            (x, w) => [.. LayerReference.Linear(x, w[0], w[1], 4, 6).Select(value => Math.Max(0, value))]);
        LayerTester.Check(
            () => new EinsumDense("...x,xy->...y", 5, activation: "tanh", biasAxes: "y", name: "e"), [2, 2, 3, 4], [2, 2, 3, 5], 2,
            (x, w) => [.. LayerReference.Linear(x, w[0], w[1], 4, 5).Select(Math.Tanh)]);
        LayerTester.Check(
            () => new EinsumDense("abc,bd->adc", [3, Shape.Any], biasAxes: "d", kernelRegularizer: "l2", name: "e"), [2, 4, 5], [2, 3, 5], 2,
            (x, w) =>
            {
                double[] y = new double[2 * 3 * 5];
                for (int i = 0; i < y.Length; i++)
                {
                    int c = i % 5, d = i / 5 % 3, a = i / 15;
                    y[i] = w[1][d];
                    for (int b = 0; b < 4; b++) y[i] += x[(a * 4 + b) * 5 + c] * w[0][b * 3 + d];
                }

                return y;
            });
    }

    [Fact]
    public void First_values_go_by_the_axes_that_are_summed_over()
    {
        var layer = new EinsumDense("abc,cde->abde", [Shape.Any, 50, 40], kernelInitializer: Initializer.HeUniform(seed: 1));
        layer.Build([Shape.Any, 3, 100]);
        float limit = MathF.Sqrt(6f / 100);
        Assert.InRange(layer.Kernel!.Value.ToArray().Max(), 0.98f * limit, limit);
        Assert.Equal(Initializer.HeUniform(seed: 1), layer.KernelInitializer);
    }

    [Fact]
    public void What_is_no_equation_of_a_layer_is_refused()
    {
        Assert.Equal(
            "EinsumDense 'e': expected an equation of the form 'x,k->y', '...x,k->...y' or 'x...,k->y...', such as 'abc,cd->abd', but got " +
            "'ab->ba'. (Parameter 'equation')", Assert.Throws<ArgumentException>(() => new EinsumDense("ab->ba", 3, name: "e")).Message);
        Assert.Equal(
            "EinsumDense 'e': expected an input with the axes 'ab' of 'ab,bc->ac' but got (2, 3, 4).",
            ShapeError.Of(() => new EinsumDense("ab,bc->ac", 3, name: "e").Apply(Tensor.Ones([2, 3, 4]))));
        Assert.Equal(
            "EinsumDense 'e': expected an outputShape of 2 lengths for 'abc,cd->abd' and an input of shape (2, 3, 4) but got (3,).",
            ShapeError.Of(() => new EinsumDense("abc,cd->abd", 3, name: "e").Apply(Tensor.Ones([2, 3, 4]))));
        Assert.Equal(
            "EinsumDense 'e': expected biasAxes with letters of the output of 'ab,bc->ac' but got 'x'.",
            ShapeError.Of(() => new EinsumDense("ab,bc->ac", 3, biasAxes: "x", name: "e").Apply(Tensor.Ones([2, 3]))));
        Assert.Throws<NotSupportedException>(() => Layer.Create(
            "EinsumDense", new() { ["equation"] = "ab,bc->ac", ["output_shape"] = 3, ["lora_rank"] = 2 }));
    }
}
