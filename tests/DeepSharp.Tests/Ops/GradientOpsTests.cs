using DeepSharp.Kernels;

namespace DeepSharp.Tests.Ops;

/// <summary>Gradients that ops say in terms of ops: those of the backward pass, and differentiable again.</summary>
public class GradientOpsTests
{
    private static readonly Tensor s_x = Tensor.From(TestData.Uniform(24, seed: 1), [2, 3, 4]);
    private static readonly Tensor s_w = Tensor.From(TestData.Uniform(20, seed: 2), [4, 5]);
    private static readonly Tensor s_b = Tensor.From(TestData.Uniform(5, seed: 3), [5]);
    private static readonly Tensor s_g = Tensor.From(TestData.Uniform(30, seed: 4), [2, 3, 5]);

    public static TheoryData<bool, int> Cases => new(
        from isRelu in (bool[])[false, true] from index in (int[])[0, 1, 2] select new TheoryDataRow<bool, int>(isRelu, index));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_Linear_they_are_those_of_the_backward_pass(bool isRelu, int index)
    {
        LinearOp op = LinearOp.For(isRelu ? FusedActivation.ReLU : FusedActivation.None);
        Tensor[] inputs = [s_x, s_w, s_b];
        var tape = new GradientTape();
        foreach (Tensor input in inputs) tape.Watch(input);
        Tensor y = tape.Record(() => Tape.Run(op, inputs));
        Tensor?[] want = tape.Gradient(y, inputs, s_g);

        Tensor? got = op.GradientOps(index, inputs, Tape.Run(op, inputs), s_g);
        Assert.Equal(inputs[index].Shape, got!.Shape);
        TestData.AssertClose(Array.ConvertAll(want[index]!.ToArray(), value => (double)value), got.Span, 1e-6, 1e-6, $"gradient {index}");
    }

    // d/dw of Σ (dy/dx)², a penalty of the size of a gradient: 2·g·wᵀ goes back through the product with w.
    [Fact]
    public void A_gradient_of_a_gradient_is_one_of_the_ops()
    {
        LinearOp op = LinearOp.For(FusedActivation.None);
        Tensor Penalty() => DeepSharp.Ops.Square(op.GradientOps(0, [s_x, s_w, s_b], Tape.Run(op, s_x, s_w, s_b), s_g)!);
        GradientCheck.Run(Penalty, [s_w], at => [.. Enumerable.Range(0, 24).Select(i =>
        {
            double sum = 0;
            for (int k = 0; k < 5; k++) sum += s_g.Span[i / 4 * 5 + k] * at[0][i % 4 * 5 + k];
            return sum * sum;
        })]);
    }

    [Fact]
    public void An_op_that_does_not_say_it_gives_none() =>
        Assert.Null(new SparsemaxOp(-1).GradientOps(0, [s_x], s_x, s_x));
}
