using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Resampling;

public class ResampleKernelsTests
{
    // Around the widths of all registers, and four of the widest.
    private static readonly int[] s_inners = [1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 64, 67, 129];

    public static TheoryData<string> Maps => ["nearest", "linear", "cubic", "lanczos3", "antialias", "mean", "padded"];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Outputs_are_weighted_sums_of_inputs(string map)
    {
        foreach ((AxisTaps taps, int inner, bool accumulate) in Cases(map))
        {
            const int Outer = 3;
            float[] x = TestData.Uniform(Outer * taps.InputLength * inner, seed: 1), before = TestData.Uniform(Outer * taps.OutputLength * inner, seed: 2);
            var y = new Fenced(before.Length);
            before.CopyTo(y.Span);

            ResampleKernels.Run(taps, x, Outer, inner, y.Span, accumulate);

            var want = new double[before.Length];
            for (int i = 0; i < want.Length; i++)
            {
                (int sample, int output) = Math.DivRem(i / inner, taps.OutputLength);
                want[i] = accumulate ? before[i] : taps.Constants?[output] ?? 0;
                for (int k = taps.Offsets[output]; k < taps.Offsets[output + 1]; k++)
                {
                    int input = taps.Starts[output] + k - taps.Offsets[output];
                    want[i] += taps.Weights[k] * (double)x[(sample * taps.InputLength + input) * inner + i % inner];
                }
            }

            TestData.AssertClose(want, y.Span, 1e-6, 1e-6, $"{map}, {inner} values");
            y.AssertIntact();
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void The_transposed_map_has_the_same_weights(string map)
    {
        foreach ((AxisTaps taps, _, _) in Cases(map))
        {
            double[,] matrix = Matrix(taps), transposed = Matrix(taps.Transposed);
            for (int i = 0; i < taps.OutputLength; i++)
                for (int j = 0; j < taps.InputLength; j++) Assert.Equal(matrix[i, j], transposed[j, i]);
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Weights_and_constants_of_an_output_sum_up_to_1(string map)
    {
        foreach ((AxisTaps taps, _, _) in Cases(map))
        {
            double[,] matrix = Matrix(taps);
            for (int i = 0; i < taps.OutputLength; i++)
            {
                // What is filled is filled with ones.
                double sum = taps.Constants?[i] ?? 0;
                for (int j = 0; j < taps.InputLength; j++) sum += matrix[i, j];
                Assert.Equal(1, sum, 5);
            }
        }
    }

    [Fact]
    public void The_same_bits_come_from_any_number_of_threads()
    {
        AxisTaps taps = Create("cubic", 64, 97);
        float[] x = TestData.Uniform(4 * 64 * 200, seed: 3);
        float[][] results = [.. new[] { 1, 2 }.Select(threads =>
        {
            using var count = new ThreadCount(threads);
            var y = new float[4 * 97 * 200];
            ResampleKernels.Run(taps, x, 4, 200, y, accumulate: false);
            return y;
        })];
        TestData.AssertSameBits(results[0], results[1], "output");
    }

    private static IEnumerable<(AxisTaps Taps, int Inner, bool Accumulate)> Cases(string map)
    {
        foreach ((int input, int output) in new[] { (1, 1), (1, 4), (5, 2), (4, 9), (7, 7), (11, 3) })
            foreach (int inner in s_inners) yield return (Create(map, input, output), inner, inner % 2 == 0);
    }

    private static AxisTaps Create(string map, int input, int output)
    {
        if (map == "mean") return AxisTaps.Create(input, output, new MeanRule(new AdaptiveAxis(input, output)));
        ResizeMethod method = map switch
        {
            "nearest" => ResizeMethod.Nearest,
            "cubic" => ResizeMethod.Cubic,
            "lanczos3" => ResizeMethod.Lanczos3,
            _ => ResizeMethod.Linear,
        };
        int margin = map == "padded" ? 2 : 0;
        return AxisTaps.Create(
            input, output, new ResizeRule(method, map == "antialias", input, output, -margin, input + 2 * margin, Fill: 1f));
    }

    private static double[,] Matrix(AxisTaps taps)
    {
        var matrix = new double[taps.OutputLength, taps.InputLength];
        for (int i = 0; i < taps.OutputLength; i++)
        {
            for (int k = taps.Offsets[i]; k < taps.Offsets[i + 1]; k++) matrix[i, taps.Starts[i] + k - taps.Offsets[i]] = taps.Weights[k];
        }

        return matrix;
    }
}
