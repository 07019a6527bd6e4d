using CsCheck;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

public class BinaryOpTests
{
    private static readonly (int[] A, int[] B)[] s_shapes =
    [
        ([], []), ([5], [5]), ([2, 3], [3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([], [2, 2]),
        ([2, 1, 3], [4, 1]), ([3, 1, 2, 1], [5, 1, 3]),
    ];

    [Theory]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Multiply")]
    [InlineData("Divide")]
    [InlineData("Maximum")]
    [InlineData("Minimum")]
    [InlineData("Power")]
    public void Values_and_gradients_agree_with_the_reference_for_shapes_that_broadcast(string name)
    {
        (Func<Tensor, Tensor, Tensor> op, Func<double, double, double> reference) = Find(name);
        foreach ((int[] aShape, int[] bShape) in s_shapes)
        {
            // Values a safe distance from each other (no kink of a maximum) and from 0 (a quotient, a power).
            Tensor a = OpData.Random(aShape, 1, 0.5f, 1.5f), b = OpData.Random(bShape, 2, 0.5f, 1.5f);
            if (name is "Maximum" or "Minimum") (a, b) = (OpData.Distinct(aShape, 3), OpData.Distinct(bShape, 4) + 0.05f);
            GradientCheck.Run(() => op(a, b), [a, b], at => TensorOpReference.Map(at[0], aShape, at[1], bShape, reference));
        }
    }

    [Fact]
    public void Any_two_shapes_that_fit_broadcast() => OpData.BroadcastShapes.Sample((aShape, bShape) =>
    {
        Tensor a = OpData.Random(aShape, 1), b = OpData.Random(bShape, 2);

        Tensor y = a - b;

        Assert.Equal(TensorOpReference.Broadcast(aShape, bShape), y.Shape.ToArray());
        double[] want = TensorOpReference.Map(Wide(a), aShape, Wide(b), bShape, (l, r) => l - r);
        TestData.AssertClose(want, y.Span, 1e-6, 1e-6, "difference");
    }, iter: 500);

    [Fact]
    public void Any_gradient_is_summed_over_the_axes_that_were_stretched() => OpData.BroadcastShapes.Sample((aShape, bShape) =>
    {
        Tensor a = OpData.Random(aShape, 1), b = OpData.Random(bShape, 2);
        var tape = new GradientTape();
        tape.Watch(a);
        tape.Watch(b);

        Tensor?[] gradients = tape.Gradient(tape.Record(() => a * b), a, b);

        // d Σab / da = Σ b over the places that a went to, and the other way round.
        int[] shape = TensorOpReference.Broadcast(aShape, bShape);
        var da = new double[a.Size];
        var db = new double[b.Size];
        for (int i = 0; i < TensorOpReference.Size(shape); i++)
        {
            (int left, int right) = (TensorOpReference.Source(i, shape, aShape), TensorOpReference.Source(i, shape, bShape));
            da[left] += b.Span[right];
            db[right] += a.Span[left];
        }

        TestData.AssertClose(da, gradients[0]!.Span, 1e-5, 1e-5, "left");
        TestData.AssertClose(db, gradients[1]!.Span, 1e-5, 1e-5, "right");
    }, iter: 500);

    [Fact]
    public void Numbers_stand_on_either_side()
    {
        Tensor x = Tensor.From([1, 2, 4]);
        Assert.Equal([2f, 3f, 5f], (x + 1).ToArray());
        Assert.Equal([2f, 3f, 5f], (1 + x).ToArray());
        Assert.Equal([0f, 1f, 3f], (x - 1).ToArray());
        Assert.Equal([0f, -1f, -3f], (1 - x).ToArray());
        Assert.Equal([3f, 6f, 12f], (x * 3).ToArray());
        Assert.Equal([3f, 6f, 12f], (3 * x).ToArray());
        Assert.Equal([0.5f, 1f, 2f], (x / 2).ToArray());
        Assert.Equal([4f, 2f, 1f], (4 / x).ToArray());
        Assert.Equal([-1f, -2f, -4f], (-x).ToArray());
        Assert.Equal([1f, 8f, 64f], x.Pow(3).ToArray());
        Assert.Equal([2f, 2f, 4f], x.Maximum(2).ToArray());
        Assert.Equal([1f, 2f, 2f], x.Minimum(2).ToArray());
    }

    [Fact]
    public void One_tensor_on_both_sides_gets_both_gradients()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        GradientCheck.Run(() => x * x, [x], at => [.. at[0].Select(v => v * v)]);
        GradientCheck.Run(() => x / x.Sum(), [x], at => [.. at[0].Select(v => v / at[0].Sum())]);
    }

    [Fact]
    public void A_tie_gives_its_gradient_to_the_left()
    {
        Tensor a = Tensor.From([1, 5]), b = Tensor.From([1, 7]);
        foreach (Func<Tensor> op in (Func<Tensor>[])[() => a.Maximum(b), () => a.Minimum(b)])
        {
            var tape = new GradientTape();
            tape.Watch(a);
            tape.Watch(b);
            Tensor?[] gradients = tape.Gradient(tape.Record(op), a, b);
            Assert.Equal(1f, gradients[0]![0]);
            Assert.Equal(0f, gradients[1]![0]);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named_in_full()
    {
        Assert.Equal(
            "Add: Shapes (2, 3) and (4,) do not broadcast: axis 1 is 3 against 4; they must be equal, or one of them 1.",
            ShapeError.Of(() => Tensor.Zeros([2, 3]) + Tensor.Zeros([4])));
    }

    [Fact]
    public void Empty_operands_give_empty_results()
    {
        Assert.Equal([0, 3], (Tensor.Zeros([0, 3]) + Tensor.Zeros([3])).Shape.ToArray());
        Assert.Equal([0], (Tensor.Zeros([0]) * Tensor.Zeros([1])).Shape.ToArray());
    }

    private static (Func<Tensor, Tensor, Tensor> Op, Func<double, double, double> Reference) Find(string name) => name switch
    {
        "Add" => ((a, b) => a + b, (a, b) => a + b),
        "Subtract" => ((a, b) => a - b, (a, b) => a - b),
        "Multiply" => ((a, b) => a * b, (a, b) => a * b),
        "Divide" => ((a, b) => a / b, (a, b) => a / b),
        "Maximum" => ((a, b) => a.Maximum(b), Math.Max),
        "Minimum" => ((a, b) => a.Minimum(b), Math.Min),
        _ => ((a, b) => a.Pow(b), Math.Pow),
    };

    private static double[] Wide(Tensor x) => Array.ConvertAll(x.ToArray(), value => (double)value);
}
