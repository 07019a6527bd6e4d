using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Elementwise;

public class BinaryKernelTests
{
    // One operation in float; a power goes through MathF.Pow.
    private const double Relative = 1e-6;

    /// <summary>Pairs of shapes: equal, with a number, short and long row vector, column, outer product, middle axes, ranks.</summary>
    public static readonly (int[] Left, int[] Right)[] Shapes =
    [
        ([], []),
        ([37], [37]),
        ([1], [50]),
        ([50], []),
        ([5, 3], [3]),
        ([700, 3], [3]),
        ([3], [1001, 3]),
        ([4, 70], [70]),
        ([70], [4, 70]),
        ([6, 1], [6, 19]),
        ([6, 33], [6, 1]),
        ([7, 1], [1, 18]),
        ([1, 18], [7, 1]),
        ([2, 3, 4, 5], [3, 1, 5]),
        ([2, 1, 4, 1], [1, 3, 1, 17]),
        ([2, 3, 1, 1], [2, 3, 4, 5]),
        ([4, 1, 6, 1, 2], [4, 5, 1, 3, 2]),
        ([2, 1, 2, 1, 2, 1, 2, 1], [1, 3, 1, 2, 1, 2, 1, 3]),
        ([0, 3], [3]),
        ([1, 3], [0, 1]),
    ];

    [Theory]
    [MemberData(nameof(BinaryCase.Names), MemberType = typeof(BinaryCase))]
    public void Values_of_broadcast_operands_agree_with_double_precision(string name)
    {
        BinaryCase function = BinaryCase.Find(name);
        foreach ((int[] left, int[] right) in Shapes)
        {
            (float[] a, float[] b) = Operands(name, left, right);
            int[] output = BroadcastReference.OutputShape(left, right);
            (int[] fromA, int[] fromB) = (BroadcastReference.Source(left, output), BroadcastReference.Source(right, output));
            var y = new Guarded(fromA.Length);

            function.Map(BroadcastGeometry.Create(left, right), a, b, y.Span);

            double[] expected = [.. fromA.Zip(fromB, (i, j) => function.Reference(a[i], b[j]))];
            Close.Assert(expected, y.Checked(), Relative, 0, $"{name} {Text(left, right)}");
        }
    }

    [Theory]
    [MemberData(nameof(BinaryCase.Differentiable), MemberType = typeof(BinaryCase))]
    public void Gradients_are_summed_to_the_shape_of_the_operand(string name)
    {
        BinaryCase function = BinaryCase.Find(name);
        foreach ((int[] left, int[] right) in Shapes)
        {
            (float[] a, float[] b) = Operands(name, left, right);
            int[] output = BroadcastReference.OutputShape(left, right);
            (int[] fromA, int[] fromB) = (BroadcastReference.Source(left, output), BroadcastReference.Source(right, output));
            float[] y = new float[fromA.Length], dy = Samples.Uniform(y.Length, 9);
            BroadcastGeometry geometry = BroadcastGeometry.Create(left, right);
            function.Map(geometry, a, b, y);
            foreach (Operand operand in Enum.GetValues<Operand>())
            {
                var partial = operand == Operand.Left ? function.Partials!.Value.Left : function.Partials!.Value.Right;
                int[] shape = operand == Operand.Left ? left : right;
                double[] products = [.. dy.Select((g, i) => g * partial(a[fromA[i]], b[fromB[i]]))];
                double[] expected = BroadcastReference.SumToShape(products, shape, output);
                // Rounding grows with the terms of a sum, not with the sum.
                int terms = Math.Max(1, products.Length / Math.Max(1, expected.Length));
                double scale = products.Length == 0 ? 0 : products.Max(Math.Abs) * terms;
                float[] before = Samples.Uniform(expected.Length, 10);
                var overwritten = new Guarded(before);
                var added = new Guarded(before);

                function.Gradient(geometry, operand, a, b, y, dy, overwritten.Span, accumulate: false);
                function.Gradient(geometry, operand, a, b, y, dy, added.Span, accumulate: true);

                string what = $"{name} {Text(left, right)} {operand}";
                Close.Assert(expected, overwritten.Checked(), 2e-6, 1e-6 * scale, what);
                Close.Assert([.. expected.Zip(before, (e, f) => e + f)], added.Checked(), 2e-6, 1e-6 * (scale + 1), what + " added");
            }
        }
    }

