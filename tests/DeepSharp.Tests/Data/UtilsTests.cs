namespace DeepSharp.Tests.Data;

public class UtilsTests
{
    [Fact]
    public void Labels_become_rows()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0], Utils.ToCategorical(new[] { 1, 0 }, 3).ToArray());
        Tensor rows = Utils.ToCategorical(new byte[,] { { 2 }, { 0 } });
        Assert.Equal((new Shape(2, 3), 1f, 1f), (rows.Shape, rows[0, 2], rows[1, 0]));
    }

    [Fact]
    public void What_is_no_label_is_refused()
    {
        Assert.Contains("label 1 is 0.5", Assert.Throws<ArgumentOutOfRangeException>(
            () => Utils.ToCategorical(new[] { 1f, 0.5f })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.ToCategorical(new[] { 3 }, 3));
    }

    [Fact]
    public void Sequences_get_one_length()
    {
        int[][] sequences = [[1, 2], [3, 4, 5, 6], []];
        Assert.Equal([0, 1, 2, 4, 5, 6, 0, 0, 0], Utils.PadSequences(sequences, maxlen: 3).ToArray());
        Assert.Equal([1, 2, 9, 3, 4, 5, 9, 9, 9], Utils.PadSequences(sequences, 3, padding: "post", truncating: "post", value: 9).ToArray());
        Assert.Equal(new Shape(3, 4), Utils.PadSequences(new List<List<int>> { new() { 1 }, new() { 1, 2, 3, 4 }, new() }).Shape);
        Assert.Equal(typeof(int), Utils.PadSequences(sequences).ElementType);
    }

    [Fact]
    public void Sequences_that_cannot_get_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.PadSequences([[1]], maxlen: 0));
        Assert.Throws<ArgumentException>(() => Utils.PadSequences([]));
        Assert.Contains("number 1", Assert.Throws<ArgumentException>(
            () => Utils.PadSequences(new int[][] { [1], null! })).Message, StringComparison.Ordinal);
        Assert.Contains("padding: expected \"pre\" or \"post\" but got \"left\"", Assert.Throws<ArgumentException>(
            () => Utils.PadSequences([[1]], padding: "left")).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Utils.PadSequences([[1], [2]], maxlen: int.MaxValue));
    }

    [Fact]
    public void A_seed_is_that_of_the_process()
    {
        float[] first = First(() => Utils.SetRandomSeed(7)), second = First(() => DeepSharpRuntime.SetRandomSeed(7));
        Assert.Equal(first, second);

        static float[] First(Action seed)
        {
            seed();
            var layer = new DeepSharp.Layers.Dense(4);
            layer.Build([Shape.Any, 4]);
            return layer.Weights[0].Value.ToArray();
        }
    }
}
