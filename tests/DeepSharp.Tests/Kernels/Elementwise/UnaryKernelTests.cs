using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Elementwise;

public class UnaryKernelTests
{
    // A handful of roundings; exp and log of the runtime are within 2 ulp.
    private const double Relative = 1e-6;
    private const double Absolute = 3e-7;

    [Theory]
    [MemberData(nameof(UnaryCase.Names), MemberType = typeof(UnaryCase))]
    public void Values_agree_with_double_precision(string name)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] x = Points(function);
        var y = new Guarded(x.Length);

        function.Map(x, y.Span);

        float[] got = y.Checked();
        for (int i = 0; i < x.Length; i++) Close.Assert(function.Reference(x[i]), got[i], Relative, Absolute, () => $"{name}({x[i]:R})");
    }

    [Theory]
    [MemberData(nameof(UnaryCase.Names), MemberType = typeof(UnaryCase))]
    public void Derivatives_agree_with_differences_of_the_double_function(string name)
    {
        UnaryCase function = UnaryCase.Find(name);
        bool IsSmooth(float x) => x > function.From && function.Kinks.All(kink => Math.Abs(x - kink) > 1e-3);
        float[] x = [.. Points(function).Where(IsSmooth)];
        float[] y = new float[x.Length];
        float[] dy = Samples.Uniform(x.Length, 5);
        function.Map(x, y);
        var overwritten = new Guarded(x.Length);
        var added = new Guarded(dy);

        function.AccumulateGradient(x, y, dy, overwritten.Span, accumulate: false);
        function.AccumulateGradient(function.NeedsInput ? x : y, y, dy, added.Span, accumulate: true);

        (float[] first, float[] second) = (overwritten.Checked(), added.Checked());
        for (int i = 0; i < x.Length; i++)
        {
            double expected = dy[i] * UnaryReference.Derivative(function.Reference, x[i]);
            // exp(x) − 1 and 1 − y² give the derivative near 0 with the absolute precision of a number near 1.
            Close.Assert(expected, first[i], 3 * Relative, Absolute, () => $"{name}'({x[i]:R})·{dy[i]:R}");
            Close.Assert(dy[i] + expected, second[i], 3 * Relative, 2 * Absolute, () => $"accumulated {name}'({x[i]:R})·{dy[i]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(UnaryCase.Names), MemberType = typeof(UnaryCase))]
    public void Large_and_special_arguments_give_no_new_NaN(string name)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] x = [.. new[] { -1e30f, -1e10f, -1000f, -100f, -0f, 0f, 100f, 1000f, 1e10f, 1e30f }.Where(value => value >= function.From)];
        float[] y = new float[x.Length], dx = new float[x.Length];

        function.Map(x, y);
        function.AccumulateGradient(x, y, [.. x.Select(_ => 1f)], dx, accumulate: false);

        Assert.DoesNotContain(y, float.IsNaN);
        Assert.DoesNotContain(dx, float.IsNaN);
    }

    [Theory]
    [MemberData(nameof(UnaryCase.Names), MemberType = typeof(UnaryCase))]
    public void NaN_stays_NaN(string name)
    {
        if (name is "Threshold" or "HardShrink") return; // Comparisons with NaN are false, in Keras too.
        float[] x = [float.NaN], y = new float[1];

        UnaryCase.Find(name).Map(x, y);

        Assert.True(float.IsNaN(y[0]));
    }

    [Theory]
    [MemberData(nameof(UnaryCase.Names), MemberType = typeof(UnaryCase))]
    public void Every_length_gives_the_same_bits_as_element_by_element_and_works_in_place(string name)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] x = Samples.Uniform(257, 1, 6), y = new float[257], dy = Samples.Uniform(257, 2), dx = new float[257];
        if (function.From >= 0) x = Array.ConvertAll(x, value => Math.Abs(value) + (float)function.From);
        for (int i = 0; i < x.Length; i++)
        {
            function.Map(x.AsSpan(i, 1), y.AsSpan(i, 1));
            function.AccumulateGradient(x.AsSpan(i, 1), y.AsSpan(i, 1), dy.AsSpan(i, 1), dx.AsSpan(i, 1), accumulate: false);
        }

        for (int length = 0; length <= x.Length; length++)
        {
            var values = new Guarded(x.AsSpan(0, length));
            var gradients = new Guarded(dy.AsSpan(0, length));

            function.Map(values.Span, values.Span);
            function.AccumulateGradient(x.AsSpan(0, length), y.AsSpan(0, length), gradients.Span, gradients.Span, accumulate: false);

            Assert.Equal(y[..length], values.Checked());
            Assert.Equal(dx[..length], gradients.Checked());
        }
    }

    [Theory]
    [InlineData("ReLU")]
    [InlineData("Tanh")]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] x = Samples.Uniform(100_003, 1, 6), dy = Samples.Uniform(x.Length, 2);
        (float[] y, float[] dx) Run(int threads)
        {
            using var _ = new ThreadCount(threads);
            (float[] y, float[] dx) = (new float[x.Length], new float[x.Length]);
            function.Map(x, y);
            function.AccumulateGradient(x, y, dy, dx, accumulate: false);
            return (y, dx);
        }

        var (one, two, three) = (Run(1), Run(2), Run(3));

        Assert.Equal(one.y, two.y);
        Assert.Equal(one.dx, two.dx);
        Assert.Equal(one.y, three.y);
        Assert.Equal(one.dx, three.dx);
    }

    [Fact]
    public void Small_arguments_keep_their_relative_precision()
    {
        string[] names = ["ELU", "SELU", "CELU", "Tanh", "Softsign", "GELU"];
        for (float size = 1e-30f; size < 0.6f; size *= 1.37f)
        {
            foreach (string name in names)
            {
                UnaryCase function = UnaryCase.Find(name);
                float[] x = [-size], y = new float[1];

                function.Map(x, y);

                Close.Assert(function.Reference(x[0]), y[0], 1e-6, 0, () => $"{name}({x[0]:R})");
            }
        }
    }

    [Theory]
    [InlineData("Sigmoid", -80f)]
    [InlineData("Softplus", -80f)]
    [InlineData("LogSigmoid", 80f)]
    [InlineData("SiLU", -80f)]
    [InlineData("Mish", -40f)]
    public void Small_results_keep_their_relative_precision(string name, float at)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] y = new float[1];

        function.Map([at], y);

        Close.Assert(function.Reference(at), y[0], 2e-6, 0, () => $"{name}({at})");
    }

    [Theory]
    [InlineData("ReLU", 0f, 0f)]
    [InlineData("GeneralReLU", 1f, 0.1f)]
    [InlineData("GeneralReLU", 6f, 1f)]
    [InlineData("ReLU6", 0f, 0f)]
    [InlineData("ReLU6", 6f, 0f)]
    [InlineData("LeakyReLU", 0f, 0.3f)]
    [InlineData("ELU 0.7", 0f, 0.7f)]
    [InlineData("Abs", 0f, 0f)]
    [InlineData("HardSigmoid", 3f, 0f)]
    [InlineData("HardSiLU", -3f, 0f)]
    [InlineData("HardSiLU", 3f, 1f)]
    [InlineData("HardTanh", 1f, 0f)]
    [InlineData("Clip", 3f, 1f)]
    [InlineData("Clip", -2f, 1f)]
    public void The_derivative_at_a_kink_is_the_documented_one(string name, float kink, float expected)
    {
        UnaryCase function = UnaryCase.Find(name);
        float[] x = [kink], y = new float[1], dx = new float[1];

        function.Map(x, y);
        function.AccumulateGradient(x, y, [1f], dx, accumulate: false);

        Assert.Equal(expected, dx[0]);
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        float[] x = Samples.Uniform(20_001, 1, 6), y = new float[x.Length], dx = new float[x.Length];

        AllocationAssert.Zero(() =>
        {
            UnaryKernels.Map(x, y, default(TanhFunction));
            UnaryKernels.AccumulateGradient(x, y, x, dx, new LeakyReLUFunction(0.1f), accumulate: true);
        });
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>(() => UnaryKernels.Map(new float[3], new float[4], default(ReLUFunction)));

    private static float[] Points(UnaryCase function)
    {
        var points = new List<float>();
        for (int i = 0; i <= 3000; i++) points.Add((float)(function.From + (function.To - function.From) * i / 3000));
        points.AddRange(function.Kinks.Select(kink => (float)kink));
        if (function.From < 0) points.AddRange([-100f, -30f, -20f, -1e-6f, -1e-30f, -0f, 0f]);
        points.AddRange([20f, 30f, 80f]);
        return [.. points];
    }
}
