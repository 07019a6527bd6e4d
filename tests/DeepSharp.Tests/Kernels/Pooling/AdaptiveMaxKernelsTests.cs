using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Pooling;

public class AdaptiveMaxKernelsTests
{
    private const int Outer = 2;
    private static readonly int[] s_inners = [1, 3, 4, 8, 15, 16, 17, 33];
    private static readonly AdaptiveAxis[] s_axes = [new(1, 1), new(1, 3), new(5, 2), new(7, 4), new(4, 9), new(12, 12)];

    [Fact]
    public void Forward_gives_the_maximum_and_the_first_place_it_was_found()
    {
        foreach ((AdaptiveAxis axis, int inner, float[] x) in Cases())
        {
            var (y, positions) = (new Fenced(Outer * axis.Output * inner), new Fenced(Outer * axis.Output * inner));
            AdaptiveMaxKernels.Forward(axis, x, Outer, inner, y.Span, positions.Span);
            for (int i = 0; i < y.Span.Length; i++)
            {
                float[] window = Window(axis, x, i, inner);
                Assert.Equal(window.Max(), y.Span[i]);
                Assert.Equal(Array.IndexOf(window, window.Max()), (int)positions.Span[i]);
            }

            y.AssertIntact();
            positions.AssertIntact();
            var alone = new Fenced(y.Span.Length);
            AdaptiveMaxKernels.Forward(axis, x, Outer, inner, alone.Span, []);
            TestData.AssertSameBits(y.Span, alone.Span, "without positions");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_sends_each_gradient_to_the_maximum(bool accumulate)
    {
        foreach ((AdaptiveAxis axis, int inner, float[] x) in Cases())
        {
            int outputs = Outer * axis.Output * inner;
            float[] y = new float[outputs], positions = new float[outputs], dy = TestData.Uniform(outputs, seed: 4);
            AdaptiveMaxKernels.Forward(axis, x, Outer, inner, y, positions);
            float[] before = TestData.Uniform(x.Length, seed: 5);
            var dx = new Fenced(x.Length);
            before.CopyTo(dx.Span);

            AdaptiveMaxKernels.Backward(axis, dy, positions, Outer, inner, dx.Span, accumulate);

            double[] want = [.. before.Select(value => accumulate ? (double)value : 0)];
            for (int i = 0; i < outputs; i++)
            {
                (int sample, int output) = Math.DivRem(i / inner, axis.Output);
                int at = sample * axis.Input + axis.Window(output).Start + (int)positions[i];
                want[at * inner + i % inner] += dy[i];
            }

            TestData.AssertClose(want, dx.Span, 1e-6, 1e-6, $"{axis}, {inner}");
            dx.AssertIntact();
        }
    }

    [Fact]
    public void Windows_of_an_input_are_those_that_hold_it()
    {
        foreach (AdaptiveAxis axis in s_axes)
        {
            for (int input = 0; input < axis.Input; input++)
            {
                int[] want = [.. Enumerable.Range(0, axis.Output).Where(i => axis.Window(i).Start <= input && input < axis.Window(i).End)];
                Assert.Equal(want, Enumerable.Range(axis.Windows(input).Start, axis.Windows(input).Count));
            }
        }
    }

    [Fact]
    public void A_NaN_reaches_every_window_that_holds_it()
    {
        var y = new float[2];
        AdaptiveMaxKernels.Forward(new AdaptiveAxis(3, 2), [1, float.NaN, 2], 1, 1, y, []);
        Assert.Equal([float.NaN, float.NaN], y);
    }

    // Few different values, so that most windows have ties.
    private static IEnumerable<(AdaptiveAxis Axis, int Inner, float[] X)> Cases()
    {
        foreach (AdaptiveAxis axis in s_axes)
            foreach (int inner in s_inners)
            {
                yield return (axis, inner, [.. TestData.Uniform(Outer * axis.Input * inner, 1, -2f, 2f).Select(value => MathF.Round(value))]);
            }
    }

    private static float[] Window(AdaptiveAxis axis, float[] x, int i, int inner)
    {
        (int sample, int output) = Math.DivRem(i / inner, axis.Output);
        PoolRange window = axis.Window(output);
        return [.. Enumerable.Range(window.Start, window.Count).Select(at => x[(sample * axis.Input + at) * inner + i % inner])];
    }
}
