namespace DeepSharp.Tests.Ops;

// The ops of which steps of recurrent layers are composed.
public class StepOpTests
{
    [Fact]
    public void A_step_is_cut_out_of_sequences()
    {
        Tensor x = Tensor.From(TestData.Uniform(24, seed: 1), [2, 4, 3]);
        GradientCheck.Run(() => Tape.Run(new StepOp(2), x), [x], at => [.. at[0][6..9], .. at[0][18..21]]);
        Assert.Throws<ShapeException>(() => Tape.Run(new StepOp(4), x));
    }

    [Fact]
    public void Steps_become_sequences()
    {
        Tensor a = Tensor.From(TestData.Uniform(6, seed: 1), [2, 3]), b = Tensor.From(TestData.Uniform(6, seed: 2), [2, 3]);
        GradientCheck.Run(
            () => Tape.Run(StackStepsOp.Instance, a, b, a), [a, b],
            at => [.. at[0][..3], .. at[1][..3], .. at[0][..3], .. at[0][3..], .. at[1][3..], .. at[0][3..]]);
        Assert.Throws<ShapeException>(() => Tape.Run(StackStepsOp.Instance, a, Tensor.Zeros([2, 4])));
    }

    [Fact]
    public void Columns_are_cut_out()
    {
        Tensor x = Tensor.From(TestData.Uniform(10, seed: 1), [2, 5]);
        GradientCheck.Run(() => Tape.Run(new ColumnsOp(1, 3), x), [x], at => [.. at[0][1..4], .. at[0][6..9]]);
        Assert.Throws<ShapeException>(() => Tape.Run(new ColumnsOp(3, 3), x));
    }
}
