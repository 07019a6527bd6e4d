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
        Assert.Contains("(2, 2)", Assert.Throws<ShapeException>(() => Utils.ToCategorical(new float[2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("label 1 is 0.5", Assert.Throws<ArgumentOutOfRangeException>(
            () => Utils.ToCategorical(new[] { 1f, 0.5f })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.ToCategorical(new[] { 3 }, 3));
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
