namespace DeepSharp.Tests.Ops;

// The ops of which steps of recurrent layers are composed.
public class StepOpTests
{
    [Fact]
    public void The_sums_of_a_step_are_its_products_and_the_state_times_the_kernel()
    {
        Tensor products = Random([2, 3, 8], 1), state = Random([2, 4], 2), kernel = Random([4, 8], 3);
        GradientCheck.Run(
            () => Tape.Run(new RecurrentSumsOp(1), products, state, kernel), [products, state, kernel],
            at => Sums(at[0], at[1], at[2], gate => Enumerable.Repeat(1.0, 8).ToArray()));
        Assert.Throws<ShapeException>(() => Tape.Run(new RecurrentSumsOp(3), products, state, kernel));
        Assert.Throws<ShapeException>(() => Tape.Run(new RecurrentSumsOp(1), products, Random([3, 4], 2), kernel));
    }

    [Fact]
    public void Each_gate_may_see_the_state_through_a_mask_of_its_own()
    {
        Tensor products = Random([2, 3, 8], 1), state = Random([2, 4], 2), kernel = Random([4, 8], 3), masks = Random([4, 4], 4);
        GradientCheck.Run(
            () => Tape.Run(new RecurrentSumsOp(1), products, state, kernel, masks), [products, state, kernel],
            at => Sums(at[0], at[1], at[2], gate => [.. masks.ToArray().Skip(8 * gate).Take(8).Select(value => (double)value)]));
    }

    [Fact]
    public void The_cell_of_an_LSTM_keeps_and_adds()
    {
        Tensor[] inputs = [.. Enumerable.Range(0, 4).Select(i => Random([2, 3], i + 1))];
        GradientCheck.Run(
            () => Tape.Run(LstmCellOp.Instance, inputs), inputs,
            at => [.. Enumerable.Range(0, 6).Select(i => at[1][i] * at[3][i] + at[0][i] * at[2][i])]);
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

    // Two samples, three steps of which the middle one counts, two gates of four units.
    private static double[] Sums(double[] products, double[] state, double[] kernel, Func<int, double[]> mask)
    {
        var sums = new double[16];
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 8; column++)
            {
                double[] factors = mask(column / 4);
                double sum = products[(row * 3 + 1) * 8 + column];
                for (int k = 0; k < 4; k++) sum += state[row * 4 + k] * factors[row * 4 + k] * kernel[k * 8 + column];
                sums[row * 8 + column] = sum;
            }
        }

        return sums;
    }

    private static Tensor Random(Shape shape, int seed) => Tensor.From(TestData.Uniform(shape.Size, seed), shape);
}
