using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class CenterCropTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new CenterCrop(2, 3, name: "c"), input: [2, 5, 4, 2], output: [2, 2, 3, 2], weights: 0,
        (x, _) => [.. from image in new[] { 0, 1 }
                      from row in new[] { 1, 2 }
                      from column in new[] { 0, 1, 2 }
                      from channel in new[] { 0, 1 }
                      select x[((image * 5 + row) * 4 + column) * 2 + channel]]);

    [Fact]
    public void Holds_it_with_images_that_are_too_small() => LayerTester.Check(
        () => new CenterCrop(4, 2, name: "c"), input: [1, 2, 3, 1], output: [1, 4, 2, 1], weights: 0,
        (x, _) =>
        {
            // Two rows and one column, the middle one, become four and two.
            double a = x[1], b = x[4];
            return [a, a, .75 * a + .25 * b, .75 * a + .25 * b, .25 * a + .75 * b, .25 * a + .75 * b, b, b];
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_image_is_a_batch_of_one(bool crops)
    {
        foreach (DataFormat format in (DataFormat[])["channels_last", "channels_first"])
        {
            Tensor batch = LayerTester.RandomInput([1, 3, 5, 2]);
            Tensor want = Make(crops, format).Apply(batch);
            Layer layer = Make(crops, format);
            Tensor one = layer.Apply(batch.Reshape([3, 5, 2]));
            Assert.Equal(want.Shape[1..], one.Shape);
            Assert.Equal(want.ToArray(), one.ToArray());
            Assert.Equal(one.Shape, layer.ComputeOutputShape([3, 5, 2]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_of_a_model_come_in_batches(bool crops) => Assert.Contains(
        "rank 4", Assert.Throws<ShapeException>(() => Make(crops, default).ComputeOutputShape([Shape.Any, 5, 2])).Message, StringComparison.Ordinal);

    [Fact]
    public void Sizes_below_1_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new CenterCrop(2, 0));

    private static Layer Make(bool crops, DataFormat format) => crops ? new CenterCrop(4, 2, format) : new Resizing(4, 2, dataFormat: format);
}
