using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Shapes;

/// <summary>Values in other places: by hand, and each value's gradient goes back to where the value came from.</summary>
public class RearrangingTests
{
    private static readonly Tensor s_x = Tensor.Range(1, 7).Reshape([2, 3]);

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, int[] Shape, float[] Want)> s_all = new()
    {
        ["flip all"] = (x => F.Flip(x), [2, 3], [6, 5, 4, 3, 2, 1]),
        ["flip rows"] = (F.FlipUD, [2, 3], [4, 5, 6, 1, 2, 3]),
        ["flip columns"] = (F.FlipLR, [2, 3], [3, 2, 1, 6, 5, 4]),
        ["roll all"] = (x => F.Roll(x, 2), [2, 3], [5, 6, 1, 2, 3, 4]),
        ["roll axis"] = (x => F.Roll(x, -1, 1), [2, 3], [2, 3, 1, 5, 6, 4]),
        ["roll axes"] = (x => F.Roll(x, [1, 4], [0, 1]), [2, 3], [6, 4, 5, 3, 1, 2]),
        ["rot90"] = (x => F.Rot90(x), [3, 2], [3, 6, 2, 5, 1, 4]),
        ["rot90 back"] = (x => F.Rot90(x, -1), [3, 2], [4, 1, 5, 2, 6, 3]),
        ["rot180"] = (x => F.Rot90(x, 2), [2, 3], [6, 5, 4, 3, 2, 1]),
        ["tile"] = (x => F.Tile(x, 2, 1), [4, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]),
        ["tile wide"] = (x => F.Tile(x, 2, 1, 1), [2, 2, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]),
        ["repeat"] = (x => F.Repeat(x, 2, 1), [2, 6], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]),
        ["repeat counts"] = (x => F.Repeat(x, [0, 2], 0), [2, 3], [4, 5, 6, 4, 5, 6]),
        ["repeat all"] = (x => F.Repeat(x[..1], 2), [6], [1, 1, 2, 2, 3, 3]),
        ["pad"] = (x => F.Pad(x, [(1, 0), (0, 1)], constantValues: 9), [3, 4], [9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6, 9]),
        ["pad edge"] = (x => F.Pad(x, [(0, 0), (2, 1)], "edge"), [2, 6], [1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 6, 6]),
        ["pad reflect"] = (x => F.Pad(x, [(0, 0), (2, 3)], "reflect"), [2, 8], [3, 2, 1, 2, 3, 2, 1, 2, 6, 5, 4, 5, 6, 5, 4, 5]),
        ["pad symmetric"] = (x => F.Pad(x, [(0, 0), (2, 1)], "symmetric"), [2, 6], [2, 1, 1, 2, 3, 3, 5, 4, 4, 5, 6, 6]),
        ["pad wrap"] = (x => F.Pad(x, [(0, 0), (1, 1)], "wrap"), [2, 5], [3, 1, 2, 3, 1, 6, 4, 5, 6, 4]),
        ["moveaxis"] = (x => F.MoveAxis(x.Reshape([1, 2, 3]), 0, -1), [2, 3, 1], [1, 2, 3, 4, 5, 6]),
        ["moveaxis two"] = (x => F.MoveAxis(x.Reshape([1, 2, 3]), [0, 1], [2, 0]), [2, 3, 1], [1, 2, 3, 4, 5, 6]),
        ["swapaxes"] = (x => F.SwapAxes(x, 0, -1), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["diag"] = (x => F.Diag(x), [2], [1, 5]),
        ["diag above"] = (x => F.Diag(x, 1), [2], [2, 6]),
        ["diag below"] = (x => F.Diag(x, -1), [1], [4]),
        ["diag of vector"] = (x => F.Diag(F.Ravel(x[..1]), -1), [4, 4], [0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0]),
        ["diagonal of axes"] = (x => F.Diagonal(x.Reshape([2, 1, 3]), 1, 0, 2), [1, 2], [2, 6]),
        ["trace"] = (x => F.Trace(x, 1), [], [8]),
        ["tril"] = (x => F.Tril(x), [2, 3], [1, 0, 0, 4, 5, 0]),
        ["triu"] = (x => F.Triu(x, 1), [2, 3], [0, 2, 3, 0, 0, 6]),
        ["append"] = (x => F.Append(x, x[..1], 0), [3, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3]),
        ["append all"] = (x => F.Append(x, x[..1]), [9], [1, 2, 3, 4, 5, 6, 1, 2, 3]),
        ["hstack"] = (x => F.HStack(x, x), [2, 6], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]),
        ["vstack"] = (x => F.VStack(F.Ravel(x), F.Ravel(x)), [2, 6], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]),
        ["dstack"] = (x => F.DStack(x, -x), [2, 3, 2], [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6]),
        ["kron"] = (x => F.Kron(Tensor.From([1, 10], [1, 2]), x), [2, 6], [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60]),
        ["take"] = (x => F.Take(x, Tensor.From([2.0, -3.0]), 1), [2, 2], [3, 1, 6, 4]),
        ["take all"] = (x => F.Take(x, Tensor.From([5, 0], [1, 2])), [1, 2], [6, 1]),
        ["take along"] = (x => F.TakeAlongAxis(x, Tensor.From([2, 0], [2, 1]), 1), [2, 1], [3, 4]),
        ["slice"] = (x => F.Slice(x, [1, 0], [-1, 2]), [1, 2], [4, 5]),
        ["scatter"] = (x => F.Scatter(Tensor.From([1, 1], [2, 1]), x, [3, 3]), [3, 3], [0, 0, 0, 5, 7, 9, 0, 0, 0]),
        ["segment sum"] = (x => F.SegmentSum(x, Tensor.From([1.0, 1.0])), [2, 3], [0, 0, 0, 5, 7, 9]),
        ["select"] = (x => F.Select([F.Less(x, 2), F.Less(x, 4)], [x, 10 * x], -1), [2, 3], [1, 20, 30, -1, -1, -1]),
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_in_their_places(string name)
    {
        (Func<Tensor, Tensor> function, int[] shape, float[] want) = s_all[name];
        Tensor y = function(s_x);
        Assert.Equal(shape, y.Shape.ToArray());
        Assert.Equal(want, y.ToArray());
    }

    // All are linear but select, which is so away from its steps.
    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_a_linear_map(string name)
    {
        Func<Tensor, Tensor> function = s_all[name].Function;
        Tensor y = function(s_x), g = OpData.Random(y.Shape.ToArray(), 1);
        var tape = new GradientTape();
        tape.Watch(s_x);
        float[] got = tape.Gradient(tape.Record(() => function(s_x)), [s_x], g)[0]!.ToArray();
        const float Step = 1 / 64f;
        for (int i = 0; i < got.Length; i++)
        {
            Tensor above = s_x.Clone();
            above.Span[i] += Step;
            double want = function(above).ToArray().Zip(y.ToArray(), g.ToArray()).Sum(part => (part.First - part.Second) / (double)Step * part.Third);
            Assert.Equal(want, got[i], 1e-4);
        }
    }

    [Fact]
    public void Gathering_and_scattering_are_gradients_of_each_other()
    {
        var gather = new GatherOp("Take", [2, -1, 0, 2], [2, 2]);
        Tensor x = Tensor.From([1.0, 2.0, 3.0]), g = Tensor.From([1, 2, 3, 4], [2, 2]);
        Assert.Equal([3f, 0f, 5f], gather.GradientOps(0, [x], Tape.Run(gather, x), g).ToArray());
        var scatter = new ScatterAddOp("Scatter", [2, -1, 0, 2], [3]);
        Assert.Equal([5f, 0f, 3f], Tape.Run(scatter, Tensor.From([1, 2, 5, 2], [2, 2])).ToArray());
        Assert.Equal([3f, 0f, 1f, 3f], scatter.GradientOps(0, [g], x, x).ToArray());
    }

    [Fact]
    public void Parts_are_as_long_as_asked_for()
    {
        Tensor x = Tensor.Range(0, 7);
        Assert.Equal([3, 2, 2], F.ArraySplit(x, 3).Select(part => part.Size));
        Assert.Equal([2, 5], F.HSplit(x, [2]).Select(part => part.Size));
        Assert.Equal(2, F.VSplit(s_x, 2).Length);
        Assert.Equal(3, F.HSplit(s_x, 3).Length);
        Assert.Equal(2, F.DSplit(s_x.Reshape([1, 3, 2]), 2).Length);
        Tensor[] rows = F.Unstack(s_x);
        Assert.Equal([4f, 5f, 6f], rows[1].ToArray());
        Assert.Contains("expected 3 slices", ShapeError.Of(() => F.Unstack(s_x, num: 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Grids_are_those_of_NumPy()
    {
        Tensor[] xy = F.MeshGrid([Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0, 5.0])]);
        Assert.Equal([3, 2], xy[0].Shape.ToArray());
        Assert.Equal([1f, 2f, 1f, 2f, 1f, 2f], xy[0].ToArray());
        Tensor[] ij = F.MeshGrid([Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0, 5.0])], "ij");
        Assert.Equal([3f, 4f, 5f, 3f, 4f, 5f], ij[1].ToArray());
        Assert.Equal([1f, 0f, 0f, 1f, 1f, 0f], F.Tri(2, 3).ToArray());
        Assert.Equal([4f, 2f, 1f, 9f, 3f, 1f], F.Vander(Tensor.From([2.0, 3.0]), 3).ToArray());
        Assert.Equal([1f, 2f, 1f, 3f], F.Vander(Tensor.From([2.0, 3.0]), increasing: true).ToArray());
    }

    [Fact]
    public void Updates_replace_or_are_reduced()
    {
        Tensor zeros = Tensor.Zeros([4]), at = Tensor.From([1, 3, 1], [3, 1]), values = Tensor.From([5.0, 7.0, 2.0]);
        Assert.Equal([0f, 2f, 0f, 7f], F.ScatterUpdate(zeros, at, values).ToArray());
        Assert.Equal([0f, 7f, 0f, 7f], F.ScatterUpdate(zeros, at, values, "add").ToArray());
        Assert.Equal([0f, 5f, 0f, 7f], F.ScatterUpdate(zeros, at, values, "max").ToArray());
        Assert.Equal([0f, 0f, 0f, 0f], F.ScatterUpdate(zeros, at, values, "min").ToArray());
        Assert.Equal([1f, 10f, 1f, 7f], F.ScatterUpdate(Tensor.Ones([4]), at, values, "mul").ToArray());
        Assert.Throws<ArgumentException>(() => F.ScatterUpdate(zeros, at, values, "mean"));
        Assert.Equal([1f, 2f, 3f, 4f, 0f, 0f], F.SliceUpdate(s_x, [1, 1], Tensor.Zeros([1, 2])).ToArray());
    }

    [Fact]
    public void Segments_are_reduced_and_empty_ones_are_neutral()
    {
        Tensor x = Tensor.From([3.0, -1.0, 4.0, 0.0]), ids = Tensor.From([0.0, 2.0, 0.0, -1.0]);
        Assert.Equal([4f, float.NegativeInfinity, -1f], F.SegmentMax(x, ids).ToArray());
        Assert.Equal([3f, float.PositiveInfinity, -1f], F.SegmentMin(x, ids).ToArray());
        Assert.Equal([12f, 1f, -1f], F.SegmentProd(x, ids).ToArray());
        Tensor y = OpData.Distinct([5], 2), numbers = Tensor.From([0.0, 1.0, 0.0, 1.0, 0.0]);
        GradientCheck.Run(() => F.SegmentProd(y, numbers), [y], at => [at[0][0] * at[0][2] * at[0][4], at[0][1] * at[0][3]]);
        GradientCheck.Run(() => F.SegmentMax(y, numbers), [y], at => [Math.Max(at[0][0], Math.Max(at[0][2], at[0][4])), Math.Max(at[0][1], at[0][3])]);
    }

    [Fact]
    public void What_is_not_there_is_refused_by_name()
    {
        Assert.Contains("from -3 to 2", Assert.Throws<ArgumentException>(() => F.Take(s_x, Tensor.From([3.0]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("from -3 to 2", Assert.Throws<ArgumentException>(() => F.Take(s_x, Tensor.From([0.5]), 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Slice: expected a block within", ShapeError.Of(() => F.Slice(s_x, [1, 2], [1, 2])), StringComparison.Ordinal);
        Assert.StartsWith("Scatter: expected values of shape", ShapeError.Of(() => F.Scatter(Tensor.From([1, 1], [2, 1]), s_x, [3, 4])), StringComparison.Ordinal);
        Assert.StartsWith("Pad: expected a mode of", Assert.Throws<ArgumentException>(() => F.Pad(s_x, 1, "mirror")).Message, StringComparison.Ordinal);
        Assert.StartsWith("Pad: ", Assert.Throws<ArgumentException>(() => F.Pad(s_x, [(1, 1), (0, 0), (1, 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Pad(s_x, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Tile(s_x, -1));
        Assert.StartsWith("MoveAxis: ", ShapeError.Of(() => F.MoveAxis(s_x, [0, 0], [0, 1])), StringComparison.Ordinal);
        Assert.StartsWith("SegmentSum: ", ShapeError.Of(() => F.SegmentSum(s_x, Tensor.Zeros([3]))), StringComparison.Ordinal);
    }
}