    [Theory]
    [MemberData(nameof(BinaryCase.Names), MemberType = typeof(BinaryCase))]
    public void Every_length_gives_the_same_bits_as_element_by_element_with_a_number_too_and_in_place(string name)
    {
        BinaryCase function = BinaryCase.Find(name);
        (float[] a, float[] b) = Operands(name, [257], [257]);
        float[] pairs = new float[257], right = new float[257], left = new float[257];
        BroadcastGeometry one = BroadcastGeometry.Create([1], [1]);
        for (int i = 0; i < 257; i++)
        {
            function.Map(one, a.AsSpan(i, 1), b.AsSpan(i, 1), pairs.AsSpan(i, 1));
            function.Map(one, a.AsSpan(i, 1), b.AsSpan(0, 1), right.AsSpan(i, 1));
            function.Map(one, a.AsSpan(0, 1), b.AsSpan(i, 1), left.AsSpan(i, 1));
        }

        for (int length = 0; length <= 257; length++)
        {
            Guarded same = new(a.AsSpan(0, length)), number = new(length), numberLeft = new(length);

            function.Map(BroadcastGeometry.Create([length], [length]), same.Span, b.AsSpan(0, length), same.Span);
            function.Map(BroadcastGeometry.Create([length], [1]), a.AsSpan(0, length), b.AsSpan(0, 1), number.Span);
            function.Map(BroadcastGeometry.Create([1], [length]), a.AsSpan(0, 1), b.AsSpan(0, length), numberLeft.Span);

            Assert.Equal(pairs[..length], same.Checked());
            Assert.Equal(right[..length], number.Checked());
            Assert.Equal(left[..length], numberLeft.Checked());
        }
    }

    [Theory]
    [MemberData(nameof(BinaryCase.Differentiable), MemberType = typeof(BinaryCase))]
    public void Gradients_of_every_length_are_the_same_as_element_by_element(string name)
    {
        BinaryCase function = BinaryCase.Find(name);
        (float[] a, float[] b) = Operands(name, [257], [257]);
        float[] y = new float[257], dy = Samples.Uniform(257, 9), gradients = new float[257];
        BroadcastGeometry one = BroadcastGeometry.Create([1], [1]);
        function.Map(BroadcastGeometry.Create([257], [257]), a, b, y);
        foreach (Operand operand in Enum.GetValues<Operand>())
        {
            for (int i = 0; i < 257; i++)
            {
                function.Gradient(one, operand, [a[i]], [b[i]], [y[i]], [dy[i]], gradients.AsSpan(i, 1), accumulate: false);
            }

            for (int length = 0; length <= 257; length++)
            {
                BroadcastGeometry geometry = BroadcastGeometry.Create([length], [length]);
                var dx = new Guarded(length);

                function.Gradient(
                    geometry, operand, a[..length], b[..length], y[..length], dy[..length], dx.Span, accumulate: false);

                Assert.Equal(gradients[..length], dx.Checked());
            }
        }
    }

    [Theory]
    [InlineData("Maximum", 1f, 0f)]
    [InlineData("Minimum", 1f, 0f)]
    public void On_a_tie_the_gradient_goes_to_the_left_operand(string name, float left, float right)
    {
        BinaryCase function = BinaryCase.Find(name);
        float[] da = new float[1], db = new float[1];

        function.Gradient(BroadcastGeometry.Create([1], [1]), Operand.Left, [2f], [2f], [2f], [1f], da, accumulate: false);
        function.Gradient(BroadcastGeometry.Create([1], [1]), Operand.Right, [2f], [2f], [2f], [1f], db, accumulate: false);

        Assert.Equal((left, right), (da[0], db[0]));
    }

    [Fact]
    public void Powers_of_zero_have_finite_gradients()
    {
        float[] a = [0f, 0f, 0f, -2f], b = [0f, 1f, 2f, 2f], y = new float[4], da = new float[4], db = new float[4], dy = [1f, 1f, 1f, 1f];

        BinaryKernels.Map(a, b, y, default(PowerFunction));
        BinaryKernels.AccumulateGradient(Operand.Left, a, b, y, dy, da, default(PowerFunction), accumulate: false);
        BinaryKernels.AccumulateGradient(Operand.Right, a, b, y, dy, db, default(PowerFunction), accumulate: false);

        Assert.Equal([1f, 0f, 0f, 4f], y);
        Assert.Equal([0f, 1f, 0f, -4f], da);
        Assert.Equal([0f, 0f, 0f, 0f], db);
    }

    [Fact]
    public void Comparisons_with_NaN_are_false_but_for_NotEqual_and_NaN_itself_is_true()
    {
        foreach (BinaryCase comparison in BinaryCase.All.Where(one => one.Partials is null))
        {
            float[] y = new float[20];

            comparison.Map(BroadcastGeometry.Create([20], []), [.. Enumerable.Repeat(float.NaN, 20)], [1f], y);

            Assert.All(y, value => Assert.Equal(comparison.Name is "NotEqual" or "LogicalOr" or "LogicalAnd" ? 1f : 0f, value));
        }
    }

