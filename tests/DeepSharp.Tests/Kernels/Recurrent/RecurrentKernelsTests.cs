using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Recurrent;

public class RecurrentKernelsTests
{
    // All panel widths, whole and not, the last panel of several, one row and more than a tile, rows and columns with bad strides.
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1 }, { 2, 3, 1, 2 }, { 3, 2, 2, 3 }, { 2, 5, 3, 7 }, { 1, 4, 5, 8 }, { 5, 3, 4, 9 }, { 2, 2, 3, 16 }, { 15, 2, 2, 17 },
        { 4, 3, 7, 31 }, { 3, 2, 1, 32 }, { 2, 3, 6, 33 }, { 29, 2, 3, 40 }, { 17, 3, 100, 64 }, { 2, 2, 447, 65 }, { 3, 2, 1, 128 },
    };

    // Enough products a step to share them out among threads; or so many rows that the backward pass takes the steps in several chunks; or both.
    public static TheoryData<int, int, int, int> LargeSizes =>
        new() { { 32, 3, 40, 128 }, { 61, 2, 5, 100 }, { 120, 2, 30, 65 }, { 120, 20, 2, 4 }, { 128, 18, 3, 65 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(LargeSizes))]
    public void Forward_is_that_of_the_reference(int batch, int steps, int inputs, int units)
    {
        foreach (bool isReversed in (bool[])[false, true])
        {
            foreach (bool isMasked in (bool[])[false, true])
            {
                var run = new Run(batch, steps, inputs, units, isReversed, isMasked);
                (double[] output, double[] state, double[] cell) = run.Reference();

                run.Forward(isRecorded: false);
                TestData.AssertClose(output, run.Y.Checked(), 2e-6, 2e-6, "output");
                TestData.AssertClose(state, run.State.Checked(), 2e-6, 2e-6, "state");
                TestData.AssertClose(cell, run.Cell.Checked(), 4e-6, 4e-6, "cell");

                float[] before = run.Y.Checked();
                run.Forward(isRecorded: true);
                TestData.AssertSameBits(before, run.Y.Checked(), "output with a way back");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(LargeSizes))]
    public void Two_threads_give_the_same_bits_as_one(int batch, int steps, int inputs, int units)
    {
        float[][] one = Gradients(batch, steps, inputs, units, threads: 1), two = Gradients(batch, steps, inputs, units, threads: 2);
        for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], two[i], $"result {i}");
    }

    // Of the double reference by differences, along a few random directions through everything that has a gradient.
    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(LargeSizes))]
    public void Backward_agrees_with_differences_of_the_reference(int batch, int steps, int inputs, int units)
    {
        foreach (bool isMasked in (bool[])[false, true])
        {
            var run = new Run(batch, steps, inputs, units, isReversed: isMasked, isMasked);
            run.Forward(isRecorded: true);
            float[][] gradients = run.Backward();
            for (int direction = 0; direction < 3; direction++)
            {
                double slope = 0;
                var steppedBy = new double[gradients.Length][];
                for (int i = 0; i < gradients.Length; i++)
                {
                    float[] d = TestData.Uniform(gradients[i].Length, seed: 900 + 10 * direction + i);
                    steppedBy[i] = Array.ConvertAll(d, value => (double)value);
                    slope += gradients[i].Zip(d, (g, v) => (double)g * v).Sum();
                }

                double want = run.Slope(steppedBy);
                Assert.True(Math.Abs(want - slope) <= 2e-5 * (1 + run.SizeOf(gradients)),
                    $"Direction {direction}: {slope}, the reference says {want}.");
            }
        }
    }

    [Fact]
    public void Gradients_are_added_where_asked_and_backward_can_be_repeated()
    {
        var run = new Run(3, 4, 5, 6, isReversed: false, isMasked: true);
        run.Forward(isRecorded: true);
        float[][] first = run.Backward(), again = run.Backward(), added = run.Backward(adds: true);
        for (int i = 0; i < first.Length; i++)
        {
            TestData.AssertSameBits(first[i], again[i], $"gradient {i}");
            double[] want = Array.ConvertAll(first[i], value => 1.0 + value);
            TestData.AssertClose(want, added[i], 1e-6, 1e-6, $"gradient {i} added to ones");
        }
    }

    private static float[][] Gradients(int batch, int steps, int inputs, int units, int threads)
    {
        using var count = new ThreadCount(threads);
        var run = new Run(batch, steps, inputs, units, isReversed: true, isMasked: true);
        run.Forward(isRecorded: true);
        return [run.Y.Checked(), run.State.Checked(), run.Cell.Checked(), .. run.Backward()];
    }

    private sealed class Run
    {
        private readonly RecurrentShape _shape;
        private readonly bool _isReversed;
        private readonly float[] _mask;
        private readonly float[][] _values;
        private readonly float[][] _cotangents;
        private float[] _rows = [], _cells = [], _saved = [];
        private int[] _firstSteps = [];

        public Run(int batch, int steps, int inputs, int units, bool isReversed, bool isMasked)
        {
            _shape = new RecurrentShape(batch, steps, inputs, units, gates: 4, hasBias: true);
            _isReversed = isReversed;
            float range = 1f / MathF.Sqrt(units + inputs);
            _values =
            [
                TestData.Uniform(batch * steps * inputs, seed: 1), TestData.Uniform(inputs * 4 * units, seed: 2, -range, range),
                TestData.Uniform(units * 4 * units, seed: 3, -range, range), TestData.Uniform(4 * units, seed: 4),
                TestData.Uniform(batch * units, seed: 5), TestData.Uniform(batch * units, seed: 6),
            ];
            _cotangents =
            [
                TestData.Uniform(batch * steps * units, seed: 7), TestData.Uniform(batch * units, seed: 8),
                TestData.Uniform(batch * units, seed: 9),
            ];
            _mask = isMasked ? [.. TestData.Uniform(batch * steps, seed: 10, 0f, 1f).Select(value => value < 0.4f ? 0f : 1f)] : [];
            (Y, State, Cell) = (new Guarded(batch * steps * units), new Guarded(batch * units), new Guarded(batch * units));
        }

        public Guarded Y { get; }

        public Guarded State { get; }

        public Guarded Cell { get; }

        public (double[] Output, double[] State, double[] Cell) Reference(double[][]? values = null)
        {
            values ??= [.. _values.Select(value => Array.ConvertAll(value, v => (double)v))];
            var reference = new RecurrentReference(_shape.Batch, _shape.Steps, _shape.Inputs, _shape.Units)
            {
                Sequences = true,
                Backwards = _isReversed,
                Mask = _mask.Length == 0 ? null : _mask,
            };
            return reference.Run(values[0], values[1], values[2], values[3], values[4], values[5]);
        }

        public double Slope(double[][] direction)
        {
            const double Step = 1e-5;
            double Sum(double sign)
            {
                double[][] at = [.. _values.Select((value, i) => value.Select((v, j) => v + sign * Step * direction[i][j]).ToArray())];
                (double[] output, double[] state, double[] cell) = Reference(at);
                return Dot(output, _cotangents[0]) + Dot(state, _cotangents[1]) + Dot(cell, _cotangents[2]);
            }

            return (Sum(1) - Sum(-1)) / (2 * Step);
        }

        public double SizeOf(float[][] gradients) => Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => (double)value * value)));

        public void Forward(bool isRecorded)
        {
            _rows = isRecorded ? new float[RecurrentKernels.RowsLength(_shape)] : [];
            _cells = isRecorded ? new float[RecurrentKernels.CellsLength(_shape)] : [];
            _saved = isRecorded ? new float[RecurrentKernels.SavedLength<LstmCell>(_shape)] : [];
            _firstSteps = new int[_shape.Batch];
            RecurrentKernels.Forward<LstmCell>(Buffers(Y.Span, State.Span, Cell.Span));
        }

        public float[][] Backward(bool adds = false)
        {
            Guarded[] results = [.. _values.Select(value => new Guarded(value.Length))];
            foreach (Guarded result in results) result.Span.Fill(adds ? 1f : float.NaN);
            var gradients = new RecurrentGradients
            {
                X = results[0].Span,
                Kernel = results[1].Span,
                RecurrentKernel = results[2].Span,
                Bias = results[3].Span,
                InitialState = results[4].Span,
                InitialCell = results[5].Span,
                AddsToX = adds,
                AddsToKernel = adds,
                AddsToRecurrentKernel = adds,
                AddsToBias = adds,
                AddsToInitialState = adds,
                AddsToInitialCell = adds,
            };
            RecurrentKernels.Backward<LstmCell>(Buffers(_cotangents[0], _cotangents[1], _cotangents[2]), gradients);
            return [.. results.Select(result => result.Checked())];
        }

        private static double Dot(double[] x, float[] r) => x.Zip(r, (a, b) => a * b).Sum();

        private RecurrentBuffers Buffers(Span<float> y, Span<float> state, Span<float> cell) => new()
        {
            Sizes = _shape,
            IsReversed = _isReversed,
            ReturnsSequences = true,
            X = _values[0],
            Kernel = _values[1],
            RecurrentKernel = _values[2],
            Bias = _values[3],
            InitialState = _values[4],
            InitialCell = _values[5],
            Mask = _mask,
            Y = y,
            FinalState = state,
            FinalCell = cell,
            Rows = _rows,
            Cells = _cells,
            Saved = _saved,
            FirstSteps = _firstSteps,
        };
    }
}