    [Fact]
    public void Expand_repeats_scales_and_adds()
    {
        BroadcastGeometry geometry = BroadcastGeometry.Create([2, 1, 2], [2, 3, 2]);
        var y = new Guarded(12);

        BroadcastKernels.Expand(geometry, [1f, 2f, 3f, 4f], y.Span, 2f, accumulate: false);
        BroadcastKernels.Expand(geometry, [1f, 1f, 1f, 1f], y.Span, 0.5f, accumulate: true);

        Assert.Equal([2.5f, 4.5f, 2.5f, 4.5f, 2.5f, 4.5f, 6.5f, 8.5f, 6.5f, 8.5f, 6.5f, 8.5f], y.Checked());
    }

    [Fact]
    public void Select_takes_one_operand_where_the_mask_is_not_zero_and_sends_the_gradient_there()
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] mask = Samples.Integers(length, 1, 1), a = Samples.Uniform(length, 2), b = Samples.Uniform(length, 3);
            Guarded y = new(length), number = new(length), da = new(length), db = new(b);

            SelectKernels.Map(mask, a, b, y.Span);
            SelectKernels.Map(mask, a, [7f], number.Span);
            SelectKernels.AccumulateGradient(mask, a, da.Span, forTrue: true, accumulate: false);
            SelectKernels.AccumulateGradient(mask, a, db.Span, forTrue: false, accumulate: true);

            Assert.Equal(mask.Select((m, i) => m != 0 ? a[i] : b[i]), y.Checked());
            Assert.Equal(mask.Select((m, i) => m != 0 ? a[i] : 7f), number.Checked());
            Assert.Equal(mask.Select((m, i) => m != 0 ? a[i] : 0f), da.Checked());
            Assert.Equal(mask.Select((m, i) => m != 0 ? b[i] : b[i] + a[i]), db.Checked());
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        (int[] Left, int[] Right)[] shapes = [([90_001], [90_001]), ([30_000, 3], [3]), ([500, 1], [1, 201]), ([300, 301], [300, 1])];
        foreach ((int[] left, int[] right) in shapes)
        {
            (float[] a, float[] b) = Operands("Multiply", left, right);
            BroadcastGeometry geometry = BroadcastGeometry.Create(left, right);
            float[][] Run(int threads)
            {
                using var _ = new ThreadCount(threads);
                float[] y = new float[geometry.Size], da = new float[a.Length], db = new float[b.Length];
                BroadcastKernels.Map(geometry, a, b, y, default(MultiplyFunction));
                BroadcastKernels.AccumulateGradient(geometry, Operand.Left, a, b, y, y, da, default(MultiplyFunction), accumulate: false);
                BroadcastKernels.AccumulateGradient(geometry, Operand.Right, a, b, y, y, db, default(MultiplyFunction), accumulate: false);
                return [y, da, db];
            }

            Assert.Equal(Run(1), Run(2));
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        float[] a = Samples.Uniform(30_000, 1), b = Samples.Uniform(3, 2), y = new float[a.Length], db = new float[3];

        AllocationAssert.Zero(() =>
        {
            BroadcastGeometry geometry = BroadcastGeometry.Create([10_000, 3], [3]);
            BroadcastKernels.Map(geometry, a, b, y, default(MultiplyFunction));
            BroadcastKernels.AccumulateGradient(geometry, Operand.Right, a, b, y, y, db, default(MultiplyFunction), accumulate: true);
        });
    }

    [Fact]
    public void Shapes_that_do_not_go_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BroadcastGeometry.Create([3, 4], [3]));
        Assert.Throws<ArgumentException>(() => BinaryKernels.Map(new float[3], new float[3], new float[4], default(AddFunction)));
    }

    [Fact]
    public void Neighbouring_axes_that_are_walked_alike_become_one()
    {
        Assert.Equal(1, BroadcastGeometry.Create([2, 3, 4], [2, 3, 4]).Rank);
        Assert.Equal(1, BroadcastGeometry.Create([2, 3, 4], []).Rank);
        Assert.Equal(2, BroadcastGeometry.Create([2, 3, 4, 5], [4, 5]).Rank);
        Assert.Equal(2, BroadcastGeometry.Create([2, 3, 4, 5], [2, 3, 1, 1]).Rank);
        Assert.Equal(3, BroadcastGeometry.Create([2, 3, 4, 5], [3, 1, 1]).Rank);
    }

    // Integers make ties; a base must be positive and a divisor not 0.
    private static (float[] A, float[] B) Operands(string name, int[] left, int[] right)
    {
        float[] a = Samples.Integers(Size(left), 1), b = Samples.Integers(Size(right), 2);
        if (name == "Power") a = [.. a.Select(value => Math.Abs(value) + 0.5f)];
        if (name is "Divide" or "Power") b = [.. b.Select(value => value + 0.25f)];
        return (a, b);
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (product, length) => product * length);

    private static string Text(int[] left, int[] right) => $"({string.Join(", ", left)}) with ({string.Join(", ", right)})";
}
